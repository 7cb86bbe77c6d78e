"""A generated graph of the product's shape, as a stream of items: no name or tie is anybody's.

Its nodes have 16 properties and its edges 13 or 14, five or six of them lists, as a projection's
have; a few nodes have many ties. It takes no memory, whatever its size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import blake2b

from benchmarks.invented import STATUSES, TIES, name_of
from clew.graph.model import Edge, Node
from clew.graph.schema import schema

_KINDS = ("Person", "Person", "Company", "Company", "Compound")
_TYPES = (*TIES, "CONTROLS", "PAID", "ASSOCIATED_WITH", "AGENT_OF", "LOCATED_IN", "SUPPLIES")
_SOURCES = 1000


def items(nodes: int, edges: int, *, seed: int = 7) -> Iterator[Node | Edge]:
    """Yield so many nodes, then edges between them, each by id, as a projection's come."""
    dice = random.Random(seed)
    labels = {kind: (*schema().labels(kind), "Entity") for kind in set(_KINDS)}
    for number in range(nodes):
        kind = _KINDS[number % len(_KINDS)]
        name = f"{name_of(number)} {name_of(number // 7)}"
        own = _common(dice, f"{name} is named in note {number}, generated; it is invented.")
        own |= {"id": node_id(number), "kind": kind, "name": name, "names": [name]}
        own |= {"country": ["kh"], "generic": False, "unconfirmed": False, "identity_decisions": []}
        yield Node(node_id(number), labels[kind], own)
    for number in range(edges):
        kind = _TYPES[dice.randrange(len(_TYPES))]
        start, end = (int(nodes * dice.random() ** 2) for _ in range(2))
        own = _common(dice, f"{name_of(start)} {kind} {name_of(end)}, says note {number}.")
        own |= {"id": item_id("e", number), "certain": True}
        if number % 3 == 0:
            own |= {"when": "2024", "valid_from": "2024-01-01", "valid_to": "2024-12-31"}
        yield Edge(item_id("e", number), kind, node_id(start), node_id(end), own)


def node_id(number: int) -> str:
    """Return the id of the node with this number."""
    return item_id("m", number)


def item_id(letter: str, number: int) -> str:
    """Return an id that begins with this letter; ids are in order of their numbers."""
    rest = blake2b(f"{letter}{number}".encode(), digest_size=12).hexdigest()
    return f"{letter}{number:08x}{rest}"


def _common(dice: random.Random, quote: str) -> dict[str, object]:
    """Return what nodes and edges both have; most rest on one claim, some on two."""
    count = 1 + (dice.random() < 0.2)
    status = dice.choice(STATUSES)
    return {
        "claims": [item_id("c", dice.randrange(1 << 30)) for _ in range(count)],
        "claim_sources": [item_id("d", dice.randrange(_SOURCES)) for _ in range(count)],
        "claim_statuses": [status] * count,
        "quotes": [quote] * count,
        "quote": quote,
        "status": status,
        "source_count": count,
        "known_from": f"2024-{1 + dice.randrange(12):02}-01",
        "computed": False,
        "disputed": False,
    }
