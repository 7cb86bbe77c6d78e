"""Real samples of the W3C, Recogito and Hypothesis: what the files hold is what comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.model import Batch, spans_of
from clew.loaders.batches import batches
from clew.loaders.registry import detect
from clew.loaders.walk import Failure

FOLDERS = ("ann-w3c-tests", "ann-w3c-recogito", "ann-hypothesis", "ann-hypothesis-2014")
TEXT = "This is an anotation that has some words, text before the Selected Text and text after it. "
TEXT += "Other words. " * 80


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    return [
        path for folder in FOLDERS for path in sorted((shared / "data" / folder).glob("*.json"))
    ]


def raw(path: Path) -> Iterator[dict[str, Any]]:
    """The annotations of a file, found without any of Clew's code."""
    waiting = [json.loads(path.read_text("utf-8"))]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting = [*one, *waiting]
        elif "target" in one or "ranges" in one:
            yield one
        else:
            names = ("rows", "items", "first")
            waiting = [*(one[name] for name in names if isinstance(one.get(name), list | dict))]


def test_every_file_is_told_by_its_content(files: list[Path]) -> None:
    for path in files:
        wanted = "hypothesis" if "hypothesis" in path.parent.name else "w3c"
        assert detect(path).name == wanted, path.name
    assert len(files) == 51


def test_every_annotation_is_a_span_or_stands_in_the_table(
    files: list[Path], root: Path, tmp_path: Path
) -> None:
    table: dict[str, Any] = yaml.safe_load(
        (root / "tests" / "data" / "w3c" / "deviations.yaml").read_text("utf-8")
    )
    assert all(row["reason"].strip() for rows in table.values() for row in rows)
    (tmp_path / "text.txt").write_text(TEXT)
    found: dict[str, list[dict[str, Any]]] = {}
    for path in files:
        named = f"{path.parent.name}/{path.name}"
        counted = [*batches([path], text=_text(path, root, tmp_path))]
        spans = sum(b.counts.get("spans", 0) for b in counted if isinstance(b, Batch))
        held = len(list(raw(path)))
        if spans != held:
            found[named] = [{"held": held, "spans": spans}]
    assert found == {
        name: [{"held": row["held"], "spans": row["spans"]} for row in rows]
        for name, rows in table.items()
    }


def _text(path: Path, root: Path, folder: Path) -> Path:
    recogito = root / "tests" / "data" / "w3c" / "1727-h.txt"
    return recogito if "recogito" in path.parent.name else folder / "text.txt"


def test_what_cannot_enter_says_so_in_a_sentence(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(TEXT)
    for path in files:
        said = []
        for one in batches([path], text=tmp_path / "text.txt"):
            if isinstance(one, Failure):
                said.append(str(one))
            else:
                said += [rejected.reason for rejected in one.rejected]
                assert one.counts or one.rejected or one.left_out, path.name
        assert all("\n" not in reason and len(reason) < 400 for reason in said)


def test_recogitos_own_annotations_stand_where_their_quotes_do(shared: Path, root: Path) -> None:
    path = shared / "data" / "ann-w3c-recogito" / "annotations.w3c.json"
    (batch,) = batches([path], text=root / "tests" / "data" / "w3c" / "1727-h.txt")
    assert isinstance(batch, Batch) and batch.annotator == "ktKoKXUSAY88XxClOvGp"
    quotes = {
        one["id"]: next(s["exact"] for s in one["target"]["selector"] if "exact" in s)
        for one in list(raw(path))[:3]
    }
    for annotation in batch.annotations:
        ((start, end),) = spans_of(annotation.claim.subject)
        words = batch.document.text[start:end].split()
        assert words == quotes.pop(annotation.local_id).split()
    assert not quotes and batch.counts["reanchored"] == 2


def test_the_three_selectors_of_hypothesis_smallest_sample_agree(
    shared: Path, tmp_path: Path
) -> None:
    (tmp_path / "minimal.html").write_text("<body><div>One Two Three\n</div></body>")
    path = shared / "data" / "ann-hypothesis" / "minimal.json"
    (batch,) = batches([path], text=tmp_path)
    assert isinstance(batch, Batch)
    assert [a.name for a in batch.annotations] == ["Two"] and "reanchored" not in batch.counts
