"""Answers that must agree with one another, whatever the right answer is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.guard import guard
from clew.graph.stores.opinion import second_opinion

Make = Callable[[int, dict[str, str]], str]
EDGE = {"a": "node", "r": "edge", "b": "node"}
MATCHES = [
    ("MATCH (a)-[r:OWNS]->(b)", EDGE),
    ("MATCH (a:Person)-[r]-(b)", EDGE),
    ("MATCH (b:Company) MATCH (b)<-[r:PAID]-(a)", EDGE),
    ("MATCH (a:Person) OPTIONAL MATCH (a)-[r:OWNS]->(b) WITH *", EDGE),
    ("MATCH (a:Compound), (b:Person)", {"a": "node", "b": "node"}),
]


def count(store: EmbeddedStore, text: str) -> int:
    return int(store.read(guard(f"{text} RETURN count(*) AS n").text).rows[0][0])


@pytest.mark.parametrize(("match", "names"), MATCHES, ids=range(len(MATCHES)))
def test_a_condition_its_contrary_and_the_unknown_add_up(
    match: str, names: dict[str, str], store: EmbeddedStore, condition: Make
) -> None:
    everything = count(store, match)
    assert everything > 0
    for seed in range(40):
        p = condition(seed, names)
        parts = [
            count(store, f"{match} WHERE {form}") for form in (p, f"NOT ({p})", f"({p}) IS NULL")
        ]
        assert sum(parts) == everything, (seed, p, parts)


def test_without_the_guard_they_do_not_add_up(store: EmbeddedStore) -> None:
    match, p = "MATCH (a)-[r:OWNS]->(b)", "(b.active OR a.rank = 100)"
    forms = [f"{match} WHERE {form}" for form in (p, f"NOT ({p})", f"({p}) IS NULL")]
    counted = [store.read(f"{text} RETURN count(*)").rows[0][0] for text in forms]
    assert sum(counted) != count(store, match)


@pytest.mark.parametrize(("match", "names"), MATCHES, ids=range(len(MATCHES)))
def test_two_conditions_find_what_either_finds_less_what_both_find(
    match: str, names: dict[str, str], store: EmbeddedStore, condition: Make
) -> None:
    for seed in range(100, 120):
        p, q = condition(seed, names), condition(seed + 1000, names)
        either = count(store, f"{match} WHERE ({p}) OR ({q})")
        both = count(store, f"{match} WHERE ({p}) AND ({q})")
        each = [count(store, f"{match} WHERE {one}") for one in (p, q)]
        assert either + both == sum(each), (seed, p, q)


def test_a_guarded_text_and_its_star_form_agree(
    generated: Callable[[int], Any], store: EmbeddedStore
) -> None:
    for seed in range(150):
        text = guard(generated(seed).text).text
        opinion = second_opinion(store, text)
        assert opinion.agree is not False, (seed, text, opinion.reason)
