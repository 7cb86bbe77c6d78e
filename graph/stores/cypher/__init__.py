"""Cypher as a parse tree: enough of Neo4j 5's language for a guard to know what a text does.

    parse(text) -> tree.Statement      raises QueryRefused where the text cannot be read

Grammar: openCypher 9 and what Neo4j 5 adds to it in reading (label expressions, subqueries,
quantified path patterns, map projection, shortest-path selectors). Texts nest at most
`cursor.DEEPEST` levels and have at most `tokens.LONGEST` characters.
"""

from __future__ import annotations

from clew.graph.stores.cypher.clauses import query
from clew.graph.stores.cypher.cursor import Cursor
from clew.graph.stores.cypher.tree import Statement

__all__ = ["parse"]


def parse(text: str) -> Statement:
    """Parse one statement; raises QueryRefused where it cannot be read or several are given."""
    cursor = Cursor(text)
    prefix = ""
    if cursor.at_word("EXPLAIN", "PROFILE"):
        prefix = cursor.take().word
    found = query(cursor)
    while cursor.accept(";"):
        pass
    if cursor.token.kind != "end":
        cursor.fail("something follows the end of the query; give one statement at a time")
    return Statement(text, found, prefix)
