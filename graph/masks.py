"""Masking words: finding a name again in whatever way another text, a note or an address has it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from clew.graph.letters import FIRST_WITHOUT_BLANKS, LONG, bare, places, skeleton

#: What stands in place of protected words; its length tells nothing of theirs.
MASK = "[protected]"

_Form = Literal["NFC", "NFD", "NFKC"]
_FORMS: tuple[_Form, ...] = ("NFC", "NFD", "NFKC")
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_BETWEEN = rf"[\s{_INVISIBLE}\-‐‑‒–—_.,·•・'’+/]"
_GAP = rf"(?:{_BETWEEN}|%20|%2[BC])"
_PARTS = re.compile(rf"{_BETWEEN}+")
#: So many letters tell whether a name may be in a text.
BEGIN = 5
#: Shorter single words are masked only as they are written, since a word of a language may be like.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Mask:
    """One name or description: found by `pattern`, or by its letters, where a bone is there.

    bones   its letters in each order and form, and after which of them a word ends
    spread  whether its letters are looked for one by one, in any text
    """

    bones: tuple[tuple[str, frozenset[int]], ...]
    pattern: re.Pattern[str]
    spread: bool

    def places(self, text: str, letters: str) -> Iterator[tuple[int, int]]:
        """Yield where it stands in a text, of which `letters` are the bare ones."""
        bones = [bone for bone in self.bones if bone[0] in letters]
        if bones:
            yield from (found.span() for found in self.pattern.finditer(text))
        encoded = "%" in text or "&" in text
        for bone, borders in bones if self.spread or encoded else ():
            yield from places(text, bone, borders)


class Masks:
    """Finds words in texts; only those whose letters are there are looked for.

    A bone is in a text's letters only where its first ones are: `_begins` holds those (BEGIN at
    most), each with the masks that it begins, so that of very many masks few are asked.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._masks = [
            mask for word in sorted(set(words), key=_longest_first) if (mask := of(word))
        ]
        self._begins: dict[str, set[int]] = defaultdict(set)
        for number, mask in enumerate(self._masks):
            for bone, _ in mask.bones:
                self._begins[bone[:BEGIN]].add(number)
        self._lengths = frozenset(map(len, self._begins))

    def __bool__(self) -> bool:
        """Say whether there is anything to mask."""
        return bool(self._masks)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where any form of the words stands."""
        if not self._masks or not text:
            return []
        letters = bare(text)
        parts = {letters[at : at + n] for n in self._lengths for at in range(len(letters) - n + 1)}
        begun = self._begins.keys() & parts
        if not begun:
            return []
        masks = (self._masks[n] for n in sorted(set().union(*(self._begins[b] for b in begun))))
        return [place for mask in masks for place in mask.places(text, letters)]


def hidden(text: str, places: Iterable[tuple[int, int]], start: int, end: int) -> str:
    """Return text[start:end] with MASK for each of these places, once where they touch."""
    parts: list[str] = []
    at = start
    for first, last in sorted(places):
        if last <= at or first >= end:
            continue
        if first > at or not parts:
            parts += [text[at : max(first, at)], MASK]
        at = min(last, end)
    return "".join([*parts, text[at:end]])


def _longest_first(word: str) -> tuple[int, str]:
    return (-len(word), word)


@lru_cache(maxsize=8192)
def of(words: str) -> Mask | None:
    """Return the mask of a name or description; None where it has no letters."""
    forms = {form for normal in _FORMS for form in _orders(normal, words)}
    forms |= {_plain(form) for form in forms}
    bones = _bones(forms)
    if not bones:
        return None
    patterns = sorted({_pattern(form) for form in forms if form}, key=_longest_first)
    joined = "|".join(patterns)
    exact = len(words) < _SHORT and words[:1] < FIRST_WITHOUT_BLANKS
    whole = f"{re.escape(words)}|{re.escape(words.upper())}" if exact else joined
    flags = 0 if exact else re.IGNORECASE
    spread = not exact and all(bone < FIRST_WITHOUT_BLANKS for bone, _ in bones)
    return Mask(bones, re.compile(_bounded(whole, words), flags), spread)


def _bones(forms: Iterable[tuple[str, ...]]) -> tuple[tuple[str, frozenset[int]], ...]:
    """Return the letters of each form, and after how many of them a word ends."""
    found: dict[str, set[int]] = {}
    for form in forms:
        parts = [skeleton(part) for part in form]
        borders = {sum(map(len, parts[:n])) for n in range(1, len(parts))}
        found.setdefault("".join(parts), set()).update(borders)
    found.pop("", None)
    return tuple((bone, frozenset(borders)) for bone, borders in sorted(found.items()))


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
    loose = len(form) > 1 and len(skeleton("".join(form))) >= LONG
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
