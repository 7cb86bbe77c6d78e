"""Entities by name: equal, in other writing, in part, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clew.graph import model
from clew.graph.identity import latin
from clew.graph.identity.compare import STRENGTH, near_words, strongest
from clew.graph.identity.readings import Reading
from clew.graph.identity.scripts import readings

#: Ways of matching, the best first: those of `compare` between equality and parts of a name.
RANKS = (
    "identical",
    *[way for way in STRENGTH if way != "all words of the shorter"],
    "holds the words",
    "words begin so",
    "holds the letters",
    "near in part",
)
#: Ways in which the whole name was meant.
WHOLE = frozenset(RANKS[: RANKS.index("same words in another order") + 1])


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that a query finds: by which of its names, read how, matched in which way."""

    entity: str
    name: str
    way: str
    reading: str

    @property
    def whole(self) -> bool:
        """Whether the query gives the whole name, if in another case, order or spelling."""
        return self.way in WHOLE


def find(query: str, names: Mapping[str, Iterable[str]]) -> list[Match]:
    """Return the entities that a name finds, best match first, each by its best name.

    `names` holds the names of each entity by its id. In scripts without readings of their own,
    equal names and parts of names are found.
    """
    asked = _Asked(query)
    best = (_best(entity, several, asked) for entity, several in names.items())
    return sorted((m for m in best if m), key=lambda m: (RANKS.index(m.way), len(m.name), m.entity))


#: A name may bear so many words of its legal form beside its own.
_FORMS = 2


class _Asked:
    """A query, read once."""

    def __init__(self, query: str) -> None:
        self.identical = model.identical(query)
        self.readings = _read(query)
        self._looks = [
            ({word[0] for word in one.words}, len(one.words), one.joined) for one in self.readings
        ]
        self._latin = query.isascii()

    def may_fit(self, name: str) -> bool:
        """Return whether a name could match in any way: a look that costs little.

        In every way of matching each word of the shorter name begins as one of the longer does, or
        the letters of the query stand in the name one after another.
        """
        if not (self._latin and name.isascii()):
            return True
        parts = latin.words_of(name)
        letters, joined = {part[0] for part in parts}, "".join(parts)
        return any(
            firsts <= letters
            or (len(parts) <= count + _FORMS and not firsts.isdisjoint(letters))
            or whole in joined
            for firsts, count, whole in self._looks
        )


def _read(name: str) -> Sequence[Reading]:
    """Return the readings of a name as a person's and as any thing's."""
    found = {reading.words: reading for reading in readings(name, person=False)}
    for reading in readings(name, person=True):
        found.setdefault(reading.words, reading)
    return tuple(found.values())


def _best(entity: str, names: Iterable[str], asked: _Asked) -> Match | None:
    matches = (match for name in names if (match := _match(entity, name, asked)))
    return min(matches, key=lambda m: (RANKS.index(m.way), len(m.name), m.name), default=None)


def _match(entity: str, name: str, asked: _Asked) -> Match | None:
    if model.identical(name) == asked.identical:
        return Match(entity, name, "identical", "as written")
    if not asked.may_fit(name):
        return None
    ways = ((way, r.how) for r in _read(name) if (way := _way(r, asked)))
    found = min(ways, key=lambda way: RANKS.index(way[0]), default=None)
    return Match(entity, name, *found) if found else None


def _way(reading: Reading, asked: _Asked) -> str:
    for person in (False, True):
        way = strongest(asked.readings, (reading,), person=person)
        if way in RANKS:
            return way
    ways = (_in_part(one.words, one.joined, reading) for one in asked.readings)
    return min(filter(None, ways), key=RANKS.index, default="")


def _in_part(words: Sequence[str], joined: str, reading: Reading) -> str:
    """Return how a query's words are found in a name that holds more, or other, words."""
    if set(words) <= set(reading.words):
        return "holds the words"
    if all(any(own.startswith(word) for own in reading.words) for word in words):
        return "words begin so"
    if joined in reading.joined:
        return "holds the letters"
    near = all(any(near_words(word, own, 4) for own in reading.words) for word in words)
    return "near in part" if near else ""
