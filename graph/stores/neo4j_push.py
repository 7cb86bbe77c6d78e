"""A whole projection onto a server: in windows of items, each a transaction, in their own order.

The order is that of the items, so that what a database holds of an interrupted push is always its
first part, as many as the nodes and edges there: the same push goes on behind it. The next window
is read and checked while the server works on those before it (`neo4j_lanes`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores.neo4j_empty import clear_schema, empty
from clew.graph.stores.neo4j_errors import Lost
from clew.graph.stores.neo4j_lanes import Lanes
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Held, Mark, counts, fence, look, must_be, swap
from clew.graph.stores.values import quoted, written

#: Items of one transaction (larger ones need more memory on the server, and are no quicker), rows
#: of one statement, and about how many letters of text in the first.
WINDOW = 4000
ROWS = 2000
LETTERS = 8_000_000
_CONSTRAINTS = tuple(
    f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ("Entity", "Source")
)
#: What a constraint left that was being made when the server died: its index, which bars the next.
_ORPHANS = (
    "SHOW INDEXES YIELD name, labelsOrTypes, properties, owningConstraint"
    " WHERE owningConstraint IS NULL AND properties = ['id']"
    " AND labelsOrTypes[0] IN ['Entity', 'Source'] RETURN name"
)
_INDEXED = (
    "SHOW INDEXES YIELD labelsOrTypes, properties, entityType, type WHERE type = 'RANGE'"
    " AND entityType = 'NODE' AND properties = ['name'] RETURN labelsOrTypes[0]"
)
#: Finds the ends of edges that are given as rows.
_ENDS = "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end})"
_FOREIGN = (
    "This database holds {what}, and a database holds one case's graph alone: take an empty one, or"
    " say that what is there shall go (--replace)."
)
Item = Node | Edge


@dataclass(slots=True)
class Window:
    """The items of one transaction, with what is written of each."""

    nodes: list[tuple[Sequence[str], dict[str, Any]]] = field(default_factory=list)
    edges: list[tuple[Edge, dict[str, Any]]] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many items it has."""
        return len(self.nodes) + len(self.edges)


def push(link: Link, items: Iterable[Item], mark: Mark, *, over: bool = False) -> Held:
    """Make the database hold exactly these items, nodes first, and bear this mark.

    What another case or another program left there is refused with StoreError, unless `over`.
    """
    leaves: set[str] = set()
    total = [0, 0]
    held, done = _begin(link, mark, over)
    lanes = Lanes(link)
    try:
        for window in _windows(items, done, leaves, total):
            lanes.send(partial(_write, held=held, window=window), alone=bool(window.edges))
        lanes.end()
    except Exception as error:  # Ctrl-C waits for nothing
        lanes.settle()
        if isinstance(error, StoreError) and not isinstance(error, Lost):
            must_be(link, held)  # items of another push may be in the way of these
        raise
    index(link, leaves)
    _must_hold(link, held, total)
    whole = swap(link, held, mark, "whole")
    assert whole
    return whole


def index(link: Link, leaves: Iterable[str]) -> None:
    """Make the indexes of rule 32 for these leaf kinds, where they are not there yet."""
    there = {label for (label,) in link.read(lambda tx: tx.run(_INDEXED).values())}
    missing = sorted({"Entity", *leaves} - {"Source", *there})
    if not missing:
        return
    link.schema(
        f"CREATE INDEX IF NOT EXISTS FOR (n:{quoted(kind)}) ON (n.name)" for kind in missing
    )
    link.read(lambda tx: tx.run("CALL db.awaitIndexes(3600)").consume(), timeout=3600.0)


