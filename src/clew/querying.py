"""What a user's query needs around it: its text, its parameters, its rows with evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from clew.graph.errors import InputError, UsageError
from clew.queries.cypher import Result, items_in
from clew.queries.render import claim_lines, plain
from clew.tables import words

Json = dict[str, Any]


def text_of(given: str, stdin: IO[str]) -> str:
    """Return a query's text: as given, from `@file`, or from stdin for `-`."""
    if given == "-":
        return stdin.read()
    if not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read as UTF-8 text: check the path", given[1:]) from None


def parameters_of(given: Iterable[str]) -> Json:
    """Return what `name=value` says, a value being JSON or else text; raises UsageError."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.removeprefix("$").isidentifier():
            raise UsageError("a parameter is given as name=value: -p name='Ly Yong Phat'")
        found[name.removeprefix("$")] = value_of(value)
    return found


def value_of(given: str) -> Any:
    """Return a parameter's value: JSON where it is that, else the text as it stands."""
    try:
        return json.loads(given)
    except ValueError:
        return given


def cited(result: Result) -> tuple[tuple[str, ...], list[Json]]:
    """Return columns and rows with a column more: the evidence of a row's nodes and edges."""
    name = "evidence" if "evidence" not in result.columns else "clew_evidence"
    rows = [{**row, name: _evidence(row, result)} for row in result]
    return (*result.columns, name), rows


def evidence_text(result: Result) -> str:
    """Return in words what each row rests on: the claims of every node and edge in it."""
    lines = []
    for number, row in enumerate(result, 1):
        if found := _evidence(row, result):
            lines += ["", f"Row {number}:"]
        for item in (item for value in row.values() for item in items_in(value)):
            if claims := found.pop(item.id, []):
                lines.append(f"   {plain(words(item))}")
                told = (tuple(claim_lines(claim, plain)) for claim in claims)
                lines += [line for claim in dict.fromkeys(told) for line in claim]
    return "\n".join(lines) + "\n" if lines else ""


def _evidence(row: Json, result: Result) -> dict[str, list[Json]]:
    ids = dict.fromkeys(item.id for value in row.values() for item in items_in(value))
    return {i: result.evidence[i] for i in ids if i in result.evidence}
