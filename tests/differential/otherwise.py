"""What Neo4j 5.26 itself answers wrongly, said in another way: it then contradicts itself.

N1  labels such as `(A|B)&!C` lose rows        → `any(one IN labels(n) WHERE one = 'A') OR …`
N2  COUNT { … } in an OPTIONAL MATCH loses rows → OPTIONAL CALL { MATCH … RETURN … }
N3  a path of allShortestPaths comes several times where a clause follows → WITH * between them
N4  avg() of whole numbers is a little off, which a comparison tells → sum() by count()

`test_counted.py` counts the right answer of each in Python.
"""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import (
    all_clauses,
    clause_expressions,
    query_expressions,
    walk,
)
from clew.graph.stores.cypher.scopes import steps
from clew.graph.stores.cypher.tokens import tokenize
from clew.graph.stores.cypher.tree import (
    Match,
    NodePattern,
    PathPattern,
)
from clew.graph.stores.guard.edits import Edits

_WORDS = {"&": "AND", "|": "OR", "!": "NOT", ":": "AND"}


def otherwise(text: str) -> Iterator[tuple[str, str]]:
    """Yield (shape, the same question in another text) for each shape that a text has."""
    for name, change in (("N1", _labels), ("N2", _counts), ("N3", _paths), ("N4", _means)):
        edits = Edits(text)
        change(text, edits)
        if (other := edits.render()) != text:
            yield name, other


def _labels(text: str, edits: Edits) -> None:
    for clause in all_clauses(parse(text).query):
        if not isinstance(clause, Match):
            continue
        said = [one for path in clause.patterns for one in _said(path, text, edits)]
        if said:
            words = " AND ".join(said)
            if clause.where is None:
                edits.insert(clause.end, f" WHERE {words}")
            else:
                edits.replace(
                    clause.where.start, clause.where.end, f"{words} AND (",
                    (clause.where.start, clause.where.end), ")",
                )  # fmt: skip


def _said(path: PathPattern, text: str, edits: Edits) -> Iterator[str]:
    for node in path.elements:
        if not isinstance(node, NodePattern) or len(node.labels) < 2:
            continue
        start = node.named[1] if node.variable else node.start + 1
        end = node.end - 1
        if node.properties is not None:
            end = node.properties.start
        elif node.where is not None:
            end = node.where_start
        name = node.variable or edits.fresh()
        tokens = tokenize(text[start:end].strip()[1:])
        parts = [
            f"any(one IN labels({name}) WHERE one = '{token.text}')"
            if token.kind == "name"
            else _WORDS.get(token.text, token.text)
            for token in tokens
        ]
        edits.replace(start, end, "" if node.variable else name, " ")
        yield f"({' '.join(parts)})"


def _counts(text: str, edits: Edits) -> None:
    for step in steps(parse(text).query):
        clause = step.clause
        if not isinstance(clause, Match) or not clause.optional:
            continue
        held = [part for expr in clause_expressions(clause) for part in walk(expr)]
        if any(part.kind in ("count", "collect", "exists", "gather") for part in held):
            imports = "*" if step.before else ""
            edits.replace(
                clause.start, clause.patterns[0].start, f"OPTIONAL CALL ({imports}) {{ MATCH "
            )
            new = [name for name in step.after if name not in step.before]
            edits.insert(clause.end, f" RETURN {', '.join(new) or '1 AS ' + edits.fresh()} }}")


def _paths(text: str, edits: Edits) -> None:
    for clause in all_clauses(parse(text).query):
        if isinstance(clause, Match) and any(
            path.selector in ("allshortestpaths", "groups") for path in clause.patterns
        ):
            edits.insert(clause.end, " WITH *")


def _means(text: str, edits: Edits) -> None:
    for part in (part for expr in query_expressions(parse(text).query) for part in walk(expr)):
        if part.kind == "call" and part.name == "avg":
            one = text[part.start : part.end].partition("(")[2]
            words = f"CASE WHEN count({one} > 0 THEN 1.0 * sum({one} / count({one} END"
            edits.replace(part.start, part.end, words)
