"""Stores on the test session's Neo4j server, which has one database: what tests do with it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from clew.graph.model import Edge, Node
from clew.graph.stores.address import address
from clew.graph.stores.base import Rows, Store
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Mark
from clew.graph.stores.neo4j_store import Neo4jStore
from tests.neo4j_server import Server

Item = Node | Edge
PERSON = ("Person", "LegalEntity", "Entity")
_numbers = itertools.count(1)
#: A connection to each server that tests have run texts on, by port.
_links: dict[int, Link | None] = {}


def mark(case: str = "tests") -> Mark:
    """Return a mark that no database bears yet."""
    return Mark(case, "default", f"g{next(_numbers)}")


def link(server: Server) -> Link:
    """Connect to the server, without a store."""
    return Link(address(server.address))


def run(server: Server, text: str, **given: Any) -> list[list[Any]]:
    """Run any text on the bare server, in a transaction of its own."""
    own = _links.setdefault(server.port, None) or link(server)
    _links[server.port] = own
    return list(own.write(lambda tx: tx.run(text, given).values()))


def empty(server: Server) -> None:
    """Leave nothing in the database: no item, no index, no constraint."""
    run(server, "MATCH (n) DETACH DELETE n")
    for (name,) in run(server, "SHOW CONSTRAINTS YIELD name RETURN name"):
        run(server, f"DROP CONSTRAINT `{name}`")
    for (name,) in run(server, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        run(server, f"DROP INDEX `{name}`")


def people(count: int) -> list[Node]:
    """Return people, invented."""
    return [Node(f"m{n}", PERSON, {"id": f"m{n}", "name": f"N{n}"}) for n in range(count)]


def network(count: int) -> list[Node | Edge]:
    """Return people in a ring, each paying the next."""
    ends = ((n, (n + 1) % count) for n in range(count))
    paid = [Edge(f"e{a}", "PAID", f"m{a}", f"m{b}", {"id": f"e{a}", "n": a}) for a, b in ends]
    return [*people(count), *paid]


def graph(store: Store) -> dict[str, Node | Edge]:
    """Return all that a store holds, by id."""
    rows: list[Any] = [
        *store.read("MATCH (n) RETURN n").rows,
        *store.read("MATCH ()-[r]->() RETURN r").rows,
    ]
    found = by_id(item for (item,) in rows)
    assert len(found) == len(rows)
    return found


def by_id(items: Iterable[Node | Edge]) -> dict[str, Node | Edge]:
    """Return items by their ids."""
    return {item.id: item for item in items}


class Returning:
    """A store whose items are pushed again where another one took the database meanwhile.

    With `keep` it can be closed and used again.
    """

    needs_guard = False
    _current: Returning | None = None

    def __init__(self, server: Server, items: Iterable[Node | Edge], *, keep: bool = False) -> None:
        self._items, self._keep = list(items), keep
        self._store = Neo4jStore.open(address(server.address), mark(), over=True)
        self._there()

    def _there(self) -> Neo4jStore:
        if Returning._current is not self:
            Returning._current = self
            self._store.replace(self._items)
        return self._store

    def replace(self, items: Iterable[Node | Edge]) -> None:
        """See `base.Store`."""
        self._items = list(items)
        self._there().replace(self._items)

    def apply(self, put: Iterable[Node | Edge], remove: Iterable[Node | Edge]) -> None:
        """See `base.Store`."""
        self._there().apply(put, remove)

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """See `base.Store`."""
        return self._there().read(cypher, parameters, timeout=timeout, limit=limit)

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> None:
        """See `base.Store`."""
        self._there().plan(cypher, parameters)

    def close(self) -> None:
        """See `base.Store`; where it is to be kept, only `end` closes it."""
        if not self._keep:
            self.end()

    def end(self) -> None:
        """Close for good."""
        self._store.close()
