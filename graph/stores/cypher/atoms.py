"""Operands: literals, names, calls, lists, maps, CASE, comprehensions, subqueries, patterns."""

from __future__ import annotations

from collections.abc import Callable

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher import clauses, expressions, patterns
from clew.graph.stores.cypher.cursor import Cursor
from clew.graph.stores.cypher.tree import Expr, PathPattern

_CONSTANTS = {"TRUE", "FALSE", "NULL"}
_COMPARED = ("=", "<>", "<", ">", "<=", ">=", "=~")


def atom(c: Cursor) -> Expr:
    """Read one operand without what follows it."""
    token = c.token
    if token.kind in ("number", "string"):
        c.take()
        return Expr("literal", token.start, token.end)
    if token.kind == "parameter":
        c.take()
        return Expr("parameter", token.start, token.end, name=token.text)
    if token.kind in ("name", "quoted"):
        return _named(c)
    if c.at_symbol("("):
        return _bracketed(c)
    if c.at_symbol("["):
        return _listed(c)
    if c.at_symbol("{"):
        return map_literal(c)
    c.fail("expected an expression")


def label_test(c: Cursor, left: Expr) -> Expr:
    """Read `:Label` behind an operand, with its `|`, `&`, `!`."""
    patterns.labels(c, ":")
    return Expr("labels", left.start, c.last_end, (left,))


def map_literal(c: Cursor) -> Expr:
    """Read `{key: value, …}`."""
    start = c.expect("{").start
    values: list[Expr] = []
    while not c.at_symbol("}"):
        c.name("a key")
        c.expect(":")
        values.append(_open(c))
        if not c.accept(","):
            break
    c.expect("}")
    return Expr("map", start, c.last_end, tuple(values))


def _open(c: Cursor) -> Expr:
    # Inside brackets of its own, `|` is not the bar of a comprehension outside.
    filtering, c.filtering = c.filtering, False
    found = expressions.expression(c)
    c.filtering = filtering
    return found


def _named(c: Cursor) -> Expr:
    token = c.token
    special = _SPECIAL.get(token.word)
    if special is not None:
        found = special(c)
        if found is not None:
            return found
    count = 1
    while c.at_symbol(".", count) and c.at_name(count + 1):
        count += 2
    if c.at_symbol("(", count):
        return _call(c, count)
    c.take()
    if token.word in _CONSTANTS:
        return Expr("literal", token.start, token.end, name=token.word)
    variable = Expr("variable", token.start, token.end, name=token.text)
    return _map_projection(c, variable) if c.at_symbol("{") else variable


def _call(c: Cursor, count: int) -> Expr:
    start = c.token.start
    name = "".join(c.take().text for _ in range(count)).lower()
    c.expect("(")
    if c.accept("*"):
        c.expect(")")
        return Expr("call", start, c.last_end, name=name)
    c.accept_words("DISTINCT")
    arguments: list[Expr] = []
    while not c.at_symbol(")"):
        arguments.append(_open(c))
        if not c.accept(","):
            break
    c.expect(")")
    return Expr("call", start, c.last_end, tuple(arguments), name)


def _map_projection(c: Cursor, variable: Expr) -> Expr:
    c.expect("{")
    parts = [variable]
    while not c.at_symbol("}"):
        if c.accept("."):
            if not c.accept("*"):
                c.name("a property")
        elif c.at_symbol(":", 1):
            c.name("a key")
            c.take()
            parts.append(_open(c))
        else:
            token = c.token
            parts.append(Expr("variable", token.start, token.end, name=c.name("a variable")))
        if not c.accept(","):
            break
    c.expect("}")
    return Expr("projection", variable.start, c.last_end, tuple(parts))


def _bracketed(c: Cursor) -> Expr:
    path = _try_pattern(c)
    if path is not None:
        return Expr("pattern", path.start, path.end, pattern=path)
    start = c.take().start
    inside = _open(c)
    c.expect(")")
    # The brackets belong to the expression: whoever moves it moves them with it.
    return Expr("brackets", start, c.last_end, (inside,))


def _try_pattern(c: Cursor) -> PathPattern | None:
    if c.at in c.not_patterns or not _joined(c, c.token.mate + 1):
        return None
    before = c.mark()
    try:
        return patterns.chain(c)
    except QueryRefused:
        c.back(before)
        return None


def _joined(c: Cursor, index: int) -> bool:
    # A pattern goes on with `-` and `-` or `[`, or with `<-`, behind its first node.
    first, second = c.tokens[index], c.tokens[min(index + 1, len(c.tokens) - 1)]
    return (first.text == "-" and second.text in ("-", "[")) or (
        first.text == "<" and second.text == "-"
    )


