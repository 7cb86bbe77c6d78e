"""Where words stand in a text, and whether what is said to stand around them does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clew.loaders.annotations.web.counting import Span
from clew.loaders.annotations.web.folded import Folded, Loose
from clew.loaders.annotations.web.selectors import Quote


@dataclass(slots=True)
class Words:
    """Finds words in one text: as they are, folded, then loosely (see `folded.py`)."""

    text: str
    _folded: Folded | None = None
    _loose: Loose | None = None

    def places(self, exact: str, area: Span) -> list[Span]:
        """Return where words stand between two places of the text."""
        return (
            [*_occurrences(self.text, exact, *area)]
            or [*self.folded.occurrences(exact, *area)]
            or [*self.loose.occurrences(exact, *area)]
        )

    def fit(self, place: Span, quote: Quote) -> int:
        """Return how many of a quote's prefix and suffix stand around a place."""
        return self._before(place[0], quote.prefix) + self._behind(place[1], quote.suffix)

    def differs(self, place: Span, quote: Quote) -> bool:
        """Say whether other words stand around a place than a quote says."""
        return self.fit(place, quote) < bool(quote.prefix) + bool(quote.suffix)

    def _before(self, place: int, prefix: str) -> bool:
        return bool(prefix) and (
            self.text.endswith(prefix, 0, place)
            or self.folded.before(place, prefix)
            or self.loose.before(place, prefix)
        )

    def _behind(self, place: int, suffix: str) -> bool:
        return bool(suffix) and (
            self.text.startswith(suffix, place)
            or self.folded.behind(place, suffix)
            or self.loose.behind(place, suffix)
        )

    @property
    def folded(self) -> Folded:
        """The text with blanks folded and letters composed, made when it is first asked for."""
        if self._folded is None:
            self._folded = Folded(self.text)
        return self._folded

    @property
    def loose(self) -> Loose:
        """The text without what typesetting adds, made when it is first asked for."""
        if self._loose is None:
            self._loose = Loose(self.text)
        return self._loose


def same(words: str, exact: str) -> bool:
    """Say whether words are those of a quote, whatever typesetting did to either."""
    if words == exact or Folded.of(words) == Folded.of(exact):
        return True
    plain = Loose.of(exact)
    return bool(plain) and len(words) < 2 * len(exact) + 64 and Loose.of(words) == plain


def _occurrences(text: str, words: str, start: int, end: int) -> Iterator[Span]:
    at = text.find(words, start, end)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1, end)
