"""What identity asks of the vocabulary's kinds, each question answered once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clew.graph.identity import words
from clew.graph.identity.conflicts import identifiers, judged_values
from clew.graph.schema import Schema


@dataclass(frozen=True, slots=True)
class Nature:
    """How things of a kind may be joined by name.

    person         a person: bare given names and titles are not full names
    in_text        equal names in one text are one thing
    across_texts   equal names in two texts may be one thing
    proposed       equal or near names are worth a person's look
    root           the topmost kind above it
    pattern        what its words look like where they identify it by themselves; '' if never
    """

    person: bool
    in_text: bool
    across_texts: bool
    proposed: bool
    root: str
    pattern: str


class Natures(dict[str, Nature]):
    """The nature of every kind that has been asked for, and which values can conflict."""

    def __init__(self, schema: Schema) -> None:
        super().__init__()
        self.schema = schema
        self.judged = judged_values(schema)
        self.identifying = frozenset(identifiers(schema))

    def __missing__(self, kind: str) -> Nature:
        """Work out a kind's nature and keep it."""
        named = not self._is(kind, "occurrences")
        across = named and not self._is(kind, "within_one_text")
        nature = Nature(
            person=self.schema.is_a(kind, "Person"),
            in_text=named,
            across_texts=across,
            proposed=named and not self._is(kind, "never_proposed_by_name"),
            root=self.schema.root(kind),
            pattern=words.data("joining")["identified_by_name"].get(kind, ""),
        )
        self[kind] = nature
        return nature

    def _is(self, kind: str, listed: str) -> bool:
        return any(self.schema.is_a(kind, above) for above in words.word_set("joining", listed))


def kind_of(kinds: Mapping[str, int], schema: Schema) -> str:
    """Return the kind that stands for several, given how often each was said."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if in_line(kinds, schema):
        return max(kinds, key=lambda kind: sum(schema.is_a(kind, other) for other in kinds))
    return min(kinds, key=lambda kind: (-kinds[kind], kind))


def in_line(kinds: Iterable[str], schema: Schema) -> bool:
    """Return whether of any two of these kinds one is above the other."""
    several = list(kinds)
    return len(several) < 2 or all(
        one == other or schema.is_a(one, other) or schema.is_a(other, one)
        for one in several
        for other in several
    )
