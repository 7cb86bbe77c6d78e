"""Where an annotation that comes without its text stands in a text: selectors to spans.

https://www.w3.org/TR/annotation-model/#selectors. A quote rules: where it stands at the place that
a position or range names, that is the place, whether the tool counted code points, as the
specification says, or UTF-16 units, as browsers do. Elsewhere it has moved: it is looked for as far
on as most quotes of its document are, then everywhere, as it is, then with blanks folded and
letters composed, then without what typesetting adds (blanks, hyphens, kinds of quotation marks); of
several places its prefix and suffix, or its page, must tell one. A position without a quote is
counted as most quotes of its document show, else in code points.
Nothing here reads a file, and no reason holds words of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from clew.graph.model import Spans, normal_text
from clew.loaders.annotations.offsets import BadOffset
from clew.loaders.annotations.web.counting import Reading, Span, Told, Way, shifted, ways
from clew.loaders.annotations.web.selectors import (
    Between,
    Other,
    PageNumber,
    Position,
    Quote,
    Range,
    Selector,
)
from clew.loaders.annotations.web.words import Words, same

How = Literal["position", "range", "neighbours", "quote", "surroundings", ""]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a selection stands, and how that was found; no spans: `reason` says why.

    moved       the quote does not stand where the selectors say
    differs     a prefix or suffix was given, and other words stand there now
    """

    spans: Spans = ()
    how: How = ""
    moved: bool = False
    differs: bool = False
    reason: str = ""


_Ends = Range | Between


class NoPlace(Exception):
    """Selectors that lead nowhere; the message says why, without words of the text."""


