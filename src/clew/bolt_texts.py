"""The texts that programs send over Bolt, answered as `clew query` answers them: guarded.

A program asks for a node by the element id that it was given with it. That is Clew's own id, and
not the engine's, which changes: `elementId(n)` in a text is read as `n.id`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clew.graph.errors import QueryError, QueryRefused, UsageError
from clew.graph.stores.base import Row, Store
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tokens import without_comments
from clew.graph.stores.cypher.tree import Projection
from clew.graph.stores.guard import check
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.packstream import Structure
from clew.graph.stores.values import quoted
from clew.queries.cypher import answered

_NUMBERS = (
    "The function id() is refused: numbers are not kept for nodes and relationships; ask for n.id"
    " or elementId(n)."
)
_STRANGE = (
    "a parameter holds bytes, a date, a point or a node: give text, numbers, true or false, lists"
    " and maps of these (a day as '2024-09-30', an entity by its id)"
)
#: What drivers and shells ask of a server before anything else, and what they are told.
_OF_SERVERS: Mapping[str, tuple[tuple[str, ...], Row]] = {
    "call dbms.components()": (
        ("name", "versions", "edition"),
        ("Neo4j Kernel", ["5.26.0"], "community"),
    ),
    "call dbms.components() yield versions": (("versions",), (["5.26.0"],)),
    "call dbms.components() yield name, versions, edition": (
        ("name", "versions", "edition"),
        ("Neo4j Kernel", ["5.26.0"], "community"),
    ),
    "call dbms.components() yield name, versions, edition unwind versions as version"
    " return name, version, edition": (
        ("name", "version", "edition"),
        ("Neo4j Kernel", "5.26.0", "community"),
    ),
    "call db.ping()": (("success",), (True,)),
}


class Unreadable(QueryError):
    """A text that is no Cypher; the message says where."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a text gave: its columns, all its rows, and what must be said with them."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    notes: Sequence[str] = ()


def told(
    store: Store, cypher: str, parameters: Mapping[str, Any], *, limit: int, timeout: float
) -> Told:
    """Answer a text whole or not at all; raises QueryError, UsageError where it has more rows."""
    known = _OF_SERVERS.get(" ".join(cypher.split()).rstrip(" ;").lower())
    if known:
        return Told(known[0], [known[1]])
    if _is_strange(parameters):
        raise UsageError(_STRANGE)
    text = by_own_ids(cypher)
    rows, notes = answered(store, text, parameters, limit=limit, timeout=timeout)
    if rows.cut:
        raise UsageError(
            f"the answer has more than {limit:,} rows, and half of one is none: ask for less with"
            " LIMIT, or serve with a higher --limit"
        )
    return Told(rows.columns, rows.rows, notes)


def by_own_ids(cypher: str) -> str:
    """Return a text in which `elementId(x)` is `x.id`.

    Raises Unreadable, and QueryRefused for `id(x)` and for what does more than read.
    """
    try:
        parse(cypher)
    except QueryRefused as refused:
        raise Unreadable(str(refused)) from None
    except RecursionError:
        pass  # `check` has the words for it
    statement = check(cypher)
    edits = Edits(without_comments(cypher))
    for expr in query_expressions(statement.query):
        for part in walk(expr):
            if part.kind == "call" and part.name == "id":
                raise QueryRefused(_NUMBERS)
            if part.kind == "call" and part.name == "elementid" and len(part.parts) == 1:
                (given,) = part.parts
                edits.replace(part.start, part.end, (given.start, given.end), ".id")
    for clause in all_clauses(statement.query):
        if isinstance(clause, Projection) and clause.word == "RETURN":
            for item in clause.items:
                if not item.aliased and edits.within(item.expr.start, item.expr.end):
                    edits.insert(item.end, f" AS {quoted(item.name)}")
    return edits.render()


def _is_strange(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_is_strange, value.values()))
    if isinstance(value, list):
        return any(map(_is_strange, value))
    return isinstance(value, (Structure, bytes))
