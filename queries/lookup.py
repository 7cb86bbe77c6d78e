"""Looking things up: entities by name, and what is behind an id."""

from __future__ import annotations

from typing import Any

from clew.graph.errors import UnknownId
from clew.graph.identity.find import find as find_names
from clew.graph.model import Edge, Evidence, Node
from clew.graph.opened import UNKNOWN, Opened

Json = dict[str, Any]


def find(graph: Opened, name: str) -> list[Json]:
    """Return the entities that bear a name, best first, each with the reading that matched."""
    found = []
    for match in find_names(name, graph.items.names()):
        shown = graph.node(match.entity).properties
        row = {key: shown[key] for key in ("id", "kind", "name", "names", "status")}
        found.append({**row, "matched": match.reading})
    return found


def why(graph: Opened, identity: str) -> Json:
    """Return an item by its id, with every claim behind it; raises UnknownId."""
    identity = graph.own_id(identity)
    item = graph.items.get(identity)
    if item is None and identity.startswith("m"):
        item = graph.node(identity)
    if isinstance(item, Evidence):
        return {"id": identity, "claim": dict(item.content), "about": list(item.about)}
    if isinstance(item, Node) and "Source" in item.labels:
        return {"id": identity, "source": item.to_json(), "claims": []}
    if isinstance(item, (Node, Edge)):
        kind = "edge" if isinstance(item, Edge) else "node"
        return {"id": item.id, kind: item.to_json(), "claims": graph.claims_about(item.id)}
    raise UnknownId(UNKNOWN)
