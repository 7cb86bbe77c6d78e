"""The store protocol: what a graph engine must do for Clew, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from clew.graph.model import Edge, Node

#: A row's values: scalars, lists, maps, None, and Clew's own Node, Edge and Path.
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave: column names, rows in order, and whether the row limit cut them.

    `columns` is () where nobody can tell names for no rows.
    """

    columns: tuple[str, ...]
    rows: Sequence[Row]
    cut: bool = False


class Store(Protocol):
    """A graph engine that holds one projection.

    `needs_guard`: a user's text goes through the guard first, and gets a second opinion (rule 35).
    """

    @property
    def needs_guard(self) -> bool:
        """Whether the engine answers some texts wrongly where nobody rewrites them."""
        ...

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


@lru_cache(maxsize=4096)
def ordered(labels: frozenset[str]) -> tuple[str, ...]:
    """Return labels as `Node.labels` has them, since engines keep no order of their own.

    The most special kind first, `Entity` last; kinds of one depth by name.
    """
    from clew.graph.schema import schema

    kinds = schema().kinds

    def rank(label: str) -> tuple[bool, int, str]:
        parents = kinds[label].parents if label in kinds else ()
        return label == "Entity", -len(parents), label

    return tuple(sorted(labels, key=rank))
