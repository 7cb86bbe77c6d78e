"""What investigators write is accepted, keeps its meaning, and costs little to guard."""

from __future__ import annotations

import runpy
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.errors import ClewError, QueryRefused
from clew.graph.stores.cypher import parse
from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.guard import guard
from clew.graph.stores.opinion import canonical

FILE = Path(__file__).resolve().parents[2] / "data" / "accepted_texts.yaml"
COMPATIBLE = FILE.with_name("compat_queries.py")
TEXTS: list[str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
GIVEN = {"x": "n1", "ids": ["n1", "n2"], "my key": 1}
#: Of 500 generated queries at most this many may be refused; all others must be right.
REFUSED_AT_MOST = 10


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_good_text_is_accepted_and_means_what_it_meant(text: str, store: EmbeddedStore) -> None:
    guarded = guard(text).text
    plain, after = store.read(text, GIVEN), store.read(guarded, GIVEN)
    assert after.columns == plain.columns
    if not text.startswith("EXPLAIN"):
        assert list(map(canonical, after.rows)) == list(map(canonical, plain.rows))


@pytest.mark.parametrize("block", range(5))
def test_generated_queries_are_answered_as_python_answers_them(
    block: int, generated: Callable[[int], Any], store: EmbeddedStore
) -> None:
    refused, wrong = 0, []
    for seed in range(block * 100, block * 100 + 100):
        query = generated(seed)
        try:
            text = guard(query.text).text
        except QueryRefused:
            refused += 1
            continue
        if Counter(map(tuple, store.read(text).rows)) != query.rows:
            wrong.append((seed, query.text))
    print(f"refused: {refused} of 100")
    assert not wrong
    assert refused <= REFUSED_AT_MOST / 5


def test_without_the_guard_some_generated_queries_are_wrong(
    generated: Callable[[int], Any], store: EmbeddedStore
) -> None:
    wrong = 0
    for seed in range(100):
        query = generated(seed)
        try:
            wrong += Counter(map(tuple, store.read(query.text).rows)) != query.rows
        except ClewError:
            continue
    assert wrong > 0, "the engine answers all of them rightly: the guard may have become needless"


def test_every_compatibility_text_can_be_read() -> None:
    texts = [text for _, text, _, _ in runpy.run_path(str(COMPATIBLE))["Q"]]
    assert len(texts) == 61
    for text in texts:
        parse(text)


def test_a_changed_text_says_why() -> None:
    assert guard("MATCH (n) RETURN n").notes == ()
    changed = guard("MATCH (a)-->(b) WHERE b.active OR a.rank = 1 RETURN a")
    assert any("several variables" in note for note in changed.notes)


def test_a_text_that_asks_for_its_plan_says_so() -> None:
    assert guard("explain MATCH (n) RETURN n").prefix == "EXPLAIN"
    assert guard("MATCH (explain) RETURN explain").prefix == ""


def test_a_changed_column_keeps_its_name(store: EmbeddedStore) -> None:
    text = "MATCH (a:Person) RETURN a.id, NOT COUNT { (a)--() } < 2"
    rows = store.read(guard(text).text)
    assert rows.columns == ("a.id", "NOT COUNT { (a)--() } < 2")


def test_a_typical_text_is_guarded_within_five_milliseconds() -> None:
    def once() -> float:
        began = time.perf_counter()
        for text in TEXTS:
            guard(text)
        return (time.perf_counter() - began) / len(TEXTS)

    assert min(once() for _ in range(5)) < 0.005
