"""Clauses that a reader never runs: their kind is told, their inside is stepped over."""

from __future__ import annotations

from clew.graph.stores.cypher.cursor import Cursor
from clew.graph.stores.cypher.tree import Other

_WRITES = ("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "INSERT")
_ADMINISTRATION = (
    "DROP", "ALTER", "SHOW", "GRANT", "DENY", "REVOKE", "START", "STOP", "TERMINATE", "RENAME",
    "ENABLE", "DISABLE", "DEALLOCATE", "REALLOCATE", "DRYRUN", "CYPHER",
)  # fmt: skip
#: What may follow CREATE when it makes no nodes.
_MADE = (
    "OR", "INDEX", "CONSTRAINT", "FULLTEXT", "TEXT", "RANGE", "POINT", "VECTOR", "LOOKUP", "BTREE",
    "DATABASE", "COMPOSITE", "ALIAS", "USER", "ROLE", "SERVER", "IMMUTABLE", "UNIQUE",
)  # fmt: skip


def clause(c: Cursor) -> Other:
    """Tell what kind of clause comes next, and step over the rest of the query."""
    token = c.token
    kind = _kind(c)
    if kind is None:
        c.fail("expected a clause such as MATCH, WITH or RETURN")
    word = "LOAD CSV" if kind == "file" else token.word
    _step_over(c)
    return Other(token.start, c.last_end, word, kind)


def _kind(c: Cursor) -> str | None:
    word = c.token.word
    if word == "CREATE" and c.ahead(1).word in _MADE and not c.at_symbol("=", 2):
        return "administration"
    if word in _WRITES:
        return "write"
    if word == "LOAD":
        return "file"
    if word in _ADMINISTRATION:
        return "administration"
    if word == "USE":
        return "graph"
    return None


def _step_over(c: Cursor) -> None:
    # Nothing of such a text is ever run, so only the end of it is looked for.
    c.take()
    while not (c.token.kind == "end" or c.at_symbol(";") or c.at_symbol("}") or c.at_symbol(")")):
        token = c.take()
        if token.mate > 0:
            c.at = token.mate + 1
