"""Decisions in bulk: one reading of the ledger, one transaction, the same twice changes nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case, bulk, listing
from clew.bulk import Done, decide
from clew.graph.errors import InputError
from clew.tables import written

Note = Callable[..., Path]
Lines = Callable[..., list[str]]
Table = Callable[..., Path]
Row = tuple[str, str, str, str]
TIE = "R1\tOWNS Arg1:T1 Arg2:T2"
ACT = re.compile(r"i[0-9a-f]{32}")


@pytest.fixture
def named(case: Case, note: Note, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A case of five people in five texts, the last two of one name; ids by name."""
    monkeypatch.setenv("CLEW_USER", "anna")
    names = ("Ann Lee", "A. Lee", "Lee Ann", "Bo Ray", "Bo Ray")
    paths = [
        note(f"{{T1 Person:{name}}} owns {{T2 Company:Acme {place} Ltd}}.", TIE, name=f"n{place}")
        for place, name in enumerate(names)
    ]
    monkeypatch.chdir(paths[0].parent.parent)
    case.load("notes")
    with case.opened() as graph:
        found = {n.properties["name"]: n.id for n in graph.nodes() if "Entity" in n.labels}
        (edge,) = (e for e in graph.edges() if e.start == found["Ann Lee"])
    found["claim"] = edge.properties["claims"][0]
    found["source"] = case.sources()[0].id
    return found


@pytest.fixture
def table(tmp_path: Path) -> Table:
    def write(*rows: Row) -> Path:
        path = tmp_path / "decisions.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([bulk.COLUMNS, *rows])
        return path

    return write


def every_verb(named: dict[str, str]) -> list[Row]:
    return [
        ("same", named["Ann Lee"], named["A. Lee"], "one post"),
        ("same", named["A. Lee"], named["Lee Ann"], "one post"),
        ("different", named["Ann Lee"], named["Bo Ray"], "another post"),
        ("assess", named["claim"], "b2", "seen by two"),
        ("withdraw", named["source"], "", "retracted"),
        ("protect", named["Acme 3 Ltd"], "", "asked for it"),
        ("release", "Acme 2 Ltd", "", "agreed"),
    ]


def test_every_verb_is_done_and_done_again_changes_nothing(
    case: Case, named: dict[str, str], table: Table, lines: Lines
) -> None:
    rows = every_verb(named)
    done = decide(case, table(*rows), "public")
    assert (len(done.made), done.known, done.rejected) == (7, 0, [])
    log = [entry.verb for entry in case.log()][-7:]
    assert log == [verb for verb, *_ in rows]
    after, head = lines(case), case.seal()
    again = decide(case, table(*rows), "case")
    assert (again.made, again.known, again.rejected) == ([], 7, [])
    assert (lines(case), case.seal()) == (after, head) and case.verify().is_sound


def test_a_table_does_what_the_commands_do_one_by_one(
    case: Case, named: dict[str, str], table: Table, lines: Lines
) -> None:
    acts = [case.same(named["Ann Lee"], named["A. Lee"], because="one post")]
    acts.append(case.same(named["A. Lee"], named["Lee Ann"], because="one post"))
    acts.append(case.different(named["Ann Lee"], "Bo Ray", because="another post"))
    acts.append(case.withdraw(named["source"], because="retracted"))
    acts.append(case.protect("Acme 3 Ltd", because="asked for it"))
    one_by_one = [ACT.sub("i", line) for line in lines(case)]
    for act in reversed(acts):
        case.undo(act, disclose="all")
    rows = [row for row in every_verb(named) if row[0] not in ("assess", "release")]
    done = decide(case, table(*rows), "public")
    assert [ACT.sub("i", line) for line in lines(case)] == one_by_one and len(done.made) == 5


