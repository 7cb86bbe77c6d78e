"""Texts that are the same but for their blanks: one is rebuilt from tokens, the other is faithful.

Two texts are the same where they are equal without blanks, after Unicode NFC, and where the marks
that tokenizers write for quotation marks (``, '') are those marks. The n-th sign that is no blank
is then the same place in both. Blanks are white space and what stands between words unseen: the
zero width space of Khmer and Thai, the word joiner, a byte order mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from unicodedata import combining, normalize

from clew.graph.model import Spans

#: How the hint of a text's sameness begins.
SAME = "same:"
_UNSEEN = "\u200b\u2060\ufeff"
_DOUBLE = '"\u201c\u201d'
_SINGLE = "`\u2018\u2019"
_RUN = re.compile(rf"[^\s{_UNSEEN}{_DOUBLE}]+|[{_DOUBLE}]")
#: More signs in a row that are no letters than any script puts on one.
_HEAP = re.compile(r"[^\w\s\x00-\u02ff]{64,}")
_SEEN = re.compile(rf"[^\s{_UNSEEN}]")


def unspaced(text: str) -> str:
    """Return a text without its blanks, composed, with plain quotation marks."""
    bare = "".join(text.split())
    for sign in _UNSEEN:
        bare = bare.replace(sign, "")
    return _plain(_composed(bare))


def same_text(text: str) -> str:
    """Return what is equal for texts that are the same but for their blanks: `same:` and a digest.

    It is a hint that `clew.graph.known.Known` answers.
    """
    data = unspaced(text).encode(errors="surrogatepass")
    return SAME + blake2b(data, digest_size=16).hexdigest()


def _plain(text: str) -> str:
    for sign in _DOUBLE:
        text = text.replace(sign, "''")
    for sign in _SINGLE:
        text = text.replace(sign, "'")
    return text


@dataclass(slots=True)
class Units:
    """Where each sign of `unspaced(text)` stands in the text, in stretches that count alike.

    A stretch begins and ends at a code point, and its signs begin with this number. Of one that
    does not `count` a sign for each code point no part can be told: it is taken whole.
    """

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    counts: list[bool] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        """Find the stretches."""
        for start, end, signs, counts in _stretches(self.text):
            self.starts.append(start)
            self.ends.append(end)
            self.firsts.append(self.size)
            self.counts.append(counts)
            self.size += signs

    def signs(self, start: int, end: int) -> tuple[int, int]:
        """Return which signs stand from one code point to another, blanks at its edges aside."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or start >= self.ends[first]:
            begin = self._first(first + 1)
        else:
            begin = self.firsts[first] + (start - self.starts[first]) * self.counts[first]
        last = bisect_left(self.starts, end) - 1
        if last < 0 or end >= self.ends[last] or not self.counts[last]:
            return begin, self._first(last + 1)
        return begin, self.firsts[last] + end - self.starts[last]

    def span(self, begin: int, stop: int) -> tuple[int, int]:
        """Return the code points that these signs stand between."""
        first = bisect_right(self.firsts, begin) - 1
        last = bisect_right(self.firsts, stop - 1) - 1
        start = self.starts[first] + (begin - self.firsts[first]) * self.counts[first]
        if self.counts[last]:
            return start, self.starts[last] + stop - self.firsts[last]
        return start, self.ends[last]

    def _first(self, stretch: int) -> int:
        return self.firsts[stretch] if stretch < len(self.firsts) else self.size


def _stretches(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Yield (start, end, number of signs, whether there is one for each code point)."""
    bare = "".join(_SEEN.findall(text))
    if _composed(bare) == bare:
        for run in _RUN.finditer(text):
            double = run[0] in _DOUBLE
            yield run.start(), run.end(), 2 if double else len(run[0]), not double
        return
    places = [found.start() for found in _SEEN.finditer(text)]
    for first, last in _letters(bare):
        letter = bare[first:last]
        signs = _plain(_composed(letter))
        start, end = places[first], places[last - 1] + 1
        yield start, end, len(signs), len(signs) == end - start == last - first


def _composed(bare: str) -> str:
    """Return a text in Unicode NFC; heaps of marks, which would take for ever, stay as they are."""
    parts, last = [], 0
    for heap in _HEAP.finditer(bare):
        parts += [normalize("NFC", bare[last : heap.start()]), heap[0]]
        last = heap.end()
    return "".join((*parts, normalize("NFC", bare[last:])))


def _letters(bare: str) -> Iterator[tuple[int, int]]:
    """Yield the parts that compose for themselves: a letter with its marks, mostly one sign."""
    last = 0
    for start, end in (*(heap.span() for heap in _HEAP.finditer(bare)), (len(bare), len(bare))):
        first = last
        for at in range(last + 1, start):
            if _parts(bare, first, at):
                yield first, at
                first = at
        if first < start:
            yield first, start
        yield from ((at, at + 1) for at in range(start, end))
        last = end


def _parts(bare: str, first: int, at: int) -> bool:
    """Tell whether nothing from `first` composes with the sign at `at`, or moves across it."""
    if (sign := bare[at]) < "\u0300":
        return True
    if combining(sign):
        return False
    before = bare[first:at]
    return normalize("NFC", before + sign) == normalize("NFC", before) + normalize("NFC", sign)


@dataclass(slots=True)
class Moved:
    """Brings spans of one text onto another that is the same but for its blanks."""

    old: Units
    new: Units

    def spans(self, spans: Spans) -> Spans:
        """Return where the same words stand in the other text."""
        return tuple(self.span(start, end) for start, end in spans)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the same words stand; an empty place where there are blanks alone."""
        begin, stop = self.old.signs(start, end)
        if begin >= stop:
            there = begin < self.new.size
            place = self.new.span(begin, begin + 1)[0] if there else len(self.new.text)
            return place, place
        return self.new.span(begin, stop)


def moved(old: str, new: str) -> Moved:
    """Return how places of `old` are found in `new`; ValueError where they are two texts."""
    found = Moved(Units(old), Units(new))
    if unspaced(old) != unspaced(new):
        raise ValueError("these texts differ in more than their blanks")
    return found
