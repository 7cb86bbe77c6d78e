"""Whatever stands in a file of tokens or tasks: it is read, or told in a sentence of its own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch, spans_of
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

TOKENS = ["Zebulon", "Vos", "met", "Quagga", "🏝"]
TEXT = " ".join(TOKENS)
PLACE = st.integers(-2, 7)
JUNK = st.sampled_from(
    [None, True, 0, -1, 3, 10**12, 0.5, "", "Quagga", "X", [], [0], {}, {"start": 1}, [["a"]]]
)


def mostly(sound: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 9).flatmap(lambda n: sound if n else JUNK)


def record(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional={key: mostly(one) for key, one in parts.items()})


LABEL = st.sampled_from(["PER", "ORG", "Victim", "DATE", "no_relation", "COREF"])
SPAN = record(start=PLACE, end=PLACE, label=LABEL, token_start=PLACE, token_end=PLACE, text=LABEL)
RELATION = record(head=PLACE, child=PLACE, head_span=SPAN, child_span=SPAN, label=LABEL)
TOKEN = record(text=st.sampled_from(TOKENS), start=PLACE, end=PLACE, id=PLACE)
TASK = record(
    spans=st.lists(mostly(SPAN), max_size=4),
    relations=st.lists(mostly(RELATION), max_size=3),
    tokens=st.lists(mostly(TOKEN), max_size=4),
    answer=st.sampled_from(["accept", "accept", "reject", "ignore"]),
    _annotator_id=st.sampled_from(["a", "b"]),
    _task_hash=st.integers(0, 1),
    _timestamp=st.integers(0, 3),
    _input_hash=st.integers(0, 1),
).map(lambda row: {"text": TEXT} | row)

MARK = mostly(st.tuples(PLACE, PLACE, LABEL).map(list))
PAIR = mostly(st.tuples(PLACE, PLACE, PLACE, PLACE, LABEL).map(list))
EVENT = mostly(st.tuples(st.tuples(PLACE, LABEL).map(list), MARK).map(list))
SETS = st.lists(mostly(st.lists(mostly(st.tuples(PLACE, PLACE).map(list)), max_size=3)), max_size=3)
DYGIE = record(
    ner=st.lists(mostly(st.lists(MARK, max_size=3)), max_size=2),
    relations=st.lists(mostly(st.lists(PAIR, max_size=3)), max_size=2),
    clusters=SETS,
    events=st.lists(mostly(st.lists(EVENT, max_size=2)), max_size=2),
    predicted_ner=st.lists(MARK, max_size=2),
).map(lambda row: {"sentences": [TOKENS[:2], TOKENS[2:]]} | row)
TACRED = record(
    subj_start=PLACE,
    subj_end=PLACE,
    obj_start=PLACE,
    obj_end=PLACE,
    subj_type=LABEL,
    obj_type=LABEL,
    relation=LABEL,
).map(lambda row: {"token": TOKENS} | row)
SPERT = record(
    entities=st.lists(mostly(record(type=LABEL, start=PLACE, end=PLACE)), max_size=4),
    relations=st.lists(mostly(record(type=LABEL, head=PLACE, tail=PLACE)), max_size=3),
).map(lambda row: {"tokens": TOKENS} | row)
MENTION = record(sent_id=PLACE, pos=st.tuples(PLACE, PLACE).map(list), type=LABEL)
DOCRED = record(
    vertexSet=st.lists(mostly(st.lists(mostly(MENTION), max_size=3)), max_size=3),
    labels=st.lists(mostly(record(h=PLACE, t=PLACE, r=LABEL)), max_size=3),
).map(lambda row: {"sents": [TOKENS[:2], TOKENS[2:]]} | row)
CELL = st.sampled_from(
    ["O", "B-PER", "I-PER", "S-a,B-b", "Vos", "", "#", "1", "2-3", "1.1", "-DOCSTART-", "# newdoc"]
)
ROW = st.lists(CELL, max_size=4).map("\t".join) | st.lists(CELL, max_size=4).map(" ".join)


def judged(data: str, loader: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(data, "utf-8")
        for found in batches([path], as_=loader):
            if isinstance(found, Failure):
                said: Iterable[str] = [found.reason]
            else:
                assert isinstance(found, Batch)
                said = [rejected.reason for rejected in found.rejected]
                size = len(found.document.text)
                for a in found.annotations:
                    spans = spans_of(a.claim.subject) + spans_of(a.claim.object)
                    assert all(0 <= start < end <= size for start, end in spans)
            for sentence in said:
                assert "\n" not in sentence and len(sentence) < 300
                assert not any(word in sentence for word in ("Zebulon", "Vos", "Quagga"))


@given(st.lists(TASK | mostly(TASK), min_size=1, max_size=4))
@settings(max_examples=150)
def test_any_tasks_of_prodigy(rows: list[Any]) -> None:
    judged("\n".join(map(json.dumps, rows)), "prodigy")


@given(st.lists(mostly(DYGIE | TACRED | SPERT | DOCRED), min_size=1, max_size=3))
@settings(max_examples=300)
def test_any_rows_of_tokens(rows: list[Any]) -> None:
    judged(json.dumps(rows), "tokens")


@given(st.lists(ROW, max_size=10))
@settings(max_examples=200)
def test_any_rows_of_conll(rows: list[str]) -> None:
    judged("\n".join(rows), "conll")
