"""From FollowTheMoney's entities to a list's entries, values and ties.

A schema with two ends is a tie from each of its starts to each of its ends; what else it says
stands at the tie. Every other schema is an entry. What a property names and the data do not hold
is an entry without a name, as a list's unresolved reference is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.graph.exchange.ftm.model import ENTITY, Property, model, value_name
from clew.graph.schema import schema as vocabulary
from clew.loaders.base import Input
from clew.loaders.entries import VICTIMS
from clew.loaders.ftm import data as known
from clew.loaders.ftm.dates import when
from clew.loaders.ftm.record import (
    LONGEST_QUOTE,
    NOTHING,
    Cell,
    Extra,
    Record,
    place_of,
    quote_of,
    seen,
    seen_both,
)
from clew.loaders.ftm.stances import is_victims, plain, stance
from clew.loaders.items import Counted, Entry, Fact, Item, Link, Place

#: A longer value is a text and no value: it is left out, and told.
LONGEST_VALUE = 10_000
#: A relation ties each of its starts to each of its ends; one of more pairs is none that is read.
MOST_PAIRS = 10_000


@dataclass(slots=True)
class Claims:
    """One data set on its way to items.

    dataset   its name, which makes ids of its own tell what they are ids in
    schemata  what is known of entities before they are read: their schema, by id
    """

    file: Input
    dataset: str
    schemata: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    _things: dict[str, str] = field(default_factory=dict)
    _unnamed: set[str] = field(default_factory=set)
    _ties: dict[str, list[int]] = field(default_factory=dict)
    _named: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def items(self, record: Record) -> Iterator[Item]:
        """Yield what an entity says; raises InputError where it is a single victim."""
        if is_victims(record):
            raise InputError(VICTIMS, self.file.name, record.place.line)
        if ends := known.ends_of(record.schema):
            self.counts["relations"] += record.id not in self._ties
            self._ties.setdefault(record.id, [])
            yield from self._relation(record, *ends)
        else:
            self.counts["entities"] += record.id not in self._things
            yield from self._thing(record)

    def rest(self) -> Iterator[Item]:
        """Yield entries for what was named and never came, then what was counted."""
        for identity, (schema, place) in self._named.items():
            if identity in self._ties:
                self.left_out["references to relations"] += 1
            if identity not in self._things:
                self.counts["ends that are no entity of the data"] += 1
                kind = known.kind(self.schemata.get(identity, schema))
                quote = identity[:LONGEST_QUOTE]
                yield Entry(
                    id=identity, kind=kind, name="", place=place, quote=quote, status=plain()
                )
                yield from self._ids(identity, place)
        yield from (Counted(name, count) for name, count in self.counts.items())
        yield from (Counted(name, count, left_out=True) for name, count in self.left_out.items())

    def _thing(self, record: Record) -> Iterator[Item]:
        kind, name = known.kind(record.schema), self._name(record)
        if self._is_entry(record.id, kind, named=name is not None):
            yield self._entry(record, kind, name)
            yield from self._ids(record.id, record.place, seen(record))
        else:
            name = None  # the entry has its own: this is one more
        first = self._things[record.id]
        apart = first != kind and not vocabulary().is_a(first, kind)
        if apart:
            self.counts["entities under schemata that do not agree"] += 1
        if apart or not known.is_exact(record.schema):
            yield self._plain_fact(record, "ftmSchema", record.schema)
        for dataset in record.datasets:
            yield self._plain_fact(record, "dataset", dataset)
        for referent in record.referents:
            listed = "ftmId" if known.is_global(referent) else "referent"
            yield self._plain_fact(record, listed, referent)
        yield from self._values(record, name)

    def _is_entry(self, identity: str, kind: str, *, named: bool) -> bool:
        """Tell whether an entity is an entry; else it says more of one that came before.

        Two entries of one id and kind would be one claim, which has one of both names.
        """
        first = self._things.get(identity)
        narrower = first not in (None, kind) and vocabulary().is_a(kind, str(first))
        called = first == kind and named and identity in self._unnamed
        if first is not None and not narrower and not called:
            return False
        self._things[identity] = kind
        (self._unnamed.discard if named else self._unnamed.add)(identity)
        return True

    def _entry(self, record: Record, kind: str, name: Cell | None) -> Entry:
        status, who = stance(record, self.dataset)
        words = name.value if name else record.id
        return Entry(
            id=record.id,
            kind=kind,
            name=words if name else "",
            place=name.place if name else record.place,
            quote=words[:LONGEST_QUOTE],
            status=status,
            attribution=who,
            extra=record.extra,
        )

    def _values(self, record: Record, name: Cell | None) -> Iterator[Item]:
        """Yield an entry's values and ties; each value once, wherever a property repeats it."""
        schema, said = model().get(record.schema), set[tuple[str, str]]()
        for prop, cell in record.all():
            known_as = schema.properties.get(prop) if schema else None
            again = name is not None and prop == "name" and cell.value == name.value
            if cell is name or again or (prop, cell.value) in said:
                continue
            if self._is_left_out(record, prop, cell):
                continue
            said.add((prop, cell.value))
            if known_as and known_as.type == ENTITY:
                yield self._reference(record, known_as, cell)
            else:
                yield self._fact(record, known_as, prop, cell)

    def _fact(self, record: Record, prop: Property | None, word: str, cell: Cell) -> Fact:
        status, who = stance(record, self.dataset, prop, cell)
        listed = "alias" if prop and prop.full_name == "Thing:name" else ""
        return Fact(
            entry=record.id,
            property=listed or value_name(word, record.schema),
            value=cell.value,
            place=cell.place,
            quote=cell.value[:LONGEST_QUOTE],
            status=status,
            attribution=who,
            extra=cell.extra,
        )

    def _plain_fact(self, record: Record, name: str, value: str) -> Fact:
        place = Place(file=record.place.file, line=record.place.line, column=name)
        return Fact(
            entry=record.id,
            property=name,
            value=value,
            place=place,
            quote=value,
            status=plain(),
            extra=seen(record),
        )

    def _ids(self, identity: str, place: Place, seen: Extra = NOTHING) -> Iterator[Fact]:
        """Yield an entity's id as other data have it, with its data set's name if need be."""
        value = identity if known.is_global(identity) else f"{self.dataset}:{identity}"
        at = Place(file=place.file, line=place.line, column="id")
        yield Fact(
            entry=identity,
            property="ftmId",
            value=value,
            place=at,
            quote=identity[:LONGEST_QUOTE],
            status=plain(),
            extra=seen,
        )

    def _reference(self, record: Record, prop: Property, cell: Cell) -> Link:
        found = known.reference(prop)
        status, who = stance(record, self.dataset, None, cell)
        self._named.setdefault(cell.value, (prop.range, cell.place))
        ends = (cell.value, record.id) if found.turned else (record.id, cell.value)
        return Link(
            start=ends[0],
            type=found.tie,
            end=ends[1],
            place=cell.place,
            quote=cell.value[:LONGEST_QUOTE],
            status=status,
            attribution=who,
            when=when(record) if found.turned else "",
            extra={**({"role": (prop.name,)} if found.role else {}), **cell.extra},
        )

    def _relation(self, record: Record, start: str, end: str) -> Iterator[Item]:
        """Yield the tie from each start to each end; one that lacks an end is told."""
        for prop in (start, end):
            if not record.cells.get(prop):
                reason = (
                    f"is a relation ({record.schema}) without its end `{prop}`: it ties nothing"
                )
                yield self.file.rejected(record.place.line, reason)
                return
        pairs = len(record.cells[start]) * len(record.cells[end])
        if pairs > MOST_PAIRS:
            reason = f"is a relation of {pairs} pairs, more than {MOST_PAIRS}: split it"
            yield self.file.rejected(record.place.line, reason)
            return
        schema = model()[record.schema]
        said = self._said(record, start, end)
        type_ = known.tie(record.schema)
        key, own = self._key(record, type_, said), self._own_id(record, said)
        for first in record.cells[start]:
            for last in record.cells[end]:
                for prop, cell in ((start, first), (end, last)):
                    range_ = schema.properties[prop].range
                    self._named.setdefault(cell.value, (range_, cell.place))
                unsure = first if first.external else last
                status, who = stance(record, self.dataset, None, unsure)
                yield Link(
                    start=first.value,
                    type=type_,
                    end=last.value,
                    place=place_of(start, end, first, last),
                    quote=quote_of(record, first.value, last.value),
                    status=status,
                    attribution=who,
                    when=when(record),
                    key=key,
                    extra={**said, **seen_both(first, last)},
                    id=own,
                )

    def _own_id(self, record: Record, said: Extra) -> str:
        """Return a relation's id; where it comes again and says something else, with a number."""
        mark = hash((when(record), *said.items()))
        several = self._ties[record.id]
        if mark not in several:
            several.append(mark)
        number = several.index(mark) + 1
        return record.id if number == 1 else f"{record.id}#{number}"

    def _said(self, record: Record, start: str, end: str) -> Extra:
        """Return what a relation says beside its ends, by the vocabulary's names."""
        found: dict[str, list[str]] = {}
        for prop, cell in record.all():
            if prop not in (start, end) and not self._is_left_out(record, prop, cell):
                several = found.setdefault(value_name(prop, record.schema), [])
                if cell.value not in several:
                    several.append(cell.value)
        if found.get("percentage"):
            found["share"] = found["percentage"]
        found["ftmId"] = [record.id]
        more = {"dataset": record.datasets} if record.datasets else {}
        return {**{name: tuple(v) for name, v in found.items()}, **more, **record.extra}

    def _key(self, record: Record, type_: str, said: Extra) -> str:
        """Return what tells this tie from others of its ends; of a payment its id, if need be."""
        tie = vocabulary().tie(type_)
        keys = [" ".join(said[name]) for name in (tie.keys if tie else ()) if name in said]
        if not keys and record.schema == "Payment":
            return record.id
        return "; ".join(keys)

    def _name(self, record: Record) -> Cell | None:
        """Return what an entity is called: its caption, if that is a value, else its first name."""
        schema = model().get(record.schema)
        props = (*(schema.caption if schema else ()), "name")
        cells = (cell for prop in props for cell in record.cells.get(prop, ()))
        named = next((cell for cell in cells if cell.value == record.caption), None)
        return named or record.first(*props)

    def _is_left_out(self, record: Record, prop: str, cell: Cell) -> bool:
        what = known.left_out(prop)
        if not what and len(cell.value) > LONGEST_VALUE:
            what = f"values longer than {LONGEST_VALUE} characters"
        if what:
            self.left_out[what] += 1
        return bool(what)
