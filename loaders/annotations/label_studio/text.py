"""Which of a task's values is the text that was annotated, and how offsets count in it.

An export does not say in which value a text stands (the labelling configuration does), nor whether
its offsets were made in a browser, which counts UTF-16 units, or by a program that counts
characters. Both are found out by the words that the regions cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clew.graph.model import Spans, normal_text
from clew.loaders.annotations.json_rows import Json
from clew.loaders.annotations.label_studio.apart import Apart, is_address
from clew.loaders.annotations.label_studio.pages import readings
from clew.loaders.annotations.offsets import BadOffset, Offsets, code_points, utf16
from clew.loaders.annotations.spans import positions
from clew.loaders.annotations.web.anchoring import NoPlace
from clew.loaders.annotations.web.selectors import Range
from clew.loaders.annotations.web.xpath import span_in
from clew.loaders.texts.html import Page, read_page

_MOST_VALUES, _DEEPEST = 200, 4
_LAST_OF_ONE_UNIT = "\uffff"
_TURNS = "marks turns of a dialogue (Paragraphs), which are not read: annotate them as one text"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The place of a region as the tool gives it.

    words     what it covers, '' where the export does not say
    range     its place by elements of a page, where it is given so
    counted   whether its offsets are given: from the beginning of the text, or of the page's text
    """

    start: Any
    end: Any
    words: str
    range: Range | None = None
    counted: bool = True

    @classmethod
    def of(cls, value: Json) -> Stretch | None:
        """Return a region's stretch of text, None for a region of something else."""
        said = value.get("text")
        words = said if isinstance(said, str) else ""
        start, end = value.get("start"), value.get("end")
        inner = None
        if isinstance(start, str) and isinstance(end, str) and "startOffset" in value:
            inner = Range(start, end, value.get("startOffset"), value.get("endOffset"))
        whole = value.get("globalOffsets")
        if isinstance(whole, dict):
            return cls(whole.get("start"), whole.get("end"), words, inner or Range("", ""))
        if inner:
            return cls(start, end, words, inner, counted=False)
        if start is None or end is None or isinstance(start, float) or isinstance(end, float):
            return None  # of a sound, a picture: seconds, percents
        return cls(start, end, words)

    @property
    def of_turns(self) -> bool:
        """Whether it lies in turns of a dialogue, which are told by number."""
        return not self.counted and isinstance(self.start, str) and self.start.isdecimal()

    def spoken(self) -> Iterator[str]:
        """Yield the words it covers, as given and with line ends that were written as `\\n`."""
        yield self.words
        if "\\n" in self.words:
            yield self.words.replace("\\n", "\n")


@dataclass(frozen=True, slots=True)
class Found:
    """A text as Clew counts it, and how a tool counts in it.

    places    for each place that the tool counts the one of the text, None where they are the same
    page      the page whose text it is
    path      where it was read, '' where it stands in the export
    """

    text: str
    offsets: Offsets
    places: Sequence[int] | None = None
    page: Page | None = None
    path: str = ""

    def span(self, stretch: Stretch) -> tuple[int, int]:
        """Return a stretch in code points of `text`; raises BadOffset."""
        if stretch.of_turns:
            raise BadOffset(_TURNS)
        if not stretch.counted and self.page and stretch.range:
            try:
                start, end = span_in(self.page, stretch.range)
            except NoPlace as error:
                raise BadOffset(str(error)) from None
            return self.page.places[start], self.page.places[end]
        start, end = self.offsets.span(stretch.start, stretch.end)
        return (self.places[start], self.places[end]) if self.places else (start, end)

    def place(self, stretch: Stretch) -> tuple[Spans, str | None]:
        """Return where a stretch is, and its words in the form that fits; raises BadOffset."""
        start, end = self.span(stretch)
        here = self.text[start:end]
        if here == stretch.words:
            return ((start, end),), here
        said = (words for words in stretch.spoken() if words.split() == here.split())
        return ((start, end),), next(said, None) or stretch.words or None

    def fits(self, stretch: Stretch) -> bool:
        """Say whether the stretch lies in the text and covers the words that it should."""
        try:
            start, end = self.span(stretch)
        except BadOffset:
            return False
        here = self.text[start:end]
        if not stretch.words or here == stretch.words:
            return True
        return any(words.split() == here.split() for words in stretch.spoken())


#: A result with its number in the annotation, from 1, and where it stands, if in a text.
Told = tuple[int, Json, Stretch | None]


def find(
    data: Json, names: Sequence[str], stretches: Sequence[Stretch], apart: Apart
) -> Found | None:
    """Return the text among a task's values, or at an address there; None where there is none.

    Of all values the first in which the most regions fit is taken; `names` are asked first, which
    the results give. Where no region fits, it is the first that is no address.
    """
    best: tuple[int, Found | None] = (-1, None)
    for value in _candidates(data, names):
        led = list(apart.texts(value)) if is_address(value) else [("", value)]
        for path, text in led or [("", value)]:
            for found in _counts(path, text, any(stretch.range for stretch in stretches)):
                score = sum(found.fits(stretch) for stretch in stretches)
                if score > best[0] and (score or led):
                    best = score, found
                if score == len(stretches) and led:
                    return found
    return best[1]


def _candidates(data: Json, names: Sequence[str]) -> list[str]:
    """Return the texts among a task's values, the likelier first."""
    texts = dict(_texts(data, "", 0))
    first = [texts.pop(name) for name in (*names, "text") if name in texts]
    others = sorted(texts.values(), key=len, reverse=True)
    return list(dict.fromkeys([*first, *others]))[:_MOST_VALUES]


def _texts(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.strip():
            yield path, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else name, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for at, inner in enumerate(value[:_MOST_VALUES]):
            yield from _texts(inner, f"{path}[{at}]", depth + 1)


def _counts(path: str, value: str, html: bool) -> Iterator[Found]:
    """Yield how a value can be read as a text, the likelier first."""
    page = read_page(value) if html else None
    wide = any(char > _LAST_OF_ONE_UNIT for char in value)
    for unit in (utf16, code_points) if wide else (utf16,):
        for counted, places in readings(page) if page else ():
            yield Found(page.text if page else "", unit(counted), places, page, path)
        text = normal_text(value)
        if text != value:
            yield Found(text, unit(value), positions(value), path=path)
        yield Found(text, unit(text), path=path)
