"""Tags of tokens (BIO, IOB1, BILOU, IOBES, BMES) as spans.

One reading serves all: a span begins with B, S, U or W, and with any other letter that continues
nothing, as in IOB1; it ends after E, L, S, U or W, and where the next token does not continue it.
A cell can hold several tags (`B-person,B-group`), each with a span of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

#: The tag's letter and its label, '' where it has none.
Tag = tuple[str, str]
#: The first token, the last one, and the label.
Tagged = tuple[int, int, str]

_TAG = re.compile(r"([BIESLUMW])(?:[-_](\S+))?")
_OUTSIDE = frozenset({"O", "_", "-", "", "*"})
_BEGIN, _ALONE, _END = "BSUW", "SUW", "ELSUW"
_SEVERAL = re.compile(r"[,|;]")


class TagError(ValueError):
    """A cell that holds no tag."""


@lru_cache(maxsize=4096)
def tags_of(cell: str) -> tuple[Tag, ...]:
    """Return a cell's tags, none where it is outside; raises TagError."""
    if cell in _OUTSIDE:
        return ()
    if found := _TAG.fullmatch(cell):
        parts = [found]
        if _SEVERAL.search(cell):
            several = [_TAG.fullmatch(part) for part in _SEVERAL.split(cell)]
            parts = [part for part in several if part] if all(several) else parts
        return tuple((part[1], part[2] or "") for part in parts)
    raise TagError


def tagged_spans(cells: Iterable[Sequence[Tag]]) -> Iterator[Tagged]:
    """Yield the spans of a sentence's tags, in order of their ends."""
    opened: dict[str, int] = {}
    last = -1
    for last, tags in enumerate(cells):
        if not tags and not opened:
            continue
        letters = {label: letter for letter, label in tags}
        for label in [one for one in opened if letters.get(one, "B") in _BEGIN]:
            yield opened.pop(label), last - 1, label
        for label, letter in letters.items():
            start = opened.setdefault(label, last)
            if letter in _END:
                yield start, last, label
                del opened[label]
    for label, start in opened.items():
        yield start, last, label


def begins_with_b(sentences: Iterable[Iterable[Sequence[Tag]]]) -> bool:
    """Say whether a B stands where nothing goes before it: in IOB1 none does."""
    for cells in sentences:
        before: frozenset[str] = frozenset()
        for tags in cells:
            if any(letter == "B" and label not in before for letter, label in tags):
                return True
            before = frozenset(label for _, label in tags)
    return False


def unbegun(cells: Iterable[Sequence[Tag]]) -> int:
    """Return how many tags continue a span that has not begun."""
    count, before = 0, frozenset[str]()
    for tags in cells:
        count += sum(letter in "IELM" and label not in before for letter, label in tags)
        before = frozenset(label for letter, label in tags if letter not in _END)
    return count
