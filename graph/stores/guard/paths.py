"""Shapes B and C: what the engine finds otherwise in paths.

B   an undirected relationship in a quantified part counts a self loop twice
C   WHERE on a shortest path filters after the search; Neo4j searches for a path that satisfies it
Q   the relationships that a shortest path names are null: they are taken from the path
"""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import conjuncts, names, pattern_names
from clew.graph.stores.cypher.scopes import Step
from clew.graph.stores.cypher.tokens import place, tokenize
from clew.graph.stores.cypher.tree import (
    Expr,
    GroupPattern,
    Match,
    NodePattern,
    PathPattern,
    RelPattern,
)
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.nulls import quoted

_Q = "the relationships of a shortest path are taken from the path"
_B = "a quantified part of one undirected relationship is written as a quantified relationship"


def guard_groups(path: PathPattern, edits: Edits) -> None:
    """B: rewrite `((x)-[:T]-(y)){1,3}` where it says no more; refuse the rest."""
    for element in path.elements:
        if not isinstance(element, GroupPattern):
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
            raise QueryRefused(
                f"The quantified part at {place(edits.text, element.start)} holds an undirected "
                "relationship, which can be counted twice; write it as -[es:TYPE*1..3]- with "
                "all(e IN es WHERE …), or give it a direction."
            )


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
