"""The entries of a mapping's YAML, each checked: what is wrong is noted with its line, and goes on.

An entry is named by the key it stands under, which knows its line (`clew.loaders.yaml_text.Word`).
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

#: (line from 1, what is wrong), in the order of the file.
Problem = tuple[int, str]


T = TypeVar("T")
D = TypeVar("D")


@dataclass(slots=True)
class Notes:
    """What is wrong so far, and which headings are named on which line first."""

    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    lookups: dict[str, Mapping[str, str]] = field(default_factory=dict)
    properties: frozenset[str] = frozenset()

    def wrong(self, at: Any, reason: str) -> None:
        """Note what is wrong with a word, or with what stands at a line."""
        self.problems.append((line_of(at), reason))

    def column(self, word: Any) -> str:
        """Return a heading's name, and keep where it is named."""
        name = " ".join(str(word).split())
        self.columns.setdefault(name, line_of(word))
        return name

    def section(self, entry: Any, at: Any, known: Iterable[str]) -> Section:
        """Return a section whose keys are all known ones; what is not is noted and left out."""
        known = tuple(known)
        if not isinstance(entry, dict):
            if entry is not None:
                self.wrong(at, f"`{at}` holds no entries of its own: {', '.join(known)}")
            return Section(self, at)
        for key in entry:
            if key not in known:
                self.wrong(key, f"`{key}` is no entry of `{at}`{nearest(str(key), known)}")
        return Section(self, at, {str(k): (v, k) for k, v in entry.items() if k in known})

    def words(self, entry: Any, at: Any) -> tuple[Any, ...]:
        """Return a word or a list of words as words."""
        found = entry if isinstance(entry, list) else [entry]
        if not found or not all(isinstance(word, str) and word for word in found):
            self.wrong(at, f"`{at}` needs a word, or a list of words")
            return ()
        return tuple(found)

    def word(self, entry: Any, at: Any) -> str:
        """Return a single word, '' where it is none."""
        if not isinstance(entry, str):
            self.wrong(at, f"`{at}` needs a single word")
            return ""
        return entry

    def one_of(self, entry: Any, at: Any, known: Mapping[str, Any]) -> Any:
        """Return what a word stands for; None where it is none of the known ones."""
        word = self.word(entry, at)
        if word and word not in known:
            self.wrong(at, f"`{at}` is {word!r}{nearest(word, known)}")
        return known.get(word)

    def flag(self, entry: Any, at: Any) -> bool:
        """Return what a yes or no says."""
        return bool(self.one_of(entry, at, _FLAGS))

    def number(self, entry: Any, at: Any) -> int:
        """Return a whole number, 0 where it is none."""
        if isinstance(entry, str) and entry.isascii() and entry.isdecimal() and len(entry) < 8:
            return int(entry)
        self.wrong(at, f"`{at}` needs a whole number")
        return 0

    def encoding(self, entry: Any, at: Any) -> str:
        """Return the name of an encoding that Python knows."""
        word = self.word(entry, at)
        try:
            text = codecs.lookup(word)._is_text_encoding if word else False
        except LookupError:
            text = False
        if not text:
            self.wrong(at, f"`{at}` names no encoding that is known: utf-8, cp1252, gb18030, …")
        return word if text else ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries by name, each with the key that it stands under; `at`: the section's own key."""

    notes: Notes
    at: Any
    entries: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        """Tell whether the section says something under this key."""
        return key in self.entries

    def read(self, key: str, how: Callable[[Notes, Any, Any], T], default: D) -> T | D:
        """Return what is made of an entry by (notes, entry, its key); the default without one."""
        return how(self.notes, *self.entries[key]) if key in self.entries else default

    def wrong(self, key: str, reason: str) -> None:
        """Note what is wrong with an entry, or with the section where it has none such."""
        self.notes.wrong(self.entries[key][1] if key in self.entries else self.at, reason)

    def only(self, *keys: str) -> Section:
        """Return the section with these keys alone."""
        return Section(self.notes, self.at, {k: self.entries[k] for k in keys if k in self})


_FLAGS = {"yes": True, "no": False, "true": True, "false": False}


def line_of(at: Any) -> int:
    """Return the line on which a word, or the first word of an entry, stands; 0 if it is not known.

    Where a line is told and no word, it is that.
    """
    if isinstance(at, int):
        return at
    return next((word.line for word in _words(at) if hasattr(word, "line")), 0)


def _words(entry: Any) -> Iterator[Any]:
    if isinstance(entry, dict):
        yield from entry
    elif isinstance(entry, list):
        for one in entry:
            yield from _words(one)
    else:
        yield entry


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that says which of the known words is nearest."""
    by_fold = {one.casefold(): one for one in known}
    if close := get_close_matches(word.casefold(), by_fold, 1, 0.5):
        return f": did you mean {by_fold[close[0]]!r}?"
    shown = list(by_fold.values())
    more = ", …" if len(shown) > 12 else ""
    return f": there are {', '.join(shown[:12])}{more}" if shown else ""