def _listed(c: Cursor) -> Expr:
    if c.at_name(1) and c.ahead(2).word == "IN":
        return _filter(c)
    gathered = _try_gather(c)
    if gathered is not None:
        return gathered
    start = c.take().start
    values: list[Expr] = []
    while not c.at_symbol("]"):
        values.append(_open(c))
        if not c.accept(","):
            break
    c.expect("]")
    return Expr("list", start, c.last_end, tuple(values))


def _filter(c: Cursor) -> Expr:
    start = c.expect("[").start
    name = c.name()
    c.expect_words("IN")
    filtering, c.filtering = c.filtering, True
    source = expressions.expression(c)
    inner = [expressions.expression(c)] if c.accept_words("WHERE") else []
    c.filtering = filtering
    if c.accept("|"):
        inner.append(_open(c))
    c.expect("]")
    return Expr("filter", start, c.last_end, (source,), binds=(name,), inner=tuple(inner))


def _try_gather(c: Cursor) -> Expr | None:
    before = c.mark()
    named = c.at_name(1) and c.at_symbol("=", 2)
    opening = 3 if named else 1
    if c.at in c.not_patterns or not c.at_symbol("(", opening):
        return None
    if not _joined(c, c.ahead(opening).mate + 1):
        return None
    try:
        return _gather(c, named)
    except QueryRefused:
        c.back(before)
        return None


def _gather(c: Cursor, named: bool) -> Expr:
    start = c.take().start
    variable = c.name() if named else ""
    if named:
        c.expect("=")
    path = patterns.chain(c)
    path.variable = variable
    filtering, c.filtering = c.filtering, True
    inner = [expressions.expression(c)] if c.accept_words("WHERE") else []
    c.filtering = filtering
    c.expect("|")
    inner.append(_open(c))
    c.expect("]")
    return Expr("gather", start, c.last_end, inner=tuple(inner), pattern=path)


def _case(c: Cursor) -> Expr | None:
    if c.ahead(1).kind == "symbol" and c.ahead(1).text not in ("(", "[", "{", "-"):
        return None
    start = c.take().start
    parts = [] if c.at_word("WHEN") else [_open(c)]
    while c.accept_words("WHEN"):
        parts.append(_when(c))
        while c.accept(","):
            parts.append(_when(c))
        c.expect_words("THEN")
        parts.append(_open(c))
    if c.accept_words("ELSE"):
        parts.append(_open(c))
    c.expect_words("END")
    return Expr("case", start, c.last_end, tuple(parts))


def _when(c: Cursor) -> Expr:
    if c.token.kind == "symbol" and c.token.text in _COMPARED:
        c.take()
        return expressions.operation(c, expressions.SUM)
    return _open(c)


def _quantifier(c: Cursor) -> Expr | None:
    if not (c.at_symbol("(", 1) and c.at_name(2) and c.ahead(3).word == "IN"):
        return None
    token = c.take()
    c.expect("(")
    name = c.name()
    c.expect_words("IN")
    source = _open(c)
    inner = (_open(c),) if c.accept_words("WHERE") else ()
    c.expect(")")
    kind = token.word.lower()
    return Expr(kind, token.start, c.last_end, (source,), binds=(name,), inner=inner)


def _reduce(c: Cursor) -> Expr | None:
    if not (c.at_symbol("(", 1) and c.at_name(2) and c.at_symbol("=", 3)):
        return None
    start = c.take().start
    c.expect("(")
    total = c.name()
    c.expect("=")
    first = _open(c)
    c.expect(",")
    name = c.name()
    c.expect_words("IN")
    source = _open(c)
    c.expect("|")
    step = _open(c)
    c.expect(")")
    binds = (total, name)
    return Expr("reduce", start, c.last_end, (first, source), binds=binds, inner=(step,))


def _subquery(c: Cursor) -> Expr | None:
    if not c.at_symbol("{", 1):
        return None
    token = c.take()
    c.expect("{")
    query = clauses.subquery(c)
    c.expect("}")
    return Expr(token.word.lower(), token.start, c.last_end, query=query)


def _shortest(c: Cursor) -> Expr | None:
    if not c.at_symbol("(", 1):
        return None
    path = patterns.path(c)
    return Expr("path", path.start, path.end, pattern=path)


_SPECIAL: dict[str, Callable[[Cursor], Expr | None]] = {
    "CASE": _case,
    "ALL": _quantifier,
    "ANY": _quantifier,
    "NONE": _quantifier,
    "SINGLE": _quantifier,
    "REDUCE": _reduce,
    "EXISTS": _subquery,
    "COUNT": _subquery,
    "COLLECT": _subquery,
    "SHORTESTPATH": _shortest,
    "ALLSHORTESTPATHS": _shortest,
}
