"""A UIMA CAS as its files give it: feature structures, the types they have, the texts they mark.

https://uima.apache.org/d/uimaj-current/ref.html (type systems, feature structures, sofas). What a
type is, a span, a relation, a chain, is found in `cas_types.py`; what it says in `cas_items.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.loaders.annotations.inception.cas_types import Types

#: A file may hold no more structures: a text of a million words has fewer.
MOST_STRUCTURES = 1_000_000


def bounded(count: int) -> None:
    """Raise InputError where a file holds more structures than any text has."""
    if count > MOST_STRUCTURES:
        raise InputError(f"holds more than {MOST_STRUCTURES} structures: split it")


@dataclass(slots=True)
class Structure:
    """A feature structure: its features that are words or numbers, and those that refer.

    begin, end   as the file gives them, in UTF-16 units; None where it gives none
    line         of XML and TSV the line, of JSON which structure of the file it is
    """

    id: str
    type: str
    line: int
    sofa: str = ""
    begin: object = None
    end: object = None
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def ref(self, feature: str) -> str:
        """Return the one structure that a feature refers to, '' where it is not set."""
        return next(iter(self.refs.get(feature, ())), "")


@dataclass(slots=True)
class Cas:
    """A file's structures by their ids, its types, and its texts by the ids of their sofas.

    rejected    (line, reason) of what could not be read
    language    of the document, '' where it is not said
    rebuilt     the blanks between its sentences are guessed
    """

    types: Types
    structures: dict[str, Structure] = field(default_factory=dict)
    sofas: dict[str, str] = field(default_factory=dict)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    language: str = ""
    rebuilt: bool = False

    def texts(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each text once, with the sofas that hold it."""
        alike: dict[str, set[str]] = {}
        for sofa, text in self.sofas.items():
            if text:
                alike.setdefault(text, set()).add(sofa)
        for text, sofas in alike.items():
            yield text, frozenset(sofas)


@dataclass(slots=True)
class Containers:
    """Arrays and lists that are structures of their own: their elements, by their ids.

    links       a list's cells: (head, tail)
    """

    elements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)

    def resolved(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return what a feature holds: the elements, where it names one array or list."""
        if len(given) != 1:
            return given
        if given[0] in self.elements:
            return self.elements[given[0]]
        if given[0] in self.links:
            return tuple(_walk(given[0], self.links))
        return given


def _walk(cell: str, links: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    seen: set[str] = set()
    while cell in links and cell not in seen:
        seen.add(cell)
        head, cell = links[cell]
        if head:
            yield head
