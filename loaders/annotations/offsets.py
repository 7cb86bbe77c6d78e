"""Offsets as tools count them, brought to the code points that Clew counts (rule 1).

Browsers and Java count UTF-16 units, in which an emoji has two; other programs count bytes of
UTF-8. An offset that falls inside a character, below 0 or beyond the end is told and never moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

_OF_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")
_CONTINUES = 0xC0, 0x80  # a byte of UTF-8 within a character: its mask, and what it shows


class BadOffset(ValueError):
    """An offset that is no place between two characters; the message says why."""


@dataclass(frozen=True, slots=True)
class Offsets:
    """Converts offsets of one text between a tool's units and code points.

    unit      what the tool counts, for messages
    size      how many units the text has
    starts    the first unit of each character, then the end; None: units are code points
    pairs     the first unit of each character of two units, where no other has more than one
    """

    unit: str
    size: int
    starts: Sequence[int] | None = None
    pairs: Sequence[int] = ()

    def point(self, at: object) -> int:
        """Return the code point that an offset in units comes to; raises BadOffset."""
        if type(at) is not int:
            raise BadOffset("an offset is no whole number")
        if not 0 <= at <= self.size:
            # a number of many digits is not worth showing
            shown = at if abs(at) < 10**12 else "out of all bounds"
            raise BadOffset(f"an offset is {shown}, the text has {self.size} {self.unit}")
        if self.starts is not None:
            point = bisect_left(self.starts, at)
            inside = self.starts[point] != at
        else:
            before = bisect_left(self.pairs, at)
            point, inside = at - before, before > 0 and self.pairs[before - 1] == at - 1
        if inside:
            raise BadOffset(f"an offset is {at}, which is inside a character")
        return point

    def span(self, start: object, end: object) -> tuple[int, int]:
        """Return a stretch of at least one character in code points; raises BadOffset."""
        first, last = self.point(start), self.point(end)
        if first >= last:
            raise BadOffset(f"a span ends at {end}, where it begins ({start}) or before")
        return first, last

    def units(self, point: int) -> int:
        """Return the offset in units of a place that is given in code points."""
        if self.starts is not None:
            return self.starts[point]
        pairs = range(len(self.pairs))
        return point + bisect_left(pairs, point, key=lambda at: self.pairs[at] - at)


def code_points(text: str) -> Offsets:
    """Return the converter for a tool that counts as Clew does: it only checks."""
    return Offsets("characters", len(text))


def utf16(text: str) -> Offsets:
    """Return the converter for offsets in UTF-16 units (JavaScript, Java)."""
    size = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if size == len(text):
        return Offsets("UTF-16 units", size)
    pairs = [found.start() + at for at, found in enumerate(_OF_TWO_UNITS.finditer(text))]
    return Offsets("UTF-16 units", size, pairs=pairs)


def utf8(text: str) -> Offsets:
    """Return the converter for offsets in bytes of UTF-8."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) == len(text):
        return Offsets("bytes", len(data))
    mask, shown = _CONTINUES
    starts = [at for at, byte in enumerate(data) if byte & mask != shown]
    return Offsets("bytes", len(data), [*starts, len(data)])
