"""Which names hold where, what they stand for, and which of them may be null.

`steps` walks a query clause by clause with the scope before and after each; `sites` walks the
expressions of a clause and gives every part with the scope that it sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from clew.graph.stores.cypher.conditions import known_not_null, pattern_expressions
from clew.graph.stores.cypher.tree import (
    Clause,
    Expr,
    GroupPattern,
    Match,
    NodePattern,
    PathPattern,
    Procedure,
    Projection,
    Query,
    RelPattern,
    Single,
    Subquery,
    Unwind,
)


@dataclass(frozen=True, slots=True)
class Binding:
    """What a name stands for: node, relationship, path, list or value; of a list, its elements.

    `nullable` is false only where null is impossible.
    """

    kind: str
    nullable: bool


Scope = Mapping[str, Binding]

_VALUE = Binding("value", True)
#: What joins conditions to conditions.
LOGIC = ("and", "or", "xor", "not", "brackets")
_SOLID_LISTS = ("nodes", "relationships", "collect")


@dataclass(slots=True)
class Step:
    """One clause of a query: `before` and `after` it; `single` and `index` say where it stands.

    within   '' at the top, call in CALL {}, else exists, count or collect
    """

    clause: Clause
    before: Scope
    after: Scope
    single: Single
    index: int
    within: str = ""

    @property
    def following(self) -> Clause | None:
        """The next clause of the same part."""
        rest = self.single.clauses[self.index + 1 :]
        return rest[0] if rest else None


def steps(query: Query, outer: Scope | None = None, within: str = "") -> Iterator[Step]:
    """Yield a query's clauses, and those of each CALL {} before the CALL's own.

    `outer` holds the names that stay in scope throughout (a subquery's imports).
    """
    for single in query.singles:
        scope: Scope = dict(outer or {})
        for index, clause in enumerate(single.clauses):
            if isinstance(clause, Subquery):
                yield from _inside(clause, scope)
            after = _after(clause, scope, outer or {})
            yield Step(clause, scope, after, single, index, within)
            scope = after


def variables(path: PathPattern) -> Iterator[tuple[str, Binding]]:
    """Yield the names of a pattern with what they stand for, as a mandatory MATCH binds them."""
    if path.variable:
        yield path.variable, Binding("path", False)
    for element in path.elements:
        if isinstance(element, GroupPattern):
            for name, _ in variables(element.path):
                yield name, Binding("list", False)
        elif element.variable:
            kind = "node" if isinstance(element, NodePattern) else "relationship"
            listed = isinstance(element, RelPattern) and element.repeated
            yield element.variable, Binding("list" if listed else kind, False)


@dataclass(frozen=True, slots=True)
class Site:
    """A part of an expression: the scope it sees and the part round it.

    tested  it stands in a clause's WHERE, with nothing but AND, OR, XOR, NOT and brackets round it
    judged  the same, or in a WHERE inside a pattern
    """

    expr: Expr
    scope: Scope
    parent: Expr | None
    tested: bool
    judged: bool = False


def sites(step: Step) -> Iterator[Site]:
    """Yield every part of a clause's expressions, but not what subqueries hold inside."""
    clause, before = step.clause, step.before
    if isinstance(clause, Match):
        seen = {**{n: b for path in clause.patterns for n, b in variables(path)}, **before}
        if not clause.optional:
            seen = {**seen, **{n: replace(seen[n], nullable=False) for n in _bound(clause)}}
        yield from _sites(pattern_parts(clause), seen, judged=_judged(clause))
        yield from _sites([clause.where], seen, tested=True)
    elif isinstance(clause, Projection):
        yield from _sites([item.expr for item in clause.items], before)
        seen = {**before, **step.after}
        yield from _sites([*clause.order, *clause.cuts], seen)
        yield from _sites([clause.where], seen, tested=True)
    elif isinstance(clause, Unwind):
        yield from _sites([clause.list], before)
    elif isinstance(clause, Procedure):
        yield from _sites([*clause.arguments], before)
        yield from _sites([clause.where], step.after, tested=True)


def pattern_parts(clause: Match) -> list[Expr | None]:
    """Return the expressions inside a MATCH's patterns."""
    return [expr for path in clause.patterns for expr in pattern_expressions(path)]


def _bound(clause: Match) -> list[str]:
    return [name for path in clause.patterns for name, _ in variables(path)]


def _judged(clause: Match) -> list[Expr]:
    """Return the conditions inside a MATCH's patterns."""
    waiting = [element for path in clause.patterns for element in path.elements]
    found: list[Expr] = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, GroupPattern):
            waiting += one.path.elements
        if one.where is not None:
            found.append(one.where)
    return found


