"""XLSX workbooks: one sheet's cells as text, a date as ISO 8601 and a whole number without point.

What a formula was last worked out to is its cell's value; one that has none is counted.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from clew.graph.errors import InputError
from clew.loaders.tables.options import Options
from clew.loaders.tables.table import LONGEST_CELL, Lines
from clew.loaders.tables.zipped import checked, measured

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

#: Whole numbers up to here are exact in a workbook.
_EXACT = 10**15
_MOST_CELLS = 10_000_000


def sheet(data: bytes, name: str, options: Options, noted: Counter[str]) -> tuple[str, Lines]:
    """Return the sheet's name and its lines; raises InputError where the workbook cannot be read.

    Counts the other sheets that hold something, and cells that hold a formula or an error alone.
    """
    parts = checked(data, name)
    book = _opened(data, name)
    shown = _shown(book)
    chosen = options.sheet or next(iter(shown), "")
    if chosen not in book.sheet_names:
        sheets = ", ".join(map(repr, book.sheet_names)) or "none"
        which = repr(chosen) if chosen else "that is shown"
        raise InputError(f"has no sheet {which}: it has {sheets}", name)
    measure = measured(parts, chosen)
    if measure.rows * measure.columns > _MOST_CELLS:
        reason = f"has {measure.rows} rows of {measure.columns} columns: clear what lies far out"
        raise InputError(reason, name)
    noted["formulas without a value"] += measure.formulas
    noted["cells that hold an error"] += measure.errors
    noted["sheets not read"] += sum(one != chosen for one in shown)
    return chosen, _rows(book, chosen, name)


def _opened(data: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        raise _broken(name) from None


def _shown(book: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        one.name
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]


def _rows(book: CalamineWorkbook, chosen: str, name: str) -> Lines:
    from python_calamine import CalamineError

    try:
        found = book.get_sheet_by_name(chosen)
    except CalamineError:
        raise _broken(name) from None
    before = [""] * (found.start or (0, 0))[1]
    # calamine gives the rows above the first that holds something, and leaves out columns
    for line, cells in enumerate(found.iter_rows(), 1):
        yield line, [*before, *_texts(cells, name, line)]


def _broken(name: str) -> InputError:
    return InputError("is no workbook that can be read: save it anew as .xlsx or .csv", name)


def _texts(cells: list[Any], name: str, line: int) -> Iterator[str]:
    for cell in cells:
        text = cell if isinstance(cell, str) else _text(cell)
        if len(text) > LONGEST_CELL:
            raise InputError(f"has a cell of more than {LONGEST_CELL:,} characters", name, line)
        yield text


def _text(cell: bool | float | date | time | timedelta) -> str:
    """Return what a reader takes a typed cell for."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return str(int(cell)) if abs(cell) < _EXACT and cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, timedelta):
        hours, rest = divmod(int(cell.total_seconds()), 3600)
        return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return cell.isoformat()
