"""The fixed text of what is computed of the network: every store answers it so, unguarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.stores.base import Store
from clew.graph.stores.guard import guard
from clew.queries.entering import CYPHER
from clew.queries.paths import TIE_GROUPS, types_of

Make = Callable[[Iterable[Node | Edge]], Store]


def _node(identity: str, kind: str, name: str, **own: Any) -> Node:
    told = {"id": identity, "kind": kind, "name": name, **own}
    return Node(identity, (*schema().labels(kind), "Entity"), told)


def _edge(identity: str, kind: str, start: str, end: str, **own: Any) -> Edge:
    return Edge(identity, kind, start, end, {"id": identity, "status": "reported", **own})


#: An invented network: two owners, a class, a country, two ties of one pair, a loop, an arrest.
ITEMS: list[Node | Edge] = [
    _node("m1", "Person", "Ana Alpha", generic=False),
    _node("m2", "Company", "Beta Works"),
    _node("m3", "Compound", "", generic=True),
    _node("m4", "Country", "Elbonia", generic=False),
    _node("m5", "Arrest", ""),
    Node("d1", ("Source",), {"id": "d1", "title": "invented"}),
    _edge("e1", "OWNS", "m1", "m2", source_count=2),
    _edge("e2", "DIRECTOR_OF", "m1", "m2", status="planned", source_count=1),
    _edge("e3", "OPERATES", "m2", "m3", status="alleged", source_count=1),
    _edge("e4", "LINKED_TO", "m1", "m4"),
    _edge("e5", "OWNS", "m2", "m2", source_count=1),
    _edge("e6", "ARRESTED", "m5", "m1", source_count=1),
]
ANA = ("m1", "Person", "Ana Alpha", False)
FIRM = ("m2", "Company", "Beta Works", None)
PARK = ("m3", "Compound", "", True)
LAND = ("m4", "Country", "Elbonia", False)
#: What each group of ties must give: the tie, its status and sources, both ends without labels.
WANTED: dict[tuple[str, ...], list[tuple[Any, ...]]] = {
    TIE_GROUPS: [
        ("e1", "reported", 2, *ANA, *FIRM),
        ("e2", "planned", 1, *ANA, *FIRM),
        ("e3", "alleged", 1, *FIRM, *PARK),
        ("e4", "reported", None, *ANA, *LAND),
        ("e5", "reported", 1, *FIRM, *FIRM),
    ],
    ("event",): [("e6", "reported", 1, "m5", "Arrest", "", None, *ANA)],
    ("family",): [],
}


@pytest.fixture(scope="module")
def store(make: Make) -> Store:
    return make(ITEMS)


@pytest.mark.parametrize("groups", WANTED)
def test_the_text_gives_each_tie_of_the_groups_with_its_ends(
    store: Store, groups: tuple[str, ...]
) -> None:
    rows = store.read(CYPHER.replace("TYPES", types_of(groups))).rows
    found = sorted((*row[:7], *row[8:12]) for row in rows)
    assert found == sorted(WANTED[groups])
    labels = {item.id: set(item.labels) for item in ITEMS if isinstance(item, Node)}
    assert all(set(row[7]) == labels[row[3]] and set(row[12]) == labels[row[8]] for row in rows)


@pytest.mark.parametrize("groups", WANTED)
def test_no_guard_changes_a_text_of_ours(groups: tuple[str, ...]) -> None:
    text = CYPHER.replace("TYPES", types_of(groups))
    assert guard(text).text == text and guard(text).notes == ()
