"""Shapes B, C, Q, U and V: what the engine finds otherwise in paths.

B   an undirected relationship in a quantified part counts a self loop twice
C   WHERE on a shortest path filters after the search; Neo4j searches for a path that satisfies it
Q   the relationships that a shortest path names are null: they are taken from the path
U   WHERE in a quantified relationship is not read: it is written as a quantified part
V   a shortest path shares no relationship with the rest of its MATCH: it gets one of its own
"""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import conjuncts, names, pattern_names
from clew.graph.stores.cypher.scopes import Step
from clew.graph.stores.cypher.tokens import place, tokenize
from clew.graph.stores.cypher.tree import (
    Element,
    Expr,
    GroupPattern,
    Match,
    NodePattern,
    PathPattern,
    RelPattern,
)
from clew.graph.stores.guard.edits import Edits, Piece
from clew.graph.stores.guard.joined import searches
from clew.graph.stores.guard.nulls import quoted

_Q = "the relationships of a shortest path are taken from the path"
_U = "a quantified relationship with a condition is written as a quantified part"
_V = "a shortest path gets a MATCH of its own"
_B = "a quantified part of one undirected relationship is written as a quantified relationship"


def guard_groups(path: PathPattern, edits: Edits) -> None:
    """B and U: rewrite `((x)-[:T]-(y)){1,3}` where it says no more; refuse the rest."""
    for element in path.elements:
        if not isinstance(element, GroupPattern):
            if path.selector in ("", "all"):
                _guard_condition(element, edits)
            continue
        inside = element.path.elements
        undirected = [r for r in inside if isinstance(r, RelPattern) and not r.direction]
        if not (element.quantified and undirected):
            guard_groups(element.path, edits)
        elif _bare(element):
            edits.note(_B)
            relationship = undirected[0]
            edits.replace(element.start, relationship.start, "")
            edits.replace(relationship.end, _inner_end(element, edits.text), "")
        else:
            raise _undirected(element, edits)


def _guard_condition(element: Element, edits: Edits) -> None:
    if isinstance(element, RelPattern) and element.quantified and element.where is not None:
        if not element.direction:
            raise _undirected(element, edits)
        edits.note(_U)
        edits.insert(element.start, "(()")
        edits.insert(element.arrow_end, "())")


def _undirected(element: Element, edits: Edits) -> QueryRefused:
    return QueryRefused(
        f"The quantified part at {place(edits.text, element.start)} holds an undirected "
        "relationship, which can be counted twice; write it as -[es:TYPE*1..3]- with "
        "all(e IN es WHERE …), or give it a direction."
    )


def guard_beside(step: Step, edits: Edits) -> None:
    """V: give a shortest path a MATCH of its own where others in it have relationships."""
    clause = step.clause
    if not isinstance(clause, Match):
        return
    own = searches(clause)
    rest = [path for path in clause.patterns if not any(path is one for one in own)]
    steps = [path for path in rest if len(path.elements) > 1]
    if not own or len(own) + len(steps) < 2:
        return
    if clause.optional or clause.implied:
        raise QueryRefused(
            f"The shortest path at {place(edits.text, own[0].start)} stands beside other paths in "
            "one MATCH, where this engine lets them share no relationship; give it its own MATCH."
        )
    edits.note(_V)
    pieces: list[Piece] = []
    for path in (*rest, *own):
        joint = " MATCH " if any(path is one for one in own) else ", "
        pieces += [joint if pieces else "", (path.start, path.end)]
    edits.replace(clause.patterns[0].start, clause.patterns[-1].end, *pieces)


def guard_shortest(step: Step, edits: Edits) -> None:
    """C: refuse a condition on the path itself of a shortest-path search."""
    clause = step.clause
    if not isinstance(clause, Match):
        return
    for path in clause.patterns:
        if path.selector not in ("shortestpath", "allshortestpaths"):
            continue
        inside = set(pattern_names(path)) - _ends(path)
        tested = set().union(*(names(part) for part in conjuncts(clause.where)), set())
        if inside & tested:
            raise QueryRefused(
                f"WHERE at {place(edits.text, clause.where_start)} tests a shortest path, which "
                "would be searched first and tested then; write MATCH p = (a)-[*..4]->(b) "
                "WHERE … WITH a, b, min(length(p)) AS steps."
            )


def guard_named(step: Step, edits: Edits) -> None:
    """Q: take what a shortest path's relationship is named for from the path."""
    clause = step.clause
    if not isinstance(clause, Match):
        return
    for path in clause.patterns:
        named = [one for one in path.elements if isinstance(one, RelPattern) and one.variable]
        if path.selector in ("", "all") or not named or not _used(named[0].variable, edits.text):
            continue
        name = named[0].variable
        if not path.variable or clause.implied or name in set().union(*map(names, _where(clause))):
            raise QueryRefused(
                f"The relationships of the shortest path at {place(edits.text, path.start)} are "
                "null in this engine by that name; name the path p and use relationships(p)."
            )
        edits.note(_Q)
        edits.replace(*named[0].named, "")
        words = f" WITH *, relationships({quoted(path.variable)}) AS {quoted(name)}"
        edits.insert(clause.end, words)


def _where(clause: Match) -> list[Expr]:
    return [] if clause.where is None else [clause.where]


def _used(name: str, text: str) -> bool:
    """Tell whether a name stands in a text again, or all names are asked for."""
    tokens = tokenize(text)
    again = sum(token.kind in ("name", "quoted") and token.text == name for token in tokens) > 1
    return again or any(
        one.word in ("WITH", "RETURN") and (two.text == "*" or three.text == "*")
        for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _bare(element: GroupPattern) -> bool:
    inside = element.path.elements
    if len(inside) != 3 or element.where is not None or element.path.variable:
        return False
    first, relationship, last = inside
    if not isinstance(relationship, RelPattern) or relationship.repeated or relationship.where:
        return False
    return all(
        isinstance(node, NodePattern)
        and not (node.variable or node.labels or node.properties or node.where)
        for node in (first, last)
    )


def _inner_end(element: GroupPattern, text: str) -> int:
    return text.index(")", element.path.end) + 1


def _ends(path: PathPattern) -> set[str]:
    ends = (path.elements[0], path.elements[-1])
    return {node.variable for node in ends if isinstance(node, NodePattern)}