@dataclass(slots=True)
class Anchors:
    """Finds selections in one text; `readings`: the text as tools may have had it."""

    text: str
    readings: Sequence[Reading]
    _counts: list[Way] = field(default_factory=list)
    _words: Words = field(init=False)

    def __post_init__(self) -> None:
        """Make the ways in which offsets may be counted, the specification's first."""
        self._counts = ways(self.readings)
        self._words = Words(self.text)

    def learn(self, selections: Iterable[Sequence[Selector]]) -> None:
        """Put first the way of counting under which most of these quotes stand at their place."""
        pairs = [_plain(selectors) for selectors in selections]
        told = [(quote, position) for quote, position, _ in pairs if quote and position]
        if not told:
            return
        self._counts += list(shifted(self._counts, told))
        if len(self._counts) > 1:
            self._counts.sort(key=lambda way: self._fits(way, told), reverse=True)

    def _fits(self, way: Way, told: Told) -> tuple[int, int, int]:
        """Return how many quotes stand at their place, letter for letter, with what is around."""
        found = [(self._stands(way, position, quote), quote) for quote, position in told]
        places = [(place, quote) for place, quote in found if place]
        exact = sum(self.text[slice(*at)] == normal_text(quote.exact) for at, quote in places)
        return len(places), exact, sum(self._words.fit(place, quote) for place, quote in places)

    def find(self, selectors: Sequence[Selector]) -> Found:
        """Return where these selectors, alternatives for one selection, lead.

        Blanks at the ends of a selection are no part of it.
        """
        quote, position, span = _plain(selectors)
        try:
            if quote is None:
                found = self._by_place(selectors, position, span)
            else:
                page = next((one.index for one in selectors if isinstance(one, PageNumber)), None)
                found = self._by_quote(quote, position, span, page)
        except (NoPlace, BadOffset) as bad:
            return Found(reason=str(bad))
        return replace(found, spans=tuple(self._trimmed(place) for place in found.spans))

    def _trimmed(self, place: Span) -> Span:
        words = self.text[slice(*place)]
        start = place[0] + len(words) - len(words.lstrip())
        return start, start + len(words.strip())

    def _by_quote(
        self, quote: Quote, position: Position | None, span: _Ends | None, page: int | None
    ) -> Found:
        if not quote.exact.strip():
            raise NoPlace("its quote is empty")
        if found := self._by_position(quote, position, shifted=False):
            return found
        ranges, _ = self._ranges(span)
        for place in ranges:
            if same(self.text[slice(*place)], quote.exact):
                return Found((place,), "range", differs=self._words.differs(place, quote))
        if found := self._by_position(quote, position, shifted=True):
            return found
        return replace(self._searched(quote, page), moved=bool(position or ranges))

    def _by_position(
        self, quote: Quote, position: Position | None, *, shifted: bool
    ) -> Found | None:
        for way in self._counts if position else ():
            if position and bool(way.shift) is shifted:
                if place := self._stands(way, position, quote):
                    return self._at(place, way, self._words.differs(place, quote))
        return None

    def _by_place(
        self, selectors: Sequence[Selector], position: Position | None, span: _Ends | None
    ) -> Found:
        ranges, failed = self._ranges(span)
        if position is None and not ranges:
            raise failed or NoPlace(_missing(selectors))
        if position is None:
            return Found((self._shown(ranges[0]),), "range")
        if ranges and not any(self._agrees(way, position, ranges[0]) for way in self._counts):
            raise NoPlace("its position and its range do not agree, and no quote tells which holds")
        if ranges:
            return Found((self._shown(ranges[0]),), "range")
        way = self._counts[0]
        return self._at(self._shown(self._counted(way, position)), way, False)

    def _at(self, place: Span, way: Way, differs: bool) -> Found:
        moved = way.shift != 0
        return Found((place,), "neighbours" if moved else "position", moved, differs)

    def _shown(self, place: Span) -> Span:
        if not self.text[slice(*place)].strip():
            raise NoPlace("it selects nothing but blanks")
        return place

    def _agrees(self, way: Way, position: Position, place: Span) -> bool:
        try:
            return self._counted(way, position) == place
        except (BadOffset, NoPlace):
            return False

    def _stands(self, way: Way, position: Position, quote: Quote) -> Span | None:
        """Return the place that a position comes to, where the quote stands there."""
        try:
            place = self._counted(way, position)
            if position.within is None:  # a page's own text, where the tool read one
                words = way.reading.text[slice(*way.place(position))]
            else:
                words = self.text[slice(*place)]
            return self._shown(place) if same(words, quote.exact) else None
        except (BadOffset, NoPlace):
            return None

    def _counted(self, way: Way, position: Position) -> Span:
        """Return the place that a position comes to under this way of counting."""
        area = self._area(position)
        if area is None:
            return way.reading.mapped(way.place(position))
        start, end = way.within(self.text[slice(*area)], position)
        return area[0] + start, area[0] + end

    def _area(self, selector: Selector) -> Span | None:
        """Return the place that a selector refines; None: it refines none."""
        if selector.within is None:
            return None
        found = self.find([selector.within])
        if not found.spans:
            raise NoPlace(found.reason)
        return found.spans[0]

    def _ranges(self, span: _Ends | None) -> tuple[list[Span], NoPlace | None]:
        """Return what a range comes to, and else why it comes to nothing."""
        if isinstance(span, Between):
            return self._between(span)
        places: list[Span] = []
        failed: NoPlace | None = None
        for reading in self.readings:
            if span and reading.span:
                try:
                    places.append(reading.mapped(reading.span(span)))
                except NoPlace as bad:
                    failed = bad
        return places, failed

    def _between(self, span: Between) -> tuple[list[Span], NoPlace | None]:
        try:
            first, last = self._begin(span.start), self._begin(span.end)
        except (NoPlace, BadOffset) as bad:
            return [], NoPlace(str(bad))
        return ([(first, last)], None) if first < last else ([], NoPlace(_TURNED))

    def _begin(self, selectors: tuple[Selector, ...]) -> int:
        """Return where a selection begins; a position of no length is a point."""
        only = selectors[0] if len(selectors) == 1 else None
        if isinstance(only, Position) and type(only.start) is int and only.start == only.end:
            area, way = self._area(only), self._counts[0]
            if area:
                return area[0] + way.point(self.text[slice(*area)], only.start)
            at = way.offsets.point(only.start)
            return way.reading.mapped((at, at))[0]
        found = self.find(selectors)
        if not found.spans:
            raise NoPlace(found.reason)
        return found.spans[0][0]

    def _searched(self, quote: Quote, page: int | None) -> Found:
        """Return the one place where the quote stands, told by its surroundings if need be."""
        area = self._searchable(quote)
        places = self._words.places(quote.exact, area)
        if not places:
            raise NoPlace(f"its quote of {len(quote.exact)} characters does not stand in the text")
        if len(places) == 1:
            return Found((places[0],), "quote", differs=self._words.differs(places[0], quote))
        fits = [self._words.fit(place, quote) for place in places]
        most = max(fits)
        best = [place for place, fit in zip(places, fits, strict=True) if fit == most]
        if len(best) > 1 and page is not None:
            best = [place for place in best if self.text.count("\f", 0, place[0]) == page]
        elif not most:
            best = []
        if len(best) != 1:
            reason = f"stands {len(places)} times in the text, and nothing tells which is meant"
            raise NoPlace(f"its quote of {len(quote.exact)} characters {reason}")
        return Found((best[0],), "surroundings", differs=self._words.differs(best[0], quote))

    def _searchable(self, quote: Quote) -> Span:
        """Return where a quote is searched: a place that it refines, if that leads anywhere."""
        try:
            return self._area(quote) or (0, len(self.text))
        except NoPlace:
            return 0, len(self.text)


_TURNED = "its range ends where it begins or before"


def _plain(
    selectors: Sequence[Selector],
) -> tuple[Quote | None, Position | None, _Ends | None]:
    """Return the first quote, position and range of a selection."""
    quote = next((one for one in selectors if isinstance(one, Quote)), None)
    position = next((one for one in selectors if isinstance(one, Position)), None)
    return quote, position, next((one for one in selectors if isinstance(one, _Ends)), None)


def _missing(selectors: Sequence[Selector]) -> str:
    if any(isinstance(one, _Ends) for one in selectors):
        return "it has only a range in a page (XPath): give the page as HTML with --text"
    kinds = sorted({one.kind for one in selectors if isinstance(one, Other)})
    if kinds:
        return f"it tells no place in a text ({', '.join(kinds)})"
    return "it tells no place in the text"
