"""Statements as CSV: one row says that one data set gives one value of one property of an entity.

https://followthemoney.tech/docs/statements/. Each data set is a source of its own, with the days
on which its statements were seen. Within one, an entity is what the compiler's `canonical_id`
makes of it; across data sets that id is an identifier and no more.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from clew.graph.errors import InputError
from clew.graph.exchange.ftm.model import ENTITY, model
from clew.graph.model import Rejected
from clew.loaders.base import Input
from clew.loaders.entries import VICTIMS
from clew.loaders.ftm.dates import day
from clew.loaders.ftm.record import Cell, Extra, Record
from clew.loaders.ftm.stances import of_victim
from clew.loaders.items import Place

NEEDED = frozenset({"entity_id", "prop", "value", "dataset"})
#: The row that says no more than that there is the entity, with a hash of it as its value.
_BASE = "id"
_TOLD = ("lang", "original_value", "origin", "first_seen", "last_seen")
_LONGEST = 4 * 1024 * 1024


class Row(NamedTuple):
    """A statement: its line, and what it says."""

    entity: str
    line: int
    schema: str
    prop: str
    value: str
    own: str
    id: str
    external: bool
    told: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Statements:
    """A whole table by its data sets; `rejected` are the rows that could not be read.

    seen       the last day on which each data set was seen
    schemata   the schema of every entity, whichever data set gives it
    merged     the ids that the compiler gave to records, by data set and own id
    """

    file: Input
    rejected: list[Rejected] = field(default_factory=list)
    datasets: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[str, str] = field(default_factory=dict)
    schemata: dict[str, str] = field(default_factory=dict)
    merged: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self) -> None:
        """Read all rows; raises InputError for a table of other columns, or with single victims."""
        rows = _rows(self.file)
        heading = next(rows, (1, []))[1]
        if not isinstance(heading, list) or not NEEDED <= {*heading}:
            raise InputError("has not the columns of statements", self.file.name, 1)
        if len({*heading}) < len(heading):
            reason = "names a column twice, so that which of the two holds is not told: rename one"
            raise InputError(reason, self.file.name, 1)
        for line, cells in rows:
            if isinstance(cells, str):
                self.rejected.append(self.file.rejected(line, cells))
            elif len(cells) != len(heading):
                reason = f"has {len(cells)} columns where {len(heading)} are due: mend the line"
                self.rejected.append(self.file.rejected(line, reason))
            elif cells:
                self._take(line, dict(zip(heading, cells, strict=True)))

    def _take(self, line: int, row: Mapping[str, str]) -> None:
        schema, _, prop = row["prop"].rpartition(":")
        schema = row.get("schema", "") or schema
        entity = row.get("canonical_id", "") or row["entity_id"]
        if not (
            entity.strip() and schema and prop and row["dataset"].strip() and row["value"].strip()
        ):
            reason = "lacks an entity, a schema, a property, a value or a data set"
            self.rejected.append(self.file.rejected(line, reason))
            return
        if of_victim(schema, row["value"] if prop == "topics" else ""):
            raise InputError(VICTIMS, self.file.name, line)
        dataset, once = row["dataset"].strip(), sys.intern
        told = tuple((name, once(row[name])) for name in _TOLD if row.get(name))
        external = row.get("external", "").strip().lower() in ("t", "true", "1", "yes")
        made = Row(
            once(entity),
            line,
            once(schema),
            once(prop),
            row["value"],
            once(row["entity_id"]),
            row.get("id", ""),
            external,
            told,
        )
        self.datasets[dataset].append(made)
        if made.own != made.entity:
            self.merged[dataset, made.own] = made.entity
        self.schemata[entity] = narrower(self.schemata.get(entity, ""), schema)
        last = day(row.get("last_seen", "") or row.get("first_seen", ""))
        self.seen[dataset] = max(last, self.seen.get(dataset, ""))

    def days(self, dataset: str) -> tuple[str, str]:
        """Return the last day on which a data set was seen, and the first; '' if none is told."""
        told = (dict(row.told).get("first_seen", "") for row in self.datasets[dataset])
        return self.seen.get(dataset, ""), min(filter(None, map(day, told)), default="")

    def records(self, dataset: str, left: Counter[str]) -> Iterator[Record]:
        """Yield the entities of one data set; its rows are let go."""
        rows = self.datasets.pop(dataset)
        # what nobody has confirmed comes after what is confirmed and says the same
        rows.sort(key=attrgetter("entity", "external", "line"))
        for entity, several in groupby(rows, key=attrgetter("entity")):
            yield self._record(dataset, entity, list(several), left)

    def _record(self, dataset: str, entity: str, rows: list[Row], left: Counter[str]) -> Record:
        name, first = self.file.path.name, rows[0]
        schema = ""
        for row in rows:
            schema = narrower(schema, row.schema)
        record = Record(entity, schema, Place(file=name, line=first.line, column=first.prop))
        record.referents = tuple(dict.fromkeys(row.own for row in rows if row.own != entity))
        if not all(_agree(schema, row.schema) for row in rows):
            left["entities under schemata that do not agree"] += 1
        for row in rows:
            extra = {word: (value,) for word, value in row.told}
            if row.prop == _BASE:
                left["statements that an entity is there"] += 1
                record.extra = _earliest(record.extra, extra)
                continue
            place = Place(file=name, line=row.line, column=f"{row.schema}:{row.prop}")
            value = self._named(dataset, row)
            if value != row.value:
                extra.setdefault("original_value", (row.value,))
            cell = Cell(value, place, extra, row.external, row.id)
            record.cells.setdefault(row.prop, []).append(cell)
        if not record.extra:
            for _, cell in record.all():
                told = {k: v for k, v in cell.extra.items() if k == "first_seen"}
                record.extra = _earliest(record.extra, told)
        return record

    def _named(self, dataset: str, row: Row) -> str:
        """Return a value; of an entity's id that is a record's own, the compiler's for it."""
        schema = model().get(row.schema)
        prop = schema.properties.get(row.prop) if schema else None
        if prop is None or prop.type != ENTITY or row.value in self.schemata:
            return row.value
        return self.merged.get((dataset, row.value), row.value)


