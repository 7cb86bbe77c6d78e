"""The loader of tables: rows through a mapping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from clew.graph.errors import InputError
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Edition, Item
from clew.loaders.suffixes import suffix_of
from clew.loaders.tables import victims
from clew.loaders.tables.delimited import LEGACY
from clew.loaders.tables.entries import nearest
from clew.loaders.tables.mapping import Mapping
from clew.loaders.tables.opening import SUFFIXES, open_table
from clew.loaders.tables.rows import Bad, Rows
from clew.loaders.tables.table import BadRow, Table


class Unmapped(InputError):
    """A table without a mapping."""


def _is_table(file: Input) -> bool:
    return file.mapping is not None or (suffix_of(file.path) in SUFFIXES and bool(file.bytes()))


@loader(
    "table",
    title="Tables (CSV, TSV, XLSX) through a mapping",
    suffixes=SUFFIXES,
    specification="https://www.rfc-editor.org/rfc/rfc4180",
    detect=_is_table,
    version="2",
)
def table(file: Input) -> Iterator[Item]:
    """Read a table through the mapping of its import; raises Unmapped where there is none."""
    if (mapping := file.mapping) is None:
        reason = "is a table, and what its columns mean is not said"
        raise Unmapped(f"{reason}: `clew mapping draft FILE` proposes it", file.name)
    data = file.bytes()
    yield Edition(
        list=mapping.list or PurePath(file.name).name,
        path=file.name,
        facts={name: fact for name, fact in mapping.facts.items() if name != "published"},
        published=mapping.facts.get("published", ""),
        mapping=mapping.digest,
    )
    yield from items(mapping, opened_for(mapping, data, file.name), file)


def opened_for(mapping: Mapping, data: bytes, name: str) -> Table:
    """Return the table for this mapping; raises InputError where they do not fit (and rule 25)."""
    opened = open_table(data, name, mapping.table)
    if refusal := victims.refusal(opened.place, opened.headings):
        raise InputError(refusal, name)
    for column, line in mapping.columns.items():
        if column not in opened.headings:
            reason = f"names a column {column!r} that {opened.place} does not have"
            near = nearest(column, opened.headings)
            raise InputError(f"{reason}{near}", str(mapping.path), line)
    return opened


def items(mapping: Mapping, opened: Table, file: Input) -> Iterator[Item]:
    """Yield what the rows say, what could not be taken, and what was not mapped."""
    rows = Rows(mapping, opened.place)
    bare = victims.bare_headings(opened.headings)
    unread = [heading for heading in opened.headings if heading not in mapping.columns]
    passed: Counter[str] = Counter()
    for row in opened.rows:
        if isinstance(row, BadRow):
            yield file.rejected(row.line, row.reason)
            continue
        if refusal := victims.cell_refusal(row.cells, bare):
            raise InputError(refusal, file.name, row.line)
        passed.update(heading for heading in unread if row.cells[heading].strip())
        for made in rows.items(row):
            yield file.rejected(made.line, made.reason) if isinstance(made, Bad) else made
    yield from rows.rest()
    for what, count in opened.noted.items():
        yield Counted(what, count, left_out=what != LEGACY)
    for heading, count in passed.items():
        yield Counted(f"cells of the column {heading!r}", count, left_out=True)
