"""Engine errors as Clew's: one sentence, without the user's values or the data's (rule 24)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clew.graph.errors import QueryError, QueryRefused, QueryTimeout
from clew.graph.stores.arcade_engine import ENGINE_TIMEOUT
from clew.graph.stores.failures import in_one_way

_PREFIX = re.compile(r"(?:Query failed|Command failed|Reading the result set failed): ")
_CLASS = re.compile(r"(?:com|org|java)\.[\w.$]*?([A-Z][\w$]*(?:Exception|Error)): ?")
_CAUSE = re.compile(r" \(caused by (.*)\)$", re.DOTALL)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_WRITE = (
    "The query was refused: it would write, or it calls a function or procedure that the graph "
    "engine does not know; a case changes only through import, claims and decisions."
)
_LOAD_CSV = "The query was refused: LOAD CSV reads files; use `clew import` to bring in a table."


def was_closed(error: BaseException) -> bool:
    """Say whether the query ended because its database was closed under it."""
    text = str(error)
    return "DatabaseIsClosedException" in text or "Database is closed" in text


def query_error(error: BaseException, cypher: str, parameters: Any) -> QueryError:
    """Return what to raise for an engine's error over this text and these parameters."""
    text = str(error)
    if "QueryNotIdempotentException" in text:
        return QueryRefused(_WRITE)
    if "LOAD CSV" in text and "SecurityException" in text:
        return QueryRefused(_LOAD_CSV)
    if "TimeoutException" in text:
        return QueryTimeout(f"The query took longer than the engine allows ({ENGINE_TIMEOUT} s).")
    told = in_one_way(_sentence(text, cypher, parameters))
    return QueryError(f"The graph engine could not answer: {told}.")


def _sentence(text: str, cypher: str, parameters: Any) -> str:
    """Return the engine's first sentence; what it quotes stays only where the query has it."""
    running = text.startswith("Reading the result set failed")
    text = _PREFIX.sub("", text)
    inner = _CAUSE.search(text)
    if inner and "Error executing Cypher" in text:
        text = inner.group(1)
    text = _CAUSE.sub("", text)
    text = _CLASS.sub("", text, count=1).strip().splitlines()[0] if text.strip() else "no reason"
    if running and not text.startswith("Type mismatch"):
        text = re.split(r"[:'\"\[{]", text)[0]
    for value in sorted(_texts(parameters), key=len, reverse=True):
        text = text.replace(value, "…")
    text = _QUOTED.sub(lambda m: m.group() if m.group()[1:-1] in cypher else "'…'", text)
    return text.strip(" .:")[:300]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for element in value.values():
            yield from _texts(element)
    elif isinstance(value, (list, tuple)):
        for element in value:
            yield from _texts(element)
