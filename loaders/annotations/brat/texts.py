"""The text that a brat file speaks of: beside it, given apart, or in the case already.

A text of the case is found by the file's name, which proves nothing: the words that brat writes for
each span do. It is taken where it alone holds most of them; those that it does not hold are
rejected one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.known import KnownText, stem_of
from clew.graph.model import document_id, normal_text
from clew.loaders.annotations.brat.conf import Declared
from clew.loaders.annotations.brat.lines import BadLine, read_line
from clew.loaders.annotations.spans import place
from clew.loaders.base import LONGEST_LINE, Input
from clew.loaders.items import Mention

_NO_WORDS = "marks no words that could prove which text it is of: put its text beside it"
_NO_FIT = "has no text beside it, and none of its name holds most of its words: name it with --text"
_SEVERAL = "has no text beside it, and several of its name hold its words: name it with --text"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text and where it was read; `by`: the tool that took it out of its file."""

    text: str
    path: str
    by: str = ""
    language: str = ""
    held: Input | None = None


def text_of(file: Input) -> Spoken:
    """Return the text of a brat file, kept as its source; raises InputError."""
    try:
        held = file.text_beside(".txt")
    except InputError as absent:
        found = _best(file, [*_apart(file), *_known(file)], absent)
        if found.held:
            file.take(found.held)
        return found
    return Spoken(held.plain(), held.name, held.by)


def text_id(file: Input, path: Path) -> str:
    """Return the id of the text of another brat file of this one's name, '' where there is none."""
    try:
        return document_id(normal_text(text_of(file.peer(path)).text))
    except InputError:
        return ""


def _apart(file: Input) -> Iterator[Spoken]:
    """Yield the texts of this name anywhere in the folder of `--text`."""
    for path in file.shelf.named(stem_of(file.path.with_suffix(".txt").name)):
        if held := file.candidate(path, "text"):
            yield Spoken(held.plain(), held.name, held.by, held=held)


def _known(file: Input) -> Iterator[Spoken]:
    for known in file.known(file.path.with_suffix(".txt").name):
        if known.stands:
            yield Spoken(_as_it_was(known), known.path, known.by, known.language)


def _as_it_was(known: KnownText) -> str:
    """Return a text with the line ends that offsets may have been counted with."""
    raw = known.original.decode("utf-8", "replace")
    return raw if normal_text(raw) == known.text else known.text


def _best(file: Input, found: list[Spoken], absent: InputError) -> Spoken:
    if not found:
        raise absent
    mentions = list(_mentions(file))
    if not mentions:
        raise InputError(_NO_WORDS, file.name)
    fits = [sum(not one.reason for one in place(each.text, mentions)) for each in found]
    most = max(fits)
    if 2 * most <= len(mentions):
        raise InputError(_NO_FIT, file.name)
    best = [each for each, fit in zip(found, fits, strict=True) if fit == most]
    if len({document_id(normal_text(each.text)) for each in best}) > 1:
        raise InputError(_SEVERAL, file.name)
    return best[0]


def _mentions(file: Input) -> Iterator[Mention]:
    for number, line in file.lines():
        if line.startswith("T") and len(line) <= LONGEST_LINE:
            try:
                item = read_line(line, number, Declared())
            except BadLine:
                continue
            if isinstance(item, Mention):
                yield item
