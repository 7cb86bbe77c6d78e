"""Patterns and subqueries as values: predicates, EXISTS, COUNT, COLLECT, comprehensions."""

from __future__ import annotations

from tests.differential import expressions, patterns
from tests.differential.state import State


def pattern(s: State) -> str:
    """Make a pattern predicate, which may name nothing new."""
    names = s.of("node")
    far = f"({s.pick(names)})" if len(names) > 1 and s.chance(0.4) else s.pick(("()", "(:Company)"))
    left, right = s.weighted([(("", ">"), 4), (("<", ""), 2), (("", ""), 2)])
    near = s.pick(names)
    s.at = s.sorts.get(near, ())
    kind = f"[:{s.types(left, right)}]" if s.chance(0.8) else ""
    if s.of("edge") and s.chance(0.15):
        kind = f"[{s.pick(s.of('edge'))}]"
    found = f"({near}){left}-{kind}-{right}{far}"
    return f"NOT {found}" if s.chance(0.4) else found


def _inside(s: State, *, bare: bool = False) -> str:
    before, rows, mixed = dict(s.kinds), s.rows, s.mixed
    s.rows, s.depth, s.mixed = 1.0, s.depth + 1, ""
    steps = 1 if s.brief else s.weighted([(1, 6), (2, 2)])
    words = "" if bare or s.chance(0.5) else "MATCH "
    found = words + patterns.chain(s, steps=steps, known=0.93, simple=s.chance(0.8))
    if s.chance(0.2 if s.brief else 0.35):
        found += f" WHERE {expressions.truth(s, 0 if s.depth > 1 or s.chance(0.7) else 1)}"
    if words and s.chance(0.12) and s.depth < 3:
        found += f" MATCH {patterns.chain(s, steps=1, known=0.95, simple=True)}"
    s.kinds, s.rows, s.depth, s.mixed = before, rows, s.depth - 1, mixed
    return found


def exists(s: State) -> str:
    """Make EXISTS { … } or its negation."""
    found = f"EXISTS {{ {_inside(s)} }}" if s.depth < 2 else pattern(s)
    return f"NOT {found}" if s.chance(0.4) else found


def count(s: State) -> str:
    """Make COUNT { … }."""
    return f"COUNT {{ {_inside(s)} }}" if s.depth < 2 else "1"


def counted(s: State) -> str:
    """Make a comparison of COUNT { … } with a number."""
    one, two = count(s), str(s.pick((0, 1, 2, 3)))
    if s.chance(0.2):
        one, two = two, one
    return f"{one} {s.pick(('=', '<>', '<', '>', '<=', '>='))} {two}"


def gathered(s: State) -> str:
    """Make the size of a pattern comprehension or of COLLECT { … }."""
    if s.depth > 1:
        return "2"
    if s.chance(0.3):
        names = s.of("node")
        kind = s.types()
        found = f"MATCH ({s.pick(names)})-[:{kind}]-(x) RETURN {s.pick(('', 'DISTINCT '))}x.id"
        return f"size(COLLECT {{ {found} }})"
    if s.chance(0.2):
        return f"size([{_of_path(s)}])"
    before, rows = dict(s.kinds), s.rows
    s.rows, s.depth = 1.0, s.depth + 1
    inside = patterns.chain(s, steps=1, known=1.0, simple=True)
    where = f" WHERE {expressions.truth(s, 0)}" if s.chance(0.4) else ""
    shown = expressions.text(s, 0)
    s.kinds, s.rows, s.depth = before, rows, s.depth - 1
    return f"size([{inside}{where} | {shown}])"


def _of_path(s: State) -> str:
    """Make the inside of a comprehension that names its path, or a relationship found before."""
    near, far, edges = s.pick(s.of("node")), s.unseen("node"), s.of("edge")
    if edges and s.chance(0.5):
        return f"({near})-[{s.pick(edges)}]-({far}) | {far}.id"
    path, kind = s.unseen("path"), s.types()
    test = s.pick(("length({0}) = 2", "all(x IN relationships({0}) WHERE x.status = 'reported')"))
    where = f" WHERE {test.format(path)}" if s.chance(0.7) else ""
    return f"{path} = ({near})-[:{kind}*1..2]->({far}){where} | length({path})"
