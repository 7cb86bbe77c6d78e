"""A change of a server's graph: items removed, then put, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from clew.graph.errors import ClewError, StaleGraph, StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores.neo4j_errors import Lost
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Held, Mark, fence, look, swap
from clew.graph.stores.neo4j_push import index, parts, put_edges, put_nodes
from clew.graph.stores.values import quoted, written

Item = Node | Edge
_STALE = (
    "This database does not hold the state that the change starts from: push the whole graph again."
)


def change(
    link: Link, put: Iterable[Item], remove: Iterable[Item], before: Mark, after: Mark
) -> Held:
    """Remove, then put (insert or overwrite whole); StoreError if it cannot, nothing changed.

    The database must hold all of `before`, and holds all of `after` in the end.
    """
    gone, new = list(remove), [(item, written(item)) for item in put]
    held = link.read(look)
    if held is not None and (held.mark, held.state) == (after, "whole") and before != after:
        return held  # it was done, and who did it died before saying so
    if held is None or (held.mark, held.state) != (before, "whole"):
        raise StaleGraph(_STALE)
    index(link, {item.labels[0] for item, _ in new if isinstance(item, Node)})
    mine = swap(link, held, after, "changing")
    assert mine
    try:
        link.write(lambda tx: _work(tx, mine, gone, new))
    except Lost:
        raise
    except StoreError:  # the server took nothing of it
        with suppress(ClewError):
            swap(link, mine, before, "whole")
        raise
    whole = swap(link, mine, after, "whole")
    assert whole
    return whole


def _work(
    tx: Any, mine: Held, gone: Sequence[Item], new: Sequence[tuple[Item, dict[str, Any]]]
) -> None:
    fence(tx, mine)
    _remove_edges(tx, [item for item in gone if isinstance(item, Edge)])
    _remove_nodes(tx, [item for item in gone if isinstance(item, Node)])
    _put_nodes(tx, [(item, own) for item, own in new if isinstance(item, Node)])
    put_edges(tx, [(item, own) for item, own in new if isinstance(item, Edge)], "MERGE")


def _remove_edges(tx: Any, edges: Sequence[Edge]) -> None:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in edges:
        groups[edge.type].append({"start": edge.start, "id": edge.id})
    for kind, rows in groups.items():
        text = (
            f"UNWIND $rows AS row MATCH (a:Entity {{id: row.start}})-[r:{quoted(kind)}]->() "
            "WHERE r.id = row.id DELETE r"
        )
        for some in parts(rows):
            tx.run(text, rows=some).consume()


def _remove_nodes(tx: Any, nodes: Sequence[Node]) -> None:
    for label, rows in _by_lookup((node, {"id": node.id}) for node in nodes).items():
        text = f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{id: row.id}}) DETACH DELETE n"
        for some in parts(rows):
            tx.run(text, rows=some).consume()


def _put_nodes(tx: Any, nodes: Sequence[tuple[Node, dict[str, Any]]]) -> None:
    """Create nodes, or overwrite them whole, labels too: their edges stay."""
    there: dict[str, tuple[str, ...]] = {}
    for label, rows in _by_lookup((node, {"id": node.id}) for node, _ in nodes).items():
        text = (
            f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{id: row.id}}) RETURN n.id, labels(n)"
        )
        for some in parts(rows):
            there.update((name, tuple(sorted(own))) for name, own in tx.run(text, rows=some))
    put_nodes(tx, [(node.labels, own) for node, own in nodes if node.id not in there])
    groups: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[dict[str, Any]]]
    groups = defaultdict(list)
    for node, own in nodes:
        if node.id in there:
            old = tuple(label for label in there[node.id] if label not in node.labels)
            groups[_lookup(node), old, tuple(node.labels)].append(own)
    for (label, old, new), rows in groups.items():
        text = f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{id: row.id}}) SET n = row"
        text += f" SET n:{':'.join(map(quoted, new))}"
        text += f" REMOVE n:{':'.join(map(quoted, old))}" if old else ""
        for some in parts(rows):
            tx.run(text, rows=some).consume()


def _by_lookup(rows: Iterable[tuple[Node, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node, row in rows:
        groups[_lookup(node)].append(row)
    return groups


def _lookup(node: Node) -> str:
    """Return the label whose constraint on `id` finds such a node."""
    return "Entity" if "Entity" in node.labels else node.labels[0]
