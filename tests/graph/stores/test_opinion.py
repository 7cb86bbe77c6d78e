"""The second opinion: two plans of one text must give the same rows, or none are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from clew.graph.errors import QueryTimeout
from clew.graph.model import Edge, Node, Path
from clew.graph.stores.base import Rows
from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.guard.star import star_form, without_cuts
from clew.graph.stores.opinion import canonical, second_opinion

MATCH = "MATCH (n:Person) RETURN n.id"


class Told:
    """A store that gives what it was told to, text by text, and remembers what was asked."""

    def __init__(self, *answers: Sequence[Sequence[Any]] | Exception) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        self.asked.append(cypher)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        rows = [tuple(row) for row in answer]
        return Rows(("x",), rows[:limit], cut=limit is not None and len(rows) > limit)


def opinion(store: Any, text: str, **options: Any) -> Any:
    return second_opinion(store, text, **options)


def test_the_same_rows_in_another_order_agree() -> None:
    assert opinion(Told([[1], [2], [2]], [[2], [1], [2]]), MATCH).agree is True


def test_rows_are_counted_not_only_told_apart() -> None:
    found = opinion(Told([[1], [2], [2]], [[1], [2]]), MATCH)
    assert found.agree is False
    assert "3 and 2 rows" in found.reason


def test_rows_that_were_read_already_are_not_read_again() -> None:
    store = Told([[1]])
    assert opinion(store, MATCH, first=Rows(("x",), [(1,)])).agree is True
    assert store.asked == ["MATCH (n:Person) WITH * RETURN n.id"]


def test_floats_are_compared_to_nine_places() -> None:
    assert opinion(Told([[0.1 + 0.2]], [[0.3]]), MATCH).agree is True
    assert opinion(Told([[0.3001]], [[0.3]]), MATCH).agree is False


def test_true_is_not_one() -> None:
    assert opinion(Told([[True]], [[1]]), MATCH).agree is False


def test_collected_lists_are_compared_without_their_order_and_others_with_it() -> None:
    assert opinion(Told([[[1, 2, 2]]], [[[2, 1, 2]]]), "MATCH (n) RETURN collect(n.x)").agree
    assert opinion(Told([[[1, 2]]], [[[1, 2, 2]]]), "MATCH (n) RETURN collect(n.x)").agree is False
    assert opinion(Told([[[1, 2]]], [[[2, 1]]]), "MATCH (n) RETURN n.list").agree is False


def test_things_are_compared_by_their_ids() -> None:
    one, same = Node("a", ("Person",), {"x": 1}), Node("a", ("Person",), {})
    edge = Edge("e", "OWNS", "a", "b", {})
    assert canonical(one) == canonical(same) != canonical(edge)
    assert canonical(Path((one, same), (edge,))) != canonical(Path((one,), ()))
    assert canonical({"k": [one]}) == canonical({"k": [same]})


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) RETURN n.id, rand()",
        "MATCH (n) WHERE rand() < 0.5 RETURN n",
        "RETURN randomUUID()",
        "RETURN timestamp()",
        "MATCH (n) RETURN date()",
        "MATCH (n) RETURN DateTime.realtime()",
        "MATCH (n) WHERE EXISTS { MATCH (m) WHERE m.day < date() } RETURN n",
    ],
)
def test_random_numbers_and_the_clock_get_no_opinion_and_that_is_said(text: str) -> None:
    found = opinion(Told(), text)
    assert found.agree is None
    assert "random" in found.reason


def test_a_given_date_is_no_clock() -> None:
    assert opinion(Told([[1]], [[1]]), "MATCH (n) RETURN date('2024-01-01')").agree is True


def test_a_limit_without_an_order_compares_the_rows_before_the_cut() -> None:
    store = Told([[1], [2]], [[2], [1]])
    assert opinion(store, "MATCH (n) RETURN n.id LIMIT 1").agree is True
    assert [text.strip() for text in store.asked] == [
        "MATCH (n) RETURN n.id",
        "MATCH (n) WITH * RETURN n.id",
    ]


def test_ties_at_a_cut_do_not_make_two_plans_disagree() -> None:
    store = Told([[1]], [[2]], [[1], [2]], [[2], [1]])
    assert opinion(store, "MATCH (n) RETURN n.id ORDER BY n.rank LIMIT 1").agree is True
    store = Told([[1]], [[2]], [[1], [3]], [[2], [1]])
    assert opinion(store, "MATCH (n) RETURN n.id ORDER BY n.rank LIMIT 1").agree is False


def test_too_many_rows_or_too_little_time_give_no_opinion_and_that_is_said() -> None:
    many = [[number] for number in range(5)]
    assert "more than 4 rows" in opinion(Told(many, many), MATCH, limit=4).reason
    assert "time limit" in opinion(Told([[1]], QueryTimeout("slow")), MATCH).reason


@pytest.mark.parametrize(
    ("text", "star"),
    [
        ("MATCH (a) RETURN a", "MATCH (a) WITH * RETURN a"),
        ("MATCH (a) WHERE a.x = 1 RETURN a", "MATCH (a) WITH * WHERE a.x = 1 RETURN a"),
        ("UNWIND [1] AS x RETURN x", "UNWIND [1] AS x WITH * RETURN x"),
        ("WITH 1 AS x WHERE x > 0 RETURN x", "WITH 1 AS x WITH * WHERE x > 0 RETURN x"),
        ("MATCH (:A) RETURN 1", "MATCH (:A) RETURN 1"),
        (
            "MATCH (a) OPTIONAL MATCH (b) WHERE b.x = a.x RETURN b",
            "MATCH (a) WITH * OPTIONAL MATCH (b) WHERE b.x = a.x WITH * RETURN b",
        ),
        (
            "MATCH p = shortestPath((a)-[*]-(b)) WHERE a.x = 1 RETURN p",
            "MATCH p = shortestPath((a)-[*]-(b)) WHERE a.x = 1 RETURN p",
        ),
        ("MATCH (a) WITH a.x AS x WHERE a.y = 1 RETURN x",
         "MATCH (a) WITH * WITH a.x AS x WHERE a.y = 1 RETURN x"),
        (
            "MATCH (a) WHERE EXISTS { (a)-->(b) WHERE b.x = 1 } RETURN a",
            "MATCH (a) WITH * WHERE EXISTS { MATCH (a)-->(b) WITH * WHERE b.x = 1 } RETURN a",
        ),
    ],
)  # fmt: skip
def test_the_star_form_stands_where_it_changes_no_meaning(text: str, star: str) -> None:
    assert star_form(text) == star


def test_all_cuts_go_with_their_numbers_and_nothing_else() -> None:
    text = "MATCH (a) WITH a ORDER BY a.x SKIP 1 LIMIT 2 WHERE a.x > 1 RETURN a LIMIT $n"
    assert without_cuts(text).split() == (
        "MATCH (a) WITH a ORDER BY a.x WHERE a.x > 1 RETURN a".split()
    )


def test_the_engine_betrays_itself_where_it_loses_rows(store: EmbeddedStore) -> None:
    text = "MATCH (a)-[r:OWNS]->(b) WHERE a.id = startNode(r).id RETURN a.id"
    found = second_opinion(store, text)
    assert found.agree is False
    assert "0 and 28 rows" in found.reason


def test_one_way_to_ask_is_agreed_with() -> None:
    assert opinion(Told(), "RETURN 1 AS one").agree is True
