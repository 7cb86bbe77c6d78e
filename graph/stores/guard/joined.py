"""Shape G: a condition that joins two variables is checked before the second one is bound.

The engine pushes a conjunct to the first node when it does not see the other variable inside it.
Plain comparisons are seen; whatever else a conjunct holds, it goes behind `WITH *`, where all is
bound. Plain conjuncts stay, so that they still find their index.
"""

from __future__ import annotations

from collections.abc import Set

from clew.graph.stores.cypher.conditions import conjuncts, names, pattern_names, walk
from clew.graph.stores.cypher.scopes import Scope, Step
from clew.graph.stores.cypher.tree import Expr, GroupPattern, Match, PathPattern, RelPattern
from clew.graph.stores.guard.edits import Edits, Piece

_NOTE = "a condition over several variables is checked behind WITH *, when all of them are bound"
_LOGIC = ("and", "or", "not", "brackets")
_TESTS = ("compare", "in", "text", "null")
_IDS = ("id", "elementid")
_SEEN = ("list", "sign", "brackets", "sum", "product", "call")


def plain(expr: Expr, new: Set[str]) -> bool:
    """Tell whether the engine sees every variable of a condition; `new` are those it must bind.

    Comparing the ids of two new nodes is not plain: one is looked up by the other's, still null.
    """
    if expr.kind in _LOGIC:
        return all(plain(part, new) for part in expr.parts)
    if expr.kind in _TESTS:
        ids = any(part.kind == "call" and part.name in _IDS for part in walk(expr))
        return all(map(_operand, expr.parts)) and not (ids and len(names(expr) & new) > 1)
    if expr.kind == "labels":
        return expr.parts[0].kind == "variable"
    return expr.kind in ("literal", "parameter")


def guard_conditions(step: Step, edits: Edits) -> None:
    """Put the hard conjuncts of a mandatory MATCH behind `WITH *`."""
    clause = step.clause
    if isinstance(clause, Match) and not clause.optional and step.after:
        hard = hard_conditions(clause, step.before)
        if hard:
            edits.note(_NOTE)
            place(clause, hard, edits)


def hard_conditions(clause: Match, before: Scope) -> list[Expr]:
    """Return the conjuncts of a MATCH that the engine may check too early."""
    new = {name for path in clause.patterns for name in pattern_names(path)} - before.keys()
    if len(clause.patterns) == 1 and len(clause.patterns[0].elements) == 1:
        return []  # with one node to find there is nothing that could be bound later
    own = [part for part in conjuncts(clause.where) if not plain(part, new) or _late(part, clause)]
    return own + [where for _, where in _inline(clause)]


def searches(clause: Match) -> list[PathPattern]:
    """Return the shortest paths that a MATCH searches for."""
    return [path for path in clause.patterns if path.selector not in ("", "all")]


def _late(part: Expr, clause: Match) -> bool:
    """Tell whether a condition is not read right until the searches of its MATCH are over.

    That is what is inside a shortest path, still null, and any label.
    """
    inside: set[str] = set()
    for path in searches(clause):
        ends = (path.elements[0], path.elements[-1])
        inside |= {*pattern_names(path)} - {getattr(end, "variable", "") for end in ends}
    labels = any(one.kind == "labels" for one in walk(part))
    return bool(names(part) & inside) or (labels and bool(searches(clause)))


def place(clause: Match, hard: list[Expr], edits: Edits) -> None:
    """Write a MATCH's conditions anew: the hard ones behind `WITH *`, out of the pattern too."""
    for start, where in _inline(clause):
        edits.replace(start, where.end, "")
    stay = [part for part in conjuncts(clause.where) if not any(part is one for one in hard)]
    pieces = _joined("WHERE", stay)
    pieces += [*(" " if pieces else ""), *_joined("WITH * WHERE", hard)]
    if clause.implied:
        edits.insert(clause.start, "MATCH ")
    if clause.where is None:
        edits.replace(clause.end, clause.end, " ", *pieces)
    else:
        edits.replace(clause.where_start, clause.where.end, *pieces)


def _joined(words: str, conditions: list[Expr]) -> list[Piece]:
    pieces: list[Piece] = []
    for condition in conditions:
        pieces.append(" AND " if pieces else f"{words} ")
        span = (condition.start, condition.end)
        pieces += ["(", span, ")"] if condition.kind in ("or", "xor") else [span]
    return pieces


def _operand(expr: Expr) -> bool:
    if expr.kind == "property":
        return expr.parts[0].kind == "variable"
    if expr.kind in _SEEN:
        return all(_operand(part) for part in expr.parts)
    return expr.kind in ("variable", "literal", "parameter")


def _inline(clause: Match) -> list[tuple[int, Expr]]:
    """Return the hard conditions inside single nodes and relationships, and where they start."""
    new = {name for path in clause.patterns for name in pattern_names(path)}
    found: list[tuple[int, Expr]] = []
    for path in clause.patterns:
        for element in path.elements:
            if isinstance(element, GroupPattern) or element.where is None:
                continue
            repeated = isinstance(element, RelPattern) and element.repeated
            if not repeated and not all(plain(part, new) for part in conjuncts(element.where)):
                found.append((element.where_start, element.where))
    return found
