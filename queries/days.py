"""Days and what is dated: whether something began, ended or was so within an interval (rule 27)."""

from __future__ import annotations

from dataclasses import dataclass

from clew.graph.errors import InputError, UsageError
from clew.graph.when import bounds

#: How a change within the interval is told.
BEGAN, ENDED, DATED = "began", "ended", "is dated"


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from `since` to `until`, both with them, as ISO text."""

    since: str
    until: str

    def __contains__(self, day: object) -> bool:
        """Tell whether a day, `YYYY-MM-DD`, lies within."""
        return isinstance(day, str) and self.since <= day <= self.until

    def holds(self, first: str, last: str) -> str:
        """Return whether a date with these bounds lies within: `yes`, `may` or `no`."""
        if not first and not last:
            return "no"
        first, last = first or "0000", last or "9999"
        if self.since <= first and last <= self.until:
            return "yes"
        return "may" if first <= self.until and last >= self.since else "no"


@dataclass(frozen=True, slots=True)
class Change:
    """What a date says within an interval: the change, the date's own text, how exact it is."""

    change: str
    when: str
    precision: str
    first: str
    certain: bool


def interval(since: str, until: str) -> Interval:
    """Return the interval of two EDTF texts: from the first's first day to the second's last.

    Raises UsageError where one is no date, or is open where a day is needed, or the first is later.
    """
    first, last = _bound(since, 0), _bound(until, 1)
    if first > last:
        raise UsageError("the first day is later than the second: put the earlier one first")
    return Interval(first, last)


def _bound(text: str, side: int) -> str:
    try:
        day = bounds(str(text))[side]
    except InputError:
        day = ""
    if not day:
        raise UsageError("a day, month or year is needed, written as 2024-09-12, 2024-09 or 2024")
    return day


def changes(when: str, within: Interval) -> list[Change]:
    """Return what a source's date says of these days.

    `2019-05/2020-03` began in the one and ended in the other; an open or unknown end is none. A
    date that is no interval is a day, month or year of which something is said: no beginning.
    """
    first, slash, last = when.partition("/")
    parts = [(BEGAN, first), (ENDED, last)] if slash and when[0] not in "[{" else [(DATED, when)]
    return [found for word, text in parts if (found := _change(word, text, within))]


def _change(word: str, text: str, within: Interval) -> Change | None:
    if text in ("", ".."):
        return None
    first, last = bounds(text)
    held = within.holds(first, last)
    if held == "no":
        return None
    exact = "day" if first == last else f"{first or '..'} to {last or '..'}"
    return Change(word, text, exact, first or last, held == "yes")
