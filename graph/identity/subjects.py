"""Entities as proposals see them: without what rule 21 keeps from rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clew.graph.identity.decisions import Identity
from clew.graph.identity.kinds import Nature, Natures, kind_of
from clew.graph.identity.readings import Reading
from clew.graph.identity.records import Member, Values, together
from clew.graph.identity.scripts import readings


@dataclass(frozen=True, slots=True)
class Subject:
    """An entity that may be proposed.

    names      the forms it bears, with the readings of each; none where it is unnamed
    readings   every reading of every name
    values     what is said of it that may tell it from others
    documents  where it stands
    listed     whether all of it are rows of lists
    """

    entity: str
    kind: str
    nature: Nature
    names: Mapping[str, Sequence[Reading]]
    values: Values
    documents: frozenset[str]
    listed: bool
    readings: tuple[Reading, ...]


def subjects(identity: Identity, members: Iterable[Member], natures: Natures) -> list[Subject]:
    """Return the entities that may be proposed, by id: none protected, none generic."""
    found: dict[str, list[Member]] = defaultdict(list)
    closed = set()
    for member in members:
        entity = identity.entity[member.ref]
        record = identity.records[identity.record[member.ref]]
        if record.protected:
            closed.add(entity)
        elif not record.generic:
            found[entity].append(member)
    return [_subject(entity, found[entity], natures) for entity in sorted(found.keys() - closed)]


def _subject(entity: str, members: Sequence[Member], natures: Natures) -> Subject:
    kind = kind_of(Counter(member.kind for member in members), natures.schema)
    nature = natures[kind]
    names = sorted({name for m in members for name in (m.name, *m.aliases) if name})
    read = {name: readings(name, person=nature.person) for name in names}
    return Subject(
        entity=entity,
        kind=kind,
        nature=nature,
        names=read,
        readings=tuple(reading for several in read.values() for reading in several),
        values=together([member.values for member in members]),
        documents=frozenset(member.document for member in members),
        listed=not any(member.annotated for member in members),
    )
