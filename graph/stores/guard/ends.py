"""Shape W: what a shortest path says of an end that is found already is not read.

`MATCH (b) MATCH p = shortestPath((a)-[*]-(b:Company))` becomes
`MATCH (b) MATCH p = shortestPath((a)-[*]-(b)) WHERE (b:Company)`.
The text is written anew before anything else is guarded, so that the other shapes see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import pattern_names
from clew.graph.stores.cypher.scopes import Scope, Step, sites, steps
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import Match, NodePattern, PathPattern, Query, Statement
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.maps import entries, say
from clew.graph.stores.guard.nulls import quoted

_NOTE = "what a shortest path says of an end that is found already is written as WHERE"


def settle(statement: Statement, edits: Edits) -> bool:
    """Write what is said of such ends as conditions; tell whether there were any."""
    return _query(statement.query, {}, "", edits)


def _query(query: Query, outer: Scope, within: str, edits: Edits) -> bool:
    found = False
    for step in steps(query, outer, within):
        if isinstance(step.clause, Match):
            said = [one for path in step.clause.patterns for one in _path(path, step, edits)]
            found = say(said, step.clause.where, step.clause.end, edits) or found
        for site in sites(step):
            if site.expr.query is not None:
                found = _query(site.expr.query, site.scope, site.expr.kind, edits) or found
            elif site.expr.kind == "path" and site.expr.pattern is not None:
                _check(site.expr.pattern, edits)
    return found


def _ends(path: PathPattern) -> Iterator[NodePattern]:
    for end in (path.elements[0], path.elements[-1]):
        if isinstance(end, NodePattern) and (end.labels or end.properties is not None):
            yield end


def _check(path: PathPattern, edits: Edits) -> None:
    for end in _ends(path):
        raise QueryRefused(
            f"The end of the shortest path at {place(edits.text, end.start)} has a label or a "
            "property, which this engine does not read there; write it where the node is found."
        )


def _path(path: PathPattern, step: Step, edits: Edits) -> Iterator[str]:
    assert isinstance(step.clause, Match)
    if path.selector in ("", "all"):
        return
    others = (one for one in step.clause.patterns if one is not path)
    there: Set[str] = {name for one in others for name in pattern_names(one)} | {*step.before}
    for end in _ends(path):
        if end.variable in there:
            edits.note(_NOTE)
            yield from _said(end, edits)


def _said(end: NodePattern, edits: Edits) -> Iterator[str]:
    last = end.end - 1 if end.where is None else end.where_start
    first = last if end.properties is None else end.properties.start
    if end.labels:
        words = edits.text[end.named[1] : first].strip()
        labels = words[1:] if words[0] == ":" else words[2:]  # IS
        yield f"({quoted(end.variable)}:{labels.strip()})"
    if end.properties is not None:
        for key, value in entries(end.properties, edits.text):
            yield f"{quoted(end.variable)}.{key} = ({edits.written(value)})"
    edits.replace(end.named[1], last, " ")
