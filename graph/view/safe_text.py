"""Texts as a picture may show them: nothing that turns, hides or swamps what stands beside it."""

from __future__ import annotations

import re

#: At most so many characters of a name, of a quote (rule 4: 1,000), and of anything else.
NAME, QUOTE, OTHER = 200, 1200, 600
#: Blanks of any kind that break a line.
_BREAKS = re.compile(r"[\t-\r\x85\u2028\u2029 ]+")
#: Controls, what turns the direction of text, tags, halves of characters: shown as their number.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)


def safe(text: object, most: int = OTHER) -> str:
    """Return a text on one line, its hidden characters as `⟨U+202E⟩`, cut at `most` characters.

    What is cut off is counted: `… 999,800 characters more`.
    """
    whole = str(text)
    shown = _HIDDEN.sub(_number, _BREAKS.sub(" ", whole[:most]).strip())
    left = len(whole) - most
    return f"{shown}… {left:,} characters more" if left > 0 else shown


def _number(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
