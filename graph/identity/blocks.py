"""Which pairs of names are worth a closer look: those that share a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from clew.graph.identity.compare import acronym
from clew.graph.identity.conflicts import folded
from clew.graph.identity.readings import Reading
from clew.graph.identity.subjects import Subject

#: A key that more than this many share tells too little to compare all of them with each other.
LARGEST = 60

Key = tuple[str, ...]


def pairs(subjects: Sequence[Subject], identifying: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield, in order, the pairs of subjects (by number) that share a key.

    Of a key that very many share, those of equal names are each paired with the first of them.
    """
    blocks: dict[Key, list[int]] = defaultdict(list)
    identifying = tuple(identifying)
    for number, subject in enumerate(subjects):
        for key in set(_keys(subject, identifying)):
            blocks[key].append(number)
    found: set[tuple[int, int]] = set()
    for key, several in blocks.items():
        if len(several) <= LARGEST:
            found.update(combinations(several, 2))
        elif key[0] in ("identifier", "words"):
            found.update((several[0], other) for other in several[1:])
    yield from sorted(found)


def _keys(subject: Subject, identifying: Sequence[str]) -> Iterator[Key]:
    for name in identifying:
        for value in subject.values.get(name, ()):
            yield "identifier", name, folded(value)
    if subject.nature.proposed:
        for reading in subject.readings:
            if not subject.nature.person:
                yield from _keys_of_any(reading, subject.nature.root)
            if len(reading.words) > 1:
                yield from _keys_of_several_words(reading, subject.nature.root)


def _keys_of_several_words(reading: Reading, root: str) -> Iterator[Key]:
    words = reading.in_any_order
    yield "words", root, *words
    yield "joined", root, reading.joined
    for place, word in enumerate(words):
        rest = words[:place] + words[place + 1 :]
        if len(word) > 1 and word not in reading.common:
            yield "initials", root, word, "".join(sorted(other[0] for other in rest))
    for two in combinations(words[:6], 2):
        if not reading.common.issuperset(two):
            yield "two", root, *two


def _keys_of_any(reading: Reading, root: str) -> Iterator[Key]:
    yield "joined", root, reading.joined
    yield "ending", root, reading.joined[0], reading.joined[-4:]
    yield "telling", root, *sorted(reading.telling)
    if len(reading.telling) == 1:
        yield "acronym", root, reading.telling[0]
    else:
        yield "acronym", root, acronym(reading.words)
        yield "acronym", root, acronym(reading.telling)
