"""What networks' files are tested with: hostile items that are handed on, and drawn ones."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from hypothesis import strategies as st

from clew.graph.exchange.formats import FORMATS, Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn, Types, types_of
from clew.graph.model import Edge, Evidence, Node

Item = Node | Edge
PERSON = ("Person", "LegalEntity", "Entity")


@dataclass
class Given:
    """Items that are handed on as they are."""

    items: list[Item]
    said: list[Evidence] = field(default_factory=list)
    lens: str = "default"
    options: Mapping[str, Any] = field(default_factory=dict)
    last_entry: str = ""

    @property
    def count(self) -> tuple[int, int]:
        return len([*self.nodes()]), len([*self.edges()])

    def nodes(self) -> Iterator[Node]:
        return (item for item in self.items if isinstance(item, Node))

    def edges(self) -> Iterator[Edge]:
        return (item for item in self.items if isinstance(item, Edge))

    def sources(self) -> Iterator[Node]:
        return (node for node in self.nodes() if "Source" in node.labels)

    def claims(self) -> Iterator[Evidence]:
        return iter(self.said)

    def types(self) -> Types:
        return types_of(item for item in self.items if not isinstance(item, Evidence))


def put(name: str, place: Path, items: Iterable[Item], said: Iterable[Evidence] = ()) -> Told:
    """Write items in a format, to `place`."""
    folder, single = (place.parent, place.name) if FORMATS[name].single else (place, "")
    folder.mkdir(exist_ok=True)
    place.unlink(missing_ok=True) if single else None
    given = cast(HandedOn, Given([*items], [*said]))
    return FORMATS[name].write(given, Place(folder, single, place.name))


LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WHOLES = st.integers(-(2**63), 2**63 - 1)
FRACTIONS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.one_of(
    LETTERS,
    WHOLES,
    FRACTIONS,
    st.booleans(),
    *(st.lists(one, max_size=3) for one in (LETTERS, WHOLES, FRACTIONS, st.booleans())),
)
OWN = st.fixed_dictionaries(
    {},
    optional={
        "name": LETTERS,
        "words": LETTERS,
        "many": st.lists(LETTERS, max_size=3),
        "number": WHOLES,
        "part": FRACTIONS,
        "truth": st.booleans(),
        "any": VALUES,
    },
)


@st.composite
def graphs(draw: st.DrawFn) -> list[Item]:
    """Draw up to five nodes, and edges between them."""
    rows = draw(st.lists(OWN, min_size=1, max_size=5))
    nodes = [Node(f"n{at}", PERSON, row) for at, row in enumerate(rows)]
    ends = st.sampled_from([node.id for node in nodes])
    ties = draw(st.lists(st.tuples(ends, ends, OWN), max_size=5))
    edges = [Edge(f"e{at}", "OWNS", a, b, own) for at, (a, b, own) in enumerate(ties)]
    return [*nodes, *edges]


def same(one: object, other: object) -> bool:
    """Tell whether two values are one, with the same type, and signs of nothing, too."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.copysign(1, one) == math.copysign(1, other) and one == other
    return type(one) is type(other) and one == other


def titled(items: Iterable[Item]) -> list[Item]:
    """Return items with a source, and a tie that rests on it."""
    source = Node("s1", ("Source",), {"title": "The Elm, 2024 (invented)"})
    claim = {"claim_sources": ["s1"], "claims": ["c1"], "status": "alleged"}
    found = list(items)
    first = next(item for item in found if isinstance(item, Node))
    return [source, *found, Edge("told", "OWNS", first.id, first.id, claim)]


def entities(items: Iterable[Item]) -> list[Node]:
    """Return the nodes that are no sources."""
    return [one for one in items if isinstance(one, Node) and "Source" not in one.labels]


#: What XML 1.0 can hold, a letter.
_HELD = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def held(text: str) -> str:
    """Return a text as XML can hold it."""
    return "".join(letter if _HELD.fullmatch(letter) else "\ufffd" for letter in text)


def check_values(told: Told, item: Item, found: Mapping[str, Any]) -> None:
    """Hold what a reader of XML found of an item to its properties."""
    part = "nodes" if isinstance(item, Node) else "edges"
    renamed, types = told.more["renamed"][part], told.more["types"][part]
    for key, value in item.properties.items():
        if key == "id":
            continue
        name = renamed.get(key, key)
        own = found[held(name)]
        if types[name] in ("list", "mixed"):
            own = json.loads(own)
            value = json.loads(held(json.dumps(value, ensure_ascii=False)))
        elif isinstance(value, str):
            value = held(value)
        assert same(own, value), (name, own, value)
