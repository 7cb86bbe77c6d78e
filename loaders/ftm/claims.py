"""From FollowTheMoney's entities to a list's entries, values and ties.

A schema with two ends is a tie from each of its starts to each of its ends; what else it says
stands at the tie. Every other schema is an entry. What a property names and the data do not hold
is an entry without a name, as a list's unresolved reference is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from clew.graph.exchange.ftm.model import ENTITY, Property, model, value_name
from clew.graph.schema import schema as vocabulary
from clew.loaders.base import Input
from clew.loaders.ftm import data as known
from clew.loaders.ftm.dates import when
from clew.loaders.ftm.record import NOTHING, Cell, Extra, Record
from clew.loaders.items import Counted, Entry, Fact, Item, Link, Place

#: A longer value is a text and no value: it is left out, and told.
LONGEST_VALUE = 10_000
_LONGEST_QUOTE = 1000


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
    _things: set[str] = field(default_factory=set)
    _ties: set[str] = field(default_factory=set)
    _named: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def items(self, record: Record) -> Iterator[Item]:
        """Yield what an entity says."""
        if ends := known.ends_of(record.schema):
            self.counts["relations"] += record.id not in self._ties
            self._ties.add(record.id)
            yield from self._relation(record, *ends)
        else:
            self.counts["entities"] += record.id not in self._things
            self._things.add(record.id)
            yield from self._thing(record)

    def rest(self) -> Iterator[Item]:
        """Yield entries for what was named and never came, then what was counted."""
        for identity, (schema, place) in self._named.items():
            if identity in self._ties:
                self.left_out["references to relations"] += 1
            if identity not in self._things:
                self.counts["ends that are no entity of the data"] += 1
                kind = known.kind(self.schemata.get(identity, schema))
                quote = identity[:_LONGEST_QUOTE]
                yield Entry(
                    id=identity, kind=kind, name="", place=place, quote=quote, status=_plain()
                )
                yield from self._ids(identity, place)
        yield from (Counted(name, count) for name, count in self.counts.items())
        yield from (Counted(name, count, left_out=True) for name, count in self.left_out.items())

    def _thing(self, record: Record) -> Iterator[Item]:
        kind, name = known.kind(record.schema), self._name(record)
        status, who = self._stance(record)
        place = name.place if name else record.place
        words = name.value if name else record.id
        yield Entry(
            id=record.id,
            kind=kind,
            name=words if name else "",
            place=place,
            quote=words[:_LONGEST_QUOTE],
            status=status,
            attribution=who,
            extra=record.extra,
        )
        yield from self._ids(record.id, record.place, _seen(record))
        if not known.is_exact(record.schema):
            yield self._plain_fact(record, "ftmSchema", record.schema)
        for dataset in record.datasets:
            yield self._plain_fact(record, "dataset", dataset)
        for referent in record.referents:
            listed = "ftmId" if known.is_global(referent) else "referent"
            yield self._plain_fact(record, listed, referent)
        yield from self._values(record, name)

    def _values(self, record: Record, name: Cell | None) -> Iterator[Item]:
        """Yield an entry's values and ties; each value once, wherever a property repeats it."""
        schema, said = model().get(record.schema), set[tuple[str, str]]()
        for prop, cell in record.all():
            known_as = schema.properties.get(prop) if schema else None
            if cell is name or (prop, cell.value) in said or self._is_left_out(record, prop, cell):
                continue
            said.add((prop, cell.value))
            if known_as and known_as.type == ENTITY:
                yield self._reference(record, known_as, cell)
            else:
                yield self._fact(record, known_as, prop, cell)

    def _fact(self, record: Record, prop: Property | None, word: str, cell: Cell) -> Fact:
        status, who = self._stance(record, prop, cell)
        listed = "alias" if prop and prop.full_name == "Thing:name" else ""
        return Fact(
            entry=record.id,
            property=listed or value_name(word, record.schema),
            value=cell.value,
            place=cell.place,
            quote=cell.value[:_LONGEST_QUOTE],
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
            status=_plain(),
            extra=_seen(record),
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
            quote=identity[:_LONGEST_QUOTE],
            status=_plain(),
            extra=seen,
        )

    def _reference(self, record: Record, prop: Property, cell: Cell) -> Link:
        found = known.reference(prop)
        status, who = self._stance(record, None, cell)
        self._named.setdefault(cell.value, (prop.range, cell.place))
        ends = (cell.value, record.id) if found.turned else (record.id, cell.value)
        return Link(
            start=ends[0],
            type=found.tie,
            end=ends[1],
            place=cell.place,
            quote=cell.value[:_LONGEST_QUOTE],
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
        schema = model()[record.schema]
        said = self._said(record, start, end)
        type_ = known.tie(record.schema)
        key = self._key(record, type_, said)
        for first in record.cells[start]:
            for last in record.cells[end]:
                for prop, cell in ((start, first), (end, last)):
                    range_ = schema.properties[prop].range
                    self._named.setdefault(cell.value, (range_, cell.place))
                status, who = self._stance(record, None, first if first.external else last)
                yield Link(
                    start=first.value,
                    type=type_,
                    end=last.value,
                    place=_place(record, start, end, first, last),
                    quote=_quote(record, first.value, last.value),
                    status=status,
                    attribution=who,
                    when=when(record),
                    key=key,
                    extra={**said, **_seen_both(first, last)},
                    id=record.id,
                )

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

    def _stance(
        self, record: Record, prop: Property | None = None, cell: Cell | None = None
    ) -> tuple[str, str]:
        """Return the status of what is said, and who says it where that is not the compiler."""
        listed = known.data()["status"]
        authority = record.first("authority") if record.schema in ("Sanction", "Risk") else None
        who = authority.value if authority else ""
        if cell and cell.external:
            return listed["external"], who
        if prop and prop.full_name in listed["properties"]:
            return listed["properties"][prop.full_name], who
        if prop and cell and prop.type == "topic":
            status = known.topic_status(cell.value)
            return status, who or (self.dataset if status == "alleged" else "")
        if known.ends_of(record.schema) or record.schema == "Sanction":
            own = known.said_status(record.values("status"), record.values("summary"))
            if own and own != _plain():
                return own, who
        if record.schema in listed["schemata"]:
            return listed["schemata"][record.schema], who
        acted = listed["authority"].get(record.schema, "") if who else ""
        return acted or _plain(), who

    def _is_left_out(self, record: Record, prop: str, cell: Cell) -> bool:
        what = known.left_out(prop)
        if not what and len(cell.value) > LONGEST_VALUE:
            what = f"values longer than {LONGEST_VALUE} characters"
        if what:
            self.left_out[what] += 1
        return bool(what)


def _seen(record: Record) -> Extra:
    """Return when an entity was first seen, where its statements say it."""
    return {name: days for name, days in record.extra.items() if name == "first_seen"}


def _seen_both(first: Cell, last: Cell) -> Extra:
    """Return since when both ends of a relation are stated."""
    days = [cell.extra["first_seen"] for cell in (first, last) if "first_seen" in cell.extra]
    return {"first_seen": max(days)} if len(days) == 2 else {}


def _plain() -> str:
    return str(known.data()["status"]["plain"])


def _place(record: Record, start: str, end: str, first: Cell, last: Cell) -> Place:
    """Return where both ends stand: the line of the last, with that of the first if it differs."""
    apart = f" (line {first.place.line})" if first.place.line != last.place.line else ""
    column = f"{start}{apart} and {end}"
    return Place(file=last.place.file, line=last.place.line, column=column)


def _quote(record: Record, start: str, end: str) -> str:
    """Return the line that holds both ends, as much of it as lies between them, or the ends."""
    text = record.line.decode("utf-8").strip()
    if 0 < len(text) <= _LONGEST_QUOTE:
        return text
    begin = max(0, text.find(f'"{record.id}"'))
    places = [(text.find(f'"{one}"', begin), len(one) + 2) for one in (start, end)]
    first, last = min(at for at, _ in places), max(at + size for at, size in places)
    if first >= 0 and last - first <= _LONGEST_QUOTE:
        return text[first:last]
    return f"{start} … {end}"[:_LONGEST_QUOTE]
