"""Brokers, what is shared, and overlaps in time: by force, over again, and in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew import Case
from clew.graph.errors import UsageError
from clew.graph.when import holds
from clew.queries.algorithms import brokers, communities
from clew.queries.meeting import MANY, together
from clew.queries.sharing import key_of

Invent = Callable[..., Case]
_NODES = st.integers(0, 9).map(lambda n: f"n{n}")
EDGES = st.lists(st.tuples(_NODES, _NODES), max_size=25)
DATES = (
    "2015/2019",
    "2018-03/..",
    "2021",
    "../2014",
    "2016-05-04",
    "2016?/2018",
    "{2016,2018}",
    "2017",
    "[2015..2016,2019]",
    "/2016",
    "2017/",
    "../..",
    "XXXX",
)
NEW = ("brokers", "shared", "across", "overlaps")


@settings(deadline=None)
@given(EDGES)
def test_a_broker_joins_just_the_open_pairs_across_communities(
    edges: list[tuple[str, str]],
) -> None:
    near: dict[str, set[str]] = {end: set() for edge in edges for end in edge}
    for a, b in edges:
        near[a] |= {b} - {a}
        near[b] |= {a} - {b}
    of = {node: at for at, part in enumerate(communities(edges).parts) for node in part}
    wanted = {
        node: sum(of[a] != of[b] and b not in near[a] for a, b in combinations(others, 2))
        for node, others in near.items()
    }
    assert brokers(edges).values == wanted


@pytest.mark.parametrize("one", DATES)
@pytest.mark.parametrize("other", DATES)
def test_two_dates_are_together_where_both_hold_on_some_day(one: str, other: str) -> None:
    days = [f"{year}-{day}" for year in range(2009, 2026) for day in ("01-01", "05-04", "12-31")]
    known = [{holds(one, day), holds(other, day)} for day in days]
    allowed = "may" if any("no" not in both for both in known) else "no"
    wanted = "yes" if {"yes"} in known else allowed
    assert together(one, other) == wanted == together(other, one)


def test_values_are_compared_as_they_are_meant_and_no_further() -> None:
    assert key_of("phone", "+855 (0)12 000-001") == key_of("phone", "00855 012 000 001")
    assert key_of("phone", "12 00") == ""
    assert key_of("address", "1 Quay Road, Port") == key_of("address", "1 QUAY ROAD  PORT")
    assert key_of("address", "1 Quay Road") != key_of("address", "11 Quay Road")
    assert key_of("address", "ផ្លូវ កា") != key_of("address", "ផ្លូវ កី")
    assert key_of("address", "ภูมิ") != key_of("address", "ภูมี")
    assert key_of("address", "c/o [protected]") == key_of("phone", "[protected] 12345") == ""


def test_an_entity_with_too_many_ties_of_a_kind_is_not_paired(invent: Invent) -> None:
    many = (
        f"Person Ana Alpha | DIRECTOR_OF | Company Firm {n:03} | when=2015" for n in range(MANY)
    )
    more = "Person Ana Alpha | DIRECTOR_OF | Company Firm of More | when=2015"
    answer = invent(*many, more).ask("overlaps")
    assert answer.is_empty and any("not paired" in note for note in answer.notes)


def test_a_thing_that_many_share_shows_some_of_them_and_counts_the_rest(invent: Invent) -> None:
    case = invent(*(f"Person Ana Alpha | DIRECTOR_OF | Company Firm {n:02}" for n in range(30)))
    (row,) = case.ask("shared").rows
    assert (row["count"], len(row["holders"]), row["more_holders"]) == (30, 8, 22)
    assert row["link"] is False and [one["name"] for one in row["holders"]][0] == "Firm 00"


@pytest.mark.parametrize("name", NEW)
def test_each_row_is_marked_and_leads_to_its_evidence(sample: Case, name: str) -> None:
    answer = sample.ask(name)
    held = {claim["id"] for claims in answer.evidence.values() for claim in claims}
    for row in answer.rows:
        assert (
            row.keys() == set(answer.columns) and row["claims"] and held.issuperset(row["claims"])
        )
        assert row["computed"] is True or row["part"] == "holder"
        assert all(tie in answer.evidence for tie in row["ties"])
    assert answer.to_json() == sample.ask(name).to_json()


@pytest.mark.parametrize("name", NEW)
def test_an_empty_case_has_no_answer_and_no_error(invent: Invent, name: str) -> None:
    answer = invent("Person Ana Alpha").ask(name)
    assert answer.is_empty and any("Computed by Clew" in note for note in answer.notes)


def test_another_process_with_another_hash_seed_gives_the_same_answers(sample: Case) -> None:
    text = (
        "import json, sys, clew\n"
        "case = clew.open(sys.argv[1])\n"
        "print(json.dumps([case.ask(name).to_json() for name in sys.argv[2:]]))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", text, str(sample.directory.path), *NEW],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1 and len(told.pop()) > 2000


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("shared", "most"), ("shared", "top"), ("across", "least"), ("brokers", "resolution")],
)
@pytest.mark.parametrize("value", [float("inf"), float("nan"), -1, "many", None, []])
def test_a_number_that_is_none_is_refused_in_a_sentence(
    sample: Case, name: str, wrong: str, value: Any
) -> None:
    with pytest.raises(UsageError, match=f"--{wrong} takes a"):
        sample.ask(name, **{wrong: value})
