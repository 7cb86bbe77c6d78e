"""What is computed of the network: the same again, small, and each row with its evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew import Case
from clew.queries.algorithms import betweenness
from clew.queries.measured import AMONG, SHOWN, Standing, standings

Invent = Callable[..., Case]
NAMES = [f"{letter}{letter}" for letter in "ABCDEFGHIJKLMNOPQR"]
MEASURES = ("degree", "betweenness", "bridges", "communities")


@pytest.fixture(scope="module")
def star(invent: Invent) -> Case:
    """Ana owns thirty firms."""
    return invent(*(f"Person Ana Alpha | OWNS | Company Firm {n:02} Works" for n in range(30)))


@pytest.mark.parametrize("name", MEASURES)
def test_the_same_question_has_the_same_answer(sample: Case, name: str) -> None:
    one, again = sample.ask(name), sample.ask(name)
    assert one.rows and one.to_json() == again.to_json() and one.to_text() == again.to_text()


@pytest.mark.parametrize("name", MEASURES)
def test_each_row_is_marked_and_leads_to_its_evidence(sample: Case, name: str) -> None:
    answer = sample.ask(name)
    graph = answer.to_networkx()
    for row in answer.rows:
        assert row.keys() == set(answer.columns) and row["computed"] is True and row["ties"]
        held = [claim["id"] for tie in row["ties"] for claim in answer.evidence[tie]]
        assert held and row["claims"] == list(dict.fromkeys(held))
        assert sum(row["statuses"].values()) == len(row["ties"]) + row["more_ties"]
        assert all(graph.has_node(row[end]) for end in ("entity", "start", "end") if end in row)
        assert all(sample.why(tie)["claims"] for tie in row["ties"])
        assert row["name"] in answer.to_text()
    assert {*answer.evidence} >= {tie for row in answer.rows for tie in row["ties"]}


def test_what_joins_two_that_are_shown_is_in_the_picture(invent: Invent) -> None:
    rings = ("ABC", "XYZ")
    family = [
        f"Person {a}a Ring | PARENT_OF | Person {b}b Ring" for r in rings for a in r for b in r
    ]
    case = invent(
        *family,
        "Person Aa Ring | OWNS | Company Beta Works",
        "Person Xa Ring | OWNS | Company Beta Works",
    )
    answer = case.ask("communities", top=2)
    assert len(answer.rows) == 2 and answer.rows[0]["outer_ties"] == 1
    listed = sum(len(row["ties"]) for row in answer.rows)
    assert answer.to_networkx().number_of_edges() == 20 > listed
    assert {*answer.evidence} == {edge["id"] for *_, edge in answer.to_networkx().edges(data=True)}


def test_ties_that_are_too_many_for_a_picture_are_counted(invent: Invent) -> None:
    case = invent(*(f"Person {a}a | PARENT_OF | Person {b}b" for a in NAMES for b in NAMES))
    answer = case.ask("degree", top=40)
    told = {tie for row in answer.rows for tie in row["ties"]}
    hidden = len(NAMES) ** 2 - len(told) - AMONG
    assert hidden > 0 and len(answer.evidence) == len(told) + AMONG
    assert any(note.endswith(f"so many: {hidden}.") for note in answer.notes)


def test_a_busy_entity_shows_a_few_ties_and_counts_the_rest(star: Case) -> None:
    (ana, *firms) = star.ask("degree").rows
    assert (ana["value"], len(ana["ties"]), ana["more_ties"]) == (30, SHOWN, 30 - SHOWN)
    assert len(firms) == 19 and {(row["rank"], row["value"]) for row in firms} == {(2, 1)}
    assert [row["name"] for row in firms[:2]] == ["Firm 00 Works", "Firm 01 Works"]
    assert f"and {30 - SHOWN} more" in star.ask("degree").to_text()
    (between,) = star.ask("betweenness").rows
    assert between["value"] == 1
    assert len(star.ask("bridges", top=50).rows) == 30


def test_the_whole_graph_gives_the_figures_of_the_answer(star: Case) -> None:
    (row,) = star.ask("betweenness").rows
    assert betweenness(star.graph().to_networkx()).values[row["entity"]] == row["value"]


@pytest.mark.parametrize("name", MEASURES)
def test_an_empty_case_has_no_answer_and_no_error(invent: Invent, name: str) -> None:
    answer = invent("Person Ana Alpha").ask(name)
    assert answer.is_empty and "Entered: 0 ties" in " ".join(answer.notes)


def test_equal_values_share_a_rank_and_nothing_has_none() -> None:
    whole, firm = {"a": 2, "b": 3, "c": 2, "d": 0}, {"a": 0, "b": 1, "c": 1, "d": 0}
    found = standings(whole, firm, dict.fromkeys(whole, "x"))
    assert found == [
        Standing("b", 3, 1, 1, 1),
        Standing("c", 2, 2, 1, 1),
        Standing("a", 2, 2, 0, None),
    ]
