"""Shape G: a condition that joins two variables is checked before the second one is bound.

The engine pushes a conjunct to the first node when it does not see the other variable inside it.
Plain comparisons are seen; whatever else a conjunct holds, it goes behind `WITH *`, where all is
bound. Plain conjuncts stay, so that they still find their index. Of OPTIONAL MATCH the condition
belongs to the match and is left alone: the engine does not push it.
"""

from __future__ import annotations

from clew.graph.stores.cypher.conditions import conjuncts
from clew.graph.stores.cypher.scopes import Step
from clew.graph.stores.cypher.tree import Expr, GroupPattern, Match, NodePattern, RelPattern
from clew.graph.stores.guard.edits import Edits, Piece

_NOTE = "a condition over several variables is checked behind WITH *, when all of them are bound"
_LOGIC = ("and", "or", "not", "brackets")
_TESTS = ("compare", "in", "text", "null")
_IDS = ("id", "elementid")


def plain(expr: Expr) -> bool:
    """Tell whether the engine sees every variable of a condition."""
    if expr.kind in _LOGIC:
        return all(plain(part) for part in expr.parts)
    if expr.kind in _TESTS:
        return all(_operand(part) for part in expr.parts)
    if expr.kind == "labels":
        return expr.parts[0].kind == "variable"
    return expr.kind in ("literal", "parameter")


def place_conditions(step: Step, edits: Edits, extra: list[str]) -> None:
    """Rewrite a MATCH's condition: hard conjuncts behind `WITH *`, and `extra` ones in front."""
    clause = step.clause
    if not isinstance(clause, Match):
        return
    hard: list[Expr] = []
    if not clause.optional and step.after and not _lone(clause):
        hard += [part for part in conjuncts(clause.where) if not plain(part)]
        hard += _inline(clause, edits)
    if not hard and not extra:
        return
    stay = [part for part in conjuncts(clause.where) if not any(part is one for one in hard)]
    pieces = _joined("WHERE", [*extra, *stay])
    if hard:
        edits.note(_NOTE)
        pieces += [*(" " if pieces else ""), *_joined("WITH * WHERE", [*hard])]
        if clause.implied:
            edits.insert(clause.start, "MATCH ")
    if clause.where is None:
        edits.replace(clause.end, clause.end, " ", *pieces)
    else:
        edits.replace(clause.where_start, clause.where.end, *pieces)


def _joined(words: str, conditions: list[Expr | str]) -> list[Piece]:
    pieces: list[Piece] = []
    for condition in conditions:
        pieces.append(" AND " if pieces else f"{words} ")
        if isinstance(condition, str):
            pieces.append(condition)
        elif condition.kind in ("or", "xor"):
            pieces += ["(", (condition.start, condition.end), ")"]
        else:
            pieces.append((condition.start, condition.end))
    return pieces


def _operand(expr: Expr) -> bool:
    if expr.kind in ("property", "list", "sign", "brackets"):
        return all(part.kind != "property" and _operand(part) for part in expr.parts)
    if expr.kind == "call":
        return expr.name in _IDS and all(part.kind == "variable" for part in expr.parts)
    return expr.kind in ("variable", "literal", "parameter")


def _lone(clause: Match) -> bool:
    # With one node to find there is nothing that could be bound later.
    return len(clause.patterns) == 1 and len(clause.patterns[0].elements) == 1


def _inline(clause: Match, edits: Edits) -> list[Expr]:
    found: list[Expr] = []
    for path in clause.patterns:
        for element in path.elements:
            if isinstance(element, GroupPattern) or element.where is None:
                continue
            if isinstance(element, RelPattern) and element.repeated:
                continue
            assert isinstance(element, NodePattern | RelPattern)
            if all(plain(part) for part in conjuncts(element.where)):
                continue
            edits.replace(element.where_start, element.where.end, "")
            found.append(element.where)
    return found
