"""The fixed texts of what is shared, across and at the same time: every store answers them so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.stores.base import Store
from clew.graph.stores.guard import guard
from clew.queries import meeting, sharing
from clew.queries.paths import types_of
from clew.queries.questions import across

Make = Callable[[Iterable[Node | Edge]], Store]


def _node(identity: str, kind: str, name: str, **own: Any) -> Node:
    told = {"id": identity, "kind": kind, "name": name, "generic": False, **own}
    return Node(identity, (*schema().labels(kind), "Entity"), told)


def _edge(identity: str, kind: str, start: str, end: str, **own: Any) -> Edge:
    return Edge(identity, kind, start, end, {"id": identity, "status": "reported", **own})


#: An invented network: a value that is planned, one that is not, a number, a park in another.
ITEMS: list[Node | Edge] = [
    _node("m1", "Person", "Ana Alpha", phone=["012 1"], claim_statuses=["reported", "planned"]),
    _node("m2", "Company", "Beta Works", address=["1 Quay", "2 Quay"], claim_statuses=["alleged"]),
    _node("m3", "Compound", "Gamma Park", claim_statuses=["reported"]),
    _node("m4", "Compound", "Gamma Yard"),
    _node("m5", "PhoneNumber", "012 3"),
    _edge("e1", "DIRECTOR_OF", "m1", "m2", claims=["c1", "c2"], when="2015/.."),
    _edge("e2", "USES", "m2", "m5", claims=["c3"]),
    _edge("e3", "USES", "m1", "m5", claims=["c4"], status="planned"),
    _edge("e4", "LOCATED_IN", "m4", "m3", claims=["c5"]),
    _edge("e5", "OPERATES", "m2", "m3", claims=["c6"]),
]
TEXTS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "values": (
        sharing.VALUES,
        [("m1", True, None, ["012 1"], None), ("m2", False, ["1 Quay", "2 Quay"], None, None)],
    ),
    "ties to what is shared": (
        sharing.ties_text(),
        [("e1", "DIRECTOR_OF", "m1", "m2"), ("e2", "USES", "m2", "m5")],
    ),
    "sites in one another": (across.WITHIN.replace("KIND", "Compound"), [("e4",)]),
    "dated ties": (
        meeting.CYPHER.replace("TYPES", types_of(meeting.LASTING)),
        [("e1", "DIRECTOR_OF", "2015/..", "m1", "m2"), ("e5", "OPERATES", None, "m2", "m3")],
    ),
}
#: Which columns are compared, where not all are: names and labels are those of other texts.
COLUMNS = {"values": (0, 4, 5, 6, 7), "ties to what is shared": (0, 1, 2, 6)}
COLUMNS["dated ties"] = (0, 1, 3, 5, 9)


@pytest.fixture(scope="module")
def store(make: Make) -> Store:
    return make(ITEMS)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_ours_has_its_answer(store: Store, name: str) -> None:
    text, wanted = TEXTS[name]
    rows = [[*row] for row in store.read(text).rows]
    columns = COLUMNS.get(name) or range(len(rows[0]))
    assert sorted(tuple(row[at] for at in columns) for row in rows) == wanted


@pytest.mark.parametrize("name", TEXTS)
def test_no_guard_changes_a_text_of_ours(name: str) -> None:
    text, _ = TEXTS[name]
    assert guard(text).text == text and guard(text).notes == ()
