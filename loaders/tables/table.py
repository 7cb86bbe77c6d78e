"""A table as it is read: headings, and rows with the line on which each begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from clew.graph.errors import InputError
from clew.loaders.tables.options import Options

#: (line from 1, its cells), blank rows too.
Lines = Iterator[tuple[int, list[str]]]
LONGEST_CELL = 131_072
MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line it begins on, its cells by heading."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is none of the table, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Table:
    """What a file holds.

    place      the file's name without folders, with the sheet where it has some
    headings   each once: a second `Name` is `Name (2)`, the third column without one `column 3`
    rows       can be read once
    noted      what the summary says of the file, counted
    """

    place: str
    headings: tuple[str, ...]
    rows: Iterator[Row | BadRow]
    noted: Counter[str] = field(default_factory=Counter)


def table(place: str, name: str, lines: Lines, options: Options, noted: Counter[str]) -> Table:
    """Return the table that these lines make; raises InputError where it has no headings."""
    line, first = _heading_row(lines, options.heading, name)
    if options.columns:
        headings = options.columns
        spoken = [cell.strip().casefold() for cell in first]
        repeats = spoken == [column.casefold() for column in headings]
        begin = [] if repeats or options.heading > 0 else [(line, first)]
    else:
        headings, begin = named(first), []
    if len(headings) > MOST_COLUMNS:
        raise InputError(f"has {len(headings)} columns, more than {MOST_COLUMNS}", name, line)
    return Table(place, headings, _rows(chain(begin, lines), headings, options), noted)


def named(cells: list[str]) -> tuple[str, ...]:
    """Return headings as the mapping names them: every one there, and each once."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    found: list[str] = []
    for number, cell in enumerate(cells, 1):
        heading = again = " ".join(cell.split()) or f"column {number}"
        count = 1
        while again in found:
            count += 1
            again = f"{heading} ({count})"
        found.append(again)
    return tuple(found)


def _heading_row(lines: Lines, wanted: int, name: str) -> tuple[int, list[str]]:
    for line, cells in lines:
        if line >= wanted and any(cell.strip() for cell in cells):
            return line, cells
    reason = f"has nothing on line {wanted} or after" if wanted > 0 else "holds no cells"
    raise InputError(f"{reason}: there are no headings", name)


def _rows(lines: Lines, headings: tuple[str, ...], options: Options) -> Iterator[Row | BadRow]:
    width, skip = len(headings), options.skip
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if skip:
            skip -= 1
        elif len(cells) < width or any(cell.strip() for cell in cells[width:]):
            yield BadRow(line, f"has {len(cells)} cells and the heading {width}: mend the row")
        else:
            told = cells if not options.empty else _without(options.empty, cells)
            yield Row(line, dict(zip(headings, told, strict=False)))


def _without(empty: frozenset[str], cells: list[str]) -> list[str]:
    return ["" if cell.strip() in empty else cell for cell in cells]
