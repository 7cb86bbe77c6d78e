"""What every list rests on: editions, records told by their ids, their own words and places."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.graph.errors import UnknownId
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Edition, Entry, Fact, Item, Link, Place
from clew.loaders.registry import loaders

#: An invented list: `id | kind | name`, `id . property = value`, `id -TIE> id`, a line each.
FIRST = """1 | Person | LY, Ann
1 . alias = Ann of the Hill
1 . weakAlias = ANNIE
1 . nationality = Cambodia
1 . idNumber = A1234567
2 | Organization | HILL HOTEL
2 -LINKED_TO> 1
3 | Person | LY, Ann
"""


@loader(
    "hill",
    title="an invented list",
    suffixes=(".hill",),
    specification="",
    detect=lambda file: file.path.suffix == ".hill",
)
def hill(file: Input) -> Iterator[Item]:
    """Read the invented list."""
    lines = list(file.lines())
    yield Edition(list="hill", path=file.name, facts={"title": "The Hill List"})
    for number, line in lines:
        at = Place(file=file.path.name, line=number, column="Row")
        if " | " in line:
            identity, kind, name = line.split(" | ")
            yield Entry(id=identity, kind=kind, name=name, place=at, quote=name)
            yield Counted("entries")
        elif " . " in line:
            identity, said = line.split(" . ")
            name, value = said.split(" = ")
            yield Fact(entry=identity, property=name, value=value, place=at, quote=line)
        else:
            start, rest = line.split(" -")
            kind, end = rest.split("> ")
            means = {"means": ("Linked To",)}
            yield Link(start=start, type=kind, end=end, place=at, quote=line, extra=means)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from clew.loaders import registry

    monkeypatch.setattr(registry, "LOADERS", (*registry.LOADERS, hill))
    loaders.cache_clear()
    yield
    loaders.cache_clear()


@pytest.fixture
def edition(tmp_path: Path) -> Callable[[str], Path]:
    """Write an edition of the invented list."""

    def write(text: str) -> Path:
        path = tmp_path / "list.hill"
        path.write_text(text, encoding="utf-8")
        return path

    return write


Write = Callable[[str], Path]


def _bring(case: Case, path: Path, day: str) -> dict[str, int]:
    summary = case.load(path, facts={"published": day})
    assert not summary.failures, summary.failures
    (item,) = summary.sources
    return {name: item[f"claims_{name}"] for name in ("new", "known", "changed", "withdrawn")}


def test_a_list_without_a_day_is_refused_with_a_sentence(case: Case, edition: Write) -> None:
    summary = case.load(edition(FIRST))
    assert [f.reason for f in summary.failures] == [
        "does not say of which day it is: give its edition's date with --published"
    ]
    assert summary.sources == [] and case.sources() == []


def test_the_same_edition_twice_changes_nothing(case: Case, edition: Write) -> None:
    path = edition(FIRST)
    assert _bring(case, path, "2024-01-05") == {"new": 8, "known": 0, "changed": 0, "withdrawn": 0}
    sealed = case.seal()
    assert _bring(case, path, "2024-01-05") == {"new": 0, "known": 8, "changed": 0, "withdrawn": 0}
    assert case.seal() == sealed


def test_a_newer_edition_replaces_claim_by_claim_and_lines_may_move(
    case: Case, edition: Write
) -> None:
    _bring(case, edition(FIRST), "2024-01-05")
    kept = [line for line in FIRST.splitlines() if not line.startswith("3 ")]
    later = "\n".join(["9 | Person | NEW, Joe", *kept]) + "\n"
    counts = _bring(case, edition(later), "2024-06-01")
    assert counts == {"new": 1, "known": 7, "changed": 0, "withdrawn": 1}
    (source,) = case.sources()
    assert source.fact("published") == "2024-06-01"
    assert source.title == "The Hill List"
    assert source.sha256 == hashlib.sha256(later.encode()).hexdigest()


def test_what_a_day_knew_is_what_its_edition_said(case: Case, edition: Write) -> None:
    _bring(case, edition(FIRST), "2024-01-05")
    without = FIRST.replace("2 -LINKED_TO> 1\n", "") + "4 | Person | NEW, Joe\n"
    _bring(case, edition(without), "2024-06-01")

    def links(**lens: str) -> int:
        text = "MATCH ()-[r:LINKED_TO]->() RETURN count(r) AS n"
        return int(list(case.query(text, lens=Lens(**lens)))[0]["n"])  # type: ignore[arg-type]

    assert (links(), links(known_at="2024-05-31"), links(known_at="2024-01-04")) == (0, 1, 0)
    (joe,) = case.query("MATCH (p:Person) WHERE p.name = 'Joe New' RETURN p.known_from AS day")
    (ann,) = case.query("MATCH (p:Person {idNumber: ['A1234567']}) RETURN p.known_from AS day")
    assert (joe["day"], ann["day"]) == ("2024-06-01", "2024-01-05")


def test_an_older_edition_tells_of_its_time_and_replaces_nothing(
    case: Case, edition: Write, tmp_path: Path
) -> None:
    _bring(case, edition(FIRST.replace("HILL HOTEL", "HILL HOTEL LTD")), "2024-06-01")
    shown = [dict(row) for row in case.query("MATCH (n:Organization) RETURN n.name AS name")]
    summary = case.load(edition(FIRST), facts={"published": "2024-01-05"})
    assert any("older edition" in note for note in summary.notes)
    assert shown == [dict(r) for r in case.query("MATCH (n:Organization) RETURN n.name AS name")]
    then = case.query(
        "MATCH (n:Organization) RETURN n.name AS name", lens=Lens(known_at="2024-02-01")
    )
    assert [row["name"] for row in then] == ["HILL HOTEL"]
    assert case.sources()[0].fact("published") == "2024-06-01"
    sealed = case.seal()
    case.load(edition(FIRST), facts={"published": "2024-01-05"})
    assert case.seal() == sealed


def test_undoing_an_import_brings_the_edition_before_it_back(case: Case, edition: Write) -> None:
    _bring(case, edition(FIRST), "2024-01-05")
    summary = case.load(edition(FIRST + "4 | Person | NEW, Joe\n"), facts={"published": "2024-06"})
    assert case.find("Joe New")
    case.undo(summary.run)
    assert not case.find("Joe New") and case.find("Hill Hotel")


def test_a_claim_shows_the_lists_own_words_and_where_they_stand(case: Case, edition: Write) -> None:
    _bring(case, edition(FIRST), "2024-01-05")
    (row,) = case.query("MATCH ()-[r:LINKED_TO]->() RETURN r")
    (claim,) = case.why(row["r"].id)["claims"]
    assert claim["quote"] == "2 -LINKED_TO> 1"
    assert claim["locator"] == "list.hill, line 7, Row"
    assert (claim["status"], claim["known_from"]) == ("official", "2024-01-05")
    assert claim["source"]["title"] == "The Hill List"
    assert case.verify().is_sound


def test_records_of_one_list_are_never_joined_by_a_rule(case: Case, edition: Write) -> None:
    text = FIRST + "3 . idNumber = A1234567\n"
    _bring(case, edition(text), "2024-01-05")
    people = list(case.query("MATCH (p:Person) RETURN p.id AS id, p.name AS name"))
    assert [row["name"] for row in people] == ["Ly Ann", "Ann Ly"]
    (proposal,) = case.candidates()
    assert {f.name for f in proposal.features} >= {"same words", "two rows of one list"}


def test_an_article_that_has_the_number_joins_the_one_record_that_has_it(
    case: Case, edition: Write, note: Callable[..., Path]
) -> None:
    case.load(note("{T1 Person:Ann Ly} came.", "#1\tAnnotatorNotes T1\tidNumber=A1234567"))
    _bring(case, edition(FIRST), "2024-01-05")
    joined = "MATCH (p:Person) WHERE size(p.claims) > 1 RETURN p.names AS names"
    assert {n for row in case.query(joined) for n in row["names"]} >= {"Ann Ly", "Ann of the Hill"}
    twice = FIRST + "3 . idNumber = A1234567\n"
    _bring(case, edition(twice), "2024-02-05")
    assert len(list(case.query("MATCH (p:Person) RETURN p"))) == 3


def test_a_record_is_found_in_both_orders_and_by_its_other_names(
    case: Case, edition: Write
) -> None:
    _bring(case, edition(FIRST), "2024-01-05")
    for name in ("Ly Ann", "ann ly", "LY, Ann", "Ann of the Hill", "Annie"):
        assert any(row["name"] == "Ly Ann" for row in case.find(name)), name
    shown = case.find("Ann of the Hill")[0]
    assert "Ann of the Hill" in shown["names"] and "ANNIE" not in shown["names"]


def test_a_protected_record_is_gone_with_its_other_names_in_every_edition(
    case: Case, edition: Write, note: Callable[..., Path]
) -> None:
    case.load(note("{T1 Person:Joe Day} met Ann of the Hill.\n"))
    _bring(case, edition(FIRST), "2024-01-05")
    (ann,) = case.query("MATCH (p:Person {idNumber: ['A1234567']}) RETURN p.id AS id")
    case.protect(ann["id"], because="in danger")
    without = "\n".join(line for line in FIRST.splitlines() if line[0] != "1") + "\n"
    _bring(case, edition(without.replace("2 -LINKED_TO> 1\n", "")), "2024-06-01")
    for lens in (Lens(), Lens(known_at="2024-02-01")):
        rows = [dict(row) for row in case.query("MATCH (n) RETURN n.names, n.quotes", lens=lens)]
        assert "of the Hill" not in str(rows) and "A1234567" not in str(rows)
        with pytest.raises(UnknownId):
            case.why(ann["id"], lens=lens)


def test_erasing_a_list_leaves_none_of_its_words(case: Case, edition: Write) -> None:
    _bring(case, edition(FIRST), "2024-01-05")
    (source,) = case.sources()
    case.erase(source.id, because="by order")
    assert not case.find("Ly Ann")
    folder = case.directory.path
    found = [p for p in folder.rglob("*") if p.is_file() and b"A1234567" in p.read_bytes()]
    assert found == [] and case.verify().is_sound


def test_single_victims_are_refused_with_a_sentence(case: Case, edition: Write) -> None:
    summary = case.load(edition("1 | Victim | Ann Lee\n"), facts={"published": "2024"})
    (failure,) = summary.failures
    assert "single victims" in failure.reason and "Lee" not in failure.reason
