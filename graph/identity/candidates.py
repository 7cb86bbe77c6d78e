"""Which entities may be the same: proposals with their grounds, for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from clew.graph.identity import acts, blocks, words
from clew.graph.identity.acts import TieSeen
from clew.graph.identity.compare import STRENGTH, Feature, strongest
from clew.graph.identity.conflicts import conflicts, folded
from clew.graph.identity.decisions import Decision, Identity, spoken_of
from clew.graph.identity.kinds import Natures, in_line, kind_of
from clew.graph.identity.records import Member, Values, together
from clew.graph.identity.subjects import Subject, subjects
from clew.graph.identity.unions import Unions
from clew.graph.schema import Schema

#: What a shared identifier, or an act in one month, says by itself.
IDENTIFIER, ACT = 0.97, 0.5
#: What a conflict leaves of any ground, and what standing in one list's edition leaves.
CONFLICT, ONE_LIST = 0.6, 0.7
#: From here on names are equal in all but writing: of three such, two proposals tell all.
EQUAL = 0.9


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be one: `score` (0 to 1) orders proposals, it is no probability."""

    left: str
    right: str
    kind: str
    features: tuple[Feature, ...]
    score: float


def candidates(
    identity: Identity,
    members: Iterable[Member],
    decisions: Iterable[Decision],
    schema: Schema,
    ties: Iterable[TieSeen] = (),
) -> list[Proposal]:
    """Return the pairs of entities that may be the same, the best grounded first.

    Nothing protected, generic or decided different is proposed; an unnamed thing only where one
    of `ties` tells the same act in the same month (rule 21; see `acts`).
    """
    members, natures = tuple(members), Natures(schema)
    found = subjects(identity, members, natures)
    apart = _apart(identity, decisions)
    numbered = [
        (one, other, made)
        for one, other in blocks.pairs(found, natures.identifying)
        if (made := _by_value(found[one], found[other], apart, natures))
    ]
    named = _fewest(numbered, len(found))
    acted = _by_act(identity, members, found, ties, apart, natures)
    return sorted([*named, *acted], key=lambda p: (-p.score, p.left, p.right))


def _apart(identity: Identity, decisions: Iterable[Decision]) -> set[frozenset[str]]:
    """Return the pairs of entities that persons decided different."""
    spoken = (spoken_of(d, identity.record) for d in decisions if d.verb == "different")
    return {frozenset(identity.entity[record] for record in pair) for pair in spoken if pair}


def _by_value(
    one: Subject, other: Subject, apart: set[frozenset[str]], natures: Natures
) -> Proposal | None:
    """Return the proposal that names and identifiers ground; None if they ground none."""
    if frozenset((one.entity, other.entity)) in apart or not _one_sort(one, other, natures):
        return None
    features, score = [], 0.0
    identifying = natures.identifying & one.values.keys() & other.values.keys()
    for name in sorted(identifying):
        if _folded(one.values, name) & _folded(other.values, name):
            features.append(Feature("shared identifier", name))
            score = IDENTIFIER
    match = _named_alike(one, other)
    if match:
        features.append(match)
        score = max(score, STRENGTH[match.name])
    return _proposal(one, other, features, score, natures) if features else None


def _named_alike(one: Subject, other: Subject) -> Feature | None:
    """Return how two names match; of two rows of one list, which keeps them apart, equal ones."""
    if not (one.nature.proposed and other.nature.proposed):
        return None
    if _of_one_list(one, other):
        equal = {r.words for r in one.readings} & {r.words for r in other.readings}
        return Feature("same words") if equal else None
    person = one.nature.person or other.nature.person
    match = strongest(one.readings, other.readings, person=person)
    if not match:
        return None
    hows = {reading.how for reading in (*one.readings, *other.readings)}
    return Feature(match, ", ".join(sorted(hows)))


def _of_one_list(one: Subject, other: Subject) -> bool:
    return one.listed and other.listed and one.documents == other.documents


def _folded(values: Values, name: str) -> set[str]:
    return {folded(value) for value in values.get(name, ())} - {""}


def _one_sort(one: Subject, other: Subject, natures: Natures) -> bool:
    """Return whether things of these kinds can be one: a company and a person never."""
    schema, kinds = natures.schema, (one.kind, other.kind)
    return in_line(kinds, schema) or any(
        all(schema.is_a(kind, sort) for kind in kinds)
        for sort in words.word_set("joining", "one_sort")
    )


def _proposal(
    one: Subject, other: Subject, features: list[Feature], score: float, natures: Natures
) -> Proposal:
    """Return the proposal with what speaks for and against it beside its ground."""
    if _folded(one.values, "birthDate") & _folded(other.values, "birthDate"):
        features.append(Feature("same birth date"))
    against = conflicts((one.values, other.values), natures.judged)
    if against:
        features.append(Feature("conflict", ", ".join(against)))
        score *= CONFLICT
    if _of_one_list(one, other):
        features.append(Feature("two rows of one list"))
        score *= ONE_LIST
    left, right = sorted((one.entity, other.entity))
    kind = kind_of({one.kind: 1, other.kind: 1}, natures.schema)
    return Proposal(left, right, kind, tuple(features), round(score, 3))


def _fewest(numbered: Sequence[tuple[int, int, Proposal]], size: int) -> list[Proposal]:
    """Leave out what follows from better proposals: of equals, a third pair tells nothing new."""
    unions, kept = Unions(size), []
    for one, other, proposal in sorted(
        numbered, key=lambda n: (-n[2].score, n[2].left, n[2].right)
    ):
        if proposal.score < EQUAL or unions.join(one, other):
            kept.append(proposal)
    return kept


def _by_act(
    identity: Identity,
    members: Sequence[Member],
    found: Sequence[Subject],
    ties: Iterable[TieSeen],
    apart: set[frozenset[str]],
    natures: Natures,
) -> Iterator[Proposal]:
    """Yield unnamed things beside named ones of other texts to whom the same act was done."""
    by_entity = {subject.entity: subject for subject in found}
    known = [_by_entity(tie, identity.entity) for tie in ties]
    ends = {tie.end for tie in known}
    values = _values(members, identity.entity, ends)
    seen: dict[tuple[str, str], list[Feature]] = {}
    for act, entities in sorted(acts.targets(known, values).items()):
        several = [by_entity[entity] for entity in sorted(entities) if entity in by_entity]
        for unnamed, named in product(several, several):
            if not unnamed.names and named.names and _may_be(unnamed, named, apart, natures):
                ground = Feature("same act in the same month", act)
                seen.setdefault((unnamed.entity, named.entity), []).append(ground)
    for (unnamed_id, named_id), features in seen.items():
        one, other = by_entity[unnamed_id], by_entity[named_id]
        yield _proposal(one, other, features, ACT, natures)


def _by_entity(tie: TieSeen, entity: Mapping[str, str]) -> TieSeen:
    return TieSeen(tie.type, entity.get(tie.start, ""), entity.get(tie.end, ""), tie.when)


def _values(
    members: Iterable[Member], entity: Mapping[str, str], wanted: set[str]
) -> dict[str, Values]:
    said: dict[str, list[Values]] = {}
    for member in members:
        if entity[member.ref] in wanted and not member.protected:
            said.setdefault(entity[member.ref], []).append(member.values)
    return {name: together(several) for name, several in said.items()}


def _may_be(one: Subject, other: Subject, apart: set[frozenset[str]], natures: Natures) -> bool:
    return (
        frozenset((one.entity, other.entity)) not in apart
        and not one.documents & other.documents
        and in_line((one.kind, other.kind), natures.schema)
        and not conflicts((one.values, other.values), natures.judged)
    )
