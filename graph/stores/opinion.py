"""The second opinion of rule 35: a guarded text and its `WITH *` form must give the same rows.

    answer = store.read(guarded.text, parameters)
    opinion = second_opinion(store, guarded.text, parameters, timeout=30.0, limit=10_000)
    if opinion.agree is False: raise SecondOpinion(opinion.reason)

Rows are compared as multisets, lists that `collect` made too, numbers to nine places, nodes and
edges by id. Where rows differ and SKIP or LIMIT cuts, the rows before the cut decide.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clew.graph.errors import QueryTimeout
from clew.graph.model import Edge, Node, Path
from clew.graph.stores.base import Rows, Store
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tree import Expr, Projection, Statement
from clew.graph.stores.guard.star import star_form, without_cuts

_RANDOM = frozenset({"rand", "randomuuid", "timestamp"})
_CLOCKS = frozenset({"date", "datetime", "localdatetime", "time", "localtime"})
_READINGS = ("transaction", "statement", "realtime")
_COLLECTORS = ("collect", "gather")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether two plans of a text agree; None where no opinion could be had, and why not."""

    agree: bool | None
    reason: str = ""


class _TooMany(Exception):
    """More rows than are compared."""


def second_opinion(
    store: Store,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float = 30.0,
    limit: int = 10_000,
    first: Rows | None = None,
) -> Opinion:
    """Ask a guarded text again in its `WITH *` form and compare at most `limit` rows.

    All of it takes at most `timeout` seconds. `first` spares one reading: all the rows that the
    text gave already.
    """
    statement = parse(text)
    if statement.prefix:
        return Opinion(None, "no second opinion on a plan")
    if _changes(statement):
        return Opinion(None, "no second opinion on random numbers or the clock")
    if star_form(text) == text:
        return Opinion(True, "there is only one way to ask this")
    end, unordered = time.monotonic() + timeout, _collects(statement)

    def bag(cypher: str) -> Counter[Hashable]:
        rows = first if cypher == text else None
        if rows is None or rows.cut:
            left = max(0.001, end - time.monotonic())
            rows = store.read(cypher, parameters, timeout=left, limit=limit)
        if rows.cut:
            raise _TooMany
        return Counter(canonical(row, unordered) for row in rows.rows)

    difference = ""
    try:
        for one, other in _forms(text, statement):
            left, right = bag(one), bag(other)
            if left == right:
                return Opinion(True)
            difference = _difference(left, right)
    except QueryTimeout:
        return Opinion(None, "no second opinion within the time limit")
    except _TooMany:
        return Opinion(None, f"no second opinion on more than {limit:,} rows")
    return Opinion(False, difference)


def _forms(text: str, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield pairs of texts of which one must agree: as it is, then with nothing cut off.

    A cut without an order may keep any rows; with one, ties may fall on either side.
    """
    cuts = [c for c in all_clauses(statement.query) if isinstance(c, Projection) and c.cut]
    if all(clause.order for clause in cuts):
        yield text, star_form(text)
    if cuts:
        yield without_cuts(text), star_form(text, cuts=False)


def canonical(value: Any, unordered: bool = False) -> Hashable:
    """Return a value that is equal for equal answers; lists as multisets where `unordered`."""
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, int | float):
        return round(float(value), 9) if isinstance(value, float) else value
    if isinstance(value, Node | Edge):
        return type(value).__name__, value.id
    if isinstance(value, Path):
        return "Path", tuple(edge.id for edge in value.edges), value.nodes[0].id
    if isinstance(value, Mapping):
        return frozenset((key, canonical(one, unordered)) for key, one in value.items())
    if isinstance(value, tuple):
        return tuple(canonical(one, unordered) for one in value)
    if isinstance(value, list):
        parts = [canonical(one, unordered) for one in value]
        return frozenset(Counter(parts).items()) if unordered else ("list", *parts)
    return value if isinstance(value, Hashable) else repr(value)


def _difference(one: Counter[Hashable], two: Counter[Hashable]) -> str:
    return (
        f"Two plans of this query give {one.total()} and {two.total()} rows that do not agree, so "
        "none are shown; ask it in smaller steps, or on a Neo4j server."
    )


def _parts(statement: Statement) -> list[Expr]:
    return [part for expr in query_expressions(statement.query) for part in walk(expr)]


def _changes(statement: Statement) -> bool:
    for part in _parts(statement):
        if part.kind != "call":
            continue
        name, _, reading = part.name.partition(".")
        if part.name in _RANDOM or (name in _CLOCKS and reading in _READINGS):
            return True
        if part.name in _CLOCKS and not part.parts:
            return True
    return False


def _collects(statement: Statement) -> bool:
    return any(
        part.kind in _COLLECTORS or (part.kind == "call" and part.name == "collect")
        for part in _parts(statement)
    )
