"""SHORTEST, ANY and ALL before a path, which the embedded engine does not know.

SHORTEST 1, ANY [SHORTEST]            → shortestPath(…), where the ends cannot be one node
ALL SHORTEST, SHORTEST 1 GROUPS       → allShortestPaths(…), likewise
SHORTEST 2 with a bound of its length → CALL { MATCH … RETURN p ORDER BY length(p) LIMIT 2 }
ALL [PATHS]                           → nothing: it is what a pattern means anyway

Both kinds of text test WHERE after the search, so conditions stay where they are (compare shape
C). From a node to itself the functions find nothing, and `SHORTEST` finds rings.
"""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import conjuncts
from clew.graph.stores.cypher.scopes import Step
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import (
    Element,
    Expr,
    GroupPattern,
    Match,
    NodePattern,
    PathPattern,
    RelPattern,
)
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.nulls import quoted

_NOTE = "SHORTEST is written as shortestPath or allShortestPaths"
_FORMS = {"shortest": "shortestPath", "groups": "allShortestPaths"}
#: What makes a choice of types more than a list of them.
_COMPUTED = "!&%()$"


def guard_selectors(step: Step, edits: Edits) -> None:
    """Write the path selectors of a MATCH as the engine reads them, or refuse them."""
    clause = step.clause
    if not isinstance(clause, Match):
        return
    for path in clause.patterns:
        if path.selector == "all":
            edits.replace(_words(path, edits), path.elements[0].start, _space(path))
        elif path.selector in _FORMS:
            _rewrite(path, clause, edits)


def _rewrite(path: PathPattern, clause: Match, edits: Edits) -> None:
    arrow = _arrow(path, edits.text)
    first, last = path.elements[0], path.elements[-1]
    if path.chosen != "1" or arrow is None:
        raise _refused(
            path,
            edits,
            "is not known to this engine; write MATCH p = (a)-[:TYPE*1..4]-(b) WITH p ORDER BY "
            "length(p) LIMIT 1",
        )
    assert isinstance(first, NodePattern) and isinstance(last, NodePattern)
    if not (_apart(first, last, edits.text) or _told_apart(first, last, clause)):
        raise _refused(
            path,
            edits,
            "may begin and end at one node, where this engine finds no ring; name both ends and "
            "add WHERE a <> b",
        )
    edits.note(_NOTE)
    edits.replace(_words(path, edits), first.start, f"{_space(path)}{_FORMS[path.selector]}(")
    edits.replace(first.end, last.start, arrow)
    edits.insert(path.end, ")")


def _words(path: PathPattern, edits: Edits) -> int:
    """Return where the selector's words begin."""
    if not path.variable:
        return path.start
    return edits.text.index("=", path.start) + 1


def _space(path: PathPattern) -> str:
    return " " if path.variable else ""


def _arrow(path: PathPattern, text: str) -> str | None:
    """Return what stands between the two ends as `-[r:TYPE*1..3]-`; None where that says less."""
    if len(path.elements) != 3 or not all(
        isinstance(path.elements[end], NodePattern) for end in (0, 2)
    ):
        return None
    middle, bounds = _middle(path.elements[1], text)
    if not isinstance(middle, RelPattern) or middle.where or middle.properties:
        return None
    starred = middle.repeated and not middle.quantified
    if starred or any(sign in text[middle.start : middle.arrow_end] for sign in _COMPUTED):
        return None
    if bounds[0] not in ("0", "1") or not (bounds[1].isdecimal() or not bounds[1]):
        return None
    left, right = "<" * (middle.direction == "<"), ">" * (middle.direction == ">")
    types = ":" + "|".join(map(quoted, middle.types)) if middle.types else ""
    # the name of its relationships would be null: see `paths.guard_named`
    return f"{left}-[{types}*1..{bounds[1]}]-{right}"


def _middle(element: Element, text: str) -> tuple[Element | None, tuple[str, str]]:
    """Return the relationship between two ends and how often it may be taken."""
    if isinstance(element, GroupPattern):
        inside = element.path.elements
        bare = len(inside) == 3 and element.where is None and not element.path.variable
        if not bare or any(text[node.start : node.end] != "()" for node in (inside[0], inside[2])):
            return None, ("", "")
        return inside[1], element.bounds
    if isinstance(element, RelPattern) and element.quantified:
        return element, element.bounds
    return element, ("1", "1")


def _apart(first: NodePattern, last: NodePattern, text: str) -> bool:
    """Tell whether two ends have ids that differ as they are written."""
    one, two = _id(first, text), _id(last, text)
    return bool(one and two) and one != two


def _id(node: NodePattern, text: str) -> str:
    """Return the text that a pattern gives as its only property, the id; '' where it does not."""
    if node.properties is None or len(node.properties.parts) != 1:
        return ""
    value = node.properties.parts[0]
    key = text[node.properties.start : value.start].strip("{ \n\t:`")
    plain = value.kind == "literal" and "\\" not in text[value.start : value.end]
    return text[value.start + 1 : value.end - 1] if key == "id" and plain else ""


def _told_apart(first: NodePattern, last: NodePattern, clause: Match) -> bool:
    """Tell whether a condition says that two ends are not one node."""
    ends = {first.variable, last.variable}
    return len(ends) == 2 and any(
        part.name == "<>" and _names(part) == ends for part in map(_bare, conjuncts(clause.where))
    )


def _bare(part: Expr) -> Expr:
    return _bare(part.parts[0]) if part.kind == "brackets" else part


def _names(part: Expr) -> set[str]:
    return {one.name for one in part.parts if one.kind == "variable"}


def _refused(path: PathPattern, edits: Edits, reason: str) -> QueryRefused:
    return QueryRefused(f"The shortest path at {place(edits.text, path.start)} {reason}.")
