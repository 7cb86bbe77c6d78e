"""What rules may join across sources (rule 20), and what conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from clew.graph import model
from clew.graph.identity import words
from clew.graph.identity.records import Kinds, Record, Values, in_line
from clew.graph.identity.unions import Unions


@dataclass(frozen=True, slots=True)
class Group:
    """Records, by number, that a rule would make one: by which rule and on what ground."""

    rule: str
    ground: str
    records: tuple[int, ...]


def groups(records: Sequence[Record], decided: Unions, schema: Kinds) -> list[Group]:
    """Return the groups that rules would join, identifiers first; `decided` is what persons did.

    Whoever a person has made one with a protected record is as closed to rules as that record.
    """
    closed = {decided.find(i) for i, record in enumerate(records) if record.protected}
    usable = [
        not record.fixed and decided.find(i) not in closed for i, record in enumerate(records)
    ]
    found = [*_by_identifier(records, usable, schema), *_by_name(records, usable, decided, schema)]
    return [group for group in found if len(group.records) > 1]


def _by_identifier(
    records: Sequence[Record], usable: Sequence[bool], schema: Kinds
) -> Iterator[Group]:
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        if usable[index]:
            for name, value in identifiers_of(record.values):
                bearers[name, value].append(index)
    for (name, _), found in sorted(bearers.items()):
        if in_line({records[index].kind for index in found}, schema):
            yield Group("identifier", f"same {name}", tuple(found))


def identifiers_of(values: Values) -> Iterator[tuple[str, str]]:
    """Yield (property, value) of each identifier, in the form in which equal ones are equal."""
    for name in words.word_set("joining", "identifiers") & values.keys():
        for value in values[name]:
            if folded := _folded(value):
                yield name, folded


def _by_name(
    records: Sequence[Record], usable: Sequence[bool], decided: Unions, schema: Kinds
) -> Iterator[Group]:
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        if record.annotated and not record.generic and joins_by_name(record.kind, schema):
            person = schema.is_a(record.kind, words.PERSON)
            for name in {model.identical(name) for name in record.names}:
                if words.is_full(name, person):
                    bearers[record.kind, name].append(index)
    for _, found in sorted(bearers.items()):
        if len(found) > 1:
            alone = _alone_in_their_text(found, records, decided)
            kept = tuple(index for index in alone if usable[index])
            yield Group("name", "same name, not confirmed", kept)


def joins_by_name(kind: str, schema: Kinds) -> bool:
    """Return whether equal names of this kind in two texts may be one thing by rule."""
    local = words.word_set("joining", "within_one_text")
    return not words.is_occurrence(kind, schema) and not any(schema.is_a(kind, k) for k in local)


def _alone_in_their_text(
    found: Iterable[int], records: Sequence[Record], decided: Unions
) -> Iterator[int]:
    """Yield the records whose text has no other such record (one that persons left apart)."""
    texts: dict[str, list[int]] = defaultdict(list)
    for index in found:
        texts[records[index].document].append(index)
    for several in texts.values():
        if len({decided.find(index) for index in several}) == 1:
            yield from several


def values_of(records: Iterable[Record]) -> dict[str, frozenset[str]]:
    """Return what several records say, taken together."""
    found: dict[str, frozenset[str]] = {}
    for record in records:
        for name, values in record.values.items():
            found[name] = found.get(name, frozenset()) | values
    return found


def conflicts(several: Iterable[Values]) -> tuple[str, ...]:
    """Return the properties of which two say values where none of the one fits any of the other."""
    said: dict[str, set[frozenset[str]]] = defaultdict(set)
    judged = _judged()
    for values in several:
        for name in values.keys() & judged.keys():
            said[name].add(values[name])
    return tuple(
        sorted(
            name
            for name, sets in said.items()
            if any(not _fit(judged[name], *pair) for pair in combinations(sets, 2))
        )
    )


def _judged() -> Mapping[str, str]:
    return {
        name: sort
        for sort in ("dates", "countries", "identifiers")
        for name in words.word_set("joining", sort)
    }


def _fit(sort: str, one: frozenset[str], other: frozenset[str]) -> bool:
    if sort == "dates":
        return any(a.startswith(b) or b.startswith(a) for a in one for b in other)
    if sort == "countries":
        return bool({words.country(a) for a in one} & {words.country(b) for b in other})
    return bool(set(map(_folded, one)) & set(map(_folded, other)))


def _folded(value: str) -> str:
    return "".join(filter(str.isalnum, value.casefold()))
