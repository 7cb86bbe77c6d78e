"""The fixed texts of our own questions: every store answers them so, and no guard changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.stores.base import Store
from clew.graph.stores.guard import guard
from clew.queries import paths, search
from clew.queries.questions import about, timeline

Make = Callable[[Iterable[Node | Edge]], Store]
TYPES = paths.types_of(paths.TIE_GROUPS)
COMPOUND = paths.Target(kind="Compound")


def _node(identity: str, kind: str, name: str, *, generic: bool = False) -> Node:
    own = {"id": identity, "kind": kind, "name": name, "generic": generic}
    return Node(identity, (*schema().labels(kind), "Entity"), own)


def _edge(identity: str, kind: str, start: str, end: str, status: str = "reported") -> Edge:
    return Edge(identity, kind, start, end, {"id": identity, "status": status})


#: An invented network: a person, a firm, a park, a country, a class, an outlet, an arrest.
ANA = _node("m1", "Person", "Ana Alpha")
FIRM = _node("m2", "Company", "Beta Works")
PARK = _node("m3", "Compound", "Gamma Park")
ITEMS: list[Node | Edge] = [
    ANA,
    FIRM,
    PARK,
    _node("m4", "Country", "Elbonia"),
    _node("m5", "Compound", "", generic=True),
    _node("m6", "MediaOutlet", "Delta News"),
    _node("m7", "Arrest", ""),
    _node("m8", "City", "Zeta"),
    Node("d1", ("Source",), {"id": "d1", "title": "invented"}),
    _edge("e1", "OWNS", "m1", "m2", "alleged"),
    _edge("e2", "OPERATES", "m2", "m3", "official"),
    _edge("e3", "OWNS", "m1", "m1"),
    _edge("e4", "OWNS", "m4", "m1"),
    _edge("e5", "OWNS", "m4", "m3"),
    _edge("e6", "LINKED_TO", "m1", "m5"),
    _edge("e7", "CONTROLS", "m5", "m3"),
    _edge("e8", "ARRESTED", "m7", "m1"),
    _edge("e9", "VENUE", "m7", "m8"),
    _edge("e10", "CLOSED_BY", "m6", "m4"),
    _edge("e11", "CLOSED_BY", "m2", "m4", "planned"),
]
A1 = "m1"
#: Name, text, parameters, and the rows it must give, in any order, each node and edge by its id.
TEXTS: dict[str, tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = {
    "ties, stated": (
        paths.text(COMPOUND, paths.TIE_GROUPS, 4),
        {"start": A1},
        [("e1 e2",), ("e6",), ("e1 e2 e7",)],
    ),
    "ties to one, stated": (
        paths.text(paths.Target(node=PARK), paths.TIE_GROUPS, 3),
        {"start": A1, "end": "m3"},
        [("e1 e2",)],
    ),
    "path, stated": (
        paths.text(paths.Target(node=_node("m8", "City", "Zeta")), (), 2),
        {"start": A1, "end": "m8"},
        [("e8 e9",)],
    ),
    "a step": (
        search.step_text(TYPES),
        {"ids": ["m2", "m6"]},
        [
            ("m2", "e1", "alleged", "m1", {*ANA.labels}, False, "Ana Alpha"),
            ("m2", "e2", "official", "m3", {*PARK.labels}, False, "Gamma Park"),
        ],
    ),
    "a last step": (
        search.step_text("", "Compound"),
        {"ids": ["m1", "m2"]},
        [
            ("m1", "e6", "reported", "m5", {*PARK.labels}, True, ""),
            ("m2", "e2", "official", "m3", {*PARK.labels}, False, "Gamma Park"),
        ],
    ),
    "no step": (search.step_text(TYPES), {"ids": []}, []),
    "closed outlets": (
        paths.CLOSED,
        {"names": ["Delta News", "Beta Works", "Ana Alpha"]},
        [("Delta News", "reported")],
    ),
    "about": (about.CYPHER, {"start": "m7"}, [("e8", "m1"), ("e9", "m8")]),
    "about a loop": (
        about.CYPHER,
        {"start": A1},
        [("e1", "m2"), ("e3", "m1"), ("e4", "m4"), ("e6", "m5"), ("e8", "m7")],
    ),
    "timeline": (
        timeline.CYPHER,
        {"start": "m8"},
        [("m8", "e9", "m7"), ("m7", "e8", "m1")],
    ),
}


@pytest.fixture(scope="module")
def store(make: Make) -> Store:
    return make(ITEMS)


def _short(value: Any) -> Any:
    if isinstance(value, (Node, Edge)):
        return value.id
    if hasattr(value, "edges"):
        return " ".join(edge.id for edge in value.edges)
    return set(value) if isinstance(value, list) else value


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_ours_has_its_answer(store: Store, name: str) -> None:
    text, given, wanted = TEXTS[name]
    rows = [tuple(map(_short, row)) for row in store.read(text, given).rows]
    assert sorted(map(str, map(_ordered, rows))) == sorted(map(str, map(_ordered, wanted)))


def _ordered(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(value) if isinstance(value, set) else value for value in row)


@pytest.mark.parametrize("name", TEXTS)
def test_no_guard_changes_a_text_of_ours(name: str) -> None:
    text, _, _ = TEXTS[name]
    guarded = guard(text)
    assert guarded.text == text and guarded.notes == ()
