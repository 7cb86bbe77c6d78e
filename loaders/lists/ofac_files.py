"""The files of OFAC's CSV layout: which belong together, and their rows.

No headings; columns by position; null is `-0-`; the last line may be the byte 0x1A alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from clew.graph.model import Rejected
from clew.loaders.base import Input
from clew.loaders.lists.ofac_data import NULL, data
from clew.loaders.suffixes import neighbour

COLUMNS = {
    "main": (
        *("ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type"),
        *("Tonnage", "GRT", "Vess_flag", "Vess_owner", "Remarks"),
    ),
    "addresses": ("Ent_num", "Add_num", "Address", "City/State", "Country", "Add_remarks"),
    "aliases": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "comments": ("ent_num", "Remarks"),
}

_END = "\x1a"
_SAMPLE, _SHOWN = 65_536, 20
#: A cell may go over line ends, but no row over so many lines: there a quote is not closed.
_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Part:
    """What a file's name tells: the list, which part of it, and the name's other words."""

    list: str
    part: str
    before: str
    after: str

    def name_of(self, part: str) -> str:
        """Return what another part of the same list is called beside this one."""
        stem = self.list if part == "main" else data()["lists"][self.list]["parts"][part]
        return f"{self.before}{stem}{self.after}.csv"


class Row(NamedTuple):
    """A row: the line it begins on, and its cells as they stand."""

    line: int
    cells: list[str]


class Opened(NamedTuple):
    """One of the four files: its name without folders, its rows, the lines that are none.

    foreign   it is not UTF-8, and was read as Windows-1252
    """

    file: Input
    name: str
    rows: list[Row]
    rejected: list[Rejected]
    foreign: bool


def opened(file: Input, part: Part) -> dict[str, Opened]:
    """Return a main file and those of its parts that are beside it, all read."""
    found = {"main": file}
    for name in ("addresses", "aliases", "comments"):
        if other := file.neighbour(part.name_of(name), name):
            found[name] = other
    return {name: _opened(each, name) for name, each in found.items()}


def _opened(file: Input, part: str) -> Opened:
    text, foreign = characters(file, "annotations" if part == "main" else part)
    read, rejected = [], []
    for item in rows(file, text, part):
        if isinstance(item, Row):
            read.append(item)
        else:
            rejected.append(item)
    return Opened(file, file.path.name, read, rejected, foreign)


def part_of(path: Path) -> Part | None:
    """Return what a name tells: `SDN.CSV`, `cons_add.csv`, `sdn.2024-05-02.csv`; None if naught."""
    name = path.name
    if not name.lower().endswith(".csv"):
        return None
    for stem, key, part in _stems():
        if match := re.fullmatch(rf"(?i)((?:.*[-. _])?){stem}((?:[-. _].*)?)", name[:-4]):
            return Part(key, part, match[1], match[2])
    return None


@cache
def _stems() -> tuple[tuple[str, str, str], ...]:
    """Return (stem, list, part) of every file, the longest stem first."""
    found = [
        (stem, key, part)
        for key, each in data()["lists"].items()
        for part, stem in (("main", key), *each["parts"].items())
    ]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def owner(path: Path) -> Path | None:
    """Return the main file that is read for this part, where it is beside it."""
    part = part_of(path)
    if part is None or part.part == "main":
        return None
    return neighbour(path, part.name_of("main"))


def looks_like_ofac(file: Input) -> bool:
    """Say whether at least half of the first rows are a main file's, or what the name says."""
    sample = file.bytes()[:_SAMPLE].decode("latin-1").splitlines()[:_SHOWN]
    shapes = Counter(map(_shape, csv.reader(sample)))
    part = part_of(file.path)
    found = next((shape for shape, count in shapes.items() if 2 * count >= shapes.total()), "")
    return bool(found) and (found == "main" or part is not None and part.part == found)


def _shape(cells: list[str]) -> str:
    """Return which of the four files such a row stands in; '' for none."""
    part = next((part for part, names in COLUMNS.items() if len(names) == len(cells)), "")
    numbers = 1 if part in ("main", "comments") else 2
    if not part or not all(cell.strip().isdecimal() for cell in cells[:numbers]):
        return ""
    if part == "aliases":
        return part if cells[2].strip() in data()["aliases"] else ""
    return part if part == "comments" or any(cell.strip() == NULL for cell in cells) else ""


def characters(file: Input, role: str) -> tuple[str, bool]:
    """Return a file's text, and whether it had to be read as Latin-1 (Windows-1252)."""
    data = file.bytes(role)
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        if b"\0" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            file.characters(role)
    try:
        return data.decode("cp1252"), True
    except UnicodeDecodeError:
        return data.decode("latin-1"), True


def rows(file: Input, text: str, part: str) -> Iterator[Row | Rejected]:
    """Yield the rows of one of the four files, and the lines that are none, with the reason.

    Of a row that goes wrong over several lines only the first is given up: the next is read anew.
    """
    lines = io.StringIO(text, newline="").readlines()
    width = len(COLUMNS[part])
    for line, cells, error in _parsed(lines, width):
        if reason := error or _fault(cells, width):
            yield file.rejected(line, reason)
        elif cells and cells != [_END]:
            yield Row(line, cells)


def _parsed(lines: list[str], width: int) -> Iterator[tuple[int, list[str], str]]:
    """Yield each row's line and cells, or why it has none: at once where a line is a row."""
    try:
        whole = list(csv.reader(lines, strict=True))
    except csv.Error:
        whole = []
    if len(whole) == len(lines):
        yield from ((line, cells, "") for line, cells in enumerate(whole, 1))
    else:
        yield from _one_by_one(lines, width)


def _one_by_one(lines: list[str], width: int) -> Iterator[tuple[int, list[str], str]]:
    at = 0
    while at < len(lines):
        count = _lines_of_row(lines, at)
        cells, error = [], ""
        try:
            cells = next(csv.reader(lines[at : at + count], strict=True))
        except csv.Error:
            error = "has quotes that are not closed, or cells too long: mend the line"
        yield at + 1, cells, error
        at += 1 if error or _fault(cells, width) else count


def _lines_of_row(lines: list[str], at: int) -> int:
    """Return over how many lines the row goes: to where its quotes are even."""
    marks = 0
    for count, line in enumerate(lines[at : at + _MOST_LINES], 1):
        marks += line.count('"')
        if marks % 2 == 0:
            return count
    return 1


def _fault(cells: list[str], width: int) -> str:
    """Return what is wrong with a row; '' for a sound one and for a line that says nothing."""
    if len(cells) == width and cells[0].strip().isdecimal():
        return ""
    if not cells or cells == [_END]:
        return ""
    if len(cells) != width:
        return f"has {len(cells)} columns where {width} are due: mend the line"
    return "does not begin with the number of an entry: mend the line"
