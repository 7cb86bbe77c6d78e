"""Opening a table, whatever its format."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from clew.graph.errors import InputError
from clew.loaders.tables import victims
from clew.loaders.tables.delimited import delimited
from clew.loaders.tables.options import Options
from clew.loaders.tables.table import Table, named, table
from clew.loaders.tables.workbook import sheet

SUFFIXES = (".csv", ".tsv", ".xlsx")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_table(data: bytes, name: str, options: Options) -> Table:
    """Return the table in these bytes; raises InputError where there is none.

    A sheet that is not read may not hold victims' personal data either: a case keeps the file.
    What a bad row or cell is, is told while the rows are read.
    """
    noted: Counter[str] = Counter()
    place = PurePath(name).name
    if data.startswith(_OLE):
        raise InputError("is an old .xls workbook, or locked: save it as .xlsx, unlocked", name)
    if data.startswith(_ZIP):
        chosen, lines, others = sheet(data, name, options, noted)
        for other, rows in others.items():
            for row in rows:
                if refusal := victims.refusal(f"{place}, sheet {other}", named(row)):
                    raise InputError(f"sheet {other!r}, not read: {refusal}", name)
        return table(f"{place}, sheet {chosen}", name, lines, options, noted)
    return table(place, name, delimited(data, name, options, noted), options, noted)
