"""A CoNLL file as documents and sentences: boundaries, comments, tokens, their spacing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.loaders.annotations.tokens.conll_layout import Layout
from clew.loaders.annotations.tokens.rebuilt import Rebuilt
from clew.loaders.annotations.tokens.tags import Tag, TagError, tagged_spans, tags_of, unbegun
from clew.loaders.base import LONGEST_LINE

_DOCUMENT = re.compile(r"-DOCSTART-|#\s*newdoc\b(?:\s+id\s*=\s*(\S+))?|#\s*begin\s+document\b")
_COMMENT = re.compile(r"#\s*(text|newpar)\b\s*(?:id\b)?\s*=?\s*(.*)")
_WORD = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?(\.\d+)?")
_LONGEST_SENTENCE = 200_000
_NO_SPACE = re.compile(r"(?:^|\|)SpaceAfter=No(?:\||$)")


@dataclass(slots=True)
class Part:
    """A document of a file, sentence by sentence as its lines are read.

    id       its own, '' where it has none
    spans    (line, first token, last token, label) of what is tagged
    bad      (line, reason) of the lines that could not be read
    slips    how many tags continue a span that has not begun
    unfit    how many sentences have a `# text` that is not that of their tokens
    """

    id: str = ""
    rebuilt: Rebuilt = field(default_factory=Rebuilt)
    spans: list[tuple[int, int, int, str]] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    slips: int = 0
    unfit: int = 0


@dataclass(slots=True)
class _Sentence:
    """Tokens with the tags of each layer, and what comments say.

    surface   the tokens as the text has them, and whether a blank follows
    marks     (line, which token of the surface, tags of each layer) of each row
    text      the sentence's text, '' where no comment gives it
    """

    surface: list[tuple[str, bool]] = field(default_factory=list)
    marks: list[tuple[int, int, list[tuple[Tag, ...]]]] = field(default_factory=list)
    text: str = ""
    paragraph: bool = False


def numbered_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line without its end) of all lines, the empty ones too."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    for number, line in enumerate(io.BytesIO(data), 1):
        yield number, line.decode("utf-8").rstrip("\r\n")


def parts(lines: Iterable[tuple[int, str]], layout: Layout) -> Iterator[Part]:
    """Yield the documents of a file, those without a token too where they hold a bad line."""
    reader = _Reader(layout, Part())
    for number, line in lines:
        if line.startswith(("-", "#")) and (found := _DOCUMENT.match(line)):
            yield from reader.whole()
            reader = _Reader(layout, Part(found[1] or ""))
        elif line.strip():
            reader.line(number, line)
        else:
            reader.end()
    yield from reader.whole()


class _Reader:
    """Takes a document's lines one after another."""

    def __init__(self, layout: Layout, part: Part) -> None:
        self.layout, self.part = layout, part
        self.sentence = _Sentence()
        self._within = 0  # the last word of a token that was written in parts (3-4)
        self._outside = ["O"] * layout.depth
        self._none: list[tuple[Tag, ...]] = [()] * layout.depth

    def whole(self) -> Iterator[Part]:
        """Yield the document, if it holds anything."""
        self.end()
        if len(self.part.rebuilt) or self.part.bad:
            yield self.part

    def end(self) -> None:
        """End a sentence, where one has begun."""
        sentence, rebuilt = self.sentence, self.part.rebuilt
        self._within = 0
        if not sentence.surface:
            return
        self.sentence = _Sentence()
        before = len(rebuilt)
        if sentence.paragraph:
            rebuilt.end(paragraph=True)
        forms = [form for form, _ in sentence.surface]
        if not (sentence.text and rebuilt.stated(sentence.text, forms)):
            self.part.unfit += bool(sentence.text)
            for form, space in sentence.surface:
                rebuilt.token(form, space=space)
        rebuilt.end()
        for layer in range(self.layout.depth):
            self._tagged(sentence, layer, before)

    def _tagged(self, sentence: _Sentence, layer: int, before: int) -> None:
        cells = [tags[layer] for _, _, tags in sentence.marks]
        if not any(cells):
            return
        for first, last, label in tagged_spans(cells):
            (line, start, _), (_, end, _) = sentence.marks[first], sentence.marks[last]
            self.part.spans.append((line, before + start, before + end, label))
        if self.layout.begun:
            self.part.slips += unbegun(cells)

    def line(self, number: int, line: str) -> None:
        """Take a line that is not empty."""
        if len(line) > LONGEST_LINE:
            self._reject(number, f"has {len(line)} characters, more than {LONGEST_LINE}")
            return
        cells = self.layout.cells(line)
        tags = self._tags(cells) if len(cells) == self.layout.width else None
        if tags is not None:
            self._row(number, cells, tags)
        elif line.startswith("#"):
            self._comment(line)
        elif len(cells) != self.layout.width:
            self._reject(number, f"has {len(cells)} columns, the others {self.layout.width}")
        else:
            self._reject(number, "has a tag that is none of BIO and its kin")
            self._row(number, cells, self._none)

    def _tags(self, cells: list[str]) -> list[tuple[Tag, ...]] | None:
        layers = self.layout.layers(cells)
        if layers == self._outside:
            return self._none
        if self.layout.plain:
            return [(("I", tag),) if tag not in ("O", "_", "") else () for tag in layers]
        try:
            return [tags_of(tag) for tag in layers]
        except TagError:
            return None

    def _row(self, number: int, cells: list[str], tags: list[tuple[Tag, ...]]) -> None:
        numbers = "" if self.layout.number is None else cells[self.layout.number]
        found = _WORD.fullmatch(numbers) if numbers else None
        form = cells[self.layout.token]
        if found and found[3]:  # a word that is understood and does not stand in the text
            return
        if not form.strip() or (numbers and not found):
            self._reject(number, "has no token, or no number of it")
            return
        last = int(found[2] or 0) if found else 0
        if last or not (found and int(found[1]) <= self._within):
            misc = "" if self.layout.misc is None else cells[self.layout.misc]
            self.sentence.surface.append((form, not (misc and _NO_SPACE.search(misc))))
            if len(self.sentence.surface) > _LONGEST_SENTENCE:
                raise InputError(
                    f"has a sentence of more than {_LONGEST_SENTENCE} tokens", "", number
                )
        if last:
            self._within = last
        else:
            # words of one token stand where the token stands
            self.sentence.marks.append((number, len(self.sentence.surface) - 1, tags))

    def _comment(self, line: str) -> None:
        if not (found := _COMMENT.match(line)):
            return
        if found[1] == "text":
            self.sentence.text = found[2].strip()
        else:
            self.sentence.paragraph = True

    def _reject(self, number: int, reason: str) -> None:
        self.part.bad.append((number, reason))
