"""What a script's module gives: the readings of a name, in words that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property


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


@dataclass(frozen=True, slots=True)
class Script:
    """What a script's module gives: whether it reads a name, and the name's readings.

    `readings` also takes whether the name is a person's.
    """

    reads: Callable[[str], bool]
    readings: Callable[[str, bool], Sequence[Reading]]
