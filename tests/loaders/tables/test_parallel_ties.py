"""Several rows on the same two: each says its own, with its own dates, words and place."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.summary import Summary

Take = Callable[..., Summary]
FINCEN = Path(__file__).parents[2] / "data" / "fincen"
MAPPING = """
list: stakes
source: {title: Stakes (invented), published: "2024-01-01"}
row: {source: paper}
records:
  owner: {id: owner, kind: Person, names: {name: owner}}
  firm: {id: firm, kind: Company, names: {name: firm}}
ties:
  - {type: OWNS, start: owner, end: firm, quote: says, key: share, when: {from: since, to: until},
     status: {column: status, default: not_stated}, values: {share: share}}
"""
HEADING = "owner,firm,since,until,share,status,says,paper"


@pytest.fixture
def ties(case: Case, take: Take, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Import rows on Bo Ray and Dara Ltd; return the ties that they make."""

    def made(*rows: str, keyed: bool = True) -> list[dict[str, Any]]:
        table, mapping = tmp_path / "stakes.csv", tmp_path / "stakes.yaml"
        table.write_text("\n".join([HEADING, *(f"Bo Ray,Dara Ltd,{row}" for row in rows), ""]))
        mapping.write_text(MAPPING if keyed else MAPPING.replace(" key: share,", ""))
        done = take(case, table, mapping=mapping)
        assert not done.failures and not done.sources[0]["rejected"]
        return [own for *_, own in case.graph().to_networkx().edges(data=True)]

    return made


def test_each_transaction_has_its_own_dates_and_line(case: Case, take: Take) -> None:
    take(case, FINCEN / "transactions.csv", mapping=FINCEN / "transactions.yaml")
    with (FINCEN / "transactions.csv").open(encoding="utf-8", newline="") as file:
        lines = {row["id"]: line for line, row in enumerate(csv.DictReader(file), 2)}
    ties = [own for *_, own in case.graph().to_networkx().edges(data=True)]
    assert len(ties) == len({own["key"] for own in ties}) > 390
    for own in ties:
        (claim,) = own["evidence"]
        assert f", line {lines[own['key']]}, " in claim["locator"]
        assert own["when"] == claim["when"]


def test_two_stakes_do_not_share_a_claim(ties: Callable[..., list[dict[str, Any]]]) -> None:
    one, other = sorted(ties("2010,2012,10%,alleged,,", "2015,,20%,official,,"), key=str)
    assert not {*one["claims"]} & {*other["claims"]}
    found = {(*own["share"], own["when"], own["status"]) for own in (one, other)}
    assert found == {("10%", "2010/2012", "alleged"), ("20%", "2015/", "official")}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("2010,2012,,,,", "2015,2016,,,,"), {"2010/2012", "2015/2016"}),
        ((",,,alleged,It is said.,", ",,,official,Bo owns it.,"), {"alleged", "official"}),
        ((",,,,,The Elm", ",,,,,The Oak"), {"The Elm", "The Oak"}),
    ],
)
def test_two_periods_passages_and_papers_are_claims_of_one_tie(
    ties: Callable[..., list[dict[str, Any]]], rows: tuple[str, ...], told: set[str]
) -> None:
    (one,) = ties(*rows, keyed=False)
    assert len(one["claims"]) == 2
    text = [str(claim) for claim in one["evidence"]]
    assert all(any(word in claim for claim in text) for word in told)
    assert all(sum(word in claim for word in told) == 1 for claim in text)


def test_a_denial_beside_another_passage_does_not_take_the_tie_away(
    ties: Callable[..., list[dict[str, Any]]],
) -> None:
    (one,) = ties(",,,denied,Bo says no.,", ",,,official,The court says so.,", keyed=False)
    assert (one["status"], one["disputed"]) == ("official", True)


def test_the_same_said_twice_is_one_claim(ties: Callable[..., list[dict[str, Any]]]) -> None:
    (one,) = ties("2010,,,alleged,It is his.,", "2010,,,official,It is his.,", keyed=False)
    assert len(one["claims"]) == 1 and one["status"] == "alleged"  # the weaker one governs
