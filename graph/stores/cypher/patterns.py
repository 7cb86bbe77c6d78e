"""Patterns: nodes, relationships, quantified parts, path selectors, label expressions."""

from __future__ import annotations

from clew.graph.stores.cypher import atoms, expressions
from clew.graph.stores.cypher.cursor import Cursor
from clew.graph.stores.cypher.tree import (
    Element,
    Expr,
    GroupPattern,
    NodePattern,
    PathPattern,
    RelPattern,
)


def pattern_list(c: Cursor) -> list[PathPattern]:
    """Read the patterns of a MATCH, CREATE or bare subquery."""
    found = [path(c)]
    while c.accept(","):
        found.append(path(c))
    return found


def path(c: Cursor) -> PathPattern:
    """Read `[name =] [selector] chain` or `shortestPath(chain)`."""
    start, variable = c.token.start, ""
    if c.at_name() and c.at_symbol("=", 1):
        variable = c.name()
        c.take()
    chosen = "1"
    if c.at_word("SHORTESTPATH", "ALLSHORTESTPATHS") and c.at_symbol("(", 1):
        selector = c.take().text.lower()
        c.expect("(")
        found = chain(c)
        c.expect(")")
    else:
        selector, chosen = _selector(c)
        found = chain(c)
    found.start, found.end, found.variable = start, c.last_end, variable
    found.selector, found.chosen = selector, chosen
    return found


def chain(c: Cursor) -> PathPattern:
    """Read nodes, relationships and groups in a row."""
    c.deeper()
    found = PathPattern(c.token.start, -1)
    found.elements.append(_bracketed(c))
    while True:
        if c.at_symbol("("):
            found.elements.append(_bracketed(c))
        elif c.at_symbol("-") or (c.at_symbol("<") and c.at_symbol("-", 1)):
            found.elements.append(_relationship(c))
            found.elements.append(_bracketed(c))
        else:
            break
    found.end = c.last_end
    c.depth -= 1
    return found


def labels(c: Cursor, joint: str) -> tuple[str, ...]:
    """Read a label or type expression that a joint (`:` or IS) opens; returns the names in it."""
    if joint == ":":
        c.expect(":")
    names: list[str] = []
    _alternatives(c, names)
    return tuple(names)


def _selector(c: Cursor) -> tuple[str, str]:
    """Read SHORTEST 2, ANY SHORTEST, ALL SHORTEST PATHS, SHORTEST 2 GROUPS, ALL and their like."""
    word = c.token.word
    if word not in ("SHORTEST", "ANY", "ALL"):
        return "", "1"
    c.take()
    shortest = c.accept_words("SHORTEST") or word == "SHORTEST"
    chosen = c.take().text if c.token.kind in ("number", "parameter") else "1"
    groups = word == "ALL"
    while c.at_word("PATH", "PATHS", "GROUP", "GROUPS"):
        groups = c.take().word.startswith("GROUP") or groups
    return ("groups" if groups else "shortest") if shortest or word == "ANY" else "all", chosen


def _bracketed(c: Cursor) -> Element:
    if c.at_symbol("(") and (c.at_symbol("(", 1) or (c.at_name(1) and c.at_symbol("=", 2))):
        return _group(c)
    return _node(c)


def _group(c: Cursor) -> GroupPattern:
    start = c.expect("(").start
    inside = path(c)
    where = _where(c)
    c.expect(")")
    bounds = _quantifier(c)
    return GroupPattern(start, c.last_end, inside, where, bounds is not None, bounds or ("", ""))


def _node(c: Cursor) -> NodePattern:
    found = NodePattern(c.expect("(").start, -1)
    found.variable, found.named = _variable(c)
    found.labels = _labels(c)
    found.properties = _properties(c)
    found.where_start = c.token.start
    found.where = _where(c)
    c.expect(")")
    found.end = c.last_end
    return found


