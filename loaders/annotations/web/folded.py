"""A text with blanks folded and letters composed, each of whose places leads back to the text."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator

_JAMO = range(0x1160, 0x1200)  # vowels and final consonants that join the syllable before them


class Folded:
    """A text as quotes are compared with it: NFC, one blank for any run of them."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        starts = array("q")
        for start, piece in _pieces(text):
            for char in piece:
                pieces.append(char)
                starts.append(start)
        self.text = "".join(pieces)
        self._starts = starts
        self._size = len(text)

    @staticmethod
    def of(words: str) -> str:
        """Return words folded, without blanks at their ends."""
        return " ".join(unicodedata.normalize("NFC", words).split())

    def occurrences(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where words stand between two places of the text, as places of the text."""
        wanted = self.of(words)
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            low, high = self._place(at), self._place(at + len(wanted))
            if self._whole(at) and self._whole(at + len(wanted)) and start <= low < high <= end:
                yield low, high
            at = self.text.find(wanted, at + 1)

    def before(self, place: int, words: str) -> bool:
        """Say whether these words stand before a place of the text, blanks next to it aside."""
        wanted = self.of(words)
        at = bisect_left(self._starts, place)
        return self.text[max(0, at - len(wanted) - 1) : at].rstrip().endswith(wanted)

    def behind(self, place: int, words: str) -> bool:
        """Say whether these words stand behind a place of the text, blanks next to it aside."""
        wanted = self.of(words)
        at = bisect_left(self._starts, place)
        return self.text[at : at + len(wanted) + 1].lstrip().startswith(wanted)

    def _place(self, at: int) -> int:
        return self._starts[at] if at < len(self._starts) else self._size

    def _whole(self, at: int) -> bool:
        """Say whether a piece of the text begins here, so that no letter is parted."""
        inside = 0 < at < len(self._starts)
        return not inside or self._starts[at] != self._starts[at - 1]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (place, composed) for each letter with its marks, and for each run of blanks."""
    at, size = 0, len(text)
    while at < size:
        end = at + 1
        if text[at].isspace():
            while end < size and text[end].isspace():
                end += 1
            yield at, " "
        else:
            while end < size and _joins(text[end]):
                end += 1
            yield at, text[at:end] if text[at:end].isascii() else _composed(text[at:end])
        at = end


def _composed(piece: str) -> str:
    return unicodedata.normalize("NFC", piece)


def _joins(char: str) -> bool:
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or ord(char) in _JAMO)
