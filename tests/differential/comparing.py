"""Two outcomes of one text compared: as multisets, in order where the order is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from clew.graph.errors import QueryRefused
from clew.graph.stores.base import Row, Rows
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.conditions import all_clauses, query_expressions, walk
from clew.graph.stores.cypher.tree import Projection, Statement
from clew.graph.stores.guard.star import without_cuts
from clew.graph.stores.opinion import canonical
from tests.differential.otherwise import otherwise
from tests.differential.running import Engines, Outcome

_SCALARS = (str, int, float, bool, type(None))


def verdict(text: str, here: Outcome, there: Outcome, engines: Engines) -> str:
    """Return what comparing two outcomes says.

    same, order (alike but for the order inside lists); refused; caught (different, and the second
    opinion says so), alarm (alike, and it differs all the same); error here, error there, error
    both; time; many; loose (an element is taken of a list that collect() made in any order); N1,
    N2, N3, N4 (Neo4j says what the embedded engine says when it is asked otherwise); wrong
    """
    for kind in ("refused", "time", "many"):
        if kind in (here.kind, there.kind):
            return kind
    if "error" in (here.kind, there.kind):
        if here.kind == there.kind:
            return "error both"
        return "error here" if here.kind == "error" else "error there"
    assert here.rows is not None and there.rows is not None
    alike = equal(text, here.rows, there.rows) or _before_the_cut(text, engines)
    if alike:
        return "alarm" if here.second is False else alike
    if _picks(parse(text)):
        return "loose"
    for shape, other in otherwise(text):
        again = engines.there(other)
        if again.rows is not None and equal(text, here.rows, again.rows, named=False):
            return shape
    second = here.second if here.second is not None else engines.here(text).second
    return "caught" if second is False else "wrong"


def equal(text: str, one: Rows, two: Rows, *, named: bool = True) -> str:
    """Return `same` or `order` where two answers to a text are alike, else ''."""
    statement = parse(text)
    if named and one.columns and two.columns and one.columns != two.columns:
        return ""
    if _sequence(statement, one) != _sequence(statement, two):
        return ""
    if bag(one.rows) == bag(two.rows):
        return "same"
    return "order" if _collects(statement) and bag(one.rows, True) == bag(two.rows, True) else ""


def bag(rows: Sequence[Row], unordered: bool = False) -> Counter[Hashable]:
    """Return rows as a multiset."""
    return Counter(canonical(row, unordered) for row in rows)


def _before_the_cut(text: str, engines: Engines) -> str:
    """Compare what a text gives with nothing cut off, where its cuts may keep any rows."""
    statement = parse(text)
    cuts = [c for c in all_clauses(statement.query) if isinstance(c, Projection) and c.cut]
    if not cuts or all(map(_total, cuts)):
        return ""
    whole = without_cuts(text)
    try:
        one, two = engines.here(whole, opinion=False), engines.there(whole)
    except QueryRefused:
        return ""
    if one.kind != "rows" or two.kind != "rows":
        return "time"
    assert one.rows is not None and two.rows is not None
    return equal(whole, one.rows, two.rows)


def _total(clause: Projection) -> bool:
    """Tell whether rows that ORDER BY leaves in one place are the same rows."""
    if clause.star:
        return False
    by = {part.name if part.kind == "variable" else _spelled(part) for part in clause.order}
    return all({item.name, f"{item.name}.id", _spelled(item.expr)} & by for item in clause.items)


def _spelled(part: Any) -> str:
    if part.kind == "property" and part.parts[0].kind == "variable":
        return f"{part.parts[0].name}.{part.name}"
    return str(part.name) if part.kind == "variable" else ""


def _sequence(statement: Statement, rows: Rows) -> list[Hashable]:
    """Return the columns that the last ORDER BY sorts by, in order, where they are scalars."""
    last = statement.query.singles[-1].clauses[-1]
    if not isinstance(last, Projection) or len(statement.query.singles) > 1 or last.star:
        return []
    names = [item.name for item in last.items]
    places: list[int] = []
    for part in last.order:
        if part.kind != "variable" or part.name not in names:
            break
        places.append(names.index(part.name))
    if any(not isinstance(row[place], _SCALARS) for row in rows.rows for place in places):
        return []
    return [tuple(canonical(row[place]) for place in places) for row in rows.rows]


def _collects(statement: Statement) -> bool:
    return any(
        part.kind in ("collect", "gather") or (part.kind == "call" and part.name == "collect")
        for expr in query_expressions(statement.query)
        for part in walk(expr)
    )


def _picks(statement: Statement) -> bool:
    """Tell whether a text takes some of a list that collect() made, whose order nothing says."""
    collected = {
        item.name
        for clause in all_clauses(statement.query)
        if isinstance(clause, Projection)
        for item in clause.items
        if item.expr.kind == "call" and item.expr.name == "collect"
    }
    return any(
        part.parts[0].kind == "variable" and part.parts[0].name in collected
        for expr in query_expressions(statement.query)
        for part in walk(expr)
        if part.kind in ("index", "slice")
        or (part.kind == "call" and part.name in ("head", "last", "tail") and part.parts)
    )
