"""What an XLSX file is made of, looked at before it is read: bombs, entities, endless sheets."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath, split
from xml.etree import ElementTree

from clew.graph.errors import InputError

#: So many bytes may a workbook's parts have when they are unpacked.
LARGEST = 256 * 1024 * 1024
MOST_PARTS = 5_000

_CELL = re.compile(rb"<(?:\w+:)?c(\s[^<>]*)?(?<!/)>\s*<(?!/)")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\br=["']([0-9]{1,7})["']""")
_VALUE = rb"\s*<(?:\w+:)?v(?:\s[^<>]*)?(?<!/)>[^<]"
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(?!" + _VALUE + rb")")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bt=["']e["']""")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: What the standard library raises of damaged archives: offsets before the start, short headers.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError),
    *(EOFError, NotImplementedError, RuntimeError, OSError),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How far out a sheet's cells lie, and how many hold a formula without value, or an error."""

    rows: int
    columns: int
    formulas: int
    errors: int


def checked(data: bytes, name: str) -> dict[str, bytes]:
    """Return the XML parts of a workbook; raises InputError on what is no sound one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            total = sum(info.file_size for info in infos)
            if total > LARGEST or len(infos) > MOST_PARTS:
                reason = f"unpacks to {len(infos)} parts of {total} bytes: too much for a table"
                raise InputError(reason, name)
            # a part that is larger than it says fails its checksum and is never unpacked whole
            xml = [i.filename for i in infos if i.filename.endswith((".xml", ".rels"))]
            parts = {part: packed.read(part) for part in xml}
    except _BROKEN:
        reason = "is no workbook that can be unpacked: save it anew as .xlsx or .csv"
        raise InputError(reason, name) from None
    for part, content in parts.items():
        # in UTF-16 a declaration could not be seen
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
            raise InputError(f"declares XML entities in {part}, as no spreadsheet does", name)
    if _book(parts) not in parts:
        raise InputError("is no XLSX workbook: save it as .xlsx or .csv", name)
    return parts


def measured(parts: Mapping[str, bytes], sheet: str) -> Measure:
    """Return the measure of a sheet; of all together where its part cannot be told."""
    part = _part_of(parts, sheet)
    content = parts[part] if part in parts else b"".join(parts.values())
    rows, columns = _extent(content)
    formulas = len(_FORMULA.findall(content)) if b"f" in content else 0
    return Measure(rows, columns, formulas, len(_ERROR.findall(content)))


def _extent(content: bytes) -> tuple[int, int]:
    """Return the last row and column that hold a value; cells can go without saying where."""
    rows = columns = 0
    placeless = False
    for cell in _CELL.finditer(content):
        place = _PLACE.search(cell[1] or b"")
        if place is None:
            placeless = True
        else:
            rows, columns = max(rows, int(place[2])), max(columns, _column(place[1]))
    if placeless:
        rows = max([rows, *(int(row[1]) for row in _ROW.finditer(content))])
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    """Return the part that holds the sheet of this name, '' where it cannot be told."""
    book = _book(parts)
    try:
        names = ElementTree.fromstring(parts[book])
    except (KeyError, ElementTree.ParseError):
        return ""
    folder, name = split(book)
    targets = {id: target for id, _, target in _relations(parts, f"{folder}/_rels/{name}.rels")}
    for one in names.iter():
        if one.tag.endswith("}sheet") and one.get("name") == sheet:
            return _place(folder, targets.get(one.get(_ID, ""), ""))
    return ""


def _book(parts: Mapping[str, bytes]) -> str:
    found = (
        _place("", target)
        for _, type, target in _relations(parts, "_rels/.rels")
        if type.endswith("/officeDocument")
    )
    return next(found, "xl/workbook.xml")


def _relations(parts: Mapping[str, bytes], part: str) -> Iterator[tuple[str, str, str]]:
    """Yield (id, type, target) of what a part's neighbour says of it."""
    try:
        found = ElementTree.fromstring(parts[part])
    except (KeyError, ElementTree.ParseError):
        return
    for one in found:
        yield one.get("Id", ""), one.get("Type", ""), one.get("Target", "")


def _place(folder: str, target: str) -> str:
    return normpath(join("/", folder, target)).lstrip("/")
