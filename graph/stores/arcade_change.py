"""Changing an ArcadeDB graph by items: what is put replaces what was there, whole.

An edge is found through its start, since one by its id alone would be searched for (ledger.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores.arcade_engine import cause
from clew.graph.stores.arcade_load import index, type_name
from clew.graph.stores.values import quoted, written

T = TypeVar("T")
Params = dict[str, Any]
_AT_ONCE = 1000


def change(database: Any, put: Iterable[Node | Edge], remove: Iterable[Node | Edge]) -> None:
    """Remove, then put, in one transaction; StoreError if it cannot, with nothing changed.

    An edge that is put under another type or between other nodes than before is also removed
    as it was.
    """
    gone, new = list(remove), list(put)
    nodes = [item for item in new if isinstance(item, Node)]
    edges = [item for item in new if isinstance(item, Edge)]
    try:
        index(database, {node.labels[0] for node in nodes})
        with database.transaction():
            work = _Change(database)
            work.remove_edges(item for item in gone if isinstance(item, Edge))
            work.remove_nodes((item.labels, item.id) for item in gone if isinstance(item, Node))
            work.put_nodes(nodes)
            work.put_edges((edge.type, edge.start, edge.end, written(edge)) for edge in edges)
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(f"The graph could not be changed: {cause(error)}.") from error


class _Change:
    """The statements of one transaction."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def _run(self, cypher: str, rows: Sequence[Params]) -> list[Params]:
        found: list[Params] = []
        for start in range(0, len(rows), _AT_ONCE):
            given = {"rows": rows[start : start + _AT_ONCE]}
            found += self._database.command("opencypher", cypher, given).to_list()
        return found

    def remove_edges(self, edges: Iterable[Edge]) -> None:
        for kind, some in _grouped((edge.type, edge) for edge in edges):
            text = (
                f"UNWIND $rows AS row MATCH (a:Entity {{id: row.start}})-[r:{quoted(kind)}]->() "
                "WHERE r.id = row.id DELETE r"
            )
            self._run(text, [{"start": edge.start, "id": edge.id} for edge in some])

    def remove_nodes(self, nodes: Iterable[tuple[Sequence[str], str]]) -> None:
        for label, ids in _grouped((_lookup(labels), name) for labels, name in nodes):
            text = f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{id: row.id}}) DETACH DELETE n"
            self._run(text, [{"id": name} for name in ids])

    def put_nodes(self, nodes: Iterable[Node]) -> None:
        for label, some in _grouped((_lookup(node.labels), node) for node in nodes):
            there = self._labels(label, some)
            changed = [node for node in some if node.id in there and there[node.id] != _type(node)]
            edges = self._edges_at(changed)
            self.remove_nodes((node.labels, node.id) for node in changed)
            moved = {node.id for node in changed}
            new = [node for node in some if node.id not in there or node.id in moved]
            self._create(new)
            self._overwrite(label, [n for n in some if n.id in there and n.id not in moved])
            self.put_edges(edges)

    def _labels(self, label: str, nodes: Sequence[Node]) -> dict[str, str]:
        text = (
            f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{id: row.id}}) "
            "RETURN row.id AS id, labels(n) AS labels"
        )
        found = self._run(text, [{"id": node.id} for node in nodes])
        return {row["id"]: type_name(row["labels"]) for row in found}

    def _create(self, nodes: Sequence[Node]) -> None:
        for labels, some in _grouped((node.labels, node) for node in nodes):
            text = f"UNWIND $rows AS row CREATE (n:{':'.join(map(quoted, labels))}) SET n = row.own"
            self._run(text, [{"own": written(node)} for node in some])

    def _overwrite(self, label: str, nodes: Sequence[Node]) -> None:
        text = f"UNWIND $rows AS row MATCH (n:{quoted(label)} {{id: row.id}}) SET n = row.own"
        self._run(text, [{"id": node.id, "own": written(node)} for node in nodes])

    def _edges_at(self, nodes: Sequence[Node]) -> list[tuple[str, str, str, Params]]:
        """Return type, ends and properties of the edges that touch these nodes, each once."""
        ends = "RETURN type(r) AS t, startNode(r).id AS s, endNode(r).id AS e, properties(r) AS p"
        text = f"UNWIND $rows AS row MATCH (n:Entity {{id: row.id}})-[r]-() {ends}"
        found = self._run(text, [{"id": node.id} for node in nodes])
        once = {(row["t"], row["p"]["id"]): row for row in found}
        return [(row["t"], row["s"], row["e"], row["p"]) for row in once.values()]

    def put_edges(self, edges: Iterable[tuple[str, str, str, Params]]) -> None:
        for kind, some in _grouped((edge[0], edge[1:]) for edge in edges):
            text = (
                "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) "
                "MATCH (b:Entity {id: row.end}) "
                f"MERGE (a)-[r:{quoted(kind)} {{id: row.id}}]->(b) "
                "SET r = row.own RETURN row.id AS id"
            )
            rows = [{"start": s, "end": e, "id": own["id"], "own": own} for s, e, own in some]
            done = {row["id"] for row in self._run(text, rows)}
            lost = next((row["id"] for row in rows if row["id"] not in done), None)
            if lost:
                raise StoreError(f"The edge {lost} ends at something that no node is.")


def _lookup(labels: Sequence[str]) -> str:
    """Return the label whose index on `id` finds such a node."""
    return "Entity" if "Entity" in labels else labels[0]


def _type(node: Node) -> str:
    return type_name(node.labels)


def _grouped(pairs: Iterable[tuple[Any, T]]) -> Iterator[tuple[Any, list[T]]]:
    groups: dict[Any, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    yield from groups.items()
