"""The 61 queries that investigators write, on each bare engine, with Neo4j's answers.

The embedded engine gets each text as the guard writes it; those that write, as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from clew.graph.errors import QueryRefused
from clew.graph.stores.guard import guard

#: What an engine cannot do; the README names them.
MISSING: dict[str, set[str]] = {
    "embedded": {"CREATE FULLTEXT INDEX", "db.index.fulltext.queryNodes"},
    "neo4j": set(),
}
Run = Callable[[str, dict[str, Any] | None], list[tuple[Any, ...]]]


def _plain(value: Any) -> str:
    """Return text that is equal for values that count as equal in the list."""
    if isinstance(value, float):
        return repr(round(value, 9))
    if isinstance(value, dict):
        return repr(sorted((key, _plain(entry)) for key, entry in value.items()))
    if isinstance(value, (list, tuple)):
        return repr([_plain(entry) for entry in value])
    return repr(value)


def _row(values: tuple[Any, ...], wanted: tuple[Any, ...] | None) -> list[str]:
    if wanted is not None and any(isinstance(value, set) for value in wanted):
        values = tuple(sorted(v) if isinstance(v, (list, set)) else v for v in values)
    return sorted(map(_plain, values))


def _fits(rows: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> bool:
    model = wanted[0] if wanted else None
    return sorted(_row(row, model) for row in rows) == sorted(_row(row, model) for row in wanted)


def _outcome(run: Run, text: str, parameters: dict[str, Any] | None, wanted: Any) -> str:
    try:
        rows = run(text, parameters)
    except Exception as error:
        return "" if wanted == "ERR" else f"{type(error).__name__}"
    if wanted == "ERR":
        return "no error"
    return "" if wanted is None or _fits(rows, wanted) else f"{rows!r}, not {wanted!r}"


def _written(text: str, engine: str) -> str:
    if engine == "neo4j":
        return text
    try:
        return guard(text).text
    except QueryRefused:
        return text


def test_the_61_queries_but_two_on_the_embedded_engine_give_the_answers_of_neo4j(
    run: Run, engine: str, compat: ModuleType
) -> None:
    run(compat.SETUP, None)
    wrong = {}
    for name, text, parameters, wanted in compat.Q:
        if reason := _outcome(run, _written(text, engine), parameters, wanted):
            wrong[name] = reason
    assert wrong.keys() == MISSING[engine], wrong
    assert len(compat.Q) == 61


@pytest.mark.parametrize("name", sorted(MISSING["embedded"]))
def test_full_text_search_is_refused_with_the_way_to_find_names(
    name: str, compat: ModuleType
) -> None:
    (text,) = [text for one, text, _, _ in compat.Q if one == name]
    with pytest.raises(QueryRefused, match="clew find"):
        guard(text)


@pytest.mark.parametrize("rows", [[], [(1,)], [(1,), (2,), (2,)], [("1",), (2,)]])
def test_the_comparison_itself_tells_rows_apart(rows: list[tuple[Any, ...]]) -> None:
    assert not _fits(rows, [(1,), (2,)])
    assert _fits([(2.0000000000001, [3]), (1, ())], [([], 1), ([3], 2.0)])
