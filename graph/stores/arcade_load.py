"""Loading a whole projection into a new ArcadeDB database, as a stream (rules 32 and 33)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from clew.graph.errors import StoreError
from clew.graph.json_text import compact
from clew.graph.model import Edge, Node
from clew.graph.stores.arcade_encode import quick_rows
from clew.graph.stores.arcade_engine import cause
from clew.graph.stores.values import quoted, written

#: Items kept in memory before they go to the engine.
CHUNK = 20_000
#: Bytes of an edge's JSON text from which on it does not go in bulk: there it must fit a page of
#: 64 KB, which several hundred claims do not.
WIDE = 32_000


def type_name(labels: Iterable[str]) -> str:
    """Return the engine's own name of the type of nodes with these labels."""
    return "~".join(sorted(set(labels)))


def load(database: Any, items: Iterable[Node | Edge]) -> list[Edge]:
    """Write nodes, then edges, into an empty database and index it; StoreError if it cannot.

    Returns the edges that are too wide to go in bulk (see WIDE): they are still to be put.
    """
    loading = _Loading(database)
    try:
        with quick_rows():
            loading.run(items)
        index(database, loading.leaves)
        return loading.wide
    except StoreError:
        raise
    except Exception as error:
        reason = f"The graph could not be written ({cause(error)})"
        raise StoreError(f"{reason}: see that the disk has room, then `clew verify`.") from error


class _Loading:
    """One bulk load: nodes and edges wait in groups of one type, up to CHUNK in all."""

    def __init__(self, database: Any) -> None:
        self.leaves: set[str] = set()
        self.wide: list[Edge] = []
        self._database = database
        self._batch: Any = None
        self._types: set[str] = set()
        self._rids: dict[str, str] = {}
        self._nodes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        self._edges: dict[str, list[tuple[Edge, dict[str, Any]]]] = defaultdict(list)

    def run(self, items: Iterable[Node | Edge]) -> None:
        waiting = 0
        try:
            for item in items:
                if isinstance(item, Node):
                    self._nodes[item.labels].append(written(item))
                elif len(compact(row := written(item))) > WIDE:
                    self.wide.append(item)
                else:
                    self._edges[item.type].append((item, row))
                waiting += 1
                if waiting == CHUNK:
                    self._flush()
                    waiting = 0
            self._flush()
        finally:
            self._close_batch()

    def _flush(self) -> None:
        self._make_types()
        if self._batch is None:
            self._batch = self._database.graph_batch()
        for labels, rows in self._nodes.items():
            rids = self._batch.create_vertices(type_name(labels), rows)
            self._rids.update(zip((row["id"] for row in rows), rids, strict=True))
        for name, edges in self._edges.items():
            starts = [self._rid(edge, edge.start) for edge, _ in edges]
            ends = [self._rid(edge, edge.end) for edge, _ in edges]
            self._batch.new_edges(starts, name, ends, [row for _, row in edges])
        self._nodes.clear()
        self._edges.clear()

    def _make_types(self) -> None:
        """Declare what is new; the engine waits in vain for an open batch to rest (60 s)."""
        kinds = {type_name(labels): labels for labels in self._nodes}
        new = (kinds.keys() | self._edges.keys()) - self._types
        if new:
            self._close_batch()
        for name in sorted(new):
            if name in kinds:
                self.leaves.add(kinds[name][0])
                text = f"CREATE (n:{':'.join(map(quoted, kinds[name]))}) DELETE n"
                with self._database.transaction():
                    self._database.command("opencypher", text).to_list()
            else:
                self._database.schema.get_or_create_edge_type(name)
        self._types |= new

    def _close_batch(self) -> None:
        batch, self._batch = self._batch, None
        if batch is not None:
            batch.close()

    def _rid(self, edge: Edge, end: str) -> str:
        try:
            return self._rids[end]
        except KeyError:
            raise StoreError(f"The edge {edge.id} ends at {end}, which no node is.") from None


def index(database: Any, leaves: Iterable[str]) -> None:
    """Make the indexes of rule 32 for these leaf kinds, where they are not there yet."""
    texts = ["CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"]
    texts += ["CREATE CONSTRAINT IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE"]
    kinds = sorted({"Entity", *leaves} - {"Source"})
    texts += [f"CREATE INDEX IF NOT EXISTS FOR (n:{quoted(kind)}) ON (n.name)" for kind in kinds]
    for text in texts:
        with database.transaction():
            database.command("opencypher", text).to_list()