def test_the_ledger_is_read_once_however_many_rows_there_are(
    case: Case, named: dict[str, str], table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        real = getattr(bulk, name)

        def once(*given: Any) -> Any:
            read.append(name)
            return real(*given)

        return once

    for name in ("look", "standing_acts"):
        monkeypatch.setattr(bulk, name, counted(name))
    monkeypatch.setattr("clew.deciding.look", pytest.fail)
    monkeypatch.setattr("clew.remarking.look", pytest.fail)
    bad: list[Row] = [("same", named["Ann Lee"], "Nobody At All", "x")] * 5
    decide(case, table(*every_verb(named), *bad), "public")
    assert sorted(read) == ["look", "standing_acts"]


def test_a_row_that_cannot_be_done_is_named_and_keeps_no_other_back(
    case: Case, named: dict[str, str], table: Table
) -> None:
    wrong: list[tuple[Row, str]] = [
        (("merge", named["Ann Lee"], named["A. Lee"], "x"), "the verb is none of same"),
        (("same", "Nobody At All", named["A. Lee"], "x"), "nothing in this case"),
        (("same", named["Ann Lee"], named["A. Lee"], ""), "needs its reason"),
        (("assess", named["claim"], "Z9", "x"), "no pair"),
        (("assess", named["Ann Lee"], "B2", "x"), "no claim of this case"),
        (("withdraw", named["Ann Lee"], "", "x"), "only a source"),
        (("withdraw", named["source"], "x", "x"), "leave right empty"),
        (("protect", "r" + "0" * 32, "", "x"), "nothing in this case"),
        (("different", "Bo Ray", "Bo Ray", "x"), "same"),
    ]
    good: Row = ("same", named["Ann Lee"], named["A. Lee"], "one post")
    done = decide(case, table(*(row for row, _ in wrong), good), "public")
    assert len(done.made) == 1 and len(done.rejected) == len(wrong)
    for number, ((_, words), error) in enumerate(zip(wrong, done.rejected, strict=True), 2):
        assert words in str(error) and error.line == number
    assert str(done).startswith("1 decision made, 0 stood already, 9 rejected.")


def test_rows_build_on_the_rows_before_them(
    case: Case, named: dict[str, str], table: Table
) -> None:
    rows: list[Row] = [
        ("same", named["Ann Lee"], named["A. Lee"], "one post"),
        ("different", named["A. Lee"], named["Lee Ann"], "another post"),
        ("same", named["Lee Ann"], named["Ann Lee"], "one post"),
        ("different", named["Ann Lee"], named["A. Lee"], "another post"),
        ("same", named["A. Lee"], named["Ann Lee"], "one post"),
        ("withdraw", named["source"], "", "retracted"),
        ("withdraw", "notes/n0.txt", "", "retracted"),
        ("protect", "Bo Ray", "", "asked for it"),
        ("release", "Bo Ray", "", "agreed"),
        ("protect", "Bo Ray", "", "asked again"),
    ]
    done = decide(case, table(*rows), "public")
    assert len(done.made) == 6 and done.known == 2
    assert [error.line for error in done.rejected] == [4, 5]
    assert "says that they differ" in str(done.rejected[0])
    assert "already the same by decision" in str(done.rejected[1])
    assert case.find("Bo Ray") == []


def test_a_table_is_done_whole_or_not_at_all(
    case: Case, named: dict[str, str], table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = case.seal()
    record: Callable[..., str] = getattr(bulk, "record_act")  # noqa: B009
    made: list[str] = []

    def fails(*given: Any) -> str:
        if len(made) == 3:
            raise OSError("no space left")
        made.append(record(*given))
        return made[-1]

    monkeypatch.setattr(bulk, "record_act", fails)
    with pytest.raises(OSError):
        decide(case, table(*every_verb(named)), "public")
    assert case.seal() == head and case.verify().is_sound


def exported(case: Case, **more: Any) -> list[dict[str, str]]:
    rows = listing.decisions(case, more.get("disclose", "public"))
    return list(csv.DictReader(io.StringIO(written(listing.DECISION, rows, "csv"))))


def test_what_holds_goes_out_and_comes_in_again(
    case: Case, named: dict[str, str], table: Table, lines: Lines
) -> None:
    decide(case, table(*every_verb(named)), "public")
    extra = case.protect("Acme 4 Ltd", because="asked for it")
    case.release("Acme 4 Ltd", because="agreed", disclose="all")
    rows = exported(case, disclose="all")
    verbs = [row["verb"] for row in rows]
    assert verbs == [*(verb for verb, *_ in every_verb(named)), "release"]
    assert extra not in str(rows) and rows[3]["right"] == "B2"
    after = lines(case)
    for row in reversed(rows):
        case.undo(row["id"], disclose="all")
    assert lines(case) != after
    back = [(row["verb"], row["left"], row["right"], row["because"]) for row in rows]
    done = decide(case, table(*back), "all")
    again = exported(case, disclose="all")
    assert done.rejected == [] and [(*row.values(),)[:4] for row in again] == back


def test_what_is_protected_is_in_no_table_below_its_level(
    case: Case, named: dict[str, str], table: Table
) -> None:
    decide(case, table(*every_verb(named)), "public")
    case.protect("Ann Lee", because="asked for it")
    public = exported(case)
    assert {row["verb"] for row in public} == {"withdraw", "release"}
    assert named["Ann Lee"] not in str(public)
    at_case = exported(case, disclose="case")
    hidden = [row["because"] for row in at_case if row["verb"] in ("same", "protect", "assess")]
    assert len(at_case) == 8 and set(hidden) == {"protected"}
    again = decide(case, table(("protect", named["Ann Lee"], "", "asked for it")), "public")
    nobody = decide(case, table(("protect", "m" + "0" * 32, "", "asked for it")), "public")
    assert str(again) == str(nobody) and again.rejected


@pytest.mark.parametrize("text", ["verb,left\n", "verb,left,right,because,left\n", 'a,"b\n'])
def test_what_is_no_table_is_refused(case: Case, tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        decide(case, path, "public")


def test_an_empty_table_brings_nothing(case: Case, named: dict[str, str], table: Table) -> None:
    assert decide(case, table(), "public") == Done()


def test_what_was_erased_is_in_no_table(case: Case, named: dict[str, str]) -> None:
    claim = named["claim"]
    case.withdraw(claim, because="asked for")
    assert [row["left"] for row in listing.decisions(case, "public")] == [claim]
    case.erase(claim, because="ordered")
    assert listing.decisions(case, "all") == []
