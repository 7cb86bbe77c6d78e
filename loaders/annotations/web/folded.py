"""A text as quotes are compared with it, each of whose places leads back to the text.

`Folded` has blanks folded and letters composed. `Loose` is what browsers, PDFs and typesetting
leave of a text: no blanks, nothing unseen (soft hyphens, zero-width blanks), no hyphen between two
letters, where a line may have ended, plain quotation marks and dashes, ligatures in their letters.
"""

from __future__ import annotations

import io
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

_JAMO = range(0x1160, 0x1200)  # vowels and final consonants that join the syllable before them
_HYPHENS = "-\u2010\u2011"
_HYPHEN = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}](?=[^\W\d_])")
_LETTER = re.compile(r"\s+[^\W\d_]")
_TOKEN = re.compile(r"\s+|\S+")
_WORD = re.compile(r"\S+")
_LONGEST = 64  # words that are not remembered are longer
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ‹›`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)


#: A word as it is compared, and the place in it of each character; None: they are the same.
_Plain = tuple[str, Sequence[int] | None]


class Folded:
    """A text in NFC, with one blank for any run of them."""

    def __init__(self, text: str) -> None:
        written = io.StringIO()
        starts = array("I")
        for start, plain, places in self.pieces(text):
            written.write(plain)
            if places is None:
                starts.extend(range(start, start + len(plain)))
            else:
                starts.extend([start + place for place in places])
        self.text = written.getvalue()
        self._starts = starts
        self._whole_text = text
        self._holds: dict[str, bool] = {}

    @staticmethod
    @lru_cache(maxsize=256)
    def of(words: str) -> str:
        """Return words as this compares them, without blanks at their ends."""
        return " ".join(unicodedata.normalize("NFC", words).split())

    @staticmethod
    def pieces(text: str) -> Iterator[tuple[int, str, Sequence[int] | None]]:
        """Yield (place, plain, places within) for each word, and for each run of blanks."""
        for token in _TOKEN.finditer(text):
            if token[0].isspace():
                yield token.start(), " ", None
            else:
                yield token.start(), *_word(token[0], _composed)

    def occurrences(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where words stand between two places of the text, as places of the text."""
        wanted = self.of(words)
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            after = at + len(wanted)
            if self._whole(at) and self._whole(after):
                low, last = self._starts[at], self._starts[after - 1]
                high = _end(self._whole_text, last)
                if start <= low < high <= end and self.fits(low, high):
                    yield low, high
            at = self.text.find(wanted, at + 1)

    def fits(self, low: int, high: int) -> bool:
        """Say whether words may stand at this place of the text."""
        return True

    def before(self, place: int, words: str) -> bool:
        """Say whether these words stand before a place of the text, blanks next to it aside."""
        wanted = self.of(words)
        if not self._is_held(wanted):
            return False
        at = bisect_left(self._starts, place)
        return self.text[max(0, at - len(wanted) - 1) : at].rstrip().endswith(wanted)

    def behind(self, place: int, words: str) -> bool:
        """Say whether these words stand behind a place of the text, blanks next to it aside."""
        wanted = self.of(words)
        if not self._is_held(wanted):
            return False
        at = bisect_left(self._starts, place)
        return self.text[at : at + len(wanted) + 1].lstrip().startswith(wanted)

    def _is_held(self, wanted: str) -> bool:
        """Say whether words stand anywhere, asked of many places for one quote."""
        if wanted not in self._holds:
            self._holds[wanted] = wanted in self.text
        return self._holds[wanted]

    def _whole(self, at: int) -> bool:
        """Say whether a piece of the text begins here, so that no letter is parted."""
        inside = 0 < at < len(self._starts)
        return not inside or self._starts[at] != self._starts[at - 1]


class Loose(Folded):
    """A text without what typesetting adds or takes away."""

    @staticmethod
    @lru_cache(maxsize=256)
    def of(words: str) -> str:
        """Return words as this compares them."""
        return "".join(plain for _, plain, _ in Loose.pieces(words))

    @staticmethod
    def pieces(text: str) -> Iterator[tuple[int, str, Sequence[int] | None]]:
        """Yield (place, plain, places within) for each word."""
        for token in _WORD.finditer(text):
            word = token[0]
            if word[-1] in _HYPHENS and _LETTER.match(text, token.end()) and word[-2:-1].isalpha():
                word = word[:-1]
            yield token.start(), *_word(word, _seen)

    def fits(self, low: int, high: int) -> bool:
        """Say that words are whole ones, in scripts that part them by blanks."""
        text = self._whole_text
        return not (_parted(text[max(0, low - 1) : low + 1]) or _parted(text[high - 1 : high + 1]))


def _parted(pair: str) -> bool:
    """Say whether two characters belong to one word that blanks part from others."""
    return len(pair) > 1 and all(c.isdecimal() or c.lower() != c.upper() for c in pair)


def _end(text: str, at: int) -> int:
    """Return where the piece ends that begins here: a run of blanks, a letter with its marks."""
    end, size = at + 1, len(text)
    if text[at].isspace():
        while end < size and text[end].isspace():
            end += 1
    else:
        while end < size and _joins(text[end]):
            end += 1
    return end


def _word(word: str, plain: Callable[[str], str]) -> _Plain:
    """Return a word as it is compared; words that are not long are remembered."""
    make = _made if len(word) <= _LONGEST else _made.__wrapped__
    return make(word, plain)


@lru_cache(maxsize=65_536)
def _made(word: str, plain: Callable[[str], str]) -> _Plain:
    passed = {found.start() for found in _HYPHEN.finditer(word)} if plain is _seen else ()
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(word):
        end = _end(word, at)
        if at not in passed:
            pieces.append(plain(word[at:end]))
            places.extend([at] * len(pieces[-1]))
        at = end
    same = len(places) == len(word) and places == list(range(len(word)))
    return "".join(pieces), None if same else array("I", places)


def _composed(piece: str) -> str:
    return piece if piece.isascii() else unicodedata.normalize("NFC", piece)


def _seen(piece: str) -> str:
    if piece.isascii():
        return piece.translate(_PLAIN)
    seen = "".join(c for c in piece if unicodedata.category(c) not in ("Cf", "Cn"))
    return unicodedata.normalize("NFKC", seen.translate(_PLAIN))


def _joins(char: str) -> bool:
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or ord(char) in _JAMO)
