"""Shape S: an aggregate inside a condition, a map, a text or a list's test reads as null.

So does one inside a value that ORDER BY sorts by.

`RETURN a.kind, NOT count(*) = 1 AS many` becomes
`WITH a.kind AS clew1, count(*) AS clew2 RETURN clew1 AS `a.kind`, NOT clew2 = 1 AS many`.
The text is written anew before anything else is guarded, so that the other shapes see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import AGGREGATES, aggregates, all_clauses, names, walk
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import Expr, Item, Projection, Statement
from clew.graph.stores.guard.edits import Edits, Piece
from clew.graph.stores.guard.nulls import quoted

_NOTE = "an aggregate inside a condition or a value is computed in a WITH before"
#: Round an aggregate the engine reads these rightly; tried with every pair of them.
_SEEN = ("sum", "product", "sign", "brackets", "call", "list", "index", "compare", "case")


def settle(statement: Statement, edits: Edits) -> bool:
    """Compute such aggregates in a WITH of their own; tell whether there were any."""
    found = False
    for clause in all_clauses(statement.query):
        if isinstance(clause, Projection) and not _all_seen(clause, edits):
            _apart(clause, edits)
            found = True
    return found


def _written(clause: Projection) -> list[Expr]:
    return [*(item.expr for item in clause.items), *clause.order]


def _all_seen(clause: Projection, edits: Edits) -> bool:
    """Tell whether the engine sees every aggregate; of ORDER BY those alone that are columns."""
    columns = {edits.written(item.expr) for item in clause.items}
    sorted_by = (edits.written(expr) for expr in clause.order if aggregates(expr))
    return all(_seen(item.expr) for item in clause.items) and columns.issuperset(sorted_by)


def _seen(expr: Expr) -> bool:
    """Tell whether the engine sees every aggregate of an expression."""
    if not aggregates(expr) or _aggregate(expr):
        return True
    return expr.kind in _SEEN and not expr.inner and all(map(_seen, expr.parts))


def _aggregate(expr: Expr) -> bool:
    return expr.kind == "call" and expr.name in AGGREGATES


def _apart(clause: Projection, edits: Edits) -> None:
    """Write `WITH keys, aggregates` before a projection, which then names these alone."""
    if clause.star:
        raise _refused(clause, edits, "* and")
    edits.note(_NOTE)
    first: dict[str, str] = {}
    last: list[Piece] = []
    for item in clause.items:
        if not aggregates(item.expr):
            name = item.name if item.aliased or item.expr.kind == "variable" else edits.fresh()
            first[edits.written(item.expr)] = quoted(name)
    grouped = set().union(
        *(left_over(one.expr, {}, edits) for one in clause.items if not aggregates(one.expr))
    )
    for item in clause.items:
        last += [", " if last else "", *_column(item, first, edits)]
    for expr in clause.order:
        _replace(expr, first, edits)
    shown = {item.name for item in clause.items}
    left = set().union(*(left_over(item.expr, first, edits) for item in clause.items))
    sorted_by = set().union(*(left_over(expr, first, edits) for expr in clause.order))
    held = [one for expr in _written(clause) if aggregates(expr) for one in walk(expr)]
    bound = {name for one in held for name in one.binds}
    if left or sorted_by - shown or bound & grouped:
        raise _refused(clause, edits, "a value that it does not group by and")
    before = ", ".join(f"{text} AS {name}" for text, name in first.items())
    word = f"{clause.word} DISTINCT " if clause.distinct else f"{clause.word} "
    end = max(item.end for item in clause.items)
    edits.replace(clause.start, end, f"WITH {before} {word}", *last)


def _column(item: Item, first: dict[str, str], edits: Edits) -> Iterator[Piece]:
    if aggregates(item.expr):
        _replace(item.expr, first, edits)
        yield item.expr.start, item.expr.end
    else:
        yield first[edits.written(item.expr)]
    yield f" AS {quoted(item.name)}"


def _replace(expr: Expr, first: dict[str, str], edits: Edits) -> None:
    """Put names in the place of aggregates and of what is grouped by; note new aggregates."""
    text = edits.written(expr)
    if _aggregate(expr) and text not in first:
        first[text] = edits.fresh()
    if text in first:
        edits.replace(expr.start, expr.end, first[text])
        return
    for part in (*expr.parts, *expr.inner):
        _replace(part, first, edits)


def left_over(expr: Expr, first: Mapping[str, str], edits: Edits) -> set[str]:
    """Return the names of an expression that stand in none of the texts of `first`."""
    if edits.written(expr) in first:
        return set()
    if expr.pattern is not None or expr.query is not None:
        return {name for name in names(expr) if first.get(name) != quoted(name)}
    own = {expr.name} if expr.kind == "variable" else set()
    parts = set().union(
        *(left_over(part, first, edits) for part in (*expr.parts, *expr.inner)), own
    )
    return parts - set(expr.binds)


def _refused(clause: Projection, edits: Edits, what: str) -> QueryRefused:
    return QueryRefused(
        f"{clause.word} at {place(edits.text, clause.start)} holds {what} an aggregate inside a "
        "condition or a value, which this engine reads as null; compute it in a WITH of its own."
    )
