"""Shape I: a null variable in a pattern is taken as free, unless the pattern starts there.

MATCH            `WITH * WHERE b IS NOT NULL` before it: nothing matches where b is null
OPTIONAL MATCH   a fresh name in the pattern, `WHERE fresh = b`, and a WITH that drops the name
a predicate      `(b IS NOT NULL AND …)`: both engines' languages call it false where b is null
COUNT, COLLECT, comprehension   `CASE WHEN b IS NULL THEN 0 ELSE … END`
"""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import pattern_names
from clew.graph.stores.cypher.scopes import Scope, Site, Step
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
)
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.reverse import reversed_chain

_NOTE = "a variable that can be null is tested before a pattern uses it"
_EMPTY = {"count": "0", "collect": "[]", "gather": "[]", "path": "null"}
_AGGREGATES = ("count", "collect", "sum", "min", "max", "avg", "stdev", "stdevp")


def quoted(name: str) -> str:
    """Return a name as Cypher writes it."""
    plain = name.isidentifier() and name.isascii()
    return name if plain else f"`{name.replace('`', '``')}`"


def nullable(path: PathPattern, scope: Scope) -> list[str]:
    """Return the names in a pattern that may be null where it is used."""
    bound = (name for name in pattern_names(path) if name in scope and scope[name].nullable)
    return list(dict.fromkeys(bound))


def guard_match(step: Step, edits: Edits, covered: list[Match]) -> list[str]:
    """Rewrite a MATCH that uses nullable names; returns conditions to put in front of its own.

    `covered` are matches of a subquery that is not asked at all where one of the names is null.
    """
    clause = step.clause
    assert isinstance(clause, Match)
    names = list(dict.fromkeys(n for path in clause.patterns for n in nullable(path, step.before)))
    if not names:
        return []
    if clause.optional:
        return _optional(step, clause, edits)
    if not any(clause is one for one in covered):
        edits.note(_NOTE)
        edits.insert(clause.start, f"WITH * WHERE {_all_there(names)} ")
    return []


def guard_value(site: Site, edits: Edits) -> None:
    """Rewrite a pattern or subquery in an expression that uses nullable names."""
    expr = site.expr
    names = used(expr, site.scope)
    if not names:
        return
    edits.note(_NOTE)
    span = (expr.start, expr.end)
    if expr.kind in ("pattern", "exists"):
        edits.replace(*span, f"({_all_there(names)} AND ", span, ")")
        return
    missing = " OR ".join(f"{quoted(name)} IS NULL" for name in names)
    edits.replace(*span, f"CASE WHEN {missing} THEN {_EMPTY[expr.kind]} ELSE ", span, " END")


def used(expr: Expr, scope: Scope) -> list[str]:
    """Return the nullable names without which an expression's pattern matches nothing."""
    if expr.pattern is not None:
        return nullable(expr.pattern, scope)
    if expr.query is None:
        return []
    found: dict[str, None] = {}
    for match in mandatory(expr.query):
        for path in match.patterns:
            found |= dict.fromkeys(nullable(path, scope))
    return list(found)


def mandatory(query: Query) -> list[Match]:
    """Return the MATCHes of a subquery that is empty where one of them finds nothing."""
    if len(query.singles) > 1:
        return []
    *rest, last = query.singles[0].clauses
    if isinstance(last, Projection) and last.word == "RETURN" and not _aggregates(last):
        clauses = rest
    else:
        clauses = [*rest, last]
    matches: list[Match] = []
    for clause in clauses:
        if not isinstance(clause, Match):
            return []
        if not clause.optional:
            matches.append(clause)
    return matches


def _aggregates(clause: Projection) -> bool:
    return any(item.expr.kind == "call" and item.expr.name in _AGGREGATES for item in clause.items)


def _all_there(names: list[str]) -> str:
    return " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)


def _optional(step: Step, clause: Match, edits: Edits) -> list[str]:
    renamed: dict[str, str] = {}
    for path in clause.patterns:
        if path.selector and nullable(path, step.before):
            raise QueryRefused(
                f"OPTIONAL MATCH of a shortest path at {place(edits.text, clause.start)} starts or "
                "ends at something that can be null; put WITH * WHERE … IS NOT NULL before it."
            )
        _rename(path, step.before, edits, renamed, first=len(clause.patterns) == 1)
    if not renamed:
        return []
    edits.note(_NOTE)
    following = step.following
    if not isinstance(following, Projection) or following.star:
        kept = ", ".join(quoted(name) for name in step.after)
        edits.insert(clause.end, f" WITH {kept}")
    return [f"{fresh} = {quoted(name)}" for name, fresh in renamed.items()]


def _rename(
    path: PathPattern, scope: Scope, edits: Edits, renamed: dict[str, str], first: bool
) -> None:
    elements = path.elements
    start = elements[0]
    anchored = isinstance(start, NodePattern) and start.variable in scope
    if first and not anchored and (turned := reversed_chain(path, scope, edits.text)) is not None:
        edits.replace(path.start, path.end, *turned)
        start = elements[-1]
        anchored = True
    for element in elements:
        if isinstance(element, GroupPattern) or element is start and first and anchored:
            continue
        bound = scope.get(element.variable)
        if bound is None or not bound.nullable:
            continue
        if isinstance(element, RelPattern) and element.repeated:
            raise QueryRefused(
                f"The relationships at {place(edits.text, element.start)} can be null; "
                "put WITH * WHERE … IS NOT NULL before this clause."
            )
        fresh = renamed.setdefault(element.variable, edits.fresh())
        edits.replace(*element.named, fresh)
