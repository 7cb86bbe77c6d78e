"""What rules would join across sources (rule 20): shared identifiers, identical names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clew.graph.identity import words
from clew.graph.identity.conflicts import folded
from clew.graph.identity.kinds import Natures, in_line
from clew.graph.identity.records import Record
from clew.graph.identity.unions import Unions


@dataclass(frozen=True, slots=True)
class Group:
    """Records, by number, that a rule would make one: by which rule and on what ground."""

    rule: str
    ground: str
    records: tuple[int, ...]


def groups(records: Sequence[Record], decided: Unions, natures: Natures) -> list[Group]:
    """Return the groups that rules would join, identifiers first; `decided` is what persons did.

    Whoever a person has made one with a protected record is as closed to rules as that record.
    """
    closed = {decided.find(i) for i, record in enumerate(records) if record.protected}
    usable = [
        not record.fixed and decided.find(i) not in closed for i, record in enumerate(records)
    ]
    found = [
        *_by_identifier(records, usable, natures),
        *_by_name(records, usable, decided, natures),
    ]
    return [group for group in found if len(group.records) > 1]


def _by_identifier(
    records: Sequence[Record], usable: Sequence[bool], natures: Natures
) -> Iterator[Group]:
    bearers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    joining = natures.identifying - words.word_set("joining", "proposed_only")
    for index, record in enumerate(records):
        if usable[index]:
            nature = natures[record.kind]
            for name, value in (*_stated(record, joining), *_borne(record, nature.pattern)):
                bearers[nature.root, name, value].append(index)
    for (_, name, _), found in sorted(bearers.items()):
        found = _one_a_list(found, records)
        if len(found) > 1 and in_line({records[i].kind for i in found}, natures.schema):
            yield Group("identifier", f"same {name}", tuple(found))


def _one_a_list(found: Sequence[int], records: Sequence[Record]) -> list[int]:
    """Return these without the records of a list that gives the identifier to several of its own.

    The list says that they are several, so that it tells of none which one is meant.
    """
    listed = Counter(records[i].document for i in found if not records[i].annotated)
    return [i for i in found if records[i].annotated or listed[records[i].document] == 1]


def _stated(record: Record, joining: frozenset[str]) -> Iterator[tuple[str, str]]:
    shortest = words.data("joining")["shortest_identifier"]
    for name in joining & record.values.keys():
        for value in {folded(value) for value in record.values[name]}:
            if len(value) >= shortest:
                yield name, value


def _borne(record: Record, pattern: str) -> Iterator[tuple[str, str]]:
    """Yield what a trace's own words identify: a wallet's address, a telephone number."""
    if pattern:
        for name in {re.sub(r"[\s()-]|^tel:", "", name.casefold()) for name in record.names}:
            if re.fullmatch(pattern, name):
                yield record.kind, name


def _by_name(
    records: Sequence[Record], usable: Sequence[bool], decided: Unions, natures: Natures
) -> Iterator[Group]:
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        nature = natures[record.kind]
        if record.annotated and not record.generic and nature.across_texts:
            for name in record.forms:
                if words.is_full(name, nature.person):
                    bearers[record.kind, name].append(index)
    for _, found in sorted(bearers.items()):
        if len(found) > 1:
            alone = _alone_in_their_text(found, records, decided)
            kept = tuple(index for index in alone if usable[index])
            yield Group("name", "same name, not confirmed", kept)


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
