"""Clauses that read: MATCH, UNWIND, WITH, RETURN, CALL; and how they make up a query."""

from __future__ import annotations

from clew.graph.stores.cypher import expressions, patterns, writes
from clew.graph.stores.cypher.cursor import Cursor
from clew.graph.stores.cypher.tree import (
    Clause,
    Expr,
    Item,
    Match,
    Procedure,
    Projection,
    Query,
    Single,
    Subquery,
    Unwind,
)


def query(c: Cursor) -> Query:
    """Read clauses up to the end, a closing bracket or a semicolon, with their UNIONs."""
    start = c.token.start
    singles, union_all = [_single(c)], False
    while c.accept_words("UNION"):
        union_all = c.accept_words("ALL")
        c.accept_words("DISTINCT")
        singles.append(_single(c))
    return Query(start, c.last_end, singles, union_all)


def subquery(c: Cursor) -> Query:
    """Read what EXISTS, COUNT or COLLECT hold: a query, or bare patterns with a WHERE."""
    c.deeper()
    filtering, c.filtering = c.filtering, False
    bare = c.at_symbol("(") or (c.at_name() and c.at_symbol("=", 1))
    if bare or c.at_word("SHORTEST", "ALL", "ANY", "SHORTESTPATH", "ALLSHORTESTPATHS"):
        start = c.token.start
        match = _match(c, start)
        match.implied = True
        found = Query(start, c.last_end, [Single(start, c.last_end, [match])])
    else:
        found = query(c)
    c.filtering = filtering
    c.depth -= 1
    return found


def _single(c: Cursor) -> Single:
    start = c.token.start
    clauses: list[Clause] = []
    while not _over(c):
        clauses.append(_clause(c))
    if not clauses:
        c.fail("expected a clause")
    return Single(start, c.last_end, clauses)


def _over(c: Cursor) -> bool:
    token = c.token
    if token.kind == "symbol":
        return token.text in ("}", ")", ";")
    return token.kind == "end" or token.word == "UNION"


def _clause(c: Cursor) -> Clause:
    start = c.token.start
    optional = c.at_word("OPTIONAL") and c.ahead(1).word in ("MATCH", "CALL")
    if optional:
        c.take()
    if c.accept_words("MATCH"):
        found = _match(c, start)
        found.optional = optional
        return found
    if c.accept_words("CALL"):
        return _call(c, start, optional)
    if c.accept_words("UNWIND"):
        values = expressions.expression(c)
        c.expect_words("AS")
        alias = c.name()
        return Unwind(start, c.last_end, values, alias)
    if c.at_word("WITH", "RETURN"):
        return _projection(c)
    return writes.clause(c)


def _match(c: Cursor, start: int) -> Match:
    found = Match(start, -1, patterns.pattern_list(c))
    while c.accept_words("USING"):
        _hint(c)
    found.where, found.where_start = _where(c)
    found.end = c.last_end
    return found


def _hint(c: Cursor) -> None:
    # USING INDEX n:Label(property), USING SCAN n:Label, USING JOIN ON n
    while c.at_word("TEXT", "RANGE", "POINT", "INDEX", "SEEK", "SCAN", "JOIN", "ON"):
        c.take()
    c.name("a variable")
    if c.at_symbol(":"):
        patterns.labels(c, ":")
    if c.accept("("):
        c.name("a property")
        while c.accept(","):
            c.name("a property")
        c.expect(")")


def _where(c: Cursor) -> tuple[Expr | None, int]:
    if not c.at_word("WHERE"):
        return None, -1
    start = c.take().start
    return expressions.expression(c), start


def _projection(c: Cursor) -> Projection:
    token = c.take()
    found = Projection(token.start, -1, token.word, [])
    if c.at_word("DISTINCT") and not (c.at_symbol(",", 1) or c.at_symbol(".", 1)):
        found.distinct = bool(c.take())
    found.star = c.accept("*")
    if not found.star or c.accept(","):
        found.items.append(_item(c))
        while c.accept(","):
            found.items.append(_item(c))
    found.body_end = c.last_end
    _order(c, found)
    while c.at_word("SKIP", "OFFSET", "LIMIT"):
        cut = c.take()
        found.cut_start = cut.start if found.cut_start < 0 else found.cut_start
        found.cuts.append(expressions.expression(c))
    found.body_end = c.last_end
    if token.word == "WITH":
        found.where, found.where_start = _where(c)
    found.end = c.last_end
    return found


def _item(c: Cursor) -> Item:
    expr = expressions.expression(c)
    if c.accept_words("AS"):
        return Item(expr, c.name("an alias"), True, c.last_end)
    name = expr.name if expr.kind == "variable" else c.text[expr.start : expr.end]
    return Item(expr, name, False, c.last_end)


def _order(c: Cursor, found: Projection) -> None:
    if not (c.at_word("ORDER") and c.ahead(1).word == "BY"):
        return
    found.order_start = c.take().start
    c.take()
    while True:
        found.order.append(expressions.expression(c))
        if c.at_word("ASC", "ASCENDING", "DESC", "DESCENDING"):
            c.take()
        if not c.accept(","):
            return


def _call(c: Cursor, start: int, optional: bool) -> Clause:
    if c.at_symbol("{") or c.at_symbol("("):
        return _call_query(c, start, optional)
    name = c.name("a procedure")
    while c.accept("."):
        name += "." + c.name("a procedure")
    found = Procedure(start, -1, name.lower(), [], optional=optional)
    if c.accept("("):
        while not c.at_symbol(")"):
            found.arguments.append(expressions.expression(c))
            if not c.accept(","):
                break
        c.expect(")")
    if c.accept_words("YIELD") and not c.accept("*"):
        found.yields.append(_yielded(c))
        while c.accept(","):
            found.yields.append(_yielded(c))
        found.where, found.where_start = _where(c)
    found.end = c.last_end
    return found


def _yielded(c: Cursor) -> str:
    name = c.name()
    return c.name() if c.accept_words("AS") else name


def _call_query(c: Cursor, start: int, optional: bool) -> Subquery:
    imports: list[str] | None = None
    if c.accept("("):
        imports = ["*"] if c.accept("*") else []
        while c.at_name():
            imports.append(c.name())
            if not c.accept(","):
                break
        c.expect(")")
    c.expect("{")
    c.deeper()
    inside = query(c)
    c.depth -= 1
    c.expect("}")
    found = Subquery(start, -1, inside, imports, optional)
    if (
        c.at_word("IN")
        and c.ahead(1).word in ("TRANSACTIONS", "CONCURRENT")
        or (c.at_word("IN") and c.ahead(1).kind == "number")
    ):
        c.fail("CALL … IN TRANSACTIONS is for writing; leave IN TRANSACTIONS out")
    found.end = c.last_end
    return found
