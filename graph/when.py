"""Partial dates and intervals: what EDTF text allows, as days.

The text is the Extended Date/Time Format of the Library of Congress (ISO 8601-2:2019, annex A;
specification of 4 February 2019): levels 0 and 1 whole, and of level 2 the seasons 25-41, sets,
unspecified digits anywhere, qualified parts and significant digits (`1950S2`). Left out are years
that four digits cannot write (negative, `Y…`, 0000): their bounds would not sort as text.
EDTF gives `~`, `?` and `%` no width, so bounds are those of the text without them, but what is
qualified is certain on no day. It gives seasons no days either: bounds hold the meteorological and
the astronomical season, of both hemispheres for 21-24, which leave the hemisphere open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from clew.graph.errors import InputError

Holds = Literal["yes", "may", "no"]

_LONGEST = 200
# before and after every day, as text sorts; bounds show them as ''
_EVER, _FOREVER = "0000-00-00", "9999-99-99"
_Q = "[?~%]?"
_DATE = re.compile(
    rf"{_Q}(?P<year>[0-9X]{{4}})(?:S(?P<digits>[1-4]))?{_Q}"
    rf"(?:-{_Q}(?P<month>[0-9X]{{2}}){_Q}(?:-{_Q}(?P<day>[0-9X]{{2}}){_Q})?)?"
    r"(?P<time>T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?"
)
_LONG_YEAR = re.compile(r"-|Y-?[0-9]|[^/]*/(?:-|Y-?[0-9])")
# month number: first and last day; a day after `+` is in the next year
_SEASONS = {
    21: ("03-01", "12-22"),
    22: ("01-01", "+03-21"),
    23: ("03-01", "12-22"),
    24: ("01-01", "+03-21"),
    25: ("03-01", "06-21"),
    26: ("06-01", "09-23"),
    27: ("09-01", "12-22"),
    28: ("01-01", "+03-21"),
    29: ("09-01", "12-22"),
    30: ("01-01", "+03-21"),
    31: ("03-01", "06-21"),
    32: ("06-01", "09-23"),
    33: ("01-01", "03-31"),
    34: ("04-01", "06-30"),
    35: ("07-01", "09-30"),
    36: ("10-01", "12-31"),
    37: ("01-01", "04-30"),
    38: ("05-01", "08-31"),
    39: ("09-01", "12-31"),
    40: ("01-01", "06-30"),
    41: ("07-01", "12-31"),
}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days on which something may hold, and those (maybe none) on which it certainly does."""

    lower: str
    upper: str
    sure_from: str = _FOREVER
    sure_to: str = _EVER

    def unsure(self) -> _Stretch:
        """The same days, none of them certain."""
        return _Stretch(self.lower, self.upper)


def bounds(edtf: str) -> tuple[str, str]:
    """Return the first and last day (`YYYY-MM-DD`) that the text allows; '' = open or unknown.

    Raises InputError on what is not EDTF; '' is undated and has no bounds.
    """
    parts = _parse(edtf)
    if not parts:
        return "", ""
    lower, upper = min(part.lower for part in parts), max(part.upper for part in parts)
    return "" if lower == _EVER else lower, "" if upper == _FOREVER else upper


def holds(when: str, day: str) -> Holds:
    """Return whether what is dated so holds on a day (rule 28); what is undated may.

    A month or year says that it was at some time within: it may. An interval is certain between
    the latest start and the earliest end it allows, and an open end (`..`) never ends.
    """
    day = check_day(day)
    parts = _parse(when)
    if any(part.sure_from <= day <= part.sure_to for part in parts):
        return "yes"
    return "may" if not parts or any(p.lower <= day <= p.upper for p in parts) else "no"


def check(edtf: str) -> None:
    """Raise InputError where the text is not EDTF."""
    _parse(edtf)


def check_day(day: str) -> str:
    """Return a day `YYYY-MM-DD` as it is; raises InputError on anything else."""
    if len(day) == 10 and day[:4].isdigit():
        stretch = _parse(day)[0]
        if stretch.lower == stretch.upper == day:
            return day
    raise InputError(f"a day of {len(day)} characters is none; write it as YYYY-MM-DD")


@lru_cache(maxsize=16384)
def _parse(text: str) -> tuple[_Stretch, ...]:
    if not text:
        return ()
    if len(text) > _LONGEST:
        raise _not_edtf(text)
    if text[0] + text[-1] in ("[]", "{}"):
        return _set(text)
    if text.count("/") == 1:
        start, end = text.split("/")
        return (_interval(text, start, end),)
    return (_date(text, text),)


