"""Many of a list's entries share a name: each stays itself until a person decides (rule 20)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

import clew
from clew import Case, importing
from clew.graph.identity.candidates import Proposal
from clew.graph.ledger.acts import record_act
from clew.graph.ledger.database import open_ledger
from clew.graph.lens import Lens
from clew.graph.model import document_id, entry_anchor, identical, list_id, reference
from clew.graph.proposals import proposals
from clew.graph.scene import look
from clew.summary import Summary

Rows = list[list[str]]
LIST = list_id("ofac-sdn")
KINDS = {
    "individual": "LegalEntity",
    "-0-": "LegalEntity",
    "vessel": "Vehicle",
    "aircraft": "Vehicle",
}


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if len(row) > 1]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "ofac-watchman-2021-bench"


@pytest.fixture(scope="module")
def main(folder: Path) -> Rows:
    """The list's main file, read plainly: uid, name, type, …"""
    return _rows(folder / "sdn.csv")


@pytest.fixture(scope="module")
def listed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The whole list in a ledger, without a graph; an article is added to it at the end."""
    case = clew.create(tmp_path_factory.mktemp("namesakes") / "case")
    summary = importing.run(
        case.directory, [folder], importing.Options(facts={"published": "2021-07-15"})
    )
    assert summary.total("claims_new") > 100_000 and not summary.failed
    return case


@pytest.fixture(scope="module")
def proposed(listed: Case) -> list[Proposal]:
    with listed.reading() as db:
        return proposals(db, Lens())


def _reference(row: list[str]) -> str:
    return reference(LIST, entry_anchor(row[0]), KINDS[row[2].strip()])


def _equal(main: Rows) -> Iterable[list[str]]:
    """Yield the references of each name that several entries of one type bear."""
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in main:
        bearers[row[2].strip(), identical(row[1])].append(_reference(row))
    return [sorted(found) for found in bearers.values() if len(found) > 1]


def _sets(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the representative of each thing that pairs hang together."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while above.setdefault(one, one) != one:
            one = above[one]
        return one

    for left, right in pairs:
        above[top(left)] = top(right)
    return {one: top(one) for one in list(above)}


def test_no_two_entries_are_one(listed: Case, main: Rows) -> None:
    with listed.reading() as db:
        identity = look(db, Lens()).identity
    entities = [identity.entity[_reference(row)] for row in main]
    assert len(entities) == len(set(entities)) == 8976
    assert identity.rules == ()


def test_every_equal_name_is_a_proposal_and_none_a_decision(
    main: Rows, proposed: list[Proposal]
) -> None:
    groups = list(_equal(main))
    assert len(groups) > 10
    together = _sets((proposal.left, proposal.right) for proposal in proposed)
    for group in groups:
        for one, other in pairwise(group):
            assert together.get(one, one) == together.get(other, other), group


def test_an_article_that_names_one_of_them_stays_apart_until_somebody_decides(
    listed: Case, main: Rows, note: Callable[..., Path], take: Callable[..., Summary]
) -> None:
    group = next(
        g for g in _equal(main) if any(_reference(r) in g and r[2] == "individual" for r in main)
    )
    row = next(row for row in main if _reference(row) in group)
    surname, given = row[1].split(", ")
    name = f"{given} {surname.title()}"
    text = f"{name} was named in an invented report.\n"
    take(listed, note(text.replace(name, f"{{T1 Person:{name}}}")))
    mention = reference(document_id(text), f"0-{len(name)}", "LegalEntity")
    with listed.reading() as db:
        found = [p for p in proposals(db, Lens()) if mention in (p.left, p.right)]
        assert {r for p in found for r in (p.left, p.right)} & {*group}
    with closing(open_ledger(listed.directory.ledger, write=True)) as db:  # no graph is made
        sides = {"left": [mention], "right": [group[0]]}
        record_act(db, "same", "", "the report gives the same date of birth", sides)
    with listed.reading() as db:
        identity = look(db, Lens()).identity
        assert identity.entity[mention] == identity.entity[group[0]]
        assert len({identity.entity[one] for one in group}) == len(group)