def _variable(c: Cursor) -> tuple[str, tuple[int, int]]:
    # WHERE and IS may be names too, where nothing that they open follows.
    after = c.ahead(1)
    ended = after.kind == "symbol" and after.text in ("{", ":", ")", "]", "*")
    if not c.at_name() or (c.at_word("WHERE", "IS") and not ended):
        return "", (-1, -1)
    token = c.take()
    return token.text, (token.start, token.end)


def _labels(c: Cursor) -> tuple[str, ...]:
    if c.at_symbol(":"):
        return labels(c, ":")
    return labels(c, "IS") if c.accept_words("IS") else ()


def _properties(c: Cursor) -> Expr | None:
    if c.at_symbol("{"):
        return atoms.map_literal(c)
    return atoms.atom(c) if c.token.kind == "parameter" else None


def _where(c: Cursor) -> Expr | None:
    if not c.accept_words("WHERE"):
        return None
    filtering, c.filtering = c.filtering, False
    found = expressions.expression(c)
    c.filtering = filtering
    return found


def _relationship(c: Cursor) -> RelPattern:
    start = c.token.start
    left = c.accept("<")
    c.expect("-")
    found = RelPattern(start, -1, "")
    if c.accept("["):
        # no bar of a comprehension outside stands between these brackets
        filtering, c.filtering = c.filtering, False
        _inside_relationship(c, found)
        c.filtering = filtering
        c.expect("]")
    c.expect("-")
    right = c.accept(">")
    found.direction = "" if left == right else "<" if left else ">"
    found.arrow_end = c.last_end
    bounds = _quantifier(c)
    found.quantified, found.bounds = bounds is not None, bounds or ("", "")
    found.repeated = found.repeated or found.quantified
    found.end = c.last_end
    return found


def _inside_relationship(c: Cursor, found: RelPattern) -> None:
    found.variable, found.named = _variable(c)
    found.types = _labels(c)
    found.repeated = c.accept("*")
    if found.repeated:
        _length(c)
    found.properties = _properties(c)
    found.where_start = c.token.start
    found.where = _where(c)


def _length(c: Cursor) -> None:
    _number(c)
    if c.accept(".."):
        _number(c)


def _number(c: Cursor) -> str:
    return c.take().text if c.token.kind in ("number", "parameter") else ""


def _quantifier(c: Cursor) -> tuple[str, str] | None:
    if c.accept("+"):
        return "1", ""
    if c.accept("*"):
        return "0", ""
    if not c.accept("{"):
        return None
    least = most = _number(c)
    if c.accept(","):
        most = _number(c)
    c.expect("}")
    return least or "0", most


def _alternatives(c: Cursor, names: list[str]) -> None:
    _together(c, names)
    while c.at_symbol("|") and not (c.filtering and _bar_ends(c)):
        c.take()
        c.accept(":")
        _together(c, names)


def _bar_ends(c: Cursor) -> bool:
    # In `[n IN nodes(p) WHERE n:Company | n.name]` the bar belongs to the comprehension.
    if not c.at_name(1):
        return not (c.at_symbol("!", 1) or c.at_symbol(":", 1) or c.at_symbol("%", 1))
    after = c.ahead(2)
    if after.kind == "symbol" and after.text in ("]", "|", "&"):
        c.fail("| can be read in two ways here; put the label test in round brackets")
    return True


def _together(c: Cursor, names: list[str]) -> None:
    _one_label(c, names)
    while c.accept("&") or (c.at_symbol(":") and c.at_name(1) and c.take().text == ":"):
        _one_label(c, names)


def _one_label(c: Cursor, names: list[str]) -> None:
    while c.accept("!"):
        pass
    if c.accept("%"):
        return
    if c.accept("("):
        c.deeper()
        filtering, c.filtering = c.filtering, False
        _alternatives(c, names)
        c.filtering = filtering
        c.depth -= 1
        c.expect(")")
    elif c.at_symbol("$"):
        c.fail("a computed label is not supported; write the label itself")
    else:
        names.append(c.name("a label"))
