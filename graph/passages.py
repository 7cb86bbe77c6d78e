"""Quotes: the slice of a text that stands behind a claim (rule 4).

A quote holds both ends of its claim and has at most 1,000 characters: the sentence, or the stretch
of sentences from one end to the other; where that is too long, the ends with what lies between.
Where the ends themselves stand further apart than a quote may be long, no slice can hold both: the
quote is then the sentence of the first end, and the locator names the lines of both.

Sentences end with the marks of their script: `.` `!` `?` `…` before a blank (not after initials,
titles and company forms, which passages.yaml lists), `。！？`, Khmer `។ ៕`, Burmese `။`, danda,
Arabic `؟ ۔`; Thai and Lao, which have no such mark, at blanks.

Pages end with a form feed, as in what is taken out of a PDF, or written by `pdftotext`; where there
is one, lines are counted page by page, and those that are as long as their page's others go on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from clew.graph.model import Spans

#: No quote is longer (rule 4).
LONGEST = 1000

_CLOSERS = "\"'”’»›)\\]」』）】〉》"
_END = re.compile(
    rf"[.!?…]+[{_CLOSERS}]*(?=\s|$)"  # scripts that put a blank after the mark
    rf"|[。！？．｡]+[{_CLOSERS}]*"
    rf"|[។៕။।॥؟۔։።]+[{_CLOSERS}]*"
    r"|(?<=[\u0e00-\u0eff])[^\S\n]+(?=[\u0e00-\u0eff])"  # Thai, Lao
)
_BEFORE_WORD = re.compile(r".*[\s(\[{“‘«„\"']", re.DOTALL)
_NEXT = re.compile(r"[\s“‘«„\"'(\[]*(\w*)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n\s*)+")
_LINE = re.compile(r"\n")
_PAGE = re.compile(r"\f")
_ON_PAGE, _ON_LINE = re.compile(r"[^\f]+"), re.compile(r"[^\n]+")
_FULL = 0.7  # of a page's lines, those so long go on


@dataclass(frozen=True, slots=True)
class _Words:
    never: frozenset[str]
    maybe: frozenset[str]
    starters: frozenset[str]


@cache
def _words() -> _Words:
    import yaml

    path = Path(__file__).with_name("passages.yaml")
    lists = yaml.safe_load(path.read_text("utf-8"))
    return _Words(*(frozenset(map(str, lists[name])) for name in ("never", "maybe", "starters")))


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Say whether the sentence goes on after this mark: an initial, a title, a small letter."""
    following = _NEXT.match(text, end.end())
    word = following[1] if following else ""
    if word[:1].islower():
        return True
    if end[0][:1] != "." or end[0].startswith(".."):
        return False
    before = text[max(0, end.start() - 40) : end.start()]
    found = _BEFORE_WORD.match(before)
    token = before[found.end() if found else 0 :].casefold()
    words = _words()
    if token in words.never or (len(token) == 1 and token.isalpha()):
        return True
    if token.isdigit() and len(token) < 3:
        return _starts_line(text, end.start() - len(token))
    abbreviated = token in words.maybe or ("." in token and _INITIALS.match(token) is not None)
    return abbreviated and bool(word) and word.casefold() not in words.starters


def _starts_line(text: str, place: int) -> bool:
    line = text.rfind("\n", 0, place) + 1
    return not text[line:place].strip()


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _line_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the line ends that part sentences: all but those of a text wrapped to a width."""
    ends = [found.start() for found in _LINE.finditer(text, start, end)]
    lengths = [stop - begin for begin, stop in zip([start, *ends], ends, strict=False)]
    if ends and all(40 <= length <= 120 for length in lengths):
        return
    for place in ends:
        following = text[place + 1 : place + 40].lstrip()
        if not following[:1].islower():
            yield place


def _line_ends_of_pages(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the line ends of pages that part sentences: those of lines that are not full."""
    for page in _ON_PAGE.finditer(text, start, end):
        lines = list(_ON_LINE.finditer(text, *page.span()))
        lengths = sorted(len(line[0]) for line in lines)
        width = lengths[len(lengths) * 4 // 5] if lengths else 0
        for line in lines:
            following = text[line.end() : line.end() + 40].lstrip()
            if len(line[0]) < _FULL * width and not following[:1].islower():
                yield line.end()


def _sentence_starts(text: str) -> Iterator[int]:
    ends = _line_ends_of_pages if "\f" in text else _line_ends
    for start, end in _paragraphs(text):
        yield start
        yield from ends(text, start, end)
        marks = _END.finditer(text, start, end)
        yield from (mark.end() for mark in marks if not _goes_on(text, mark))


class Passages:
    """A text's sentences and lines, found once, to quote from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = sorted(set(_sentence_starts(text)))
        self._lines = [0, *(found.end() for found in _LINE.finditer(text))]
        self._pages = [0, *(found.end() for found in _PAGE.finditer(text))]
        self._stretches: dict[tuple[int, int], tuple[int, int]] = {}

    def page(self, place: int) -> int:
        """Return the page, from 1, on which this code point stands; 0: the text has no pages."""
        return bisect_right(self._pages, place) if len(self._pages) > 1 else 0

    def line(self, place: int) -> int:
        """Return the line, from 1, on which this code point stands: that of its page."""
        line, page = bisect_right(self._lines, place), self.page(place)
        return line - bisect_right(self._lines, self._pages[page - 1]) + 1 if page else line

    def locator(self, spans: Spans) -> str:
        """Return where these spans stand, for a reader: `line 3`, `page 2, lines 3 to 5`."""
        places = [place for start, end in spans for place in (start, max(start, end - 1))]
        first, last = min(places), max(places)
        (page, line), (end_page, end_line) = ((self.page(p), self.line(p)) for p in (first, last))
        if page != end_page:
            return f"page {page}, line {line} to page {end_page}, line {end_line}"
        lines = f"line {line}" if line == end_line else f"lines {line} to {end_line}"
        return f"page {page}, {lines}" if page else lines

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of sentences from `start` to `end`, without blanks around it."""
        first = bisect_right(self._starts, start) - 1
        after = bisect_right(self._starts, max(start, end - 1))
        if (first, after) not in self._stretches:
            self._stretches[first, after] = self._trimmed(first, after)
        left, right = self._stretches[first, after]
        return min(left, start), max(right, end)

    def _trimmed(self, first: int, after: int) -> tuple[int, int]:
        begin = self._starts[first] if first >= 0 else 0
        stop = self._starts[after] if after < len(self._starts) else len(self.text)
        slice_ = self.text[begin:stop]
        left = begin + len(slice_) - len(slice_.lstrip())
        return left, stop - (len(slice_) - len(slice_.rstrip()))

    def quote(self, spans: Spans) -> tuple[int, int]:
        """Return the quote that holds these spans; the first span is the claim's subject."""
        low, high = min(start for start, _ in spans), max(end for _, end in spans)
        if high - low > LONGEST:
            return self._quote_first(spans[0])
        begin, stop = self.sentence(low, high)
        return (begin, stop) if stop - begin <= LONGEST else (low, high)

    def _quote_first(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = span[0], min(span[1], span[0] + LONGEST)
        begin, stop = self.sentence(start, end)
        return (begin, stop) if stop - begin <= LONGEST else (start, end)


@lru_cache(maxsize=4)
def passages(text: str) -> Passages:
    """Return the text's passages; the last few texts are remembered."""
    return Passages(text)


def quote_span(text: str, spans: Spans) -> tuple[int, int]:
    """Return where in `text` the quote stands that holds these spans (code points)."""
    return passages(text).quote(spans)
