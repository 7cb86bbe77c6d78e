"""Expressions: operators by precedence, what follows an operand, and the operand's own kinds."""

from __future__ import annotations

from clew.graph.stores.cypher import atoms
from clew.graph.stores.cypher.cursor import Cursor
from clew.graph.stores.cypher.tree import Expr

OR, XOR, AND, NOT, COMPARE, TEST, SUM, PRODUCT, POWER = range(1, 10)

_SYMBOLS = {
    "=": (COMPARE, "compare"),
    "<>": (COMPARE, "compare"),
    "<": (COMPARE, "compare"),
    ">": (COMPARE, "compare"),
    "<=": (COMPARE, "compare"),
    ">=": (COMPARE, "compare"),
    "=~": (TEST, "text"),
    "+": (SUM, "sum"),
    "-": (SUM, "sum"),
    "||": (SUM, "sum"),
    "*": (PRODUCT, "product"),
    "/": (PRODUCT, "product"),
    "%": (PRODUCT, "product"),
    "^": (POWER, "power"),
}
_WORDS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "OR": (OR, "or", ("OR",)),
    "XOR": (XOR, "xor", ("XOR",)),
    "AND": (AND, "and", ("AND",)),
    "IN": (TEST, "in", ("IN",)),
    "CONTAINS": (TEST, "text", ("CONTAINS",)),
    "STARTS": (TEST, "text", ("STARTS", "WITH")),
    "ENDS": (TEST, "text", ("ENDS", "WITH")),
}


def expression(c: Cursor) -> Expr:
    """Read one expression."""
    c.deeper()
    found = operation(c, OR)
    c.depth -= 1
    return found


def operation(c: Cursor, floor: int) -> Expr:
    """Read operators of precedence `floor` and above; a chain of one kind becomes one node."""
    left = _negation(c) if floor <= NOT and c.at_word("NOT") else _signed(c)
    while True:
        if c.at_word("IS") and floor <= TEST:
            left = _is(c, left)
            continue
        found = _operator(c)
        if found is None or found[0] < floor:
            return left
        level, kind, _ = found
        parts, words = [left], []
        while (found := _operator(c)) is not None and found[1] == kind:
            words.append(c.token.word or c.token.text)
            c.at += found[2]
            parts.append(operation(c, level + 1))
        name = words[0] if len(words) == 1 else " ".join(words)
        left = Expr(kind, left.start, c.last_end, tuple(parts), name)


def _operator(c: Cursor) -> tuple[int, str, int] | None:
    token = c.token
    if token.kind == "symbol":
        found = _SYMBOLS.get(token.text)
        return None if found is None else (*found, 1)
    worded = _WORDS.get(token.word)
    if worded is None or (len(worded[2]) == 2 and c.ahead(1).word != worded[2][1]):
        return None
    return worded[0], worded[1], len(worded[2])


def _negation(c: Cursor) -> Expr:
    start = c.take().start
    c.deeper()
    inside = operation(c, NOT)
    c.depth -= 1
    return Expr("not", start, c.last_end, (inside,))


def _signed(c: Cursor) -> Expr:
    if not (c.at_symbol("-") or c.at_symbol("+")):
        return _postfixed(c)
    sign = c.take()
    c.deeper()
    inside = _signed(c)
    c.depth -= 1
    return Expr("sign", sign.start, c.last_end, (inside,), sign.text)


def _is(c: Cursor, left: Expr) -> Expr:
    c.take()
    negative = c.accept_words("NOT")
    if c.accept_words("NULL"):
        return Expr("null", left.start, c.last_end, (left,), "NOT" if negative else "")
    if c.accept("::") or c.accept_words("TYPED"):
        _type(c)
    else:
        if c.at_word("NFC", "NFD", "NFKC", "NFKD"):
            c.take()
        c.expect_words("NORMALIZED")
    return Expr("type", left.start, c.last_end, (left,))


def _type(c: Cursor) -> None:
    c.name("a type")
    while True:
        if c.at_word(
            "NOT", "NULL", "WITHOUT", "WITH", "TIME", "ZONE", "ZONED", "LOCAL", "TIMEZONE"
        ):
            if c.at_word("WITH") and c.ahead(1).word not in ("TIME", "TIMEZONE"):
                return
            c.take()
        elif c.at_symbol("<") or (c.at_symbol("|") and not c.filtering):
            opened = c.take().text == "<"
            _type(c)
            if opened:
                c.expect(">")
        else:
            return


def _postfixed(c: Cursor) -> Expr:
    left = atoms.atom(c)
    before = c.depth
    while c.token.kind == "symbol":
        if c.at_symbol("."):
            c.deeper()
            c.take()
            left = Expr("property", left.start, c.ahead(0).end, (left,), c.name("a property"))
        elif c.at_symbol("["):
            c.deeper()
            left = _indexed(c, left)
        elif c.at_symbol(":") and left.kind in ("variable", "property", "index", "call"):
            left = atoms.label_test(c, left)
        else:
            break
    c.depth = before
    return left


def _indexed(c: Cursor, left: Expr) -> Expr:
    c.expect("[")
    parts, kind = [left], "index"
    if not c.at_symbol(".."):
        parts.append(expression(c))
    if c.accept(".."):
        kind = "slice"
        if not c.at_symbol("]"):
            parts.append(expression(c))
    c.expect("]")
    return Expr(kind, left.start, c.last_end, tuple(parts))
