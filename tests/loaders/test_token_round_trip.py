"""One annotated text, written as CoNLL, DyGIE, SpERT and Prodigy, gives the same claims."""

from __future__ import annotations

import json
import tempfile
from itertools import accumulate
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch
from clew.loaders.annotations.tokens.rebuilt import Rebuilt
from clew.loaders.batches import batches

FORMS = st.sampled_from(
    [
        "Anneke",
        "Vos",
        ".",
        "🏝",
        "👩\u200d👧",
        "Zoe\u0308",
        "ភ្នំពេញ",
        "សុខ",
        "ရန်ကုန်",
        "安",
        "妮",
        "#",
        "O",
    ]
)
SENTENCES = st.lists(st.lists(FORMS, min_size=1, max_size=6), min_size=1, max_size=3)
LABELS = st.sampled_from(["Person", "Compound", "Place"])
Spans = list[tuple[int, int, str]]


@st.composite
def marked(draw: st.DrawFn, *, nested: bool) -> tuple[list[list[str]], Spans, list[Any]]:
    """Draw sentences, spans by token numbers of the document, and pairs of spans."""
    sentences = draw(SENTENCES)
    spans: Spans = []
    for first, sentence in zip(accumulate(map(len, sentences), initial=0), sentences, strict=False):
        last, at = first + len(sentence) - 1, first
        while at <= last:
            end = draw(st.integers(at, last))
            if draw(st.booleans()):
                spans.append((at, end, draw(LABELS)))
                if nested and draw(st.booleans()):
                    spans.append((at, draw(st.integers(at, end)), draw(LABELS)))
            at = end + 1
    spans = list({span[:2]: span for span in spans}.values())
    number = st.integers(0, max(len(spans) - 1, 0))
    pairs = draw(st.lists(st.tuples(number, number), max_size=4)) if spans else []
    return sentences, spans, [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]


def rebuilt(sentences: list[list[str]]) -> Rebuilt:
    made = Rebuilt()
    for sentence in sentences:
        made.sentence(sentence)
    return made


def read(data: str, loader: str) -> set[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.data"
        path.write_text(data, "utf-8", newline="")
        (batch,) = batches([path], as_=loader)
    assert isinstance(batch, Batch) and not batch.rejected
    return {(a.claim.id, a.label) for a in batch.annotations}


def dygie(sentences: list[list[str]], spans: Spans, pairs: list[Any]) -> str:
    ties = [[*spans[start][:2], *spans[end][:2], "OWNS"] for start, end in pairs]
    rest: list[list[Any]] = [[] for _ in sentences[1:]]
    row = {"sentences": sentences, "ner": [spans, *rest], "relations": [ties, *rest]}
    return json.dumps(row)


def prodigy(sentences: list[list[str]], spans: Spans, pairs: list[Any]) -> str:
    made = rebuilt(sentences)
    forms = [form for sentence in sentences for form in sentence]
    tokens = [
        {"text": form, "start": made.starts[at], "end": made.ends[at], "id": at}
        for at, form in enumerate(forms)
    ]
    tasks = [
        {
            "start": made.starts[first],
            "end": made.ends[last],
            "token_start": first,
            "token_end": last,
            "label": label,
        }
        for first, last, label in spans
    ]
    ties = [
        {"head_span": tasks[start], "child_span": tasks[end], "label": "OWNS"}
        for start, end in pairs
    ]
    kept = {"text": made.text, "tokens": tokens, "spans": tasks, "relations": ties}
    return json.dumps(kept | {"answer": "accept"})


def conll(sentences: list[list[str]], spans: Spans) -> str:
    tags = {at: f"I-{label}" for first, last, label in spans for at in range(first, last + 1)}
    tags |= {first: f"B-{label}" for first, _, label in spans}
    lines, at = ["left\tO", ""], 0
    for sentence in sentences:
        for form in sentence:
            lines.append(f"{form}\t{tags.get(at, 'O')}")
            at += 1
        lines.append("")
    return "\n".join(lines)


@given(marked(nested=True))
@settings(max_examples=60)
def test_spans_and_relations_are_the_same_claims(
    drawn: tuple[list[list[str]], Spans, list[Any]],
) -> None:
    sentences, spans, pairs = drawn
    found = read(dygie(sentences, spans, pairs), "tokens")
    assert read(prodigy(sentences, spans, pairs), "prodigy") == found
    assert len(found) == len(spans) + len(pairs)


@given(marked(nested=False))
@settings(max_examples=60)
def test_tags_are_the_same_claims(drawn: tuple[list[list[str]], Spans, list[Any]]) -> None:
    sentences, spans, _ = drawn
    shifted = [(first + 1, last + 1, label) for first, last, label in spans]
    found = read(dygie([["left"], *sentences], shifted, []), "tokens")
    assert read(conll(sentences, spans), "conll") == found
    assert len(found) == len(spans)


@given(marked(nested=True))
@settings(max_examples=30)
def test_a_sentence_of_its_own_is_the_same_claims_in_spert(
    drawn: tuple[list[list[str]], Spans, list[Any]],
) -> None:
    sentences, spans, pairs = drawn
    one = [[form for sentence in sentences for form in sentence]]
    entities = [{"start": a, "end": b + 1, "type": label} for a, b, label in spans]
    ties = [{"head": start, "tail": end, "type": "OWNS"} for start, end in pairs]
    row = {"tokens": one[0], "entities": entities, "relations": ties}
    assert read(json.dumps(row), "tokens") == read(dygie(one, spans, pairs), "tokens")
