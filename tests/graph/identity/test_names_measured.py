"""How well names are matched on pairs of known truth: floors under what was measured."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from clew.graph.identity.compare import strongest
from clew.graph.identity.scripts import readings

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "names-cross-script"


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, str]]:
    if not FOLDER.is_dir():
        pytest.skip("the pairs of names in several scripts are not beside this checkout")
    return list(_rows())


def _rows() -> Iterator[dict[str, str]]:
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _matches(row: dict[str, str]) -> bool:
    person = row["kind"] == "person"
    left, right = (readings(row[side], person=person) for side in ("left", "right"))
    return bool(strongest(left, right, person=person))


def test_in_latin_script_three_of_four_are_found_and_one_in_a_hundred_is_false(
    pairs: list[dict[str, str]],
) -> None:
    latin = [row for row in pairs if row["script"] == "Latn"]
    same = [_matches(row) for row in latin if row["relation"] == "same"]
    different = [_matches(row) for row in latin if row["relation"] == "different"]
    assert (len(same), len(different)) == (121, 359)
    assert sum(same) >= 0.72 * len(same)
    assert sum(different) <= 0.01 * len(different)


def test_no_match_is_claimed_across_scripts(pairs: list[dict[str, str]]) -> None:
    others = [row for row in pairs if row["script"] != "Latn"]
    assert len(others) == 6447
    assert not [row["id"] for row in others if _matches(row)]