def _sites(
    exprs: list[Expr | None], scope: Scope, tested: bool = False, judged: list[Expr] | None = None
) -> Iterator[Site]:
    waiting = [
        Site(expr, scope, None, tested, tested or any(expr is one for one in judged or []))
        for expr in exprs
        if expr is not None
    ]
    while waiting:
        site = waiting.pop()
        yield site
        expr = site.expr
        logic = expr.kind in LOGIC
        for part in expr.parts:
            tested, weighed = site.tested and logic, site.judged and logic
            waiting.append(Site(part, site.scope, expr, tested, weighed))
        inside = seen_by(expr, site.scope) if expr.inner or expr.pattern else site.scope
        written = pattern_expressions(expr.pattern) if expr.pattern is not None else []
        for part in (*written, *expr.inner):
            waiting.append(Site(part, inside, expr, False))


def binding(expr: Expr, scope: Scope) -> Binding:
    """Tell what an expression stands for; what is not surely a thing is a value."""
    if expr.kind == "variable":
        return scope.get(expr.name, _VALUE)
    if expr.kind == "brackets":
        return binding(expr.parts[0], scope)
    if expr.kind == "call" and expr.name in _SOLID_LISTS:
        return Binding("list", False)
    return _VALUE


def element(expr: Expr, scope: Scope) -> Binding:
    """Tell what an element of a list expression stands for."""
    return Binding("value", binding(expr, scope) != Binding("list", False))


def seen_by(expr: Expr, scope: Scope) -> Scope:
    """Return the scope of an expression's `inner` parts."""
    if expr.pattern is not None:
        return {**dict(variables(expr.pattern)), **scope}
    if not expr.binds:
        return scope
    bound = dict.fromkeys(expr.binds, _VALUE)
    bound[expr.binds[-1]] = element(expr.parts[-1], scope)
    return {**scope, **bound}


def projected(clause: Projection, before: Scope) -> Scope:
    """Return what WITH or RETURN leaves in scope."""
    found: dict[str, Binding] = dict(before) if clause.star else {}
    for item in clause.items:
        found[item.name] = binding(item.expr, before)
    return found


def imported(clause: Subquery, scope: Scope) -> Scope:
    """Return the names that hold everywhere in a CALL subquery."""
    if clause.imports is None:
        return {}
    if clause.imports == ["*"]:
        return scope
    return {name: scope[name] for name in clause.imports if name in scope}


def _inside(clause: Subquery, scope: Scope) -> Iterator[Step]:
    outer = imported(clause, scope)
    for single in clause.query.singles:
        first = single.clauses[0]
        lone = Query(single.start, single.end, [single])
        importing = isinstance(first, Projection) and first.word == "WITH"
        if clause.imports is None and importing:
            # The importing WITH sees the scope outside; what follows sees what it names.
            yield from _imports(lone, scope)
        else:
            yield from steps(lone, outer, "call")


def _imports(query: Query, scope: Scope) -> Iterator[Step]:
    single = query.singles[0]
    first = single.clauses[0]
    after = _after(first, scope, {})
    yield Step(first, scope, after, single, 0, "call")
    for index, clause in enumerate(single.clauses[1:], 1):
        if isinstance(clause, Subquery):
            yield from _inside(clause, after)
        before, after = after, _after(clause, after, {})
        yield Step(clause, before, after, single, index, "call")


def _after(clause: Clause, before: Scope, outer: Scope) -> Scope:
    if isinstance(clause, Match):
        return _matched(clause, before)
    if isinstance(clause, Unwind):
        return {**before, clause.alias: element(clause.list, before)}
    if isinstance(clause, Projection):
        found = {**outer, **projected(clause, before)}
        return _narrowed(found, clause.where)
    if isinstance(clause, Subquery):
        found = _columns(clause, before)
        if clause.optional:
            found = {name: replace(bound, nullable=True) for name, bound in found.items()}
        return {**before, **found}
    if isinstance(clause, Procedure):
        solid = Binding("value", clause.optional)
        return _narrowed({**before, **dict.fromkeys(clause.yields, solid)}, clause.where)
    return before


def _columns(clause: Subquery, before: Scope) -> dict[str, Binding]:
    columns: dict[str, Binding] = {}
    for step in _inside(clause, before):
        own = any(step.single is single for single in clause.query.singles)
        if own and isinstance(step.clause, Projection) and step.clause.word == "RETURN":
            for name, bound in projected(step.clause, step.before).items():
                known = columns.get(name, bound)
                columns[name] = replace(known, nullable=known.nullable or bound.nullable)
    return columns


def _matched(clause: Match, before: Scope) -> Scope:
    found = dict(before)
    for path in clause.patterns:
        for name, bound in variables(path):
            if not clause.optional:
                found[name] = replace(before.get(name, bound), nullable=False)
            elif name not in before:
                found[name] = replace(bound, nullable=True)
    return found if clause.optional else _narrowed(found, clause.where)


def _narrowed(scope: dict[str, Binding], where: Expr | None) -> Scope:
    for name in known_not_null(where):
        if name in scope:
            scope[name] = replace(scope[name], nullable=False)
    return scope
