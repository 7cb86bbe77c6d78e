"""Shapes P, R, T and X: what a pattern says of its own names, written as WHERE.

P   a property map that names what its own MATCH finds reads it as null: `(a)-[r]->(b {status:
    r.status})` becomes `(a)-[r]->(b) WHERE b.status = r.status`
R   a new node that a pattern comprehension names twice is two nodes: `[(x)-->(x) | 1]` becomes
    `[(x)-->(y) WHERE x = y | 1]`
T   the WHERE of a pattern comprehension reads the path that it names as null: it becomes `COLLECT {
    MATCH p = … WHERE … RETURN … }`
X   a relationship that is found already is any in a pattern comprehension: `COLLECT { … }` again
The text is written anew before anything else is guarded, so that the other shapes see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import all_clauses, names, pattern_names
from clew.graph.stores.cypher.scopes import Scope, Step, sites, steps
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import (
    Expr,
    GroupPattern,
    Match,
    NodePattern,
    PathPattern,
    Projection,
    Query,
    RelPattern,
    Statement,
)
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.nulls import quoted
from clew.graph.stores.guard.order import keep_columns

_MAP = "a property map that names what its own MATCH finds is written as WHERE"
_COLLECT = "a pattern comprehension is written COLLECT { … }"
_TWICE = "a node that a pattern comprehension names twice is compared in its WHERE"


def settle(statement: Statement, edits: Edits) -> bool:
    """Write such maps as conditions; tell whether there were any."""
    stars = any(isinstance(one, Projection) and one.star for one in all_clauses(statement.query))
    return _query(statement.query, {}, "", edits, stars)


def _query(query: Query, outer: Scope, within: str, edits: Edits, stars: bool) -> bool:
    found = False
    for step in steps(query, outer, within):
        clause = step.clause
        if isinstance(clause, Match):
            found = _match(clause, step, edits, stars) or found
        for site in sites(step):
            expr = site.expr
            if expr.query is not None:
                found = _query(expr.query, site.scope, expr.kind, edits, stars) or found
            elif _misread(expr, site.scope):
                found = _collect(expr, edits)
            elif expr.kind == "gather" and expr.pattern is not None:
                new = set(pattern_names(expr.pattern)) - site.scope.keys()
                own = expr.inner[0] if len(expr.inner) == 2 else None
                said = _path(expr.pattern, new, edits, False) + _twice(expr.pattern, new, edits)
                found = say(said, own, expr.pattern.end, edits) or found
        if found:
            keep_columns(step, edits)
    return found


def _misread(expr: Expr, scope: Scope) -> bool:
    """Tell whether a comprehension tests its path (T) or has a relationship in scope (X)."""
    if expr.kind != "gather" or expr.pattern is None:
        return False
    tested = names(expr.inner[0]) if len(expr.inner) == 2 else set()
    return expr.pattern.variable in tested or bool(relationships(expr.pattern) & scope.keys())


def relationships(path: PathPattern) -> set[str]:
    """Return the names that a pattern gives its relationships."""
    return {one.variable for one in path.elements if isinstance(one, RelPattern)} - {""}


def _collect(expr: Expr, edits: Edits) -> bool:
    assert expr.pattern is not None
    edits.note(_COLLECT)
    end = expr.inner[0].end if len(expr.inner) == 2 else expr.pattern.end
    shown = expr.inner[-1]
    words = ("COLLECT { MATCH ", (expr.start + 1, end), " RETURN ", (shown.start, shown.end))
    edits.replace(expr.start, expr.end, *words, f" AS {edits.fresh()} }}")
    return True


def _match(clause: Match, step: Step, edits: Edits, stars: bool) -> bool:
    new = {name for path in clause.patterns for name in pattern_names(path)} - step.before.keys()
    said = [one for path in clause.patterns for one in _path(path, new, edits, stars)]
    return say(said, clause.where, clause.end, edits)


def say(said: list[str], where: Expr | None, end: int, edits: Edits) -> bool:
    """Add conditions to a WHERE, or write one where its pattern ends."""
    if not said:
        return False
    words = " AND ".join(said)
    if where is None:
        edits.insert(end, f" WHERE {words}")
    else:
        edits.insert(where.start, f"{words} AND (")
        edits.insert(where.end, ")")
    return True


def _path(path: PathPattern, new: Set[str], edits: Edits, stars: bool) -> list[str]:
    said: list[str] = []
    for element in path.elements:
        if isinstance(element, GroupPattern):
            inside = _path(element.path, new, edits, stars)
            say(inside, element.where, element.path.end, edits)
            said += ["true"] if inside and not said else []
        elif element.properties is not None and element.properties.kind == "map":
            said += _element(element, element.properties, new, edits, stars)
    return said


def _twice(path: PathPattern, new: Set[str], edits: Edits) -> list[str]:
    seen: set[str] = set()
    said: list[str] = []
    for element in path.elements:
        if isinstance(element, NodePattern) and element.variable in new:
            if element.variable in seen:
                name = edits.fresh()
                edits.note(_TWICE)
                edits.replace(*element.named, name)
                said.append(f"{name} = {quoted(element.variable)}")
            seen.add(element.variable)
    return said


def _element(
    element: NodePattern | RelPattern, given: Expr, new: Set[str], edits: Edits, stars: bool
) -> list[str]:
    said = list(entries(given, edits.text))
    moved = [(key, value) for key, value in said if names(value) & new]
    if not moved:
        return []
    if (isinstance(element, RelPattern) and element.repeated) or (stars and not element.variable):
        raise QueryRefused(
            f"The property map at {place(edits.text, given.start)} names what its own MATCH "
            "finds, which this engine reads as null; name the node or relationship and compare "
            "its properties in WHERE."
        )
    edits.note(_MAP)
    name = quoted(element.variable) if element.variable else edits.fresh()
    if not element.variable:
        edits.insert(
            edits.text.index("(" if isinstance(element, NodePattern) else "[", element.start) + 1,
            name,
        )
    kept = [f"{key}: {edits.written(value)}" for key, value in said if not names(value) & new]
    edits.replace(given.start, given.end, f"{{{', '.join(kept)}}}" if kept else "")
    return [f"{name}.{key} = ({edits.written(value)})" for key, value in moved]


def entries(given: Expr, text: str) -> Iterator[tuple[str, Expr]]:
    """Yield the keys of a map, as they are written, with their values."""
    before = given.start
    for value in given.parts:
        yield text[before : value.start].strip("{},: \t\r\n"), value
        before = value.end