def _interval(text: str, start: str, end: str) -> _Stretch:
    first = _date(text, start) if start not in ("", "..") else None
    last = _date(text, end) if end not in ("", "..") else None
    if first and last and last.upper < first.lower:
        raise InputError(f"an interval of {len(text)} characters ends before it starts")
    lower, upper = first.lower if first else _EVER, last.upper if last else _FOREVER
    if "?" in text or "~" in text or "%" in text:
        return _Stretch(lower, upper)
    # an unknown start is no later than the end, an unknown end no earlier than the start
    latest_start = first.upper if first else _EVER if start else last.upper if last else _FOREVER
    earliest_end = last.lower if last else _FOREVER if end else first.lower if first else _EVER
    return _Stretch(lower, upper, latest_start, earliest_end)


def _set(text: str) -> tuple[_Stretch, ...]:
    """`{…}` is all of its members, `[…]` one of them, so that none of several is certain."""
    parts = tuple(_member(text, member.strip()) for member in text[1:-1].split(","))
    if text[0] == "{":
        return parts
    only = parts[0] if len(parts) == 1 else None
    return parts if only and only.lower == only.upper else tuple(p.unsure() for p in parts)


def _member(text: str, member: str) -> _Stretch:
    start, dots, end = member.partition("..")
    if not dots:
        return _date(text, member)
    if not start and not end:
        raise _not_edtf(text)
    whole = _interval(text, start or "..", end or "..")
    days = all(len(part) in (0, 10) for part in (start, end))
    return whole if days else whole.unsure()


def _date(text: str, part: str) -> _Stretch:
    if _LONG_YEAR.match(part):
        raise InputError(
            f"a date of {len(text)} characters has a year that four digits cannot write; "
            "years from 0001 to 9999 can be sorted as text"
        )
    found = _DATE.fullmatch(part)
    if not found or found["year"] == "0000":
        raise _not_edtf(text)
    year, month, day, digits = found["year"], found["month"], found["day"], found["digits"]
    if digits and (month or "X" in year):
        raise _not_edtf(text)
    if digits:
        year = year[: int(digits)].ljust(4, "X")
    if found["time"] and (not day or "X" in part):
        raise _not_edtf(text)
    if month and not day and month.isdigit() and int(month) in _SEASONS:
        return _season(text, year, int(month))
    lower = _first_day(year, month or "XX", day or "XX", 1)
    upper = _first_day(year, month or "XX", day or "XX", -1)
    if not lower or not upper:
        raise _not_edtf(text)
    stretch = _Stretch(lower, upper, lower, upper)
    if year == "XXXX":
        return _Stretch(_EVER, _FOREVER)
    exact = lower == upper and not set("?~%X") & set(part)
    return stretch if exact else stretch.unsure()


def _season(text: str, year: str, season: int) -> _Stretch:
    if year == "XXXX":
        return _Stretch(_EVER, _FOREVER)
    first, last = _SEASONS[season]
    until = int(year.replace("X", "9"))
    if last.startswith("+"):
        until = min(until + 1, 9999)
    since = max(int(year.replace("X", "0")), 1)
    return _Stretch(f"{since:04}-{first}", f"{until:04}-{last.removeprefix('+')}")


def _first_day(year: str, month: str, day: str, step: Literal[1, -1]) -> str:
    """Return the first day that fits the digits and the calendar, from either end; '' if none."""
    months = [m for m in _numbers(month, step) if 1 <= m <= 12]
    days = [d for d in _numbers(day, step) if 1 <= d <= 31]
    for y, m in product(_numbers(year, step) if months and days else (), months):
        length = monthrange(y, m)[1] if y else 0
        fitting = next((d for d in days if d <= length), None)
        if fitting:
            return f"{y:04}-{m:02}-{fitting:02}"
    return ""


def _numbers(pattern: str, step: Literal[1, -1]) -> list[int]:
    """Return the numbers that fit the digits and `X`s, upwards or downwards."""
    choices = [("0123456789"[::step] if digit == "X" else digit) for digit in pattern]
    return [int("".join(chosen)) for chosen in product(*choices)]


def _not_edtf(text: str) -> InputError:
    return InputError(
        f"a date of {len(text)} characters is not EDTF; write it like 2024-09-12, 2024-09, 2024~, "
        "2024-09-XX or 2019/2024-09-12, with .. for an open end"
    )
