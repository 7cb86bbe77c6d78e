"""Make a text smaller while something stays true of it: on the parse tree, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tree import (
    Clause,
    Expr,
    GroupPattern,
    Match,
    NodePattern,
    PathPattern,
    Projection,
    Query,
    RelPattern,
    Subquery,
)

#: A change: from where to where, and what stands there then.
Change = tuple[int, int, str]
#: What may stand for any expression.
_CONSTANTS = ("true", "null", "1")


def shrink(text: str, holds: Callable[[str], bool], *, tries: int = 400) -> str:
    """Return a smallest text that one change more would spoil, after at most so many tries."""
    seen = {text}
    left, found = tries, True
    while found and left > 0:
        found = False
        for smaller in sorted(smaller_texts(text), key=len):
            if smaller in seen or len(smaller) >= len(text):
                continue
            seen.add(smaller)
            left -= 1
            if left <= 0:
                break
            if holds(smaller):
                text, found = smaller, True
                break
    return text


def smaller_texts(text: str) -> list[str]:
    """Return the texts that one change makes of a text, those that can be read."""
    found: dict[str, None] = {}
    for start, end, words in _changes(text):
        one = " ".join(f"{text[:start]}{words}{text[end:]}".split())
        try:
            parse(one)
        except QueryRefused:
            continue
        found[one] = None
    return list(found)


def _changes(text: str) -> Iterator[Change]:
    query = parse(text).query
    yield from _unions(query, text)
    for clause in list(all_clauses(query)):
        yield clause.start, clause.end, ""
        yield from _clause(clause, text)
    for expr in query_expressions(query):
        for part in walk(expr):
            yield from _expression(part, text)
    for path in _paths(query):
        yield from _path(path, text)


def _unions(query: Query, text: str) -> Iterator[Change]:
    if len(query.singles) > 1:
        for single in query.singles:
            yield query.start, query.end, text[single.start : single.end]


def _clause(clause: Clause, text: str) -> Iterator[Change]:
    where = getattr(clause, "where", None)
    if where is not None:
        yield clause.where_start, where.end, ""  # type: ignore[union-attr]
    if isinstance(clause, Match):
        if clause.optional:
            yield clause.start, clause.start + len("OPTIONAL"), ""
        if len(clause.patterns) > 1:
            for one in clause.patterns:
                rest = [text[p.start : p.end] for p in clause.patterns if p is not one]
                first, last = clause.patterns[0], clause.patterns[-1]
                yield first.start, last.end, ", ".join(rest)
    elif isinstance(clause, Projection):
        yield from _projection(clause, text)
    elif isinstance(clause, Subquery):
        if clause.optional:
            yield clause.start, clause.start + len("OPTIONAL"), ""
        yield clause.start, clause.end, text[clause.query.start : clause.query.end]


def _projection(clause: Projection, text: str) -> Iterator[Change]:
    body = clause.start + len(clause.word)
    if clause.word == "RETURN":
        yield clause.start, clause.end, "RETURN count(*)"
    else:
        yield clause.start, clause.end, "WITH *"
    if clause.distinct:
        yield body, body + 1 + len("DISTINCT"), " "
    if clause.order_start >= 0:
        after = clause.cut_start if clause.cut else clause.body_end
        yield clause.order_start, after, " "
        for part in clause.order:
            yield clause.order_start, after, f"ORDER BY {text[part.start : part.end]} "
    if clause.cut:
        yield clause.cut_start, clause.body_end, ""
        for part in clause.cuts:
            for word in ("SKIP", "LIMIT"):
                yield clause.cut_start, clause.body_end, f"{word} {text[part.start : part.end]}"
    if len(clause.items) > 1:
        spelled = [text[item.expr.start : item.end] for item in clause.items]
        first, last = clause.items[0].expr.start, clause.items[-1].end
        for n in range(len(spelled)):
            yield first, last, ", ".join(spelled[:n] + spelled[n + 1 :])


def _expression(expr: Expr, text: str) -> Iterator[Change]:
    if expr.kind in ("variable", "literal", "parameter"):
        return
    parts = [*expr.parts, *expr.inner]
    for part in parts:
        yield expr.start, expr.end, text[part.start : part.end]
    if expr.kind in ("and", "or", "xor") and len(parts) > 2:
        for one in parts:
            rest = [text[p.start : p.end] for p in parts if p is not one]
            yield expr.start, expr.end, f" {expr.name.split()[0]} ".join(rest)
    for word in _CONSTANTS:
        yield expr.start, expr.end, word


def _paths(query: Query) -> Iterator[PathPattern]:
    for clause in all_clauses(query):
        if isinstance(clause, Match):
            yield from clause.patterns
    for expr in query_expressions(query):
        for part in walk(expr):
            if part.pattern is not None:
                yield part.pattern


def _path(path: PathPattern, text: str) -> Iterator[Change]:
    elements = path.elements
    if path.variable and text[path.start : path.start + len(path.variable)] == path.variable:
        yield path.start, text.index("=", path.start) + 1, ""
    if len(elements) > 2 and not path.selector:
        yield elements[0].start, elements[2].start if _edged(path, 1) else elements[1].start, ""
        last = elements[-3].end if _edged(path, -2) else elements[-2].end
        yield last, elements[-1].end, ""
    for element in elements:
        if isinstance(element, GroupPattern):
            yield element.start, element.end, ""
            if element.where is not None:
                yield element.path.end, element.where.end, ""
            yield from _path(element.path, text)
        else:
            yield from _element(element, text)


def _edged(path: PathPattern, index: int) -> bool:
    return isinstance(path.elements[index], RelPattern)


def _element(element: NodePattern | RelPattern, text: str) -> Iterator[Change]:
    if element.where is not None:
        yield element.where_start, element.where.end, ""
    if element.properties is not None:
        yield element.properties.start, element.properties.end, ""
    if isinstance(element, NodePattern):
        yield element.start, element.end, f"({element.variable})"
        yield element.start, element.end, "()"
        for label in element.labels:
            yield element.start, element.end, f"({element.variable}:{label})"
        return
    left, right = (
        ("<" if element.direction == "<" else ""),
        (">" if element.direction == ">" else ""),
    )
    for inside in (element.variable, f":{element.types[0]}" if element.types else ""):
        yield element.start, element.end, f"{left}-[{inside}]-{right}"
    if element.types:
        inside = f"{element.variable}:{element.types[0]}"
        yield element.start, element.end, f"{left}-[{inside}]-{right}"
