"""The fixed texts of the questions about one thing: every store answers them so, unguarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.stores.base import Store
from clew.graph.stores.guard import guard
from clew.queries import voices
from clew.queries.questions import compound, contradictions, sanctions, who_said

Make = Callable[[Iterable[Node | Edge]], Store]


def _node(identity: str, kind: str, name: str, **own: Any) -> Node:
    told = {"id": identity, "kind": kind, "name": name, **own}
    return Node(identity, (*schema().labels(kind), "Entity"), told)


def _edge(identity: str, kind: str, start: str, end: str, **own: Any) -> Edge:
    told = {"id": identity, "status": "reported", "disputed": False, "claims": ["c1"], **own}
    return Edge(identity, kind, start, end, told)


#: An invented network: a park with an owner, an operator, a landlord, a licence, a raid; a call.
ITEMS: list[Node | Edge] = [
    _node("m1", "Person", "Ana Alpha", birthDate=["1970", "1971"], source_count=2),
    _node("m2", "Company", "Beta Works", incorporationDate=["2001"]),
    _node("m3", "Compound", "Gamma Park", capacity=["200", "900"], source_count=1),
    _node("m4", "Company", "Delta Estates"),
    _node("m5", "License", "Licence 7"),
    _node("m6", "Ministry", "Ministry of Play"),
    _node("m7", "City", "Zeta"),
    _node("m8", "Region", "Eta"),
    _node("m9", "Raid", ""),
    _node("m10", "PoliceUnit", "Zeta Police"),
    _node("m11", "Sanction", "List 1", listingDate=["2024", "2023"], source_count=1),
    _node("m12", "CallForRelease", ""),
    _node("m13", "Person", "Bo Beta"),
    _node("m14", "NGO", "Lantern Aid"),
    _node("m15", "Charge", "smuggling"),
    _node("m16", "Charge", "incitement"),
    Node("d1", ("Source",), {"id": "d1", "title": "a text"}),
    Node("d2", ("Source",), {"id": "d2", "title": "a list", "list": "elb", "published": "2024"}),
    _edge("e1", "OWNS_LAND", "m1", "m3", claims=["c1", "c2"], disputed=True),
    _edge("e2", "OPERATES", "m2", "m3", attribution="workers", status="alleged"),
    _edge("e3", "LEASES_TO", "m4", "m2", claims=["c1", "c2"]),
    _edge("e4", "HOLDS_LICENSE", "m3", "m5"),
    _edge("e5", "ISSUED_BY", "m5", "m6"),
    _edge("e6", "LOCATED_IN", "m3", "m7"),
    _edge("e7", "LOCATED_IN", "m7", "m8"),
    _edge("e8", "VENUE", "m9", "m3"),
    _edge("e9", "DONE_BY", "m9", "m10"),
    _edge("e10", "SANCTIONED_BY", "m1", "m11", status="official", attribution="Treasury"),
    _edge("e11", "AFFECTED", "m12", "m13"),
    _edge("e12", "DONE_BY", "m12", "m14"),
    _edge("e13", "SAID", "m14", "m13"),
    _edge("e14", "CHARGED_WITH", "m13", "m15"),
    _edge("e15", "CHARGED_WITH", "m13", "m16"),
    _edge("e16", "OWNS", "m4", "m4"),
]
#: Name, text, parameters, and the rows it must give, in any order.
TEXTS: dict[str, tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = {
    "compound": (
        compound.CYPHER,
        {"compound": "m3"},
        [
            ("m3", "e1", "m1"),
            ("m3", "e2", "m2"),
            ("m3", "e4", "m5"),
            ("m3", "e6", "m7"),
            ("m3", "e8", "m9"),
            ("m9", "e9", "m10"),
            ("m7", "e7", "m8"),
            ("m5", "e5", "m6"),
            ("m2", "e3", "m4"),
        ],
    ),
    "compound of nothing": (compound.CYPHER, {"compound": "m99"}, []),
    "who-said": (
        who_said.CYPHER,
        {"entity": "m13"},
        [
            ("m13", "e11", "m12"),
            ("m13", "e13", "m14"),
            ("m13", "e14", "m15"),
            ("m13", "e15", "m16"),
            ("m12", "e12", "m14"),
        ],
    ),
    "who-said of all": (
        who_said.ALL,
        {},
        [
            ("workers", "alleged", "OPERATES", 1, "e2"),
            ("Treasury", "official", "SANCTIONED_BY", 1, "e10"),
            ("Lantern Aid", "reported", "SAID", 1, "e13"),
            ("Lantern Aid", "reported", "CALLED_FOR", 1, "e12"),
        ],
    ),
    "bearers": (
        voices.BEARERS,
        {"names": ["Lantern Aid", "workers"]},
        [("Lantern Aid", ["Entity", *sorted(schema().labels("NGO"))])],
    ),
    "contradictions": (
        contradictions.CYPHER,
        {"entity": "m4"},
        [("m4", "e3", "m2"), ("m4", "e16", "m4")],
    ),
    "contradictions of all, values": (
        contradictions.values_text(),
        {},
        [("m1", 2), ("m3", 1), ("m11", 1)],
    ),
    "contradictions of all, ties": (contradictions.TIES, {}, [("e1", True), ("e3", False)]),
    "contradictions of all, wordings": (
        contradictions.wordings_text(),
        {},
        [("m13", "e14"), ("m13", "e15")],
    ),
    "sanctions": (sanctions.CYPHER, {"entity": "m1"}, [("m1", "e10", "m11")]),
    "lists": (sanctions.LISTS, {}, [("a list", "2024")]),
}


@pytest.fixture(scope="module")
def store(make: Make) -> Store:
    return make(ITEMS)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_about_one_thing_has_its_answer(store: Store, name: str) -> None:
    text, given, wanted = TEXTS[name]
    rows = [tuple(map(_plain, row)) for row in store.read(text, given).rows]
    assert sorted(map(str, rows)) == sorted(map(str, wanted))


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


@pytest.mark.parametrize("name", TEXTS)
def test_no_guard_changes_a_text_about_one_thing(name: str) -> None:
    text, _, _ = TEXTS[name]
    guarded = guard(text)
    assert guarded.text == text and guarded.notes == ()
