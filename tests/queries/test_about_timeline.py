"""`about` and `timeline` on invented networks whose answers were worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew import Answer, Case, Lens

Invent = Callable[..., Case]
Load = Callable[..., Case]


def _told(answer: Answer, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in answer.rows]


@pytest.fixture(scope="module")
def dated(invent: Invent) -> Case:
    return invent(
        "Person Ana Alpha | DIRECTOR_OF | Company Beta Works | status=reported; when=2019",
        "Person Ana Alpha | OWNS | Company Cee Works | status=alleged; when=2019-05-02",
        "Person Ana Alpha | OWNS | Company Dee Works | status=official; when=2020-07",
        "Person Ana Alpha | OWNS | Company Eff Works | status=official; when=../2018",
        "Person Ana Alpha | OWNS | Company Gee Works | status=planned; when=2031-01-01",
        "Person Ana Alpha | FAMILY_OF | Person Dan Delta | status=reported",
    )


def test_a_timeline_is_ordered_by_the_earliest_day_and_says_how_exact(dated: Case) -> None:
    answer = dated.ask("timeline", start="Ana Alpha")
    assert _told(answer, "when", "precision", "status") == [
        ("../2018", ".. to 2018-12-31", "official"),
        ("2019", "2019-01-01 to 2019-12-31", "reported"),
        ("2019-05-02", "day", "alleged"),
        ("2020-07", "2020-07-01 to 2020-07-31", "official"),
        ("2031-01-01", "day", "planned"),
    ]


def test_where_dates_overlap_the_order_is_not_known(dated: Case) -> None:
    answer = dated.ask("timeline", start="Ana Alpha")
    assert _told(answer, "overlaps") == [(0,), (1,), (1,), (0,), (0,)]
    assert "Of 2 dates that overlap the order is not known." in answer.not_known
    assert "order unknown against 1 other" in answer.to_text()


def test_what_has_no_date_is_counted(dated: Case) -> None:
    answer = dated.ask("timeline", start="Ana Alpha")
    assert "1 tie around Ana Alpha has no date." in answer.not_known


def test_a_day_leaves_what_may_hold_and_marks_what_is_not_certain(dated: Case) -> None:
    answer = dated.ask("timeline", start="Ana Alpha", lens=Lens(as_of="2019-06-01"))
    assert _told(answer, "when", "certain") == [("2019", False)]
    assert "not certain on that day" in answer.to_text()
    assert any("without a date was kept" in note for note in answer.notes)


def test_the_events_of_an_entity_are_part_of_its_timeline(sample: Case) -> None:
    rows = sample.ask("timeline", start="Mech Dara").rows
    assert any("took place at" in row["what"] for row in rows)


def test_about_lists_ties_by_status_with_what_disputes_them(invent: Invent, load: Load) -> None:
    case = invent(
        "Person Ana Alpha | OWNS | Company Beta Works | status=alleged",
        "Person Ana Alpha | DIRECTOR_OF | Company Beta Works | status=official",
    )
    load(case, "Person Ana Alpha | OWNS | Company Beta Works | status=denied", name="second")
    answer = case.ask("about", start="Ana Alpha")
    ties = [row for row in answer.rows if row["edge"]]
    assert [(row["status"], row["disputed"]) for row in ties] == [
        ("official", False),
        ("alleged", True),
    ]
    assert [claim["status"] for claim in answer.denials] == ["denied"]
    assert answer.to_text().count("denied: “") == 1
    assert "2 of 2 ties have no date." in answer.not_known


def test_an_entity_of_which_nothing_else_is_said_is_no_empty_answer(invent: Invent) -> None:
    case = invent("Person Ana Alpha")
    answer = case.ask("about", start="Ana Alpha")
    assert _told(answer, "tie", "status") == [
        ("Ana Alpha is named as Person, 1 time", "not_stated")
    ]
    assert not answer.is_empty and answer.to_networkx().number_of_nodes() == 1
    timeline = case.ask("timeline", start="Ana Alpha")
    assert timeline.is_empty and "No answer in this graph." in timeline.to_text()


def test_a_tie_of_an_entity_to_itself_is_told_once(invent: Invent) -> None:
    case = invent("Company Beta Works | OWNS | Company Beta Works | when=2020")
    for name in ("about", "timeline"):
        answer = case.ask(name, start="Beta Works")
        assert len([row for row in answer.rows if row["edge"]]) == 1


def test_conflicting_values_are_all_there_each_with_its_claims(sample: Case) -> None:
    answer = sample.ask("about", start="Ly Yong Phat")
    values = [row for row in answer.rows if not row["edge"] and ": " in row["tie"]]
    assert {row["tie"] for row in values} >= {"country: kh", "profession: businessman"}
    assert all(row["claims"] and row["status"] == "official" for row in values)
