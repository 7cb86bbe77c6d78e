"""Dates as OFAC writes them ("circa 1951", "01 Jan 1964 to 17 Feb 1964"), as EDTF."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABOUT = re.compile(r"(?i)(?:circa|approximately|approx\.?|c\.|about)\s+")
_RANGE = re.compile(
    r"(?i)(?:between\s+)?(?P<first>[^-–]+?)\s*(?:\bto\b|\band\b|-|–)\s*(?P<last>[^-–]+)"  # noqa: RUF001
)
_DECADE = re.compile(r"([0-9]{3})0s")


@lru_cache(maxsize=32768)
def edtf(words: str) -> str:
    """Return a date as EDTF, '' where the words are none.

    A range is one of its days (`[1964-01-01..1964-02-17]`), for nobody is born on all of them.
    """
    words = words.strip(" .,:")
    about = _ABOUT.match(words)
    words, mark = (words[about.end() :], "~") if about else (words, "")
    if day := _day(words):
        return day + mark
    if (decade := _DECADE.fullmatch(words)) is not None:
        return f"{decade[1]}X{mark}"
    ends = _RANGE.fullmatch(words)
    first, last = (_day(ends["first"]), _day(ends["last"])) if ends else ("", "")
    if not first or not last or (last < first and not last.startswith(first[:4])):
        return ""
    return f"[{first}{mark}..{last}{mark}]" if first != last else first + mark


def _day(words: str) -> str:
    """Return a day, a month or a year; '' where it is none or the calendar has none such."""
    parts = words.replace(",", " ").split()
    if not 1 <= len(parts) <= 3 or not _is_year(parts[-1]):
        return ""
    if len(parts) == 1:
        return parts[0]
    month = _month(parts[-2])
    if not month or len(parts) == 2:
        return f"{parts[-1]}-{month:02}" if month else ""
    try:
        return date(int(parts[2]), month, int(parts[0])).isoformat()
    except ValueError:
        return ""


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and word > "0000"


def _month(word: str) -> int:
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if word.isalpha() and short in _MONTHS else 0
