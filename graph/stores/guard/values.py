"""Shapes K, L and O: patterns, subqueries and lists' tests inside a larger expression.

K   a pattern inside any() or all() ignores the list, and is null inside any other value (`(x OR
    (a)--(b)) IS NULL`): `EXISTS { … }` is right in both
L   `x OR COUNT { … } < n` comes out wrong outside WHERE: not with the comparison in brackets
O   a condition that is a value (CASE, coalesce, an element of a list) and holds any(), all(),
    none() or single() is taken for that test alone: not where it is compared, `… = true`
A pattern as a value (`RETURN (a)--(b)`) is an error of the engine; `EXISTS { … }` is not.
"""

from __future__ import annotations

from clew.graph.stores.cypher.conditions import walk
from clew.graph.stores.cypher.scopes import LOGIC, Site
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.maps import relationships

_K = "a pattern inside a value or a list's condition is written EXISTS { … }"
_L = "a comparison of a subquery is put in brackets"
_O = "a condition that holds any(), all(), none() or single() inside a value is compared with true"
_QUANTIFIERS = ("any", "all", "none", "single")
#: Conditions in which the engine sees such a test as a part.
_CONDITIONS = (*LOGIC, *_QUANTIFIERS, "compare", "in", "text", "null", "labels", "type", "exists")
_SUBQUERIES = ("exists", "count", "collect", "gather", "pattern")
_JOINING = ("and", "or", "xor", "not", "compare", "in")


def guard_pattern(site: Site, edits: Edits, within: str) -> None:
    """K: write a pattern predicate as EXISTS { … } where the engine misreads it.

    `within` EXISTS, COUNT or COLLECT it is an error where these stand in a RETURN. A relationship
    that is found already would be any.
    """
    expr, parent = site.expr, site.parent
    if expr.kind != "pattern" or expr.pattern is None:
        return
    found = relationships(expr.pattern) & site.scope.keys()
    if site.tested and within in ("", "call") and not found:
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


def guard_condition(site: Site, edits: Edits) -> None:
    """O: compare a value that is a condition, and holds a list's test, with true."""
    expr = site.expr
    if not site.judged or expr.kind in _CONDITIONS or expr.kind == "pattern":
        return
    if any(part.kind in _QUANTIFIERS for part in walk(expr)):
        edits.note(_O)
        edits.replace(expr.start, expr.end, "(", (expr.start, expr.end), " = true)")
