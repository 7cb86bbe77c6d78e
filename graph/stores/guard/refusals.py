"""What is never run, on either engine: writing, reading files, governing, unknown procedures."""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import Other, Procedure, Statement

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


def check(statement: Statement) -> None:
    """Raise QueryRefused, with the remedy, where a text does more than read the graph."""
    text = statement.text
    for clause in all_clauses(statement.query):
        if isinstance(clause, Other):
            where = place(text, clause.start)
            raise QueryRefused(f"{clause.word} at {where} is refused: {_REMEDIES[clause.kind]}.")
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
