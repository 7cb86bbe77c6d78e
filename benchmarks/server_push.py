"""A push beside the driver's plain UNWIND of the same items, in turn in one run, after a small one.

The floor has its rows in memory, grouped by labels and by type, 2,000 a statement, each statement a
transaction; it checks nothing and cannot go on after a fault. A push reads its items from the file
of a projection, checks each, and commits windows behind a fence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.server_items import items
from benchmarks.server_run import Bench, Spent
from benchmarks.timing import line
from clew.graph.item_table import ItemTable, write
from clew.graph.model import Edge, Node
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Mark
from clew.graph.stores.neo4j_push import ROWS
from clew.graph.stores.neo4j_store import Neo4jStore
from clew.graph.stores.values import quoted

_CONSTRAINT = "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
_EDGES = (
    "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end})"
    " CREATE (a)-[r:%s]->(b) SET r = row.own"
)
_NODES = "UNWIND $rows AS row CREATE (n:%s) SET n = row"
Rows = list[dict[str, Any]]


def measure(bench: Bench, folder: Path, nodes: int, edges: int, rounds: int) -> None:
    """Print a line a round, then the ratios: least, median, most."""
    write(folder / "items.db", items(nodes, edges))
    table = ItemTable(folder / "items.db")
    pairs: list[tuple[Spent, Spent]] = []
    what = f"push, {nodes:,} nodes, {edges:,} edges"
    _warm(bench, folder)
    for number in range(rounds):
        if number % 2:
            floor, own = _floor(bench, table), _push(bench, table, f"g{number}")
        else:
            own, floor = _push(bench, table, f"g{number}"), _floor(bench, table)
        pairs.append((own, floor))
        print(
            line(f"{what}: round {number + 1}", told(own), told(floor), "plain UNWIND"), flush=True
        )
    table.close()
    for kind, ratios in (
        ("clock", [own.clock / floor.clock for own, floor in pairs]),
        ("processor", [own.processor / floor.processor for own, floor in pairs]),
    ):
        low, middle, high = min(ratios), median(ratios), max(ratios)
        print(line(f"{what}: ratio of {kind}", f"{low:.2f} {middle:.2f} {high:.2f}", "", "spread"))
    print(line("the server's most memory", f"{bench.memory():,.0f} MB"))


def told(spent: Spent) -> str:
    """Return seconds of the clock, and of client's and server's processors in brackets."""
    return f"{spent.clock:,.1f} s ({spent.client:,.1f}+{spent.server:,.1f})"


def pushed(bench: Bench, table: ItemTable, generation: str) -> Spent:
    """Push the items of a table onto an empty server."""
    store = Neo4jStore.open(bench.place, Mark("benchmark", "default", generation))
    try:
        return bench.spent(lambda: store.replace(table.graph()))
    finally:
        store.close()


def _warm(bench: Bench, folder: Path) -> None:
    """Let the server compile what both need."""
    write(folder / "warm.db", items(4_000, 6_000))
    table = ItemTable(folder / "warm.db")
    _push(bench, table, "warm")
    _floor(bench, table)
    table.close()


def _push(bench: Bench, table: ItemTable, generation: str) -> Spent:
    bench.empty()
    return pushed(bench, table, generation)


def _floor(bench: Bench, table: ItemTable) -> Spent:
    bench.empty()
    statements = list(_statements(table))
    link = Link(bench.place)
    link.schema([_CONSTRAINT])

    def load() -> None:
        with link._driver.session() as session:
            for text, rows in statements:
                session.execute_write(_run, text, rows)

    try:
        return bench.spent(load)
    finally:
        link.close()


def _run(tx: Any, text: str, rows: Rows) -> None:
    tx.run(text, rows=rows).consume()


def _statements(table: ItemTable) -> Iterator[tuple[str, Rows]]:
    """Yield each statement with its rows, nodes first."""
    groups: dict[str, Rows] = defaultdict(list)
    for item in table.graph():
        if isinstance(item, Node):
            groups[_NODES % ":".join(map(quoted, item.labels))].append(dict(item.properties))
        else:
            groups[_EDGES % quoted(item.type)].append(_row(item))
    for text, rows in groups.items():
        for start in range(0, len(rows), ROWS):
            yield text, rows[start : start + ROWS]


def _row(edge: Edge) -> dict[str, Any]:
    return {"start": edge.start, "end": edge.end, "own": dict(edge.properties)}
