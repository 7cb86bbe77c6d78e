"""Profiles drafted from what a project's files hold, and checked against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from clew.graph.known import Known, no_texts
from clew.loaders.annotations.profile import Profile, load
from clew.loaders.annotations.project import NAMES
from clew.loaders.annotations.words import Word, Words, unmapped
from clew.loaders.batches import Found, documents
from clew.loaders.items import Edition
from clew.loaders.texts.shelf import Shelf
from clew.loaders.walk import Failure

_HEAD = f"""\
# A profile drafted from your annotations: say what each word means. Saved as {NAMES[0]} beside
# the files it holds for all of them; else `clew import --profile FILE`.
name: draft
"""
#: What stands behind a `#` in a draft: it says something of the words, and is no entry.
_SAID = ("when", "true_words")
#: A word of more characters is no entry, and shown in part.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed profile as YAML, the words it rests on, and the files that could not be read."""

    yaml: str
    words: tuple[Word, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a profile leaves unmapped in some files, and which files could not be read."""

    unmapped: tuple[Word, ...]
    words: tuple[Word, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read the files; see `clew.loaders.batches.batches`."""

    as_: str | None = None
    text: Path | None = None
    known: Known = no_texts


def draft(paths: Iterable[Path | str], reading: Reading | None = None) -> Draft:
    """Propose a profile for the words in these files; a project's own holds for what it says."""
    words, failures = _words(paths, None, reading or Reading())
    return Draft(_yaml(words), words, failures)


def check(profile: Path, paths: Iterable[Path | str] = (), reading: Reading | None = None) -> Check:
    """Check a profile file, against the words of these files; raises InputError if it is broken."""
    words, failures = _words(paths, load(profile), reading or Reading())
    return Check(unmapped(words), words, failures)


def _words(
    paths: Iterable[Path | str], profile: Profile | None, reading: Reading
) -> tuple[tuple[Word, ...], tuple[Failure, ...]]:
    words, failures = Words(), list[Failure]()

    def read(found: Found) -> None:
        if not isinstance(found.head, Edition):
            words.add(list(found.items), found.file.profile)

    for found in documents(
        paths,
        read,
        as_=reading.as_,
        profile=profile,
        shelf=Shelf(reading.text, {}),
        known=reading.known,
    ):
        if isinstance(found, Failure):
            failures.append(found)
    return words.found(), tuple(failures)


def _yaml(words: Iterable[Word]) -> str:
    lines = [_HEAD.rstrip()]
    for section, found in groupby(words, key=lambda word: word.section):
        lines += ["", f"# {section}" if section in _SAID else f"{section}:"]
        lines += _entries(section, list(found))
    return "\n".join(lines) + "\n"


def _entries(section: str, words: list[Word]) -> Iterator[str]:
    """Yield a line for each word; an entry stands once, what holds for one kind of it apart."""
    general = {word.word for word in words if not word.of}
    seen = set[str]()
    for word in words:
        # what means its own in one kind of event is no general rule
        own = bool(word.of) and (word.known or word.word in general)
        strange = len(word.word) > _LONGEST or not _whole(word.word)
        off = "# " if section in _SAID or own or strange or word.word in seen else ""
        if not off:
            seen.add(word.word)
        colon = f": {word.meaning}" if word.meaning else ""
        yield f"  {off}{_quoted(word.word[:_LONGEST])}{colon}  # {word.count}, {word.reason}"


def _whole(word: str) -> bool:
    """Say whether a word has no half of a pair of surrogates, which YAML cannot hold."""
    return not any("\ud800" <= sign <= "\udfff" for sign in word)


def _quoted(word: str) -> str:
    """Return a word as YAML has it between quotation marks."""
    return '"' + "".join(map(_sign, word)) + '"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
