"""Dates of FollowTheMoney (`2019`, `2019-04`, `2019-04-01`, with a time or not) as EDTF."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from clew.graph.errors import InputError
from clew.graph.when import bounds
from clew.loaders.ftm.data import data
from clew.loaders.ftm.record import Record

_A_DAY = 10


@lru_cache(maxsize=1 << 14)
def day(text: str) -> str:
    """Return a date without its time, '' for what is no date."""
    found = text.strip().partition("T")[0].partition(" ")[0][:_A_DAY]
    try:
        return found if found and all(bounds(found)) and "/" not in found else ""
    except InputError:
        return ""


@lru_cache(maxsize=1 << 14)
def is_date(text: str) -> bool:
    """Tell whether a text is a date as claims have it, or none at all."""
    try:
        return not text or bool(bounds(text))
    except InputError:
        return False


def when(record: Record) -> str:
    """Return when a relation or a designation held: `2019/2021`, `2019/`, `../2021`, a day.

    Of several beginnings the earliest counts, of several ends the latest: nothing pairs them.
    """
    listed = data()["dates"]
    starts, ends = (_days(record, listed[name]) for name in ("start", "end"))
    start, end = min(starts, default=""), max(ends, default="")
    if start == end or (start and not ends and _is_moment(record)):
        return start
    if start and end and start[: len(end)] > end[: len(start)]:
        return ""  # it would end before it began: the values tell it as it is
    return f"{start or '..'}/{end}" if end else f"{start}/.."


def _days(record: Record, props: Iterable[str]) -> list[str]:
    for prop in props:
        if found := [known for text in record.values(prop) if (known := day(text))]:
            return found
    return []


def _is_moment(record: Record) -> bool:
    """Tell whether its only date is a day on which it was, and no beginning."""
    begun = [prop for prop in data()["dates"]["start"] if record.values(prop)]
    return begun[:1] == ["date"]
