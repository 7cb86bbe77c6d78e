"""What is never run, on either engine: writing, reading files, governing, unknown procedures."""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import Match, Other, Procedure, Projection, Statement, Unwind

#: Procedures that only read what a reader may read anyway.
PROCEDURES = frozenset(
    {
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.schema.visualization",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
    }
)
#: Functions outside these namespaces are the language's own.
_NAMESPACES = ("date.", "datetime.", "localdatetime.", "time.", "localtime.", "duration.", "point.")

_REMEDIES = {
    "write": "queries only read; change the case with import, claim, same, withdraw",
    "file": "queries read no files; bring the file in with clew import",
    "administration": "queries do not govern the graph; leave this out",
    "graph": "a case has one graph; leave USE out",
}


#: Why a full-text index cannot be made or asked, and what finds names in any script.
FULL_TEXT = (
    "the graph in a case has no full-text index; find names with clew find, or write "
    "toLower(n.name) CONTAINS 'word'"
)
#: Procedures that the embedded engine answers rightly, and what is asked instead of the others:
#: of all properties it knows those alone that have an index.
_EMBEDDED = ("db.labels", "db.relationshiptypes")
_KEYS = "ask for MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT key, or see clew schema"


def check(statement: Statement) -> None:
    """Raise QueryRefused, with the remedy, where a text does more than read the graph."""
    text = statement.text
    for clause in all_clauses(statement.query):
        if isinstance(clause, Other):
            where = place(text, clause.start)
            fulltext = "FULLTEXT" in text[clause.start : clause.end].upper().split()[:2]
            remedy = FULL_TEXT if fulltext else _REMEDIES[clause.kind]
            raise QueryRefused(f"{clause.word} at {where} is refused: {remedy}.")
        if isinstance(clause, Procedure) and clause.name not in PROCEDURES:
            known = ", ".join(sorted(PROCEDURES))
            where = place(text, clause.start)
            raise QueryRefused(f"The procedure at {where} is not among those allowed: {known}.")
    for expr in query_expressions(statement.query):
        for part in walk(expr):
            if part.kind == "call" and "." in part.name and not part.name.startswith(_NAMESPACES):
                where = place(text, part.start)
                raise QueryRefused(
                    f"The function at {where} is not part of the language; use its own functions."
                )
    _check_end(statement)


def _check_end(statement: Statement) -> None:
    """Refuse a text without RETURN: the embedded engine would give what its last clause holds."""
    for single in statement.query.singles:
        last = single.clauses[-1] if single.clauses else None
        if isinstance(last, Match | Unwind) or (
            isinstance(last, Projection) and last.word == "WITH"
        ):
            where = place(statement.text, last.start)
            raise QueryRefused(f"The query ends with the clause at {where}: end it with RETURN.")


def check_embedded(statement: Statement) -> None:
    """Raise QueryRefused for what only a server's graph has, or answers rightly."""
    for clause in all_clauses(statement.query):
        if isinstance(clause, Procedure) and clause.name not in _EMBEDDED:
            where = place(statement.text, clause.start)
            remedy = FULL_TEXT if clause.name.startswith("db.index.") else _KEYS
            raise QueryRefused(f"The procedure at {where} is refused: {remedy}.")
