"""XLSX cells come as a reader sees them; hostile workbooks end in a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clew.graph.errors import InputError
from clew.loaders.tables import workbook as reader
from clew.loaders.tables import zipped
from clew.loaders.tables.opening import open_table
from clew.loaders.tables.options import Options
from clew.loaders.tables.table import Row

Workbook = Callable[..., bytes]


def rows(data: bytes, **options: Any) -> list[tuple[int, list[str]]]:
    table = open_table(data, "folder/book.xlsx", Options(**options))
    return [(row.line, list(row.cells.values())) for row in table.rows if isinstance(row, Row)]


def test_typed_cells_come_as_text_that_a_reader_knows(workbook: Workbook, raw: Any) -> None:
    day = raw('<c r="{}" s="1"><v>45547</v></c>')
    moment = raw('<c r="{}" s="1"><v>45547.5</v></c>')
    yes = raw('<c r="{}" t="b"><v>1</v></c>')
    data = workbook(S=[list("abcdefg"), [12, 12.5, day, moment, yes, "007", 123456789012345]])
    assert rows(data) == [
        (2, ["12", "12.5", "2024-09-12", "2024-09-12T12:00:00", "true", "007", "123456789012345"])
    ]


def test_rows_keep_their_numbers_and_columns_their_places(workbook: Workbook) -> None:
    data = workbook(S=[[], [], [None, "a", "b"], [], [None, "x", 1], [None, None, 2]])
    table = open_table(data, "book.xlsx", Options())
    assert table.headings == ("column 1", "a", "b") and table.place == "book.xlsx, sheet S"
    assert rows(data) == [(5, ["", "x", "1"]), (6, ["", "", "2"])]


def test_a_formula_is_its_value_and_what_has_none_is_counted(workbook: Workbook, raw: Any) -> None:
    known = raw('<c r="{}"><f>1+1</f><v>2</v></c>')
    words = raw('<c r="{}" t="str"><f>A1</f>\n<v xml:space="preserve"> x </v></c>')
    unknown = raw('<c r="{}"><f t="shared" si="0"/><v/></c>')
    error = raw('<c r="{}" t="e"><v>#N/A</v></c>')
    data = workbook(S=[["a", "b", "c", "d"], [known, words, unknown, error]], Other=[["z"]])
    table = open_table(data, "book.xlsx", Options())
    assert rows(data) == [(2, ["2", " x ", "", ""])]
    assert dict(table.noted) == {
        "formulas without a value": 1,
        "cells that hold an error": 1,
        "sheets not read": 1,
    }


def test_a_sheet_is_chosen_by_name(workbook: Workbook) -> None:
    data = workbook(First=[["a"], ["1"]], Second=[["a"], ["2"]])
    assert rows(data) == [(2, ["1"])] and rows(data, sheet="Second") == [(2, ["2"])]
    with pytest.raises(InputError, match="has no sheet 'Third': it has 'First', 'Second'"):
        rows(data, sheet="Third")


def test_a_number_that_a_workbook_cannot_hold_is_counted_and_not_read(workbook: Workbook) -> None:
    data = workbook(S=[["a", "b"], [11010519491231002, "x"], [999999999999999, 1e300]])
    table = open_table(data, "book.xlsx", Options())
    assert [list(row.cells.values()) for row in table.rows if isinstance(row, Row)] == [
        ["", "x"],
        ["999999999999999", ""],
    ]
    assert table.noted[reader.INEXACT] == 2


@pytest.mark.parametrize(
    ("title", "rows"),
    [("Other", [["As of May"], [], ["Id", "Victim name"]]), ("Victims", [["Name"]])],
)
@pytest.mark.parametrize("state", ["visible", "veryHidden"])
def test_victims_in_a_sheet_that_is_not_read_are_refused_too(
    workbook: Workbook, title: str, rows: list[list[str]], state: str
) -> None:
    sheets = {"S": [["a"], [1]], title: [*rows, ["Secret Name"]]}
    with zipfile.ZipFile(io.BytesIO(workbook(**sheets))) as archive:
        book = archive.read("xl/workbook.xml").decode()
    book = book.replace(f'name="{title}"', f'name="{title}" state="{state}"')
    data = workbook({"xl/workbook.xml": book}, **sheets)
    with pytest.raises(InputError, match=f"sheet '{title}', not read: column .* personal data"):
        open_table(data, "book.xlsx", Options(sheet="S"))


ENTITIES = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"xl/styles.xml": ENTITIES + "<styleSheet/>"}, "declares XML entities"),
        ({"xl/styles.xml": (ENTITIES + "<x/>").encode("utf-16")}, "declares XML entities"),
        ({"xl/workbook.xml": "<workbook"}, "is no workbook that can be read"),
        ({"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}, "is no workbook"),
        ({"xl/huge.xml": "x" * 1_000_001}, "too much for a table"),
        ({"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="1048576"><c r="XFD1048576">'
          "<v>1</v></c></row></sheetData></worksheet>"}, "clear what lies far out"),
        ({"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c>'
          '</row><row r="1048576"><c><v>1</v></c></row></sheetData></worksheet>'},
         "clear what lies far out"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_in_a_sentence(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch, part: dict[str, str], said: str
) -> None:
    monkeypatch.setattr(zipped, "LARGEST", 1_000_000)
    with pytest.raises(InputError) as caught:
        rows(workbook(part, S=[["a"], [1]]))
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_part_that_lies_about_its_size_is_never_unpacked_whole(workbook: Workbook) -> None:
    data = workbook({"xl/huge.xml": "x" * 900_000}, S=[["a"], [1]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/huge.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(InputError, match="cannot be unpacked|can be unpacked"):
        rows(lying)


def test_a_cell_beyond_the_limit_is_told_with_its_row(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "LONGEST_CELL", 10)
    with pytest.raises(InputError, match="line 3: has a cell of more than 10 characters"):
        rows(workbook(S=[["a"], ["x"], ["y" * 11]]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), value=st.binary(min_size=1, max_size=3))
@example(place=0.998046875, value=b"\x01")  # a directory that lies before the file's beginning
def test_damage_ends_in_a_table_or_a_sentence(
    workbook: Workbook, place: float, value: bytes
) -> None:
    data = bytearray(workbook(S=[["a", "b"], [1, "x"], [2.5, "y"]]))
    start = int(place * len(data))
    data[start : start + len(value)] = value
    try:
        rows(bytes(data))
    except InputError as error:
        assert "\n" not in str(error)
