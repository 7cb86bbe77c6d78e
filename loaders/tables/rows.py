"""From a row to items: its records with their names and values, and the ties between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TypedDict

from clew.graph.schema import schema
from clew.loaders.items import Counted, Entry, Fact, Link, Place
from clew.loaders.lists.countries import country
from clew.loaders.tables import vocabulary
from clew.loaders.tables.cells import BadCell, Cell, Cells
from clew.loaders.tables.mapping import Mapping as Rules
from clew.loaders.tables.mapping import Record, Said, Tie, Value
from clew.loaders.tables.table import Row

_TRUTH = {"": False, "no": False, "false": False, "yes": True, "true": True}
_LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Bad:
    """Something of a row that could not be taken, in a sentence; the rest of the row stands."""

    line: int
    reason: str


class Told(TypedDict):
    """How something is said: what every item of a list has."""

    status: str
    attribution: str
    when: str


Made = Entry | Fact | Link | Counted | Bad


@dataclass(frozen=True, slots=True)
class _Thing:
    """A record that a row gives: its id in the list, its part of the row, its best quote."""

    id: str
    cells: Cells
    heading: str
    quote: str


@dataclass(slots=True)
class Rows:
    """Makes items of the rows of one table.

    place       its file and sheet
    given       ids of the records that rows told of so far; referred: those that they only name
    """

    rules: Rules
    place: str
    given: set[str] = field(default_factory=set)
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
        id = _plain(record.id.text(cells))
        if not id:
            if any(cells[column].strip() for column in record.own):
                yield Bad(line, f"has no id for `{record.name}` (column {record.id.heading!r})")
            return
        kind = _kind(record, cells)
        name = record.main.text(cells) if record.main else ""
        shown = record.main if record.main and name else record.id
        thing = _Thing(f"{record.space}/{id}", cells, shown.heading, shown.quote(cells))
        entry = Entry(
            id=thing.id,
            kind=kind,
            name=name,
            place=self._place(line, shown.heading, cells),
            quote=thing.quote,
            protected=record.protected,
            generic=_truth(record.generic, cells),
            **_said(record.said, cells),
        )
        yield thing
        if record.refers:
            self.referred.setdefault(thing.id, entry)
            return
        self.given.add(thing.id)
        yield entry
        for value in record.values:
            yield from self._facts(value, thing, kind, line)

    def _facts(self, value: Value, thing: _Thing, kind: str, line: int) -> Iterator[Made]:
        try:
            texts = value.cell.texts(thing.cells)
            if not texts:
                return
            said = _said(value.said, thing.cells)
            if problem := vocabulary.group_problem(frozenset({kind}), value.property):
                raise BadCell(f"column {value.cell.heading!r} {problem}")
        except BadCell as error:
            yield Bad(line, f"{error}; that value is left out")
            return
        for text in texts:
            yield Fact(
                entry=thing.id,
                property=value.property,
                value=_typed(value.property, text),
                place=self._place(line, value.cell.heading or thing.heading, thing.cells),
                quote=value.cell.quote(thing.cells) or thing.quote,
                extra=self._extra(thing.cells) | dict(value.extra) | _script(value, text),
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
            given = tuple(_typed(value.property, text) for text in value.cell.texts(cells))
            extra[value.property] = (*extra.get(value.property, ()), *given)
        told = {name: texts for name, texts in extra.items() if texts}
        return Link(
            start=start.id,
            type=known,
            end=end.id,
            place=self._place(row.line, _both(start.heading, end.heading), cells),
            quote=_both(start.quote, end.quote),
            key=tie.key.text(cells) if tie.key else _key(known, told),
            extra=self._extra(cells) | told,
            **_said(tie.said, cells),
        )

    def _place(self, line: int, heading: str, cells: Cells) -> Place:
        named = [texts[0] for texts in self._extra(cells).values()]
        source = f" (source: {', '.join(named)[:_LONGEST_SOURCE]})" if named else ""
        return Place(file=self.place, line=line, column=heading + source)

    def _extra(self, cells: Cells) -> dict[str, tuple[str, ...]]:
        """Return the source and place that the row itself names."""
        given = {"source": self.rules.source, "locator": self.rules.locator}
        texts = {name: cell.text(cells) for name, cell in given.items() if cell}
        return {name: (text,) for name, text in texts.items() if text}


def _parted(cells: Cells, row: Row) -> Cells:
    return {} if cells is row.cells else {k: v for k, v in cells.items() if v != row.cells[k]}


def _both(first: str, second: str) -> str:
    return " | ".join(dict.fromkeys(part for part in (first, second) if part))


def _plain(id: str) -> str:
    return " ".join(unicodedata.normalize("NFC", id).split())


def _kind(record: Record, cells: Cells) -> str:
    word = record.kind.text(cells)
    if not word:
        raise BadCell(f"column {record.kind.heading!r} does not say what `{record.name}` is")
    kind, problem = vocabulary.kind(word)
    if problem:
        victim = problem.endswith(vocabulary.VICTIM)
        what = "names a single victim" if victim else "names no kind of `clew schema`: use `lookup`"
        raise BadCell(f"column {record.kind.heading!r} {what}")
    if record.main and (problem := vocabulary.group_problem(frozenset({kind}), "name")):
        raise BadCell(f"record `{record.name}` {problem}")
    return kind


def _said(said: Said, cells: Cells) -> Told:
    """Return what status, attribution and time a row gives something."""
    status = said.status.text(cells) if said.status else ""
    known, problem = vocabulary.status(status) if status else ("not_stated", "")
    if problem and said.status:
        raise BadCell(f"column {said.status.heading!r} names no status: use `lookup`")
    return {
        "status": known,
        "attribution": said.attribution.text(cells) if said.attribution else "",
        "when": said.when.text(cells) if said.when else "",
    }


def _truth(cell: Cell | None, cells: Cells) -> bool:
    word = cell.text(cells).casefold() if cell else ""
    if cell and word not in _TRUTH:
        raise BadCell(f"column {cell.heading!r} says neither yes nor no: use `lookup`")
    return _TRUTH[word]


def _key(type: str, values: Mapping[str, tuple[str, ...]]) -> str:
    """Return what tells a tie from others of its type and ends: values that the schema names."""
    known = schema().tie(type)
    return "; ".join(
        " ".join(values[key]) for key in (known.keys if known else ()) if key in values
    )


def _typed(property: str, text: str) -> str:
    """Return a country's code, where the text is one or names one; anything else as it is."""
    known = schema().values.get(property)
    return country(text) if known and known.type == "country" else text


def _script(value: Value, text: str) -> dict[str, tuple[str, ...]]:
    """Return the scripts of a name (`LATIN`, `KHMER`), where the mapping asks for them."""
    if not value.script:
        return {}
    found = (unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha())
    return {"script": tuple(dict.fromkeys(script.capitalize() for script in found if script))}
