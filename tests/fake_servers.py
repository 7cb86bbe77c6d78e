"""Servers that are none: databases in memory, for commands that need no real one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores.address import Address, Credentials
from clew.graph.stores.neo4j_mark import Mark

REFUSED = "This database holds another case: say that what is there shall go (--replace)."


@dataclass
class Servers:
    """What was entered, with which credentials, and what is there.

    `down`: no server answers; `away`: those at these addresses do not.
    """

    entered: list[tuple[str, Credentials | None]] = field(default_factory=list)
    holds: dict[str, tuple[Mark, list[Node | Edge]]] = field(default_factory=dict)
    down: bool = False
    away: set[str] = field(default_factory=set)

    def open(
        self,
        place: Address,
        mark: Mark,
        who: Credentials | None = None,
        *,
        before: Mark | None = None,
        over: bool = False,
    ) -> Store:
        """Stand in for `Neo4jStore.open`."""
        self._enter(place, who)
        return Store(self, str(place), mark, over)

    def knock(self, place: Address) -> None:
        """Stand in for `knock`."""
        if self.down:
            raise StoreError(f"The server at {place.server} did not answer.")

    def held_at(self, place: Address, who: Credentials | None) -> Mark | None:
        """Stand in for `neo4j_leave.held_at`; a mark stands for itself."""
        self._enter(place, who)
        return self.holds[str(place)][0] if str(place) in self.holds else None

    def leave(
        self, place: Address, who: Credentials | None, case: str, but: Mark | None = None
    ) -> bool:
        """Stand in for `neo4j_leave.leave`."""
        self._enter(place, who)
        there = self.holds.get(str(place))
        if there and there[0].case != case:
            raise StoreError(f"At {place} is another case's graph now, which was left as it is.")
        return self.holds.pop(str(place), None) is not None

    def _enter(self, place: Address, who: Credentials | None) -> None:
        self.entered.append((str(place), who))
        if self.down or str(place) in self.away:
            raise StoreError(f"The server at {place.server} did not answer.")


@dataclass
class Store:
    """One database, as far as it is written to."""

    servers: Servers
    place: str
    mark: Mark
    over: bool

    def replace(self, items: Iterable[Node | Edge]) -> None:
        """See `base.Store`."""
        there = self.servers.holds.get(self.place)
        if there and there[0].case != self.mark.case and not self.over:
            raise StoreError(REFUSED)
        self.servers.holds[self.place] = (self.mark, list(items))

    def close(self) -> None:
        """See `base.Store`."""
