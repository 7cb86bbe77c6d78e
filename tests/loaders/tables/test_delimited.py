"""CSV and its kin are read cell by cell, line by line, whatever their delimiter and encoding."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import InputError
from clew.loaders.tables.opening import open_table
from clew.loaders.tables.options import DELIMITERS, Options
from clew.loaders.tables.table import BadRow, Row, Table

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=12)


def opened(content: str | bytes, **options: object) -> Table:
    data = content if isinstance(content, bytes) else content.encode()
    return open_table(data, "folder/t.csv", Options(**options))  # type: ignore[arg-type]


def rows(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows if isinstance(row, Row)]


@given(
    cells=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    bom=st.booleans(),
)
def test_what_is_written_is_read_again_with_its_lines(
    cells: list[list[str]], delimiter: str, end: str, bom: bool
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second"])
    begins = []
    for row in cells:
        before = io.StringIO(written.getvalue(), newline="").readlines()
        begins.append(len(before) + 1)
        writer.writerow(row)
    data = written.getvalue().encode("utf-8-sig" if bom else "utf-8")
    found = [row for row in opened(data, delimiter=delimiter).rows if isinstance(row, Row)]
    kept = [n for n, row in enumerate(cells) if any(cell.strip() for cell in row)]
    assert [[row.cells["first"], row.cells["second"]] for row in found] == [cells[n] for n in kept]
    assert [row.line for row in found] == [begins[n] for n in kept]


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_told_where_other_ones_stand_in_cells(delimiter: str) -> None:
    others = "".join(sign for sign in DELIMITERS if sign != delimiter)
    lines = [["name", "a, b", "c"], [f"x{others}y", f"z{others}", "1"], ["only", "1,5", "2,5"]]
    text = "\n".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line)
        for line in lines
    )
    assert rows(opened(text)) == lines[1:]


def test_a_line_that_names_the_delimiter_is_taken_at_its_word() -> None:
    table = opened("sep=;\r\na;b\r\n1,2,3;4\r\n")
    (row,) = table.rows
    assert isinstance(row, Row) and (row.line, row.cells) == (3, {"a": "1,2,3", "b": "4"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    table = opened("Næme,x\nឈ្មោះ,1\n".encode(encoding))
    assert table.headings == ("Næme", "x") and rows(table) == [["ឈ្មោះ", "1"]]
    assert not table.noted


def test_what_is_not_utf8_is_read_as_windows_1252_and_counted_by_line() -> None:
    table = opened("name,x\nMüller,“quoted”\nplain,1\nCafé,2\n".encode("cp1252"))
    assert rows(table) == [["Müller", "“quoted”"], ["plain", "1"], ["Café", "2"]]
    assert table.noted == {"not_utf8": 2}


def test_an_encoding_that_is_named_is_used_and_one_that_is_wrong_is_told_with_its_line() -> None:
    data = "name,x\n名,1\n".encode("gb18030")
    assert rows(opened(data, encoding="gb18030")) == [["名", "1"]]
    with pytest.raises(InputError, match="line 2: is not in the encoding utf-8"):
        opened(data, encoding="utf-8")


def test_a_row_that_is_too_long_or_short_is_told_with_its_line_and_the_others_stand() -> None:
    table = opened('a,b\n1,2\n"x\ny",2\n1\n1,2,3\n1,2,,\n\n,\n5,6\n')
    found = list(table.rows)
    assert [row.line for row in found] == [2, 3, 5, 6, 7, 10]
    assert [row.line for row in found if isinstance(row, BadRow)] == [5, 6]
    assert {row.reason for row in found if isinstance(row, BadRow)} == {
        "has 1 cells and the heading 2: mend the row",
        "has 3 cells and the heading 2: mend the row",
    }


def test_headings_that_stand_twice_or_not_at_all_are_told_apart() -> None:
    table = opened("Name,,Name, a  b ,Name,,,\n1,2,3,4,5,,,\n")
    assert table.headings == ("Name", "column 2", "Name (2)", "a b", "Name (3)")


def test_headings_can_stand_further_down_or_in_the_mapping() -> None:
    text = "A table of mine\n\na,b\nunit,unit\n1,2\n"
    assert rows(opened(text, heading=3, skip=1)) == [["1", "2"]]
    given = {"heading": -1, "columns": ("a", "b")}
    assert rows(opened("1,2\n3,4\n", **given)) == [["1", "2"], ["3", "4"]]
    assert rows(opened("A,B\n3,4\n", **given)) == [["3", "4"]]


def test_quotes_can_be_letters_like_others() -> None:
    table = opened('a\tb\n5" pipe\t"open\n', quote="", delimiter="\t")
    assert rows(table) == [['5" pipe', '"open']]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no cells"),
        (b"\n ,\n\n", "holds no cells"),
        (b"a,b\n1,\0\n", "is binary (a NUL at byte 6)"),
        (b'a,b\n1,2\n"open,3\n4,5\n', "line 3: has a quote that does not close"),
        (b'a,b\n"x"y,2\n', "line 2: has a quote that does not close"),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "line 2: has a cell of more than 131,072"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "is an old .xls workbook"),
        (b"PK\x03\x04 no zip", "is no workbook that can be unpacked"),
        (b",".join(b"c%d" % n for n in range(3000)) + b"\n", "has 3000 columns"),
    ],
)
def test_a_broken_table_is_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        list(opened(content).rows)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_cell_is_too_long_whatever_the_process_allows_others() -> None:
    before = csv.field_size_limit(1 << 27)
    try:
        with pytest.raises(InputError, match=r"line 2: has a cell of more than 131,072"):
            list(opened(b"a,b\n1," + b"x" * 140_000 + b"\n").rows)
    finally:
        csv.field_size_limit(before)


def test_a_table_is_read_row_by_row_in_little_memory() -> None:
    data = b"id,name\n" + b"".join(b"%d,name %d\n" % (n, n) for n in range(10_000))
    tracemalloc.start()
    since = time.perf_counter()
    count = sum(1 for _ in opened(data).rows)
    taken = time.perf_counter() - since
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000 and taken < 30
    assert peak < 2 * 1024 * 1024  # the bytes themselves aside
