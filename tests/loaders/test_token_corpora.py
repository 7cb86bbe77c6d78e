"""Real files of CoNLL, Prodigy and spaCy: what they mark is what comes out, counted apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.model import Batch
from clew.loaders.batches import batches

WNUT = {"emerging.dev.conll": (15_733, 1_009), "emerging.test.conll": (23_394, 1_287)}


def read(path: Path) -> list[Batch]:
    found = [item for item in batches([path]) if isinstance(item, Batch)]
    assert found and not any(batch.rejected for batch in found)
    return found


def entered(batch: Batch, shape: str = "mention") -> Counter[str]:
    return Counter(a.label for a in batch.annotations if a.claim.shape == shape)


def deviations(root: Path, name: str) -> list[dict[str, Any]]:
    table = root / "tests" / "data" / name / "deviations.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(table.read_text("utf-8"))
    assert all(row["reason"].strip() for row in found)
    return found


@pytest.mark.parametrize("name", WNUT)
def test_each_b_of_wnut_is_a_span_but_for_the_table(shared: Path, root: Path, name: str) -> None:
    path = shared / "data" / "ann-conll-wnut17" / name
    (batch,) = read(path)
    lines = path.read_text("utf-8").split("\n")
    begun = Counter[tuple[int, str]]()
    for number, line in enumerate(lines, 1):
        for tag in line.partition("\t")[2].split(","):
            if tag.startswith("B-"):
                begun[number, tag[2:]] += 1
    more = [row for row in deviations(root, "conll") if row["file"] == name]
    begun.update((row["line"], row["label"]) for row in more)
    assert Counter((a.line, a.label) for a in batch.annotations) == begun
    assert batch.counts.get("tags mended", 0) == len(more)


@pytest.mark.parametrize("name", WNUT)
def test_the_text_of_wnut_is_its_tokens_and_each_name_its_rows(shared: Path, name: str) -> None:
    path = shared / "data" / "ann-conll-wnut17" / name
    (batch,) = read(path)
    rows = [line.split("\t") for line in path.read_text("utf-8").split("\n")]
    tokens, sentences = WNUT[name]
    text = batch.document.text
    assert text.split(" ") != text.split() and len(text.split("\n")) == sentences
    assert text.split() == [part for row in rows if row[0].strip() for part in row[0].split()]
    assert sum(bool(row[0].strip()) for row in rows) == tokens
    for annotation in batch.annotations:
        forms: list[str] = []
        label = annotation.label
        for token, tag in rows[annotation.line - 1 :]:
            if forms and f"I-{label}" not in tag.split(","):
                break
            forms.append(token)
            if rows[annotation.line - 1 + len(forms)] == [""]:
                break
        assert annotation.name == " ".join(" ".join(forms).split())


PRODIGY = {
    "ann-prodigy-news/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl": (373, 303, 0),
    "ann-prodigy-rel/annotations.jsonl": (149, 466, 267),
}


@pytest.mark.parametrize("name", PRODIGY)
def test_each_accepted_span_and_relation_of_prodigy_enters(
    shared: Path, root: Path, name: str
) -> None:
    path = shared / "data" / name
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    marks = [len(row.get(key, ())) for key in ("spans", "relations") for row in rows]
    assert (len(rows), sum(marks[: len(rows)]), sum(marks[len(rows) :])) == PRODIGY[name]
    found = read(path)
    assert len(found) == len(rows)
    left = Counter[str]()
    table = {row["label"]: row for row in deviations(root, "prodigy") if row["file"] == name}
    for row, batch in zip(rows, found, strict=True):
        accepted = row["answer"] == "accept"
        spans = [span for span in row.get("spans", ()) if accepted]
        words = Counter((row["text"][s["start"] : s["end"]], s["label"]) for s in spans)
        assert batch.document.text == row["text"]
        mentions = [a for a in batch.annotations if a.claim.shape == "mention"]
        assert Counter((a.name, a.label) for a in mentions) == words
        ties = Counter(tie["label"] for tie in row.get("relations", ()) if accepted)
        for label in table:
            left[label] += ties.pop(label, 0)
        assert entered(batch, "tie") == ties
        left.update(dict(batch.left_out))
    assert {label: left[label] for label in table} == {
        label: row["count"] for label, row in table.items()
    }
    assert left["ignored answers"] == sum(row["answer"] == "ignore" for row in rows)
    assert left["pairs without a relation"] == sum(row["count"] for row in table.values())


def test_spacys_demo_is_what_spacy_reads(shared: Path) -> None:
    (batch,) = read(shared / "data" / "ann-prodigy-rel" / "demo.spacy")
    (mention,) = batch.annotations
    start = batch.document.text.index(mention.name)
    assert (mention.label, len(batch.document.text), start) == ("PERSON", 82, 11)
    assert mention.claim.subject == "11-21"


def test_label_studios_conll_is_read_row_by_row(shared: Path) -> None:
    path = shared / "data" / "ann-labelstudio-relations-karan" / "train.conll"
    (batch,) = read(path)
    tags = [line.split(" ")[-1] for line in path.read_text("utf-8").split("\n")]
    begun = Counter(tag[2:] for tag in tags if tag.startswith("B-"))
    assert batch.counts["spans"] == sum(begun.values()) == 172
    values = sum(begun.pop(label) for label in ("DATE", "TIME", "URL"))
    assert entered(batch) == begun and batch.left_out["values in no relation"] == values
