"""A graph of the product's shape from a seed: every name, tie and number in it is invented.

Some 300 nodes and 900 edges, as a projection has them (rule 12): parallel lists, statuses, bounds
as text, missing values, self loops, parallel edges, nodes that no edge touches, `:Source` nodes.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from clew.graph.model import Edge, Node
from clew.graph.schema import schema

#: Kind: how many nodes of it there are.
KINDS = {
    "Person": 100,
    "Company": 75,
    "Organization": 12,
    "PublicBody": 8,
    "Compound": 30,
    "Sanction": 15,
    "Country": 8,
    "Unclassified": 12,
}
SOURCES = 40
EDGES = 900
STATUSES = ("official", "official", "reported", "reported", "reported", "alleged", "not_stated")
#: Type: the kinds that it joins, and how many parts of the edges it has.
TYPES: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "OWNS": (("Person", "Company"), ("Company", "Compound"), 6),
    "PAID": (("Person", "Company"), ("Person", "Company", "PublicBody"), 5),
    "DIRECTOR_OF": (("Person",), ("Company", "Organization"), 4),
    "FAMILY_OF": (("Person",), ("Person",), 2),
    "LOCATED_IN": (("Company", "Compound", "Person"), ("Country", "Compound"), 4),
    "SANCTIONED_BY": (("Person", "Company"), ("Sanction",), 2),
    "LINKED_TO": (("Person", "Company", "Unclassified"), ("Person", "Company", "Compound"), 5),
    "MEMBER_OF": (("Person", "PublicBody"), ("Organization", "PublicBody"), 2),
}
COUNTRIES = ("kh", "mm", "la", "cn", "gb")
SEED = 7


@cache
def items(seed: int = SEED) -> tuple[Node | Edge, ...]:
    """Return the graph: nodes, sources, edges."""
    dice = random.Random(seed)
    nodes = [_node(dice, number, kind) for number, kind in enumerate(_kinds(), 1)]
    sources = [_source(dice, number) for number in range(1, SOURCES + 1)]
    by_kind: dict[str, list[str]] = {}
    for node in nodes[: -len(nodes) // 12]:  # the last of them stay alone, with others by chance
        by_kind.setdefault(str(node.properties["kind"]), []).append(node.id)
    for kind in KINDS:
        by_kind.setdefault(kind, [nodes[-1].id])
    parts = [name for name, (_, _, part) in TYPES.items() for _ in range(part)]
    edges: list[Edge] = []
    while len(edges) < EDGES:
        edges.append(_edge(dice, len(edges) + 1, dice.choice(parts), by_kind, edges))
    return (*nodes, *sources, *edges)


def _kinds() -> list[str]:
    found = [kind for kind, count in KINDS.items() for _ in range(count)]
    random.Random(1).shuffle(found)
    return found


def _maybe(dice: random.Random, chance: float, values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if dice.random() < chance}


def _claims(dice: random.Random, name: str) -> dict[str, Any]:
    count = dice.choice((0, 1, 1, 2, 2, 3))
    found: dict[str, Any] = {
        "claims": [f"c{name}{n}" for n in range(count)],
        "quotes": [dice.choice(("", "it owns it", "paid in May", "said so")) for _ in range(count)],
        "claim_statuses": [dice.choice(STATUSES) for _ in range(count)],
        "claim_sources": [f"d{dice.randint(1, SOURCES)}" for _ in range(count)],
    }
    return found if dice.random() < 0.93 else {}


def _common(dice: random.Random, name: str) -> dict[str, Any]:
    year = dice.randint(2012, 2024)
    found = {"status": dice.choice(STATUSES), "source_count": dice.choice((1, 1, 1, 2, 2, 3, 5))}
    found |= _claims(dice, name)
    found |= _maybe(dice, 0.6, {"disputed": dice.random() < 0.4, "computed": dice.random() < 0.2})
    found |= _maybe(
        dice,
        0.55,
        {
            "valid_from": f"{year}-{dice.randint(1, 12):02}-01",
            "valid_to": f"{year + dice.randint(0, 6)}-12-31",
            "known_from": f"{year + 1}-{dice.randint(1, 12):02}-15",
            "quote": dice.choice(("it owns it", "paid in May", "")),
        },
    )
    return found


def _node(dice: random.Random, number: int, kind: str) -> Node:
    name = f"m{number}"
    own: dict[str, Any] = {"id": name, "kind": kind, **_common(dice, name)}
    called = f"{kind[:2]} {dice.choice('ABCDEFGHIJ')}{dice.randint(1, 9)}"
    if dice.random() < 0.9:
        own |= {"name": called, "names": [called, f"{called} Ltd"][: dice.randint(1, 2)]}
    own |= _maybe(dice, 0.4, {"country": dice.sample(COUNTRIES, dice.randint(0, 3))})
    if kind == "Person":
        own |= _maybe(dice, 0.5, {"birthDate": [f"{dice.randint(1950, 1999)}-02-03"]})
    return Node(name, (*schema().labels(kind), "Entity"), own)


def _source(dice: random.Random, number: int) -> Node:
    name = f"d{number}"
    own: dict[str, Any] = {"id": name, "title": f"Report {dice.randint(1, 30)}", "sha256": "0" * 8}
    own |= _maybe(
        dice,
        0.7,
        {
            "publisher": dice.choice(("Gazette", "Courier", "Register")),
            "published": f"20{dice.randint(15, 25)}-0{dice.randint(1, 9)}-11",
            "language": dice.choice(("en", "km", "zh")),
        },
    )
    return Node(name, ("Source",), own)


def _edge(
    dice: random.Random, number: int, kind: str, by_kind: dict[str, list[str]], known: list[Edge]
) -> Edge:
    starts, ends, _ = TYPES[kind]
    start, end = (dice.choice(by_kind[dice.choice(sorts)]) for sorts in (starts, ends))
    if dice.random() < 0.03:
        end = start
    elif known and dice.random() < 0.06:
        twin = dice.choice(known)
        kind, start, end = twin.type, twin.start, twin.end
    own: dict[str, Any] = {"id": f"e{number}", **_common(dice, f"e{number}")}
    if kind == "OWNS":
        least = dice.choice((5.0, 25.0, 33.3, 50.0))
        own |= _maybe(dice, 0.8, {"share_min": least, "share_max": least + 25})
    if kind == "PAID":
        own |= _maybe(dice, 0.8, {"amount": [str(dice.randint(1, 9) * 1000)]})
    return Edge(f"e{number}", kind, start, end, own)
