"""The guard of a user's Cypher text: what is refused, and what is rewritten so that it is right.

    check(text)    refuses what is never run, on either engine (rule 34)
    guard(text)    refuses the same, and rewrites for the embedded engine what it would answer
                   wrongly (rule 35), or refuses it with the remedy

The shapes that the engine (ArcadeDB 26.11.1.dev2) answers wrongly and silently, and their modules:

    A  order     WITH … LIMIT … WHERE filters before it cuts
    B  paths     an undirected relationship in a quantified part counts a self loop twice
    C  paths     WHERE on a shortest path filters after the search
    D  joined    elementId(a) = elementId(b) of two nodes not yet found holds for all
    F  order     UNWIND of a property, then MATCH with an indexed look-up, finds nothing
    G  joined    a condition over several variables is checked before all are bound
    I  nulls     a null variable in a pattern is taken as free
    J  order     ORDER BY in WITH on a relationship that is not kept reads null
    K  values    a pattern inside a list's condition or a larger value is misread
    L  values    AND, OR, NOT round a comparison of COUNT { } come out wrong
    M  optional  what an empty OPTIONAL CALL leaves unset is taken as free
    N  order     RETURN * with columns beside it leaves these out
    O  values    a condition that is a value is taken for the any() or all() that it holds
    P  maps      a property map that names what its own MATCH finds reads it as null
    Q  paths     the relationships that a shortest path names are null
    R  maps      a node that a pattern comprehension names twice is two nodes
    S  grouping  an aggregate inside a condition or a value reads as null
    T  maps      the WHERE of a pattern comprehension reads its path as null
    U  paths     WHERE in a quantified relationship is not read
    V  paths     a shortest path shares no relationship with the rest of its MATCH
    W  ends      what a shortest path says of an end that is found already is not read
    X  maps      a relationship that is found already is any, in a pattern as a value

`optional` also does G and I in OPTIONAL MATCH. All read the parse tree and note edits; no text is
matched. Each shape has its texts in tests/data/wrong_answers.yaml, with the right answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.scopes import Scope, Site, Step, sites, steps
from clew.graph.stores.cypher.tokens import without_comments
from clew.graph.stores.cypher.tree import Match, Query, Statement
from clew.graph.stores.guard import (
    ends,
    grouping,
    joined,
    maps,
    nulls,
    optional,
    order,
    paths,
    selectors,
    values,
)
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.refusals import check as check_statement
from clew.graph.stores.guard.refusals import check_embedded

__all__ = ["Guarded", "check", "guard"]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A text that may run on the embedded engine, and a sentence for each kind of change.

    prefix   EXPLAIN or PROFILE where the text asks for its own plan, else ''
    """

    text: str
    notes: tuple[str, ...] = ()
    prefix: str = ""


def check(text: str) -> Statement:
    """Parse a text and raise QueryRefused where it does more than read the graph."""
    try:
        statement = parse(text)
        check_statement(statement)
    except RecursionError:
        raise QueryRefused("The query nests too deeply; make it shorter.") from None
    return statement


def guard(text: str) -> Guarded:
    """Return the text as the embedded engine answers it rightly; raises QueryRefused."""
    statement = check(text)
    check_embedded(statement)
    edits = Edits(without_comments(text))
    for settle in (grouping.settle, maps.settle, ends.settle):
        while settle(statement, edits):
            statement = parse(edits.render())
            edits = Edits(statement.text, edits.notes)
    _query(statement.query, {}, "", edits, [])
    return Guarded(edits.render(), tuple(edits.notes), statement.prefix)


def _query(query: Query, outer: Scope, within: str, edits: Edits, covered: list[Match]) -> None:
    for step in steps(query, outer, within):
        if isinstance(step.clause, Match):
            _match(step, edits, covered)
        optional.guard_call(step, edits)
        order.guard_unwind(step, edits)
        order.refuse_dropped(step, edits)
        order.guard_with(step, edits)
        for site in sites(step):
            _value(site, within, edits)
        order.keep_columns(step, edits)


def _match(step: Step, edits: Edits, covered: list[Match]) -> None:
    assert isinstance(step.clause, Match)
    for path in step.clause.patterns:
        paths.guard_groups(path, edits)
    paths.guard_shortest(step, edits)
    paths.guard_named(step, edits)
    paths.guard_beside(step, edits)
    selectors.guard_selectors(step, edits)
    nulls.guard_match(step, edits, covered)
    joined.guard_conditions(step, edits)
    optional.guard_optional(step, edits)


def _value(site: Site, within: str, edits: Edits) -> None:
    # Edits of one span nest in the order of their making, the first outermost.
    values.guard_condition(site, edits)
    values.guard_comparison(site, edits)
    if site.expr.pattern is not None or site.expr.query is not None:
        nulls.guard_value(site, edits)
        values.guard_pattern(site, edits, within)
    if site.expr.query is not None:
        covered = nulls.mandatory(site.expr.query)
        _query(site.expr.query, site.scope, site.expr.kind, edits, covered)
