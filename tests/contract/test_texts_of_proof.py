"""The fixed texts of the questions about evidence, gaps and time: every store answers them so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.stores.base import Store
from clew.graph.stores.guard import guard
from clew.queries import changed, dates, footing, lacking, table
from clew.queries.questions import dossier, gaps, single_source, strip

Make = Callable[[Iterable[Node | Edge]], Store]


def _node(identity: str, kind: str, name: str, **more: Any) -> Node:
    own = {"id": identity, "kind": kind, "name": name, "generic": False, **more}
    return Node(identity, (*schema().labels(kind), "Entity"), own)


def _edge(identity: str, kind: str, start: str, end: str, sources: str, **more: Any) -> Edge:
    rests = sources.split()
    claims = [f"c{identity}{n}" for n in range(len(rests))]
    own = {"id": identity, "status": "reported", "claim_sources": rests, "claims": claims}
    status = more.get("status", "reported")
    more["claim_statuses"] = [status, "alleged"][: len(rests)]
    return Edge(identity, kind, start, end, {**own, **more})


def _source(identity: str, origin: str, **more: str) -> Node:
    return Node(
        identity, ("Source",), {"id": identity, "title": identity, "origin": origin, **more}
    )


#: An invented network: who is where, since when, and by which sources.
ITEMS: list[Node | Edge] = [
    _node("m1", "Person", "Ana Alpha", known_from="2024-03-01"),
    _node("m2", "Company", "Beta Works", known_from="2020-01-01"),
    _node("m3", "Compound", "Gamma Park"),
    _node("m4", "Compound", "Delta House", latitude=["14.4"]),
    _node("m5", "Compound", "", generic=True),
    _node("m6", "City", "Zeta", latitude=["1.5"]),
    _node("m7", "Person", ""),
    _node("m8", "MediaOutlet", "Delta News"),
    _node("m9", "Arrest", "", when="2024-02"),
    _source("d1", "d1", outlet_closed="2023-01-01", url="https://one.invalid/"),
    _source("d2", "d1", archive_url="https://kept.invalid/"),
    _edge("e1", "OWNS", "m1", "m2", "d1", attribution="Delta News"),
    _edge("e2", "OPERATES", "m2", "m3", "d1 d2", when="2020/..", valid_from="2020-01-01"),
    _edge("e3", "OWNS", "m7", "m4", "d2", status="planned"),
    _edge("e4", "LOCATED_IN", "m4", "m6", "d2", when="../2019"),
    _edge("e5", "ARRESTED", "m9", "m1", "d2"),
    _edge("e6", "CLOSED_BY", "m8", "m6", "d2"),
    _edge("e7", "CLOSED_BY", "m2", "m6", "d2", status="planned"),
    _edge("e8", "OWNS", "m1", "m1", "d2"),
]
DAYS = {"since": "2024-01-01", "until": "2024-12-31"}
#: Name, text, parameters, and the rows it must give, in any order, each node and edge by its id.
TEXTS: dict[str, tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = {
    "sources": (
        footing.SOURCES,
        {},
        [
            ("d1", "d1", "d1", "2023-01-01", "https://one.invalid/", None),
            ("d2", "d1", "d2", None, None, "https://kept.invalid/"),
        ],
    ),
    "closed": (footing.CLOSED, {}, [("Delta News", "reported")]),
    "ties of one": (table.TIES_OF, {"entity": "m1"}, [("e1",), ("e5",), ("e8",)]),
    "ties by sources": (
        single_source.COUNTS,
        {},
        [(["d1"], 1), (["d1", "d2"], 1), (["d2"], 6)],
    ),
    "ties on these sources": (
        single_source.TIES,
        {"sources": [["d1"], ["d1", "d2"]]},
        [("e1", "reported", ["d1"]), ("e2", "reported", ["d1", "d2"])],
    ),
    "the first ties on these sources": (
        single_source.FIRST,
        {"sources": ["d2"], "limit": 2},
        [("e3", "planned", ["d2"]), ("e4", "reported", ["d2"])],
    ),
    "ties that one who has closed may say": (
        single_source.SPOKEN,
        {"names": ["Delta News"]},
        [("e1", "reported", ["d1"]), ("e2", "reported", ["d1", "d2"])],
    ),
    "how many ties": (strip.WHOLE, {}, [(8,)]),
    "ties that fall by status": (
        strip.FALLS,
        {"statuses": ["reported"], "without": []},
        [("e3", "planned"), ("e7", "planned")],
    ),
    "ties that fall by source": (
        strip.FALLS,
        {"statuses": ["reported", "alleged", "planned"], "without": ["d1"]},
        [("e1", "reported")],
    ),
    "ties that fall by both": (
        strip.FALLS,
        {"statuses": ["alleged"], "without": ["d2"]},
        [(f"e{n}", "planned" if n in (3, 7) else "reported") for n in range(1, 9)],
    ),
    "without a beginning": (
        dates.UNDATED,
        {},
        [("OWNS", True, "", 3), ("LOCATED_IN", False, "", 1), ("CLOSED_BY", True, "", 2)],
    ),
    "the first without a beginning": (
        lacking.FIRST.replace("TYPE", "`OWNS`"),
        {"limit": 2, "begun": ["e1"]},
        [("e3", True), ("e8", True)],
    ),
    "places of sites": (
        lacking.text(lacking.PLACES, "Compound", None),
        {},
        [("m3", None, [], []), ("m4", ["14.4"], ["m6"], [["1.5"]])],
    ),
    "places of these sites": (
        lacking.text(lacking.PLACES, "Compound", ["m3"]),
        {"ids": ["m3", "m5", "m1"]},
        [("m3", None, [], [])],
    ),
    "roles at sites": (
        lacking.text(lacking.ROLES, "Compound", None),
        {},
        [("m3", ["OPERATES reported"]), ("m4", ["OWNS planned"])],
    ),
    "who is not named": (lacking.UNNAMED, {}, [("m7", False)]),
    "who has most ties": (lacking.BUSIEST, {"least": 3, "most": 9}, [("m1",), ("m2",), ("m6",)]),
    "what those rest on": (
        lacking.RESTING,
        {"ids": ["m3", "m4"]},
        [("m3", [["d1", "d2"]]), ("m4", [["d2"]])],
    ),
    "ties of one, for its gaps": (
        gaps.CYPHER,
        {"entity": "m4"},
        [("e3", "m7"), ("e4", "m6")],
    ),
    "who was first named": (changed.FRESH, {**DAYS, "limit": 5}, [("m1",)]),
    "how many were first named": (changed.HOW_MANY, DAYS, [(1,)]),
    "ties of one, for a dossier": (
        dossier.CYPHER,
        {"start": "m4"},
        [("e3", "planned"), ("e4", "reported")],
    ),
}


@pytest.fixture(scope="module")
def store(make: Make) -> Store:
    return make(ITEMS)


def _sorted(value: Any) -> Any:
    """Return a value for comparing: what `collect` gives has no order."""
    return sorted(map(str, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_ours_has_its_answer(store: Store, name: str) -> None:
    text, given, wanted = TEXTS[name]
    rows = [tuple(map(_sorted, row)) for row in store.read(text, given).rows]
    assert sorted(map(str, rows)) == sorted(str(tuple(map(_sorted, row))) for row in wanted)


@pytest.mark.parametrize("name", TEXTS)
def test_no_guard_changes_a_text_of_ours(name: str) -> None:
    text, _, _ = TEXTS[name]
    guarded = guard(text)
    assert guarded.text == text and guarded.notes == ()
