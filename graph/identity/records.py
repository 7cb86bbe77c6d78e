"""Records: what one text or one list's entry speaks of, before anything is joined across them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clew.graph import model
from clew.graph.identity.kinds import Natures, in_line, kind_of
from clew.graph.identity.unions import Bar, Unions, divide
from clew.graph.schema import Schema

Values = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One mention of a text, or one entry of a list.

    name        '' where the words are a pronoun or a description (rule 11), or generic
    annotated   a text (True), or a list's, register's or table's row
    values      what the source says of it that may tell it from others: dates, countries,
                identifiers
    aliases     its other names, but for those too weak to match alone
    """

    ref: str
    document: str
    kind: str
    name: str
    anchor: str
    annotated: bool
    generic: bool
    protected: bool
    values: Values
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """References that are one thing by what one source itself says (rule 20).

    id      the smallest reference
    kind    the most special where its mentions' kinds are of one line, else the most frequent
    names   the forms it bears, with how many mentions bear each; forms: these, folded as rule 20
            compares them
    cores   its references as the annotations alone join them; identical names joined the cores
    """

    id: str
    refs: tuple[str, ...]
    document: str
    kind: str
    names: Mapping[str, int]
    forms: frozenset[str]
    annotated: bool
    generic: bool
    protected: bool
    values: Values
    cores: tuple[tuple[str, ...], ...]

    @property
    def fixed(self) -> bool:
        """Whether no rule may join or propose it (rule 21)."""
        return self.generic or self.protected or not self.names

    def bound(self, one: str, other: str) -> bool:
        """Return whether the annotations themselves say that two of its references are one."""
        return any(one in core and other in core for core in self.cores)


def records_of(
    members: Iterable[Member],
    coreference: Iterable[tuple[str, str]],
    apart: Iterable[tuple[Sequence[str], Sequence[str]]],
    natures: Natures,
) -> dict[str, Record]:
    """Return the records by id, in order: annotated coreference, then identical full names.

    `apart` holds the two sides of each decision `different`: names never join those.
    """
    by_ref: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_ref[member.ref].append(member)
    cores = _cores(by_ref, coreference)
    number = {ref: index for index, core in enumerate(cores) for ref in core}
    schema = natures.schema
    drafts = [_record([core], by_ref, schema) for core in cores]
    bars = [bar for left, right in apart if (bar := bar_of(left, right, number))]
    joined = Unions(len(drafts))
    for parts in divide(len(drafts), list(_namesakes(drafts, natures)), bars):
        for part in parts:
            joined.join_all(part)
    made = (
        drafts[part[0]]
        if len(part) == 1
        else _record([drafts[index].refs for index in part], by_ref, schema)
        for part in joined.sets().values()
    )
    return {record.id: record for record in sorted(made, key=lambda record: record.id)}


def bar_of(left: Sequence[str], right: Sequence[str], number: Mapping[str, int]) -> Bar | None:
    """Return the bar between two sides of references; None where no two things are meant.

    What stands on both sides (the rest of an entity that was one then) is on neither.
    """
    lefts = [number[ref] for ref in left if ref in number]
    rights = [number[ref] for ref in right if ref in number]
    if not lefts or not rights or lefts[0] == rights[0]:
        return None
    one, other = lefts[0], rights[0]
    return Bar(
        frozenset(lefts) - frozenset(rights) | {one},
        (frozenset(rights) - frozenset(lefts) | {other}) - {one},
    )


def _cores(
    by_ref: Mapping[str, list[Member]], coreference: Iterable[tuple[str, str]]
) -> list[tuple[str, ...]]:
    refs = sorted(by_ref)
    number = {ref: index for index, ref in enumerate(refs)}
    unions = Unions(len(refs))
    for one, other in coreference:
        known = one in number and other in number
        if known and by_ref[one][0].document == by_ref[other][0].document:
            unions.join(number[one], number[other])
    return [tuple(refs[index] for index in core) for core in unions.sets().values()]


def _record(
    cores: Sequence[tuple[str, ...]], by_ref: Mapping[str, list[Member]], schema: Schema
) -> Record:
    refs = tuple(sorted(ref for core in cores for ref in core)) if len(cores) > 1 else cores[0]
    members = [member for ref in refs for member in by_ref[ref]]
    kinds: dict[str, int] = {}
    names: dict[str, int] = {}
    for member in members:
        kinds[member.kind] = kinds.get(member.kind, 0) + 1
        if member.name:
            names[member.name] = names.get(member.name, 0) + 1
    return Record(
        id=refs[0],
        refs=refs,
        document=members[0].document,
        kind=kind_of(kinds, schema),
        names=names,
        forms=_forms(tuple(names)),
        annotated=all(member.annotated for member in members),
        generic=any(member.generic for member in members),
        protected=any(member.protected for member in members),
        values=together([member.values for member in members]),
        cores=tuple(sorted(cores)),
    )


@lru_cache(maxsize=1 << 16)
def _forms(names: tuple[str, ...]) -> frozenset[str]:
    """Return names as rule 20 compares them; those of many records are kept once."""
    return frozenset(map(model.identical, names))


def together(several: Sequence[Values]) -> Values:
    """Return what several (at least one) say, taken together."""
    first, *rest = several
    if not any(rest):
        return first
    found = dict(first)
    for values in rest:
        for name, said in values.items():
            found[name] = found.get(name, frozenset()) | said
    return found


def _namesakes(drafts: Sequence[Record], natures: Natures) -> Iterator[list[int]]:
    """Yield, text by text, what bears one full name and is of one kind or of one line of kinds."""
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.annotated and not draft.generic and natures[draft.kind].in_text:
            for name in draft.forms:
                bearers[draft.document, name].append(index)
    shared = {key: found for key, found in bearers.items() if len(found) > 1}
    partial = _partial({document for document, _ in shared}, drafts, natures)
    for key, found in shared.items():
        whole = [
            index for index in found if key not in partial or not natures[drafts[index].kind].person
        ]
        yield from _lines(whole, drafts, natures.schema)


def _partial(
    documents: set[str], drafts: Sequence[Record], natures: Natures
) -> set[tuple[str, str]]:
    """Return (document, word) of each word of a longer name that a person bears in that text."""
    found: set[tuple[str, str]] = set()
    for draft in drafts:
        if draft.document in documents and natures[draft.kind].person:
            for name in draft.forms:
                parts = name.split()
                found.update((draft.document, part) for part in parts if len(parts) > 1)
    return found


def _lines(found: list[int], drafts: Sequence[Record], schema: Schema) -> Iterator[list[int]]:
    """Yield groups of one line of kinds; a kind above two that differ belongs to neither."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for index in found:
        by_kind[drafts[index].kind].append(index)
    if len(by_kind) == 1:
        yield found
        return
    for kind, group in by_kind.items():
        below = [other for other in by_kind if other == kind or schema.is_a(other, kind)]
        if in_line(below, schema):
            yield [index for other in below for index in by_kind[other]]
        else:
            yield group
