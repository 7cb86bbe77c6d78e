"""Shapes K and L: patterns and subqueries as values inside a larger expression.

K   a pattern inside any() or all() ignores the list, and is null inside any other value (`(x OR
    (a)--(b)) IS NULL`): `EXISTS { … }` is right in both
L   `x OR COUNT { … } < n` comes out wrong outside WHERE: not with the comparison in brackets
A pattern as a value (`RETURN (a)--(b)`) is an error of the engine; `EXISTS { … }` is not.
"""

from __future__ import annotations

from clew.graph.stores.cypher.conditions import walk
from clew.graph.stores.cypher.scopes import Site
from clew.graph.stores.guard.edits import Edits

_K = "a pattern inside a value or a list's condition is written EXISTS { … }"
_L = "a comparison of a subquery is put in brackets"
_SUBQUERIES = ("exists", "count", "collect", "gather", "pattern")
_JOINING = ("and", "or", "xor", "not", "compare", "in")


def guard_pattern(site: Site, edits: Edits) -> None:
    """K: write a pattern predicate as EXISTS { … } where the engine misreads it."""
    expr, parent = site.expr, site.parent
    if expr.kind != "pattern" or site.tested:
        return
    if parent is not None and parent.kind == "call" and parent.name == "exists":
        edits.replace(parent.start, parent.end, (expr.start, expr.end))
    edits.note(_K)
    edits.replace(expr.start, expr.end, "EXISTS { ", (expr.start, expr.end), " }")


def guard_comparison(site: Site, edits: Edits) -> None:
    """L: put a comparison that holds a subquery in brackets of its own."""
    expr, parent = site.expr, site.parent
    if expr.kind not in ("compare", "in") or parent is None or parent.kind not in _JOINING:
        return
    if any(part.kind in _SUBQUERIES for part in walk(expr)):
        edits.note(_L)
        edits.replace(expr.start, expr.end, "(", (expr.start, expr.end), ")")
