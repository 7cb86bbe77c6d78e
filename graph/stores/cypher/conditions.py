"""Conditions taken apart: conjuncts, names that occur, names that cannot be null."""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.stores.cypher.tree import (
    Clause,
    Expr,
    GroupPattern,
    Match,
    PathPattern,
    Procedure,
    Projection,
    Query,
    Subquery,
    Unwind,
    clauses,
)

#: Functions that count, collect or sum over rows.
AGGREGATES = frozenset(
    {"count", "collect", "sum", "min", "max", "avg", "stdev", "stdevp"}
    | {"percentilecont", "percentiledisc"}
)


def conjuncts(where: Expr | None) -> list[Expr]:
    """Return the parts that AND joins at the top of a condition, brackets looked through."""
    if where is None:
        return []
    if where.kind == "and":
        return [part for one in where.parts for part in conjuncts(one)]
    if where.kind == "brackets" and where.parts[0].kind in ("and", "brackets"):
        return conjuncts(where.parts[0])
    return [where]


def known_not_null(where: Expr | None) -> Iterator[str]:
    """Yield the variables that a condition holds to be something: `x IS NOT NULL AND …`."""
    for part in conjuncts(where):
        tested = part.parts[0] if part.kind == "brackets" else part
        if tested.kind == "null" and tested.name == "NOT" and tested.parts[0].kind == "variable":
            yield tested.parts[0].name


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield an expression and all parts of it, those in patterns and subqueries included."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [*one.parts, *one.inner]
        if one.pattern is not None:
            waiting += pattern_expressions(one.pattern)
        if one.query is not None:
            waiting += query_expressions(one.query)


def aggregates(expr: Expr) -> bool:
    """Tell whether an expression counts, collects or sums over rows; subqueries aside."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        if one.kind == "call" and one.name in AGGREGATES:
            return True
        waiting += [*one.parts, *one.inner]
    return False


def merges(clause: Projection) -> bool:
    """Tell whether a projection makes one row of several: by DISTINCT or an aggregate."""
    return clause.distinct or any(aggregates(item.expr) for item in clause.items)


def names(expr: Expr) -> set[str]:
    """Return the variables that occur in an expression, its own bindings included."""
    found: set[str] = set()
    for one in walk(expr):
        if one.kind == "variable":
            found.add(one.name)
        if one.pattern is not None:
            found.update(pattern_names(one.pattern))
        if one.query is not None:
            found.update(query_names(one.query))
    return found


def pattern_names(path: PathPattern) -> Iterator[str]:
    """Yield the names that a pattern writes, its path's name included."""
    if path.variable:
        yield path.variable
    for element in path.elements:
        if isinstance(element, GroupPattern):
            yield from pattern_names(element.path)
        elif element.variable:
            yield element.variable


def pattern_expressions(path: PathPattern) -> list[Expr]:
    """Return the expressions that stand in a pattern: properties and conditions."""
    found: list[Expr | None] = []
    for element in path.elements:
        found.append(element.where)
        if isinstance(element, GroupPattern):
            found += pattern_expressions(element.path)
        else:
            found.append(element.properties)
    return [one for one in found if one is not None]


def clause_expressions(clause: Clause) -> list[Expr]:
    """Return the expressions that stand in one clause, those of CALL {} left out."""
    found: list[Expr | None] = []
    if isinstance(clause, Match):
        found = [one for path in clause.patterns for one in pattern_expressions(path)]
        found.append(clause.where)
    elif isinstance(clause, Unwind):
        found = [clause.list]
    elif isinstance(clause, Projection):
        found = [item.expr for item in clause.items]
        found += [*clause.order, *clause.cuts, clause.where]
    elif isinstance(clause, Procedure):
        found = [*clause.arguments, clause.where]
    return [one for one in found if one is not None]


def query_expressions(query: Query) -> list[Expr]:
    """Return the expressions of all clauses of a query, subqueries of CALL included."""
    found: list[Expr] = []
    for single in query.singles:
        for clause in single.clauses:
            if isinstance(clause, Subquery):
                found += query_expressions(clause.query)
            else:
                found += clause_expressions(clause)
    return found


def direct_queries(expr: Expr) -> list[Query]:
    """Return the subqueries of an expression, not those that stand inside another one."""
    found: list[Query] = []
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        waiting += [*one.parts, *one.inner]
        if one.pattern is not None:
            waiting += pattern_expressions(one.pattern)
        if one.query is not None:
            found.append(one.query)
    return found


def all_clauses(query: Query) -> Iterator[Clause]:
    """Yield every clause of a query, of its subqueries too."""
    waiting = [query]
    while waiting:
        for clause in clauses(waiting.pop()):
            yield clause
            if isinstance(clause, Subquery):
                waiting.append(clause.query)
            for expr in clause_expressions(clause):
                waiting += direct_queries(expr)


def query_names(query: Query) -> Iterator[str]:
    """Yield the names that a query's patterns write."""
    for single in query.singles:
        for clause in single.clauses:
            if isinstance(clause, Match):
                for path in clause.patterns:
                    yield from pattern_names(path)
            elif isinstance(clause, Subquery):
                yield from query_names(clause.query)
