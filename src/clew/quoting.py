"""Finding words in a source's text: a quote is an exact slice of it (rule 4)."""

from __future__ import annotations

import re

from clew.graph.errors import UsageError
from clew.graph.letters import FIRST_WITHOUT_BLANKS
from clew.graph.model import normal_text
from clew.graph.passages import LONGEST

Span = tuple[int, int]

NOT_THERE = "those words do not stand in that source: copy them from it, letter by letter"
#: So many places of a quote that stands several times are named.
_SHOWN = 10


def quote_in(text: str, words: str, at: int | None = None) -> Span:
    """Return where a quote stands: to the letter, or else with its blanks folded.

    `at` is the code point that it begins at, where it stands several times. Raises UsageError
    where it stands nowhere or several times, is empty, or has more than 1,000 characters.
    """
    words = normal_text(words).strip()
    if not words:
        raise UsageError("a claim needs the words that it rests on: give them with --quote")
    if len(words) > LONGEST:
        raise UsageError(f"a quote has at most {LONGEST} characters, and this has {len(words)}")
    found = _exact(text, words) or _folded(text, words)
    if not found:
        raise UsageError(NOT_THERE)
    starts = ", ".join(str(start) for start, _ in found[:_SHOWN])
    if at is not None:
        found = [span for span in found if span[0] == at]
        if not found:
            raise UsageError(f"the quote does not begin at that character, but at {starts}")
    if len(found) > 1:
        raise UsageError(f"the quote stands {len(found)} times: say --at with one of {starts}")
    return found[0]


def places(text: str, within: Span, words: str) -> list[Span]:
    """Return where whole words stand inside a part of a text, their blanks folded."""
    parts = words.split()
    if not parts:
        return []
    joined = r"\s+".join(map(re.escape, parts))
    before = r"(?<!\w)" if parts[0][0] < FIRST_WITHOUT_BLANKS else ""
    after = r"(?!\w)" if parts[-1][-1] < FIRST_WITHOUT_BLANKS else ""
    found = re.compile(f"{before}{joined}{after}").finditer(text, *within)
    return [match.span() for match in found]


def _exact(text: str, words: str) -> list[Span]:
    starts, place = [], text.find(words)
    while place >= 0:
        starts.append(place)
        place = text.find(words, place + 1)
    return [(start, start + len(words)) for start in starts]


def _folded(text: str, words: str) -> list[Span]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(pattern, text)]
