"""A chain written from its other end, so that it starts at a node that is bound."""

from __future__ import annotations

from clew.graph.stores.cypher.scopes import Scope
from clew.graph.stores.cypher.tree import GroupPattern, NodePattern, PathPattern, RelPattern
from clew.graph.stores.guard.edits import Piece


def reversed_chain(path: PathPattern, scope: Scope, text: str) -> list[Piece] | None:
    """Return the pieces of a chain turned round; None where that would change what it means.

    The last node must be bound. A path's name, a list of relationships and a quantified part
    would come out in the other order.
    """
    last = path.elements[-1]
    if path.variable or path.selector or len(path.elements) < 3:
        return None
    if not isinstance(last, NodePattern) or last.variable not in scope:
        return None
    pieces: list[Piece] = []
    for element in reversed(path.elements):
        if isinstance(element, GroupPattern):
            return None
        if isinstance(element, NodePattern):
            pieces.append((element.start, element.end))
        elif element.quantified or (element.repeated and element.variable):
            return None
        else:
            pieces += _turned(element, text)
    return pieces


def _turned(element: RelPattern, text: str) -> list[Piece]:
    left = "<-" if element.direction == ">" else "-"
    right = "->" if element.direction == "<" else "-"
    opening = text.find("[", element.start, element.end)
    if opening < 0:
        return [left, right]
    closing = text.rindex("]", opening, element.end)
    return [left, (opening, closing + 1), right]