def put_nodes(tx: Any, nodes: Sequence[tuple[Sequence[str], dict[str, Any]]]) -> None:
    """Create nodes that are not there, given by labels and properties."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for labels, own in nodes:
        groups[tuple(labels)].append(own)
    for kinds, rows in groups.items():
        text = f"UNWIND $rows AS row CREATE (n:{':'.join(map(quoted, kinds))}) SET n = row"
        for some in parts(rows):
            tx.run(text, rows=some).consume()


def put_edges(tx: Any, edges: Sequence[tuple[Edge, dict[str, Any]]], verb: str) -> None:
    """Create edges (`verb` CREATE), or overwrite them whole (MERGE); StoreError for a lost end."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge, own in edges:
        groups[edge.type].append({"id": edge.id, "start": edge.start, "end": edge.end, "own": own})
    for kind, rows in groups.items():
        by = "" if verb == "CREATE" else " {id: row.id}"
        text = f"{_ENDS} {verb} (a)-[r:{quoted(kind)}{by}]->(b) SET r = row.own RETURN count(*)"
        for some in parts(rows):
            if tx.run(text, rows=some).values() != [[len(some)]]:
                found = {name for (name,) in tx.run(f"{_ENDS} RETURN row.id", rows=some).values()}
                lost = next((row["id"] for row in some if row["id"] not in found), "")
                raise StoreError(f"The edge {lost} ends at something that no node is.")


def parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in numbers that go well into one statement."""
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS]


def _begin(link: Link, mark: Mark, over: bool) -> tuple[Held, int]:
    """Take the database: return its mark, and how many items of this very push are there."""
    held, (nodes, edges) = link.read(lambda tx: (look(tx), counts(tx)))
    foreign = held is None and (nodes or edges)
    other = held is not None and held.mark.case != mark.case
    if not over and (foreign or other):
        raise StoreError(_FOREIGN.format(what="data of others" if foreign else "another case"))
    again = held is not None and (held.mark, held.state) == (mark, "pushing")
    mine = swap(link, held, mark, "pushing")
    assert mine
    if foreign or other:
        empty(link, None)
        clear_schema(link)
    orphans = link.read(lambda tx: tx.run(_ORPHANS).values())
    link.schema([*(f"DROP INDEX {quoted(name)}" for (name,) in orphans), *_CONSTRAINTS])
    # Who wrote before has ended with this: only now is what is there counted.
    nodes, edges = link.write(partial(_count_alone, held=mine))
    if again:
        return mine, nodes + edges
    empty(link, mine)
    return mine, 0


def _must_hold(link: Link, held: Held, total: list[int]) -> None:
    """Raise StoreError where others wrote to the database; the next push starts from nothing."""
    if list(link.read(counts)) != total:
        swap(link, held, held.mark, "changing")
        raise StoreError("Something else came into this database meanwhile: push again.")


def _count_alone(tx: Any, held: Held) -> tuple[int, int]:
    fence(tx, held)
    return counts(tx)


def _windows(
    items: Iterable[Item], done: int, leaves: set[str], total: list[int]
) -> Iterator[Window]:
    """Yield the items after the first `done`, checked, in windows; note kinds and numbers."""
    window, letters = Window(), 0
    for number, item in enumerate(items):
        if isinstance(item, Node):
            leaves.add(item.labels[0] if item.labels else "")
            total[0] += 1
        else:
            total[1] += 1
        if number < done:
            continue
        own = written(item)
        if isinstance(item, Node):
            window.nodes.append((item.labels, own))
        else:
            window.edges.append((item, own))
        letters += _letters(own)
        if len(window) == WINDOW or letters > LETTERS:
            yield window
            window, letters = Window(), 0
    if window:
        yield window


def _letters(own: dict[str, Any]) -> int:
    found = 0
    for value in own.values():
        if type(value) is str:
            found += len(value)
        elif type(value) is list and value and type(value[0]) is str:
            found += sum(map(len, value))
    return found


def _write(tx: Any, turn: Callable[[], None], held: Held, window: Window) -> None:
    put_nodes(tx, window.nodes)
    put_edges(tx, window.edges, "CREATE")
    turn()
    fence(tx, held)  # last: what it makes and deletes slows the look-ups of its transaction
