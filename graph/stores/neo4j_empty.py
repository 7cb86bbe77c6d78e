"""A server's database made empty: nodes and edges a part at a time, then what is named."""

from __future__ import annotations

from functools import partial
from typing import Any

from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Held, fence
from clew.graph.stores.values import quoted

#: Nodes or edges that go in one transaction.
WINDOW = 10_000
_PARTS = (
    "MATCH ()-[r]->() WITH r LIMIT $window DELETE r RETURN count(*)",
    "MATCH (n) WITH n LIMIT $window DETACH DELETE n RETURN count(*)",
)
_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN name"
_INDEXES = (
    "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP'"
    " AND owningConstraint IS NULL AND NOT name STARTS WITH 'clew ' RETURN name"
)


def empty(link: Link, held: Held | None) -> None:
    """Delete all nodes and edges, as long as the database bears this mark; None: whatever it bears.

    Raises CaseBusy where another process has taken the database meanwhile.
    """

    def part(tx: Any, text: str) -> int:
        if held:
            fence(tx, held)
        return int(tx.run(text, window=WINDOW).values()[0][0])

    for text in _PARTS:
        while link.write(partial(part, text=text)):
            pass


def clear_schema(link: Link) -> None:
    """Drop every constraint and index; the mark stays."""
    link.schema(link.read(lambda tx: drops(tx, _CONSTRAINTS, _INDEXES)))


def drops(tx: Any, constraints: str, indexes: str) -> list[str]:
    """Return the statements that drop what these two texts name."""
    return [
        *(f"DROP CONSTRAINT {quoted(name)}" for (name,) in tx.run(constraints).values()),
        *(f"DROP INDEX {quoted(name)}" for (name,) in tx.run(indexes).values()),
    ]
