"""A mapping: what the columns of a table mean, as it is used; `reading.py` reads it from YAML."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path

from clew.loaders.tables.cells import BadCell, Cell, Cells, parts
from clew.loaders.tables.dates import holds
from clew.loaders.tables.options import Options

#: What a table says where its mapping does not say how it does so.
STATUS = "reported"


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows count: those whose cell in a column is one of these words, or none of them.

    words       folded; empty: any cell that is filled (or, with `without`, that is empty)
    """

    column: str
    words: frozenset[str]
    without: bool = False

    def holds(self, cells: Cells) -> bool:
        """Tell whether a row counts."""
        cell = cells[self.column].strip().casefold()
        return (cell in self.words if self.words else bool(cell)) is not self.without


@dataclass(frozen=True, slots=True)
class When:
    """When something was: one date, or from when to when."""

    date: Cell | None = None
    start: Cell | None = None
    end: Cell | None = None

    def text(self, cells: Cells) -> str:
        """Return it as EDTF, '' where the row does not say it; raises BadCell."""
        if self.date is not None:
            return self.date.text(cells)
        start, end = (one.text(cells) if one else "" for one in (self.start, self.end))
        if {start, end} <= {"", ".."}:
            return ""
        if not holds(span := f"{start}/{end}"):
            raise BadCell(f"columns {' and '.join(map(repr, self.columns))} hold no span of time")
        return span

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings it is read from."""
        given = (self.date, self.start, self.end)
        return tuple(column for one in given if one for column in one.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How the table says it: status, who speaks, when it was; None: as what it belongs to."""

    status: Cell | None = None
    attribution: Cell | None = None
    when: When | None = None

    def over(self, above: Said) -> Said:
        """Return this with what it leaves out taken from above; times are never taken."""
        return Said(
            status=self.status or above.status,
            attribution=self.attribution or above.attribution,
            when=self.when,
        )


@dataclass(frozen=True, slots=True)
class Value:
    """A value or another name of a record, or a value of a tie.

    said        how it is said, None where as its record is; extra: its language
    script      whether the scripts that it is written in are told
    """

    property: str
    cell: Cell
    said: Said | None = None
    extra: Map[str, tuple[str, ...]] = field(default_factory=dict)
    script: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """Columns whose cells are parted together: each part is a record of its own."""

    columns: tuple[str, ...]
    split: tuple[str, ...]

    def rows(self, cells: Cells) -> list[Cells] | None:
        """Return the row once for each part, None where columns part unequally."""
        parted = [list(parts(cells[column], self.split)) for column in self.columns]
        if len({len(one) for one in parted if one}) > 1:
            return None
        count = max(map(len, parted))
        filled = [one or [""] * count for one in parted]
        return [
            {**cells, **dict(zip(self.columns, one, strict=True))}
            for one in zip(*filled, strict=True)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A thing that a row tells of.

    id, space   its id within the list is `<space>/<id>`: records of one space are told apart by id
    name        the main name; values: other names and values
    own         columns that no other record reads: filled without an id, something is missing
    """

    name: str
    space: str
    id: Cell
    kind: Cell
    main: Cell | None
    values: tuple[Value, ...]
    said: Said
    each: Each | None = None
    only: tuple[Only, ...] = ()
    generic: Cell | None = None
    protected: bool = False
    own: tuple[str, ...] = ()

    @property
    def refers(self) -> bool:
        """Whether it says no more than that there is such a record: another row may tell of it."""
        return self.main is None and not self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie between two records of a row; `key` tells it from others of its type and ends.

    quote       the cell that says so, where it is not the names of both ends
    """

    type: Cell
    start: str
    end: str
    key: Cell | None
    values: tuple[Value, ...]
    said: Said
    only: tuple[Only, ...] = ()
    quote: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A whole mapping.

    list        the list's lasting name, '' for the file's; facts: what is known of the source
    columns     every heading that it names, and the line on which it does so first
    source, locator   where a row says whence it has what it says
    """

    path: Path
    digest: str
    list: str = ""
    facts: Map[str, str] = field(default_factory=dict)
    table: Options = Options()
    only: tuple[Only, ...] = ()
    source: Cell | None = None
    locator: Cell | None = None
    records: Map[str, Record] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    columns: Map[str, int] = field(default_factory=dict)
