"""The store protocol: what a graph engine must do for Clew, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from clew.graph.model import Edge, Node

#: A row's values: scalars, lists, maps, None, and Clew's own Node, Edge and Path.
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave: column names, rows in order, and whether the row limit cut them."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    cut: bool = False


class Store(Protocol):
    """A graph engine that holds one projection."""

    def replace(self, items: Iterable[Node | Edge]) -> None:
        """Make the store hold exactly these items: nodes first, then edges."""
        ...

    def apply(self, put: Iterable[Node | Edge], remove: Iterable[Node | Edge]) -> None:
        """Put (insert or overwrite whole) and remove items by id, in one transaction."""
        ...

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """Answer a read-only text; raises QueryTimeout, QueryRefused for a write, QueryError."""
        ...

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Plan without running (EXPLAIN); raises QueryError where the engine cannot parse it."""
        ...

    def close(self) -> None:
        """Give back what the store holds; a second call does nothing."""
        ...
