"""Tables and mappings that a test writes itself, and what is made of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from clew.loaders.base import Input
from clew.loaders.items import Item
from clew.loaders.tables.loader import table
from clew.loaders.tables.reading import load

BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets></workbook>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}
<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
 Target="styles.xml"/></Relationships>"""
BEGIN = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
#: Style 1 is a date.
STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"""
SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>{}</sheetData></worksheet>"""


class Raw(str):
    """A cell as XML, with `{}` where its place stands."""


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Return the bytes of an XLSX workbook: rows by sheet; numbers, texts and raw cells."""

    def make(parts: dict[str, str] | None = None, **sheets: Sequence[Sequence[object]]) -> bytes:
        names = list(sheets)
        entries = {
            "_rels/.rels": BEGIN,
            "xl/workbook.xml": BOOK.format(
                "".join(
                    f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
                    for n, name in enumerate(names, 1)
                )
            ),
            "xl/_rels/workbook.xml.rels": RELATIONS.format(
                "".join(
                    f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml" Type="http://'
                    'schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
                    for n, _ in enumerate(names, 1)
                )
            ),
            "xl/styles.xml": STYLES,
        }
        for number, name in enumerate(names, 1):
            rows = "".join(_row(n, row) for n, row in enumerate(sheets[name], 1) if row)
            entries[f"xl/worksheets/sheet{number}.xml"] = SHEET.format(rows)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in {**entries, **(parts or {})}.items():
                archive.writestr(part, text)
        return packed.getvalue()

    return make


def _row(number: int, cells: Sequence[object]) -> str:
    made = (_cell(f"{chr(65 + n)}{number}", cell) for n, cell in enumerate(cells))
    return f'<row r="{number}">{"".join(made)}</row>'


def _cell(place: str, cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return cell.replace("{}", place)
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


@pytest.fixture
def raw() -> type[Raw]:
    """Marks a workbook's cell that is written as XML."""
    return Raw


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Item]]:
    """Return all that a table says through a mapping, both given as they stand in their files."""

    def run(mapping: str, content: str | bytes, name: str = "table.csv") -> list[Item]:
        (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        rules = load(tmp_path / "mapping.yaml")
        return list(table.read(Input(path, mapping=rules)))

    return run
