"""The generator says the same for the same seed, and texts shrink to what matters."""

from __future__ import annotations

from collections import Counter

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tree import Match, Statement
from tests.differential.grammar import make
from tests.differential.shrinking import shrink

WORDS = (
    "OPTIONAL MATCH", "UNWIND", "WITH", "UNION", "EXISTS {", "COUNT {", "shortestPath(", "CALL",
    "allShortestPaths(", "SHORTEST", "DISTINCT", "ORDER BY", "SKIP", "LIMIT", "CASE", "IS NULL",
    "collect(", "$ids", "{1,2}", "*1..2", "any(", "reduce(", "date(", "|", "&!", "nodes(",
)  # fmt: skip


def test_a_seed_says_the_same_every_time() -> None:
    assert [make(3, n).text for n in range(30)] == [make(3, n).text for n in range(30)]
    assert make(3, 1).text != make(4, 1).text


def test_every_sort_of_text_that_researchers_write_is_made() -> None:
    found: Counter[str] = Counter()
    for number in range(1000):
        text = make(5, number).text
        found.update(word for word in WORDS if word in text)
    assert [word for word in WORDS if found[word] < 5] == []


def test_nearly_every_text_can_be_read() -> None:
    unread = 0
    for number in range(300):
        try:
            parse(make(6, number).text)
        except QueryRefused:
            unread += 1
    assert unread <= 3


def _optional(statement: Statement) -> bool:
    return any(isinstance(one, Match) and one.optional for one in all_clauses(statement.query))


def _case(statement: Statement) -> bool:
    parts = [part for expr in query_expressions(statement.query) for part in walk(expr)]
    return any(part.kind == "case" for part in parts)


def test_a_text_shrinks_to_the_part_that_matters() -> None:
    text = (
        "MATCH (a:Person {id: 'm1'})-[r:OWNS]->(b) WHERE a.name IS NULL OR b.name = 'x' AND CASE "
        "WHEN r.disputed THEN true ELSE false END OPTIONAL MATCH (b)-->(c:Company) WITH a, c "
        "ORDER BY c.id LIMIT 3 RETURN DISTINCT a.id AS x, count(c) AS y ORDER BY x"
    )
    small = shrink(text, lambda one: _optional(parse(one)) and _case(parse(one)), tries=5000)
    assert len(small) < 85, small
    assert _optional(parse(small)) and _case(parse(small))
