"""Spans checked against the text, and brought onto the text as Clew counts it (rule 1).

A tool counts offsets on the text as it stands on disk; another program may have counted on one
with LF for CR LF, or without the byte order mark. Which it was is found out by the words that the
tool gives for each span: the reading under which most of them fit holds for the whole document.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from clew.graph.model import Spans, normal_text
from clew.loaders.items import Mention

#: For each offset of a reading, the offset of the normal text; None: they are the same.
_Reading = Sequence[int] | None


class Placed(NamedTuple):
    """A mention on the normal text: its spans there, or why it has none."""

    mention: Mention
    spans: Spans = ()
    reason: str = ""


def place(raw: str, mentions: Sequence[Mention]) -> list[Placed]:
    """Return each mention with its spans on `normal_text(raw)`, or the reason why it has none."""
    text = normal_text(raw)
    tries = ([_put(text, reading, mention) for mention in mentions] for reading in _readings(raw))
    return min(tries, key=lambda placed: sum(bool(one.reason) for one in placed))


def _readings(raw: str) -> list[_Reading]:
    if not raw.startswith("\ufeff") and "\r" not in raw:
        return [None]
    unmarked = raw.removeprefix("\ufeff")
    forms = dict.fromkeys((raw, unmarked, "\ufeff" + normal_text(raw)))
    return [*(positions(form) for form in forms), None]


def positions(raw: str) -> list[int]:
    """Return for each offset of `raw`, its end too, how many normal characters stand before it."""
    widths = [
        0 if char == "\ufeff" and not at or char == "\n" and raw[at - 1 : at] == "\r" else 1
        for at, char in enumerate(raw)
    ]
    return [0, *accumulate(widths)]


def _put(text: str, reading: _Reading, mention: Mention) -> Placed:
    last = mention.spans[-1][1]
    size = len(text) if reading is None else len(reading) - 1
    if last > size:
        return Placed(mention, (), f"{mention.id} ends at {last}, beyond the text's {size}")
    spans = mention.spans
    if reading is not None:
        spans = tuple((reading[start], reading[end]) for start, end in spans)
    words = covered(text, spans)
    if not words.strip():
        return Placed(mention, (), f"{mention.id} covers nothing but blanks")
    if mention.words is None or words == mention.words or _folded(words) == _folded(mention.words):
        return Placed(mention, spans)
    given = len(mention.words)
    return Placed(mention, (), f"{mention.id} gives {given} characters that do not stand there")


def covered(text: str, spans: Spans) -> str:
    """Return the words that the spans cover, fragments joined by a blank."""
    if len(spans) == 1:
        return text[slice(*spans[0])]
    return " ".join(text[start:end] for start, end in spans)


def _folded(words: str) -> str:
    """Return words as they are compared: composed letters, one blank for any."""
    return " ".join(unicodedata.normalize("NFC", words).split())
