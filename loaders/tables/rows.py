"""From a row to items: its records with their names and values, and the ties between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from clew.graph.model import digest
from clew.graph.schema import schema
from clew.loaders.items import Counted, Entry, Fact, Link, Place
from clew.loaders.tables import vocabulary
from clew.loaders.tables.cells import BadCell, Cell, Cells
from clew.loaders.tables.mapping import Mapping as Rules
from clew.loaders.tables.mapping import Record, Tie, Value
from clew.loaders.tables.said import (
    NO_SOURCE,
    Source,
    Told,
    key_of,
    kind_of,
    said_of,
    scripts,
    source_of,
    truth,
    typed,
    undated,
)
from clew.loaders.tables.table import Row


@dataclass(frozen=True, slots=True)
class Bad:
    """Something of a row that could not be taken, in a sentence; the rest of the row stands."""

    line: int
    reason: str


Made = Entry | Fact | Link | Counted | Bad


@dataclass(frozen=True, slots=True)
class _Thing:
    """A record that a row gives: its id in the list, its part of the row, its best quote.

    kind, said  of the record, for its values; source: where the row has it from
    """

    id: str
    cells: Cells
    heading: str
    quote: str
    kind: str
    said: Told
    source: Source


@dataclass(slots=True)
class Rows:
    """Makes items of the rows of one table.

    place       its file and sheet
    given       kinds of the records that rows told of so far, by id; referred: those only named
    """

    rules: Rules
    place: str
    given: dict[str, str] = field(default_factory=dict)
    referred: dict[str, Entry] = field(default_factory=dict)

    def items(self, row: Row) -> Iterator[Made]:
        """Yield what a row says."""
        yield Counted("rows")
        if not all(only.holds(row.cells) for only in self.rules.only):
            yield Counted("rows that `only` passes over", left_out=True)
            return
        things: dict[str, list[_Thing]] = {}
        bad = False
        for record in self.rules.records.values():
            things[record.name] = []
            for made in self._record(record, row):
                if isinstance(made, _Thing):
                    things[record.name].append(made)
                else:
                    bad = bad or isinstance(made, Bad)
                    yield made
        if not bad and not any(things.values()) and not self._all_passed_over(row):
            yield Bad(row.line, "has no id: fill in what tells its record from others")
        for tie in self.rules.ties:
            if all(only.holds(row.cells) for only in tie.only):
                yield from self._ties(tie, things, row)

    def rest(self) -> Iterator[Entry | Counted]:
        """Yield, after the last row, the records that no row tells of and ties name."""
        for id, entry in self.referred.items():
            if id not in self.given:
                yield entry
                yield Counted("records that are only referred to")

    def _all_passed_over(self, row: Row) -> bool:
        """Tell whether every record has an `only` of its own that the row does not meet."""
        records = self.rules.records.values()
        return all(not all(only.holds(row.cells) for only in one.only) for one in records)

    def _record(self, record: Record, row: Row) -> Iterator[Made | _Thing]:
        if not all(only.holds(row.cells) for only in record.only):
            return
        views = record.each.rows(row.cells) if record.each else [row.cells]
        if views is None:
            columns = " and ".join(map(repr, record.each.columns)) if record.each else ""
            yield Bad(row.line, f"columns {columns} part into unequal numbers: mend the row")
            return
        for cells in views:
            try:
                yield from self._thing(record, cells, row.line)
            except BadCell as error:
                yield Bad(row.line, f"{error}; its record is left out")

    def _thing(self, record: Record, cells: Cells, line: int) -> Iterator[Made | _Thing]:
        id = _id(record.id, cells)
        if not id:
            if any(cells[column].strip() for column in record.own):
                yield Bad(line, f"has no id for `{record.name}` (column {record.id.heading!r})")
            return
        kind = self._kind(record, f"{record.space}/{id}", cells)
        said = said_of(record.said, cells)
        name = record.main.text(cells) if record.main else ""
        shown = record.main if record.main and name else record.id
        source = self._source(cells)
        quote = shown.quote(cells)
        thing = _Thing(f"{record.space}/{id}", cells, shown.heading, quote, kind, said, source)
        entry = Entry(
            id=thing.id,
            kind=kind,
            name=name,
            place=self._place(line, shown.heading, source),
            quote=quote,
            protected=record.protected,
            generic=truth(record.generic, cells),
            **said,
        )
        yield thing
        if record.refers:
            self.referred.setdefault(thing.id, entry)
            return
        before = self.given.setdefault(thing.id, kind)
        if before != kind and schema().is_a(kind, before):
            self.given[thing.id] = kind
        yield entry
        for value in record.values:
            yield from self._facts(value, thing, line)

    def _kind(self, record: Record, id: str, cells: Cells) -> str:
        """Return what a row says that a record is; raises BadCell where rows do not agree."""
        kind, before = kind_of(record, cells), self.given.get(id, "")
        if before in ("", kind) or record.refers:
            return kind
        if not schema().is_a(kind, before) and not schema().is_a(before, kind):
            raise BadCell(f"`{record.name}` has the id of another kind of thing, in a row before")
        return kind

    def _facts(self, value: Value, thing: _Thing, line: int) -> Iterator[Made]:
        try:
            texts = value.cell.texts(thing.cells)
            if not texts:
                return
            # a value is not dated as its record is
            said = said_of(value.said, thing.cells) if value.said else undated(thing.said)
            if problem := vocabulary.group_problem(frozenset({thing.kind}), value.property):
                raise BadCell(f"column {value.cell.heading!r} {problem}")
        except BadCell as error:
            yield Bad(line, f"{error}; that value is left out")
            return
        place = self._place(line, value.cell.heading or thing.heading, thing.source)
        quote = value.cell.quote(thing.cells) or thing.quote
        for text in texts:
            yield Fact(
                entry=thing.id,
                property=value.property,
                value=typed(value.property, text),
                place=place,
                quote=quote,
                extra={**thing.source.extra, **value.extra, **scripts(value, text)},
                **said,
            )

    def _ties(self, tie: Tie, things: Mapping[str, list[_Thing]], row: Row) -> Iterator[Made]:
        for start, end in product(things.get(tie.start, ()), things.get(tie.end, ())):
            if start.id == end.id:
                yield Counted("ties of a record to itself", left_out=True)
                continue
            try:
                yield self._link(tie, start, end, row)
            except BadCell as error:
                yield Bad(row.line, f"{error}; that tie is left out")

    def _link(self, tie: Tie, start: _Thing, end: _Thing, row: Row) -> Link:
        # what one of its ends parts is read there, all else in the row
        cells = {**row.cells, **_parted(end.cells, row), **_parted(start.cells, row)}
        type = tie.type.text(cells)
        if not type:
            raise BadCell(f"column {tie.type.heading!r} does not say which tie it is")
        known, problem = vocabulary.tie(type)
        if problem:
            raise BadCell(f"column {tie.type.heading!r} names no tie of `clew schema`")
        extra: dict[str, tuple[str, ...]] = {}
        for value in tie.values:
            given = tuple(typed(value.property, text) for text in value.cell.texts(cells))
            extra[value.property] = (*extra.get(value.property, ()), *given)
        told = {name: texts for name, texts in extra.items() if texts}
        source = self._source(cells)
        quote, heading = _both(start.quote, end.quote), _both(start.heading, end.heading)
        own = tie.quote.quote(cells) if tie.quote else ""
        if tie.quote and own:
            quote, heading = own, tie.quote.heading
        key = tie.key.text(cells) if tie.key else key_of(known, told)
        how = said_of(tie.said, cells)
        return Link(
            start=start.id,
            type=known,
            end=end.id,
            place=self._place(row.line, heading, source),
            quote=quote,
            key=key,
            extra={**source.extra, **told},
            id=_apart(key, how["when"], own, source.shown),
            **how,
        )

    def _place(self, line: int, heading: str, source: Source) -> Place:
        return Place(file=self.place, line=line, column=heading + source.shown)

    def _source(self, cells: Cells) -> Source:
        if self.rules.source is None and self.rules.locator is None:
            return NO_SOURCE
        return source_of(self.rules, cells)


def _apart(*parts: str) -> str:
    """Return what tells a row's tie from others of its type and ends, '' where nothing does.

    Two payments, two terms, two passages are two claims, each with its own words and place.
    """
    return digest(*parts) if any(parts) else ""


def _parted(cells: Cells, row: Row) -> Cells:
    return {} if cells is row.cells else {k: v for k, v in cells.items() if v != row.cells[k]}


def _both(first: str, second: str) -> str:
    return " | ".join(dict.fromkeys(part for part in (first, second) if part))


def _id(cell: Cell, cells: Cells) -> str:
    """Return a record's id; of several columns each keeps its place, and no sign of it parts."""
    if len(cell.columns) < 2 or cell.join != "/" or not cell.is_plain:
        return _plain(cell.text(cells))
    given = (_plain(cells[column]) for column in cell.columns)
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in given).rstrip("/")


def _plain(id: str) -> str:
    return " ".join(unicodedata.normalize("NFC", id).split())
