"""How a tool may have counted positions in a text: on which form of it, in what, and from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from clew.loaders.annotations.offsets import Offsets, code_points, utf16
from clew.loaders.annotations.web.selectors import Position, Quote, Range

Span = tuple[int, int]
Unit = Literal["code points", "UTF-16 units"]
Told = Sequence[tuple[Quote, Position]]
_TRIED = 1000  # so many quotes tell from where positions are counted


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as a tool has it, and for each of its offsets the one of the text as Clew has it.

    places      None: they are the same
    span        what a range comes to in this reading; None: it knows none
    """

    text: str
    places: Sequence[int] | None = None
    span: Callable[[Range], Span] | None = None

    def mapped(self, place: Span) -> Span:
        """Return a place of this reading as one of the text."""
        if self.places is None:
            return place
        return self.places[place[0]], self.places[place[1]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of counting; `shift`: how many units behind the tool's the text's offsets are."""

    reading: Reading
    unit: Unit
    offsets: Offsets
    shift: int = 0

    def place(self, position: Position) -> Span:
        """Return what a position comes to in the reading; raises BadOffset."""
        start, end = position.start, position.end
        if self.shift and type(start) is int and type(end) is int:
            start, end = start + self.shift, end + self.shift
        return self.offsets.span(start, end)

    def within(self, part: str, position: Position) -> Span:
        """Return what a position in a part of the text comes to; raises BadOffset."""
        return self._of(part).span(position.start, position.end)

    def point(self, part: str, at: int) -> int:
        """Return what an offset in a part of the text comes to; raises BadOffset."""
        return self._of(part).point(at)

    def _of(self, part: str) -> Offsets:
        return utf16(part) if self.unit == "UTF-16 units" else code_points(part)


def ways(readings: Sequence[Reading]) -> list[Way]:
    """Return the ways in which positions may be counted, the specification's first."""
    found = [Way(reading, "code points", code_points(reading.text)) for reading in readings]
    units = ((reading, utf16(reading.text)) for reading in readings)
    more = [
        Way(one, "UTF-16 units", offsets) for one, offsets in units if offsets.size > len(one.text)
    ]
    return [*found, *more]


def shifted(known: Sequence[Way], told: Told) -> Iterator[Way]:
    """Yield ways that count from elsewhere, where most quotes that stand only once say so.

    A tool may count from the beginning of an element, and a text may have got a new beginning.
    """
    for way in known:
        shifts = Counter(_shifts(way, told))
        for shift, times in shifts.most_common(1):
            if shift and times > 1 and 2 * times > shifts.total():
                yield Way(way.reading, way.unit, way.offsets, shift)


def _shifts(way: Way, told: Told) -> Iterator[int]:
    """Yield how far each quote that stands only once is from its position."""
    text = way.reading.text
    for quote, position in told[:_TRIED]:
        at = text.find(quote.exact) if quote.exact.strip() else -1
        if at >= 0 and type(position.start) is int and position.within is None:
            if text.find(quote.exact, at + 1) < 0:
                yield way.offsets.units(at) - position.start
