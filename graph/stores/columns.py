"""The names of a text's columns, for where an engine gives none for no rows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from clew.graph.errors import ClewError
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.scopes import steps
from clew.graph.stores.cypher.tree import Projection, Statement

_STAR = re.compile(r"\breturn\s+(?:distinct\s+)?\*", re.IGNORECASE)


def columns_of(text: str) -> tuple[str, ...]:
    """Return the columns that Neo4j would name, () where the text does not tell.

    `RETURN *` gives the names in alphabetical order, then what is named beside it.
    """
    statement = _parsed(text)
    if statement is None or statement.prefix:
        return ()
    last = None
    for step in steps(statement.query):
        if step.single is statement.query.singles[0] and not step.within:
            last = step
    if last is None or not isinstance(last.clause, Projection) or last.clause.word != "RETURN":
        return ()
    named = [item.name for item in last.clause.items]
    seen = sorted(_visible(last.before)) if last.clause.star else []
    return (*seen, *named)


def in_neo4js_order(text: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that an engine gave; those of `RETURN *` in alphabetical order."""
    if not _STAR.search(text):
        return columns
    told = columns_of(text)
    return told if sorted(told) == sorted(columns) else columns


def _visible(scope: Mapping[str, object]) -> list[str]:
    return [name for name in scope if name]


def _parsed(text: str) -> Statement | None:
    try:
        return parse(text)
    except (ClewError, RecursionError):
        return None
