"""OFAC's excerpt in a case: what a reader finds, and what a newer edition changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from clew import Case
from clew.summary import Summary

Take = Callable[..., Summary]


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A copy of the excerpt: the persons and groups around a resort on Cambodia's border."""
    sample = root / "tests" / "data" / "ofac" / "sample" / "excerpt"
    return Path(copytree(sample, tmp_path / "ofac"))


def test_an_imported_list_answers_who_is_linked_to_whom(case: Case, folder: Path) -> None:
    summary = case.load(folder, facts={"published": "2026-06-30"})
    assert summary.failures == [] and not summary.needs_a_look
    found = case.query(
        "MATCH (o:Organization)-[r:LINKED_TO]->(p:Person {name: 'Ly Yong Phat'}) "
        "RETURN o.name AS name, r.status AS status, r.means AS means ORDER BY name"
    )
    rows = [dict(row) for row in found]
    assert len(rows) == 5 and rows[0]["name"] == "GARDEN CITY HOTEL"
    assert {row["status"] for row in rows} == {"official"}
    assert {tuple(row["means"]) for row in rows} == {("Linked To",)}
    (person,) = case.query(
        "MATCH (p:Person {name: 'Ly Yong Phat'})-[:SANCTIONED_BY]->(s:Sanction) "
        "RETURN p.names AS names, p.nationality AS nationality, p.birthDate AS born, "
        "p.weakAlias AS weak, s.program AS program, s.authority AS authority"
    )
    assert person["names"] == ["LY, Yong Phat"]
    assert person["nationality"] == ["kh", "th"] and person["born"] == ["1958-01-07"]
    assert "PHAT, Suphapha" in person["weak"]
    assert person["program"] == ["GLOMAG"]
    assert person["authority"] == ["Office of Foreign Assets Control"]


def test_the_same_edition_changes_nothing_and_a_newer_one_what_differs(
    case: Case, folder: Path, take: Take
) -> None:
    first = take(case, folder, facts={"published": "2026-06-30"})
    again = take(case, folder, facts={"published": "2026-06-30"})
    assert (again.total("claims_new"), again.total("claims_changed")) == (0, 0)
    assert again.total("claims_known") == first.total("claims_new")
    main = folder / "sdn.csv"
    kept = [line for line in main.read_text().splitlines() if not line.startswith("50147,")]
    main.write_text("\n".join(kept).replace("Gender Male; National", "National") + "\n")
    for name in ("add.csv", "alt.csv"):
        rows = [r for r in (folder / name).read_text().splitlines() if not r.startswith("50147,")]
        (folder / name).write_text("\n".join(rows) + "\n")
    later = take(case, folder, facts={"published": "2026-07-31"})
    assert later.total("claims_new") == 0
    assert 10 < later.total("claims_withdrawn") < 40


def test_a_list_without_its_day_is_refused(case: Case, folder: Path, take: Take) -> None:
    (failure,) = take(case, folder).failures
    assert "--published" in failure.reason
