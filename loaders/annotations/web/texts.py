"""The text of which a web annotation speaks: given by `--text`, beside its file, or in the case.

A file or folder that the user names comes first. What only bears the name of a source, while the
export speaks of several, must prove that it is the one: most quotes stand in it where they should.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.known import KnownText, name_in, stem_of
from clew.graph.model import document_id, normal_text
from clew.loaders.annotations.spans import positions
from clew.loaders.annotations.web.anchoring import Anchors
from clew.loaders.annotations.web.counting import Reading
from clew.loaders.annotations.web.selectors import Quote, Selection
from clew.loaders.annotations.web.xpath import span_in
from clew.loaders.base import Input
from clew.loaders.suffixes import beside, suffix_of
from clew.loaders.texts.html import NAME, looks_like_html, read_page
from clew.loaders.texts.reading import SUFFIXES, is_page, rank

_LONGEST_NAME = 200
_BEGINNING = 65_536
_TRIED = 200  # so many quotes tell whether a text is the one


def owner_of(path: Path, suffixes: Sequence[str], sign: re.Pattern[bytes]) -> Path | None:
    """Return the file of annotations of the same name beside a text; `sign` tells it."""
    if suffix_of(path) not in SUFFIXES:
        return None
    for suffix in suffixes:
        other = beside(path, suffix)
        if other.is_file():
            with other.open("rb") as data:
                if sign.search(data.read(_BEGINNING)):
                    return other
    return None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text, and what finds places in it.

    held    the file that it is read from, if it is one
    by      the tool that took it out of that, '' of a plain text
    """

    id: str
    text: str
    path: str
    language: str
    anchors: Anchors
    sure: bool
    held: Input | None = None
    by: str = ""


@dataclass(slots=True)
class Finder:
    """Finds the texts of a file's sources; `alone`: the file speaks of one source only."""

    file: Input
    alone: bool
    _read: dict[Path, SourceText | InputError | None] = field(default_factory=dict)
    _troubles: list[InputError] = field(default_factory=list)

    def find(self, hint: str, selections: Sequence[Selection]) -> SourceText | None:
        """Return the text that a source's address or name means, None if it is not to be had.

        Raises InputError for a file that should hold it and is no text, where no other does.
        """
        self._troubles.clear()
        for place in (self._meant, self._given, self._beside, self._known):
            found = list(place(hint))
            if len(found) == 1 and found[0].sure:
                return found[0]
            if best := _best(found, selections):
                return best
        if self._troubles:
            raise self._troubles[0]
        return None

    def _meant(self, hint: str) -> Iterator[SourceText]:
        """Yield what `--text` holds under a hash, and `--sources` under an address."""
        for path in self.file.shelf.meant(hint):
            yield from self._text(path, sure=True)

    def _given(self, hint: str) -> Iterator[SourceText]:
        """Yield what `--text` leads to, by its name."""
        given, stems = self.file.text, self._stems(hint)
        if given is None:
            return
        if not given.is_dir():
            yield from self._text(given, sure=self.alone or stem_of(given.name) in stems)
            if not given.is_file():
                raise InputError("is not there: check --text", given.as_posix())
            return
        for stem in stems:
            for path in self.file.shelf.named(stem):
                yield from self._text(path, sure=True)

    def _beside(self, hint: str) -> Iterator[SourceText]:
        for stem in self._stems(hint):
            for path in _named(self.file.path.parent, stem):
                yield from self._text(path, sure=self.alone)

    def _known(self, hint: str) -> Iterator[SourceText]:
        own = self._stems("")
        for one in (hint, *own) if hint else own:
            for known in self.file.known(one):
                yield SourceText(
                    id=document_id(known.text),
                    text=known.text,
                    path=known.path,
                    language=known.language,
                    anchors=Anchors(known.text, _known_readings(known)),
                    sure=known.sure and one == hint,
                )

    def _stems(self, hint: str) -> tuple[str, ...]:
        """Return the names that the text's file may have, in small letters, without suffix."""
        own = stem_of(self.file.path.name.removesuffix(self.file.path.suffix))
        names = [stem_of(name_in(hint))]
        names += [own.removesuffix(".w3c"), own] if self.alone else []
        return tuple(
            name
            for name in dict.fromkeys(names)
            if name.isprintable() and 0 < len(name.encode()) < _LONGEST_NAME
        )

    def _text(self, path: Path, *, sure: bool) -> Iterator[SourceText]:
        if path not in self._read:
            try:
                held = self.file.candidate(path, "text")
                self._read[path] = _text_of(held) if held else None
            except InputError as error:
                self._read[path] = error
        found = self._read[path]
        if isinstance(found, InputError):
            self._troubles.append(found)
        elif found:
            yield replace(found, sure=sure)


def _best(found: Sequence[SourceText], selections: Sequence[Selection]) -> SourceText | None:
    tried = [one for one in selections if any(isinstance(part, Quote) for part in one)][:_TRIED]
    scores = [sum(_fits(text.anchors, one) for one in tried) for text in found]
    for text, score in zip(found, scores, strict=True):
        if score == max(scores) and (2 * score > len(tried) or (text.sure and score)):
            return text
    return next((text for text in found if text.sure and not tried), None)


def _fits(anchors: Anchors, selection: Selection) -> bool:
    found = anchors.find(selection)
    return bool(found.spans) and not found.moved and not found.differs


def _named(folder: Path, stem: str) -> list[Path]:
    """Return the texts of this name in a folder, whatever the case of its letters."""
    try:
        entries = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []
    wanted = {stem, *(f"{stem}{suffix}" for suffix in SUFFIXES)}
    return sorted((folder / name for name in entries if name.lower() in wanted), key=rank)


def _text_of(held: Input) -> SourceText:
    """Return the text of a file; raises InputError where it is none."""
    raw = held.characters("text")
    page = not held.by and (is_page(held.path) or looks_like_html(raw))
    text, readings = _page(raw) if page else _plain(raw)
    by = NAME if page else held.by
    anchors = Anchors(text, readings)
    return SourceText(document_id(text), text, held.name, "", anchors, sure=True, held=held, by=by)


def _known_readings(known: KnownText) -> list[Reading]:
    """Return how tools may have had a text of the case, as its original tells."""
    if known.by not in ("", NAME):
        return [Reading(known.text)]
    raw = known.original.decode("utf-8", "replace")
    page = is_page(Path(known.path)) or looks_like_html(raw)
    text, readings = _page(raw) if page else _plain(raw)
    return readings if text == known.text else [Reading(known.text)]


def _page(html: str) -> tuple[str, list[Reading]]:
    """Return the text of a page, and the forms in which tools may have had it."""
    page = read_page(html)
    content = Reading(page.content, page.places, partial(span_in, page))
    return page.text, [content, Reading(page.text)]


def _plain(raw: str) -> tuple[str, list[Reading]]:
    """Return a text with LF for line ends, and the forms in which tools may have had it."""
    text = normal_text(raw)
    forms = dict.fromkeys((raw, raw.removeprefix("\ufeff")))
    others = (Reading(form, positions(form)) for form in forms if form != text)
    return text, [Reading(text), *others]
