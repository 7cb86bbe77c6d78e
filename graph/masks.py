"""Masking words: finding a name again in whatever way another text, a note or an address has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

#: What stands in place of protected words; its length tells nothing of theirs.
MASK = "[protected]"
#: From Thai on, scripts mostly write without blanks between words, or bind particles to a name.
FIRST_WITHOUT_BLANKS = "\u0e00"

_Form = Literal["NFC", "NFD", "NFKC"]
_FORMS: tuple[_Form, ...] = ("NFC", "NFD", "NFKC")
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_BETWEEN = rf"[\s{_INVISIBLE}\-‐‑‒–—_.,·•・'’+/]"
_GAP = rf"(?:{_BETWEEN}|%20|%2[BC])"
_PARTS = re.compile(rf"{_BETWEEN}+")
_NOT_LETTERS = re.compile(r"[\W_]+")
#: A name of several words and so many letters is also found written as one word (an address).
_LONG = 8
#: Shorter single words are masked only as they are written, since a word of a language may be like.
_SHORT = 4


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Return the bare letters and digits of a text: no case, marks, blanks or punctuation."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text.casefold()))


@dataclass(frozen=True, slots=True)
class Mask:
    """One name or description: `pattern` finds it where one of its `bones` is in the skeleton."""

    bones: tuple[str, ...]
    pattern: re.Pattern[str]


class Masks:
    """Replaces words in texts; only those whose skeleton is there are looked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._masks = [
            mask for word in sorted(set(words), key=_longest_first) if (mask := of(word))
        ]

    def __bool__(self) -> bool:
        """Say whether there is anything to mask."""
        return bool(self._masks)

    def hide(self, text: str) -> str:
        """Return the text with every form of the words replaced."""
        if not self._masks or not text:
            return text
        bare = skeleton(unquote(text) if "%" in text else text)
        for mask in self._masks:
            if any(bone in bare for bone in mask.bones):
                text = mask.pattern.sub(MASK, text)
                if "%" in text:
                    text = " ".join(_decoded(part, mask) for part in text.split(" "))
        return text


def _longest_first(word: str) -> tuple[int, str]:
    return (-len(word), word)


def _decoded(part: str, mask: Mask) -> str:
    """Return a part of a text, masked where it holds the words in an encoded form."""
    return MASK if "%" in part and mask.pattern.search(unquote(part)) else part


@lru_cache(maxsize=8192)
def of(words: str) -> Mask | None:
    """Return the mask of a name or description; None where it has no letters."""
    forms = {form for normal in _FORMS for form in _orders(normal, words)}
    forms |= {_plain(form) for form in forms}
    bones = {skeleton("".join(form)) for form in forms} - {""}
    if not bones:
        return None
    patterns = sorted({_pattern(form) for form in forms if form}, key=_longest_first)
    joined = "|".join(patterns)
    exact = len(words) < _SHORT and words[:1] < FIRST_WITHOUT_BLANKS
    whole = f"{re.escape(words)}|{re.escape(words.upper())}" if exact else joined
    flags = 0 if exact else re.IGNORECASE
    return Mask(tuple(sorted(bones)), re.compile(_bounded(whole, words), flags))


def _orders(normal: _Form, words: str) -> set[tuple[str, ...]]:
    """Return the words in one normal form: as they stand, and a name's with either end first."""
    parts = tuple(part for part in _PARTS.split(unicodedata.normalize(normal, words)) if part)
    turned = {(parts[-1], *parts[:-1]), (*parts[1:], parts[0])} if 1 < len(parts) < 5 else set()
    return {parts, *turned} if parts else set()


def _plain(form: tuple[str, ...]) -> tuple[str, ...]:
    """Return a form as an address has it: Latin letters without marks."""
    if any(part >= FIRST_WITHOUT_BLANKS for part in form):
        return form
    apart = (unicodedata.normalize("NFD", part) for part in form)
    return tuple("".join(c for c in part if not unicodedata.combining(c)) for part in apart)


def _pattern(form: tuple[str, ...]) -> str:
    loose = len(form) > 1 and len(skeleton("".join(form))) >= _LONG
    joint = f"{_GAP}*" if loose or min(form) >= FIRST_WITHOUT_BLANKS else f"{_GAP}+"
    return joint.join(map(_letters, form))


def _letters(part: str) -> str:
    if part < FIRST_WITHOUT_BLANKS:
        return re.escape(part)
    return f"{_GAP}*".join(map(re.escape, part))


def _bounded(pattern: str, words: str) -> str:
    """Return a pattern that finds no part of a longer word, where the script has blanks."""
    ends = sorted((words.strip()[:1], words.strip()[-1:]))
    if ends[0] >= FIRST_WITHOUT_BLANKS:
        return f"(?:{pattern})"
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"
