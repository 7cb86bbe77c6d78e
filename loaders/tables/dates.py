"""Dates as cells hold them, as EDTF: by the forms that a mapping names, and EDTF itself always.

A form is written with `%d` day, `%m` month, `%b` month's English name or its first three letters,
`%Y` year of four digits; what is not given is not known (`%m/%Y` gives `2024-09`). There is no form
for years of two digits, whose century would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from clew.graph.errors import InputError
from clew.graph.when import bounds

MONTHS: Sequence[str] = (
    "january february march april may june july august september october november december"
).split()
_PARTS = {
    "%d": r"(?P<day>[0-9]{1,2})",
    "%m": r"(?P<month>[0-9]{1,2})",
    "%b": r"(?P<word>[A-Za-z]{3,9})\.?",
    "%Y": r"(?P<year>[0-9]{4})",
}
_CIRCA = re.compile(r"(?:c\.|ca\.?|circa|about|approx\.?) *(?=[0-9])", re.IGNORECASE)


def form_problem(form: str) -> str:
    """Return what is wrong with a form of dates, '' where it can be used."""
    found = re.findall("%.", form)
    if strange := [part for part in found if part not in _PARTS]:
        return f"has {strange[0]!r}: dates are written with %d, %m, %b and %Y"
    months = found.count("%m") + found.count("%b")
    if found.count("%Y") != 1 or months > 1 or found.count("%d") > min(months, 1):
        return "needs one %Y, and a month where there is a day"
    return ""


@lru_cache(maxsize=65536)
def to_edtf(text: str, forms: tuple[str, ...]) -> str | None:
    """Return a cell's date as EDTF, None where it is in none of the forms and no EDTF itself."""
    text = text.strip()
    if not text or holds(text):
        return text
    if circa := _CIRCA.match(text):
        about = to_edtf(text[circa.end() :], forms)
        return f"{about}~" if about and re.fullmatch("[0-9-]+", about) else None
    found = (_read(text, form) for form in forms)
    return next((date for date in found if date), None)


def _read(text: str, form: str) -> str:
    matched = _pattern(form).fullmatch(text)
    if matched is None:
        return ""
    parts = matched.groupdict()
    month = parts.get("month") or _month(parts.get("word") or "")
    if parts.get("word") and not month:
        return ""
    date = "-".join(p.zfill(2) for p in (parts["year"], month, parts.get("day")) if p)
    return date if holds(date) else ""


def _month(word: str) -> str:
    word = word.casefold()
    whole = len(word) > 3 and word != "sept"
    names: Sequence[str] = MONTHS if whole else [month[: len(word)] for month in MONTHS]
    return str(names.index(word) + 1) if word in names else ""


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split("(%[dmbY])", form)
    return re.compile("".join(_PARTS.get(part, re.escape(part)) for part in parts))


def holds(date: str) -> bool:
    """Tell whether this is EDTF of a time that there is."""
    try:
        bounds(date)
    except InputError:
        return False
    return True
