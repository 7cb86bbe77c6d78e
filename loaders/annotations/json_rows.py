"""Rows of JSON: one object a line, an array of them, or a single one printed over several lines.

A row is parsed when it is asked for and not kept, so that a file of many documents takes the memory
of its bytes. Rows that speak of the same text are read together: they are one document.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.annotations.json_text import bounded, parsed
from clew.loaders.base import Input
from clew.loaders.suffixes import suffix_of

Json = dict[str, Any]
MOST_ROWS = 1_000_000
_FIRST_ROWS = 20
_LONGEST_LABEL = 200
_BEGINNINGS = (1 << 16, 1 << 22)
#: A format is told by no more than this: what stands there takes at most fifty times as much.
_MOST_TO_TELL = 1 << 24
_DECODER = json.JSONDecoder()
_MEMBER = re.compile(r"[\s,]*(?=[^\s,\]])")


class BadRow(Exception):
    """A row, or a part of one, that cannot be read; the message says why, without its words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON object of a file: its line, or its number in an array, from 1."""

    number: int
    raw: bytes | Json

    def read(self) -> Json:
        """Return the object; raises BadRow."""
        found = _parsed(self.raw) if isinstance(self.raw, bytes) else self.raw
        if not isinstance(found, dict):
            raise BadRow("is no JSON object")
        return found


def _parsed(raw: bytes) -> object:
    try:
        bounded(raw)
        return orjson.loads(raw)
    except InputError as error:
        raise BadRow(error.reason) from None
    except orjson.JSONDecodeError as error:
        raise BadRow(f"is no JSON, or too deep (from character {error.pos} on)") from None


def rows(file: Input) -> Iterator[Row]:
    """Yield the file's objects; raises InputError where it is no UTF-8."""
    file.characters()
    data = file.bytes().removeprefix(b"\xef\xbb\xbf")
    whole = _whole(data, file.name)
    if isinstance(whole, list):
        yield from (Row(number, one) for number, one in enumerate(whole, 1))
    elif whole is not None:
        yield Row(1, whole)
    else:
        held = 0
        for number, line in enumerate(io.BytesIO(data), 1):
            if line.strip():
                held += 1
                if held > MOST_ROWS:
                    raise InputError(f"has more than {MOST_ROWS} rows: split it", file.name, number)
                yield Row(number, line)


def _whole(data: bytes, name: str) -> list[Any] | Json | None:
    """Return what the file is as one piece of JSON, None where it is one object a line."""
    line, _, rest = data.lstrip().partition(b"\n")
    first: object = None
    try:
        first = _parsed(line)
    except BadRow:
        if line[:1] not in (b"[", b"{"):
            return None
    if isinstance(first, dict) or (first is not None and rest.strip()):
        return None
    if isinstance(first, list):
        return first
    bounded(data, name)
    try:
        found = _parsed(data)
    except BadRow:
        return None
    return found if isinstance(found, list | dict) else None


def whole_or_rows(file: Input) -> None:
    """Raise InputError where a file is neither one piece of JSON nor one a line."""
    if suffix_of(file.path) in (".json", ".jsonld"):
        parsed(file.bytes(), file.name)
        return
    for row in rows(file):
        try:
            row.read()
        except BadRow as error:
            raise InputError(f"the row {error}", file.name, row.number) from None


def first_rows(file: Input) -> Iterator[Json]:
    """Yield the first objects of a file that holds some, to tell its format by their keys."""
    data = file.bytes()
    begin = re.compile(rb"(?:\xef\xbb\xbf)?\s*([{\[]?)").match(data)
    if begin and begin[1] == b"[":
        yield from _first_members(data, begin.end())
        return
    if not begin or not begin[1]:
        return
    for _, row in zip(range(_FIRST_ROWS), rows(file), strict=False):
        try:
            yield row.read()
        except BadRow:
            continue


def _first_members(data: bytes, begin: int) -> Iterator[Json]:
    """Yield the first objects of an array, of which no more is read than they need."""
    found: list[Any] = []
    for size in (*_BEGINNINGS, min(len(data), _MOST_TO_TELL)):
        text = data[begin : begin + size].decode("utf-8", "ignore")
        at = 0
        try:
            while len(found) < _FIRST_ROWS and (start := _MEMBER.match(text, at)):
                member, at = _DECODER.raw_decode(text, start.end())
                found.append(member)
        except (ValueError, RecursionError):
            pass  # cut short, or no JSON
        if found or size >= len(data):
            break
    yield from (one for one in found if isinstance(one, dict))


def grouped(
    file: Input, key: Callable[[Json], Hashable]
) -> tuple[dict[Hashable, list[Row]], list[Rejected]]:
    """Return the rows by key, in the file's order, and those that have none (`key` raises BadRow).

    Raises InputError where not a single row can be read.
    """
    groups: dict[Hashable, list[Row]] = {}
    bad: list[Rejected] = []
    for row in rows(file):
        try:
            groups.setdefault(key(row.read()), []).append(row)
        except BadRow as error:
            bad.append(file.rejected(row.number, f"the row {error}"))
    if not groups:
        reason = bad[0].reason if bad else "is empty: there is nothing to import"
        raise InputError(reason, file.name, bad[0].line if bad else 0)
    return groups, bad


def objects(row: Json, name: str) -> list[Any]:
    """Return the list under this name, empty where there is none; raises BadRow."""
    found = row.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise BadRow(f"has {name!r} that is no list")
    return found


def words(row: Json, name: str) -> str:
    """Return the text under this name, '' where there is none; raises BadRow."""
    found = row.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise BadRow(f"has {name!r} that is no text")
    return found


def number(found: object, what: str) -> int:
    """Return a whole number; raises BadRow."""
    if type(found) is not int:
        raise BadRow(f"has no whole number as {what}")
    return found


def label(found: object, otherwise: str = "") -> str:
    """Return a label, or what stands for one that is not given; raises BadRow."""
    if found is None and otherwise:
        return otherwise
    if not isinstance(found, str) or not found.strip() or len(found) > _LONGEST_LABEL:
        raise BadRow("has no label that is a short text")
    return found.strip()


def strings(found: object, what: str) -> list[str]:
    """Return a list of texts; raises BadRow."""
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return found
    raise BadRow(f"has {what} that are no list of words")
