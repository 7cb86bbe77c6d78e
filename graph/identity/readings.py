"""How names are read so that they can be compared: one module a script, listed here.

A script's module gives the readings of a name in it: words in plain Latin letters. A name may have
several (a Chinese one in each romanisation); two names match by their two closest readings. A
script without a module has one reading, its own words, which only equal or contained words match.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol


@dataclass(frozen=True)
class Reading:
    """One way to read a name.

    words    what tells the thing, folded, in order
    extra    what was left aside: titles, legal forms
    common   those of the words that many names share
    how      which reading it is, for whoever asks why two names match
    """

    words: tuple[str, ...]
    extra: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    how: str = ""

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words that few names share; all of them where each is common."""
        return tuple(word for word in self.words if word not in self.common) or self.words

    @cached_property
    def joined(self) -> str:
        """The words without blanks: O'Smach, O-Smach and Osmach are spelled alike."""
        return "".join(self.words)

    @cached_property
    def in_any_order(self) -> tuple[str, ...]:
        """The words, sorted."""
        return tuple(sorted(self.words))


class Script(Protocol):
    """What a script's module gives."""

    def reads(self, name: str) -> bool:
        """Return whether the name is written in this script."""
        ...

    def readings(self, name: str, person: bool) -> Sequence[Reading]:
        """Return the readings of a name in this script."""
        ...


def scripts() -> tuple[Script, ...]:
    """Return the scripts that are known; a new one is one module and one name here."""
    from clew.graph.identity import latin

    return (latin,)


def readings(name: str, *, person: bool) -> Sequence[Reading]:
    """Return every reading of a name; a person's titles, a company's legal form are set aside."""
    for script in scripts():
        if script.reads(name):
            return script.readings(name, person)
    folded = unicodedata.normalize("NFKC", name).casefold().split()
    return (Reading(tuple(folded), how="as written"),) if folded else ()
