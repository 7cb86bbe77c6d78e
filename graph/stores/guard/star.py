"""The `WITH *` form of a text: another plan for the same question (rule 35).

`WITH *` goes behind every MATCH and UNWIND and before every WHERE where a variable is in scope.
Left alone: the condition of OPTIONAL MATCH, which belongs to the match; shortest paths (shape C);
a WHERE that still sees what its WITH drops, and with it shape J.
"""

from __future__ import annotations

from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import all_clauses, names
from clew.graph.stores.cypher.scopes import Scope, Step, sites, steps
from clew.graph.stores.cypher.tree import Match, Projection, Query, Statement, Unwind
from clew.graph.stores.guard.edits import Edits


def star_form(text: str, *, cuts: bool = True) -> str:
    """Return a text with `WITH *` wherever it changes nothing; without `cuts`, no SKIP or LIMIT."""
    statement = parse(text)
    edits = Edits(text)
    _query(statement.query, {}, "", edits)
    if not cuts:
        _drop_cuts(statement, edits)
    return edits.render()


def without_cuts(text: str) -> str:
    """Return a text without any SKIP and LIMIT, so that all rows before the cuts can be seen."""
    statement = parse(text)
    edits = Edits(text)
    _drop_cuts(statement, edits)
    return edits.render()


def _drop_cuts(statement: Statement, edits: Edits) -> None:
    for clause in all_clauses(statement.query):
        if isinstance(clause, Projection) and clause.cut:
            edits.replace(clause.cut_start, clause.body_end, "")


def _query(query: Query, outer: Scope, within: str, edits: Edits) -> None:
    for step in steps(query, outer, within):
        clause = step.clause
        if isinstance(clause, Match):
            _match(step, clause, edits)
        elif isinstance(clause, Unwind):
            edits.insert(clause.end, " WITH *")
        elif isinstance(clause, Projection) and clause.where is not None:
            if names(clause.where) & set(step.before) <= set(step.after):
                edits.insert(clause.where_start, "WITH * ")
        for site in sites(step):
            if site.expr.query is not None:
                _query(site.expr.query, site.scope, site.expr.kind, edits)


def _match(step: Step, clause: Match, edits: Edits) -> None:
    if not step.after or any(path.selector for path in clause.patterns):
        return
    if clause.where is None or clause.optional:
        if step.following is not None:
            edits.insert(clause.end, " WITH *")
        return
    if clause.implied:
        edits.insert(clause.start, "MATCH ")
    edits.insert(clause.where_start, "WITH * ")
