"""XLSX workbooks: one sheet's cells as text, a date as ISO 8601 and a whole number without point.

What a formula was last worked out to is its cell's value; one that has none is counted, and so are
numbers that a workbook does not hold to their last digit.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from clew.graph.errors import InputError
from clew.loaders.tables.options import Options
from clew.loaders.tables.table import LONGEST_CELL, Lines
from clew.loaders.tables.zipped import Measure, checked, measured

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

#: Whole numbers up to here are exact in a workbook; of a longer one the last digits are lost.
_EXACT = 10**15
_MOST_CELLS = 10_000_000
INEXACT = "numbers of more than 15 digits, which the workbook does not hold: make them text there"
#: Among so many rows of a sheet that is not read are its headings.
_FIRST = 3

#: The first rows of the sheets that are not read, by name.
Others = dict[str, list[list[str]]]


def sheet(
    data: bytes, name: str, options: Options, noted: Counter[str]
) -> tuple[str, Lines, Others]:
    """Return the sheet's name and its lines, and how the others begin.

    Counts the other sheets that hold something, and cells that hold a formula or an error alone.
    Raises InputError where the workbook cannot be read.
    """
    parts = checked(data, name)
    book = _opened(data, name)
    shown = [one for one, visible in _sheets(book).items() if visible]
    chosen = options.sheet or next(iter(shown), "")
    if chosen not in book.sheet_names:
        sheets = ", ".join(map(repr, book.sheet_names)) or "none"
        which = repr(chosen) if chosen else "that is shown"
        raise InputError(f"has no sheet {which}: it has {sheets}", name)
    all_sheets = {one: _measured(parts, one, name) for one in {chosen: 0, **_sheets(book)}}
    measure = all_sheets.pop(chosen)
    others = {one: _beginning(book, one, name) for one in all_sheets}
    noted["formulas without a value"] += measure.formulas
    noted["cells that hold an error"] += measure.errors
    noted["sheets not read"] += sum(one != chosen for one in shown)
    return chosen, _rows(book, chosen, name, noted), others


def _measured(parts: Mapping[str, bytes], one: str, name: str) -> Measure:
    measure = measured(parts, one)
    if measure.rows * measure.columns > _MOST_CELLS:
        reason = f"has {measure.rows} rows of {measure.columns} columns: clear what lies far out"
        raise InputError(reason, name)
    return measure


def _beginning(book: CalamineWorkbook, one: str, name: str) -> list[list[str]]:
    filled = (cells for _, cells in _rows(book, one, name, Counter()) if any(map(str.strip, cells)))
    return list(islice(filled, _FIRST))


def _opened(data: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        raise _broken(name) from None


def _sheets(book: CalamineWorkbook) -> dict[str, bool]:
    """Return the sheets that hold cells, and which of them are shown."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return {
        one.name: one.visible == SheetVisibleEnum.Visible
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    }


def _rows(book: CalamineWorkbook, chosen: str, name: str, noted: Counter[str]) -> Lines:
    from python_calamine import CalamineError

    try:
        found = book.get_sheet_by_name(chosen)
    except CalamineError:
        raise _broken(name) from None
    before = [""] * (found.start or (0, 0))[1]
    # calamine gives the rows above the first that holds something, and leaves out columns
    for line, cells in enumerate(found.iter_rows(), 1):
        yield line, [*before, *_texts(cells, name, line, noted)]


def _broken(name: str) -> InputError:
    return InputError("is no workbook that can be read: save it anew as .xlsx or .csv", name)


def _texts(cells: list[Any], name: str, line: int, noted: Counter[str]) -> Iterator[str]:
    for cell in cells:
        text = cell if isinstance(cell, str) else _text(cell)
        if not text and not isinstance(cell, str):
            noted[INEXACT] += 1
        if len(text) > LONGEST_CELL:
            raise InputError(f"has a cell of more than {LONGEST_CELL:,} characters", name, line)
        yield text


def _text(cell: bool | float | date | time | timedelta) -> str:
    """Return what a reader takes a typed cell for; '' for a number whose end is lost."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        if abs(cell) >= _EXACT:
            return ""
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, timedelta):
        hours, rest = divmod(int(cell.total_seconds()), 3600)
        return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return cell.isoformat()