def _earliest(one: Extra, other: Extra) -> Extra:
    """Return both of what is told of an entity as a whole, with the first day of all."""
    days = [extra["first_seen"] for extra in (one, other) if "first_seen" in extra]
    return {**one, **other, **({"first_seen": min(days)} if days else {})}


def _agree(one: str, other: str) -> bool:
    known = model()
    if one not in known or other not in known:
        return one == other
    return known[one].is_a(other) or known[other].is_a(one)


def narrower(one: str, other: str) -> str:
    """Return the schema that says more of an entity that statements give both."""
    known = model()
    if one in known and other in known:
        return (
            one if known[one].is_a(other) else other if known[other].is_a(one) else min(one, other)
        )
    return other if not one or other in known else one


def looks_like(head: str) -> bool:
    """Tell whether these are the first lines of a table of statements."""
    try:
        return NEEDED <= {*next(csv.reader(io.StringIO(head)), ())}
    except csv.Error:
        return False


def _rows(file: Input) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row's first line and cells, or why it is none."""
    text = file.characters().removeprefix("\ufeff")
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 0
    while True:
        try:
            cells = _next(reader)
        except StopIteration:
            return
        except csv.Error:
            first, line = line + 1, reader.line_num
            until = f", until line {line}" if line > first else ""
            yield first, f"has quotes out of place, or cells too long{until}: mend the line"
            continue
        first, line = line + 1, reader.line_num
        yield first, cells


def _next(reader: Iterator[list[str]]) -> list[str]:
    """Return the next row; the limit of a cell is the whole process's, and is put back."""
    before = csv.field_size_limit(_LONGEST)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(before)
