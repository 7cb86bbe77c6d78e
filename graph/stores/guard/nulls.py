"""Shape I: a null variable in a pattern is taken as free, unless the pattern starts there.

MATCH            `WITH * WHERE b IS NOT NULL` before it: nothing matches where b is null
OPTIONAL MATCH   see `optional`
a predicate      `(b IS NOT NULL AND …)`: Cypher calls it false where b is null
COUNT, COLLECT, comprehension   `CASE WHEN b IS NULL THEN 0 ELSE … END`
"""

from __future__ import annotations

from clew.graph.stores.cypher.conditions import aggregates, pattern_names
from clew.graph.stores.cypher.scopes import Scope, Site, Step
from clew.graph.stores.cypher.tokens import KEYWORDS
from clew.graph.stores.cypher.tree import (
    Expr,
    Match,
    PathPattern,
    Projection,
    Query,
)
from clew.graph.stores.guard.edits import Edits

NOTE = "a variable that can be null is tested before a pattern uses it"
_EMPTY = {"count": "0", "collect": "[]", "gather": "[]", "path": "null"}


def quoted(name: str) -> str:
    """Return a name as Cypher writes it."""
    plain = name.isidentifier() and name.isascii() and name.upper() not in KEYWORDS
    return name if plain else f"`{name.replace('`', '``')}`"


def nullable(path: PathPattern, scope: Scope) -> list[str]:
    """Return the names in a pattern that may be null where it is used."""
    bound = (name for name in pattern_names(path) if name in scope and scope[name].nullable)
    return list(dict.fromkeys(bound))


def match_nullable(clause: Match, scope: Scope) -> list[str]:
    """Return the names in a MATCH's patterns that may be null before it."""
    found = (name for path in clause.patterns for name in nullable(path, scope))
    return list(dict.fromkeys(found))


def guard_match(step: Step, edits: Edits, covered: list[Match]) -> None:
    """Let a MATCH see only rows in which the names that it uses are there.

    `covered` are matches of a subquery that is not asked at all where one of the names is null.
    """
    clause = step.clause
    if not isinstance(clause, Match) or clause.optional:
        return
    names = match_nullable(clause, step.before)
    if names and not any(clause is one for one in covered):
        edits.note(NOTE)
        edits.insert(clause.start, f"WITH * WHERE {all_there(names)} ")


def guard_value(site: Site, edits: Edits) -> None:
    """Rewrite a pattern or subquery in an expression that uses nullable names."""
    expr = site.expr
    names = used(expr, site.scope)
    if not names:
        return
    edits.note(NOTE)
    span = (expr.start, expr.end)
    if expr.kind in ("pattern", "exists"):
        edits.replace(*span, f"({all_there(names)} AND ", span, ")")
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
    if (
        isinstance(last, Projection)
        and last.word == "RETURN"
        and not any(aggregates(item.expr) for item in last.items)
    ):
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


def all_there(names: list[str]) -> str:
    """Return the condition that none of these names is null."""
    return " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)
