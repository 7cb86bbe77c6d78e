"""Finding a name's letters in a text, whatever stands between them: marks, markup, line breaks.

A text is read as signs: a letter, an HTML entity (`&eacute;`) or an encoded byte (`%C3%A9`) is one,
and keeps its place. What is no letter or digit only parts them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

#: From Thai on, scripts mostly write without blanks between words, or bind particles to a name.
FIRST_WITHOUT_BLANKS = "\u0e00"
#: A name of so many letters is also found written as one word (an address), or l e t t e r e d.
LONG = 8
#: How many signs may part two words of a name, and two letters of a long one's word.
BETWEEN_WORDS, BETWEEN_LETTERS = 12, 2

_TOKEN = re.compile(r"&(?:#\w{1,8}|\w{2,24});|(?:%(?:25)*[0-9A-Fa-f]{2})+|.", re.DOTALL)
_TOKEN_OR_TAG = re.compile(rf"<[^<>]{{1,300}}>|{_TOKEN.pattern}", re.DOTALL)
_BROKEN = re.compile(r"[-‐\u00ad]?[ \t]*\r?\n\s*")
_NOT_LETTERS = re.compile(r"[\W_]+")
#: Hebrew and Arabic write "and", "to", "in" as letters before a word.
_CLITICS = ("\u0590", "\u08ff")


class _Sign(NamedTuple):
    """What stands from `start` to `end`: its letters, none where it only parts others."""

    shown: str
    letters: str
    start: int
    end: int


class _Read(NamedTuple):
    """A text's signs, all their letters in one, and of each letter the number of its sign."""

    signs: tuple[_Sign, ...]
    letters: str
    at: tuple[int, ...]


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Return the bare letters and digits of a text: no case, marks, blanks or punctuation."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def bare(text: str) -> str:
    """Return the skeletons of a text as it stands, and of what its encodings and markup mean."""
    found = skeleton(text)
    if "%" in text or "&" in text:
        found += "\n" + skeleton(_decoded(text))
    if "<" in text:
        found += "\n" + skeleton(_decoded(re.sub(r"<[^<>]{1,300}>", " ", text)))
    return found


def _decoded(token: str) -> str:
    while (plain := unquote(token)) != token:
        token = plain
    return html.unescape(token)


@lru_cache(maxsize=1024)
def _readings(text: str) -> tuple[_Read, ...]:
    """Return a text as it stands, and without its markup where it has any."""
    tokens = (_TOKEN, _TOKEN_OR_TAG) if "<" in text else (_TOKEN,)
    return tuple(_read(text, token) for token in tokens)


def _read(text: str, token: re.Pattern[str]) -> _Read:
    signs = tuple(_sign(found) for found in token.finditer(text))
    at = tuple(n for n, sign in enumerate(signs) for _ in sign.letters)
    return _Read(signs, "".join(sign.letters for sign in signs), at)


def _sign(found: re.Match[str]) -> _Sign:
    words = found[0]
    shown = words if len(words) == 1 else "" if words[0] == "<" else _decoded(words)
    return _Sign(shown, skeleton(shown), found.start(), found.end())


def places(text: str, bone: str, borders: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield where a name's letters stand in a text; `borders`: after which of them a word ends."""
    for read in _readings(text):
        at = read.letters.find(bone)
        while at >= 0:
            if found := _place(read, at, at + len(bone), borders):
                yield found
            at = read.letters.find(bone, at + 1)


def _place(read: _Read, first: int, last: int, borders: frozenset[int]) -> tuple[int, int] | None:
    numbers = read.at[first:last]
    start, end = numbers[0], numbers[-1] + 1
    split = (first and read.at[first - 1] == start) or read.at[last : last + 1] == (end - 1,)
    pairs = zip(numbers, numbers[1:], strict=False)
    if split or not all(
        _joined(read.signs[a + 1 : b], n in borders, len(numbers) >= LONG)
        for n, (a, b) in enumerate(pairs, 1)
        if b != a
    ):
        return None
    while end < len(read.signs) and _is_mark(read.signs[end].shown):
        end += 1
    if not (_begins(read.signs, start) and _ends(read.signs, end)):
        return None
    return read.signs[start].start, read.signs[end - 1].end


def _joined(gap: tuple[_Sign, ...], border: bool, long: bool) -> bool:
    """Tell whether two letters with this between them are neighbours in one name."""
    between = "".join(sign.shown for sign in gap)
    if not gap:
        return long or not border
    if border:
        return len(between) <= BETWEEN_WORDS
    plain = all(_is_mark(sign) for sign in between)
    return plain or bool(_BROKEN.fullmatch(between)) or (long and len(between) <= BETWEEN_LETTERS)


def _is_mark(shown: str) -> bool:
    """Tell whether this is seen with the sign before it or not at all, and parts nothing."""
    return all(unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf") for c in shown)


def _begins(signs: tuple[_Sign, ...], start: int) -> bool:
    """Tell whether a word, or a part of a compound name in an address, begins here."""
    before, first = (signs[start - 1].shown if start else ""), signs[start].shown
    if not before[-1:].isalpha() or _CLITICS[0] <= before[-1] <= _CLITICS[1]:
        return True
    if signs[start].letters >= FIRST_WITHOUT_BLANKS:
        return True
    return before[-1].islower() and first[:1].isupper()


def _ends(signs: tuple[_Sign, ...], end: int) -> bool:
    """Tell whether a word ends here, be it in the plural."""
    last = signs[end - 1].shown
    after = "".join(sign.shown[:1] for sign in signs[end : end + 2])
    if not after[:1].isalpha() or (after[:1] in "sS" and not after[1:].isalpha()):
        return True
    if signs[end - 1].letters >= FIRST_WITHOUT_BLANKS:
        return True
    return last[-1:].islower() and after[:1].isupper()
