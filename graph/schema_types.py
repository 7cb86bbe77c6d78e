"""What the vocabulary is made of: kinds, ties, statuses, values; frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ValueKind = Literal[
    "text", "name", "date", "country", "number", "identifier", "url", "language", "topic"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What every word of the vocabulary has.

    meaning    one line
    ftm        its FollowTheMoney name, or None; nearest: the closest there where there is none
    rdf        its RDF name with a prefix of `Schema.namespaces`
    synonyms   other words for it, as annotators and tools write them
    """

    name: str
    meaning: str
    ftm: str | None
    nearest: str | None
    rdf: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Term):
    """What a node can be.

    parents    the kinds above it, nearest first; root: the topmost of them, or itself
    is_value   an annotated word that is a value of something (Date, Money), never a node
    is_trace   what people leave: wallets, accounts, numbers, vehicles, adverts
    hub        paths do not go through it (rule 16)
    refused    importers leave it out and count it: a single victim (rule 25)
    """

    parents: tuple[str, ...]
    root: str
    is_value: bool
    is_trace: bool
    hub: bool
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Term):
    """What an edge can be.

    start, end  the kinds that fit; `Entity` stands for any
    key         names of the values that tell two edges of one type and ends apart (rule 9), or ''
    group       rule 16's group; `linked` for the bare LINKED_TO, `identity` for SAME_AS
    symmetric   both directions mean the same; phrase: how an answer reads it, start … end
    """

    start: tuple[str, ...]
    end: tuple[str, ...]
    key: str
    group: str
    symmetric: bool
    phrase: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The names in `key`, one by one."""
        return tuple(self.key.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a claim's source does; `strength` falls to 0, two statuses are not on the ladder."""

    name: str
    meaning: str
    strength: int
    ladder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueType(Term):
    """A property that sources give values of.

    type        what its texts are; identifier: equal values mean the same thing (identity uses it)
    of          the kind whose FollowTheMoney property would hide one of ours, else ''
    """

    type: ValueKind
    identifier: bool
    of: str
