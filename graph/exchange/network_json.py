"""The whole graph as one JSON object: nodes, edges, sources and claims, written as they come.

docs/export.md tells the form, and `network.schema.json` beside this module is its JSON Schema.
`networkx.node_link_graph(data, edges="edges", source="start", target="end", key="id")` takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from clew.graph.exchange.attributes import edge_label, node_label
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Evidence, Node
from clew.graph.stores.values import written

#: Raised whenever the form changes.
VERSION = 1
_NODE, _EDGE = ("labels", "label"), ("type", "start", "end", "label")


def write(given: HandedOn, place: Place) -> Told:
    """Write the file."""
    renamed: dict[str, dict[str, str]] = {"nodes": {}, "edges": {}}
    about = {"lens": given.options, "lens_words": given.lens, "last_entry": given.last_entry}
    head = {"format": "clew", "version": VERSION, "directed": True, "multigraph": True}
    with place.open() as file:
        file.write(orjson.dumps({**head, "graph": about})[:-1])
        # sources come first
        nodes = (_node(node, renamed["nodes"]) for node in given.nodes())
        _nodes(file, nodes)
        _array(file, "edges", (_edge(edge, renamed["edges"]) for edge in given.edges()))
        _array(file, "claims", map(_claim, given.claims()))
        file.write(b"\n}\n")
    return Told(more={"renamed": renamed})


def _array(file: BinaryIO, name: str, items: Iterable[Mapping[str, Any]]) -> None:
    _open(file, name)
    between = b"\n"
    for item in items:
        file.write(between + orjson.dumps(item))
        between = b",\n"
    file.write(b"\n]")


def _open(file: BinaryIO, name: str) -> None:
    file.write(b",\n" + orjson.dumps(name) + b": [")


def _nodes(file: BinaryIO, nodes: Iterator[dict[str, Any]]) -> None:
    """Write sources, then entities: one way through both."""
    first: list[dict[str, Any]] = []

    def sources() -> Iterator[dict[str, Any]]:
        for node in nodes:
            if "Source" not in node["labels"]:
                first.append(node)
                return
            yield node

    def entities() -> Iterator[dict[str, Any]]:
        yield from first
        yield from nodes

    _array(file, "sources", sources())
    _array(file, "nodes", entities())


def _node(node: Node, renamed: dict[str, str]) -> dict[str, Any]:
    own = _own(node, _NODE, renamed)
    return {"id": node.id, "labels": node.labels, "label": node_label(node), **own}


def _edge(edge: Edge, renamed: dict[str, str]) -> dict[str, Any]:
    ends = {"id": edge.id, "type": edge.type, "start": edge.start, "end": edge.end}
    return {**ends, "label": edge_label(edge), **_own(edge, _EDGE, renamed)}


def _own(item: Node | Edge, taken: tuple[str, ...], renamed: dict[str, str]) -> dict[str, Any]:
    """Return an item's properties; one with a name that the form has itself gets a `_` behind."""
    own = written(item)
    del own["id"]
    for key in sorted((key for key in own if key.rstrip("_") in taken), key=len, reverse=True):
        renamed[key] = f"{key}_"
        own[f"{key}_"] = own.pop(key)
    return own


def _claim(claim: Evidence) -> dict[str, Any]:
    return {**claim.content, "id": claim.id, "about": claim.about}
