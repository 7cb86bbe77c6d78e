"""What a column holds: counted over its rows, so that a draft can say why it takes it for what."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.schema import schema
from clew.loaders.lists.countries import known_country
from clew.loaders.tables.dates import to_edtf
from clew.loaders.tables.table import BadRow, Table

#: So many rows are looked at, and so many different values of a column are told apart.
ROWS = 5_000
_MOST = 5_000
_LONGEST_DATE = 30
#: What a cell may be, in the words of a draft's reasons; dates apart.
_SORTS = {
    "numbers": re.compile(r"[+-]?[0-9]+([.,][0-9]+)?"),
    "addresses of the web": re.compile(r"https?://\S+", re.IGNORECASE),
    "e-mail addresses": re.compile(r"[^@\s]+@[^@\s]+\.\w+"),
    "telephone numbers": re.compile(r"\+[0-9][0-9 ()/.-]{6,20}"),
}
#: Forms of dates that are tried.
FORMS = (
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%b %Y",
    "%m/%Y",
)
_YEAR = re.compile(r"[12][0-9]{3}")
_DELIMITERS = (";", "|", "\n")


@dataclass(slots=True)
class Column:
    """A column's heading and what was counted of it.

    rows, filled   how many rows, and in how many of them it is not blank
    values         how often each value stands; forms: how many cells each form of dates reads
    sorts          how many cells are numbers, countries, in which script, …
    parted         how many cells hold each sign that may part them
    """

    heading: str
    rows: int = 0
    filled: int = 0
    values: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    sorts: Counter[str] = field(default_factory=Counter)
    parted: Counter[str] = field(default_factory=Counter)

    def take(self, cell: str) -> None:
        """Count a cell."""
        self.rows += 1
        if not (cell := cell.strip()):
            return
        self.filled += 1
        if len(self.values) < _MOST or cell in self.values:
            self.values[cell] += 1
        self.sorts.update(_sorts(cell))
        self.parted.update(sign for sign in _DELIMITERS if sign in cell)
        if len(cell) <= _LONGEST_DATE and any(map(str.isdigit, cell)):
            self.forms.update(_forms(cell))

    @property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return 0 < self.rows == self.filled == min(len(self.values), self.filled)

    def most(self, sort: str) -> bool:
        """Whether nine in ten filled cells are of this sort."""
        return self.filled > 0 and self.sorts[sort] >= 0.9 * self.filled

    def told(self, sort: str) -> str:
        """Return how many cells are of this sort, in words."""
        return f"{self.sorts[sort]} of {self.filled} values are {sort}"

    def dates(self) -> tuple[str, ...]:
        """Return the forms that read nine in ten cells, best first; `edtf` where none is needed."""
        enough = 0.9 * self.filled
        return tuple(form for form, count in self.forms.most_common() if count and count >= enough)


def columns(table: Table) -> tuple[list[Column], int]:
    """Return what a table's columns hold, and how many rows cannot be read."""
    found = [Column(heading) for heading in table.headings]
    bad = 0
    for number, row in enumerate(table.rows):
        if number >= ROWS:
            break
        if isinstance(row, BadRow):
            bad += 1
            continue
        for column in found:
            column.take(row.cells[column.heading])
    return found, bad


def _sorts(cell: str) -> Iterable[str]:
    yield from (sort for sort, form in _SORTS.items() if form.fullmatch(cell))
    if known_country(cell):
        yield "countries"
    if schema().kind(cell):
        yield "kinds"
    if scripts := {script(sign) for sign in cell if sign.isalpha()}:
        yield f"in {'/'.join(sorted(scripts))} script"


def script(sign: str) -> str:
    """Return the script of a letter, as Unicode names it: `Latin`, `Khmer`, `Cjk`."""
    return unicodedata.name(sign, "").partition(" ")[0].capitalize()


def _forms(cell: str) -> Iterable[str]:
    if to_edtf(cell, ()) is not None and (len(cell) > 4 or _YEAR.fullmatch(cell)):
        yield "edtf"
    for form in FORMS:
        if to_edtf(cell, (form,)) is not None:
            yield form
