"""A text rebuilt from tokens, for formats that hold tokens and no text.

Between two tokens stands a single blank, between sentences a line end, between paragraphs an empty
line, unless the file says otherwise (`SpaceAfter=No`, `# text = …`). In scripts without blanks
between words (Chinese, Japanese, Thai, Lao, Burmese, Khmer) none is put in, since a name would else
be cut into its syllables. The brackets that the Penn Treebank spells out (`-LRB-`) are brackets.

So what differs from the text that was annotated is where its blanks stand, and nothing else: the
two are one document where they are equal without blanks, and the n-th character that is no blank
is the same place in both.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

_BRACKETS = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
#: Thai, Lao, Burmese, Khmer; kana and Han with their marks; Han beyond the basic plane.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uff01-\uffef\U00020000-\U0003ffff]"
)


class Rebuilt:
    """Takes tokens one after another, and knows where each of them stands.

    starts, ends    the code points where token 0, 1, 2, … of the document begins and ends
    """

    def __init__(self) -> None:
        self.starts, self.ends = array("I"), array("I")
        self._sentences: list[str] = []
        self._open: list[str] = []
        self._size = 0
        self._gap = ""
        self._last = ""

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.starts)

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join((*self._sentences, *self._open))

    def token(self, form: str, *, space: bool = True) -> None:
        """Add a token; `space`: a blank stands after it, where its script has them."""
        form = _BRACKETS.get(form, form)
        gap = self._gap
        if (
            gap == " "
            and form >= "\u0e00"
            and _UNSPACED.match(form)
            and _UNSPACED.match(self._last)
        ):
            gap = ""
        self._open.append(gap + form)
        self._size += len(gap)
        self.starts.append(self._size)
        self._size += len(form)
        self.ends.append(self._size)
        self._last = form[-1:]
        self._gap = " " if space else ""

    def exact(self, form: str, *, space: bool) -> None:
        """Add a token as it stands, with a blank after it or none, whatever its script."""
        self.starts.append(self._size)
        self.ends.append(self._size + len(form))
        self._put(form + " " * space)
        self._gap = ""

    def sentence(self, forms: Iterable[str]) -> None:
        """Add the tokens of a sentence, then its end."""
        for form in forms:
            self.token(form)
        self.end()

    def stated(self, text: str, forms: Sequence[str]) -> bool:
        """Add a sentence whose text the file gives; False, and nothing added, if it does not fit.

        It fits where the tokens stand in it in their order, with nothing but blanks between.
        """
        places, at = [], 0
        for form in forms:
            at += len(text[at:]) - len(text[at:].lstrip())
            if not text.startswith(form, at):
                return False
            places.append((at, at + len(form)))
            at += len(form)
        if text[at:].strip():
            return False
        self._put(self._gap)
        self.starts.extend(self._size + start for start, _ in places)
        self.ends.extend(self._size + end for _, end in places)
        self._put(text)
        self._gap = " "
        return True

    def end(self, *, paragraph: bool = False) -> None:
        """End a sentence or a paragraph, where one has begun."""
        if self._size and (paragraph or self._gap != "\n\n"):
            self._gap = "\n\n" if paragraph else "\n"
        self._sentences.append("".join(self._open))
        self._open = []

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where these tokens stand, the last included; None where they are none."""
        if 0 <= first <= last < len(self.starts):
            return self.starts[first], self.ends[last]
        return None

    def _put(self, part: str) -> None:
        if part:
            self._open.append(part)
            self._size += len(part)
            self._last = part[-1]


def sentence_starts(sentences: Iterable[Sequence[object]]) -> list[int]:
    """Return for each sentence the number of its first token in the document."""
    return [0, *accumulate(len(sentence) for sentence in sentences)][:-1]
