"""Rows as text: nothing is cut off, whatever the width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clew.tables import as_csv, as_table, written

ID = "m" + "0" * 32
ROW = {"left": ID, "name": "Ann of the long name", "right": ID, "grounds": "same act in one month"}


@given(st.integers(min_value=20, max_value=200))
def test_a_table_loses_no_letter_and_folds_no_id(width: int) -> None:
    table = as_table(tuple(ROW), [ROW, ROW], width)
    assert table.count(ID) == 4
    letters = sorted("".join(table.split()))
    whole = sorted("".join(as_table(tuple(ROW), [ROW, ROW]).split()))
    names = sorted("".join(ROW))
    assert letters in (whole, sorted(whole + names))


def test_a_table_that_fits_is_as_wide_as_the_terminal_at_most() -> None:
    for width in (100, 120, 200):
        assert max(map(len, as_table(tuple(ROW), [ROW], width).splitlines())) <= width


def test_wide_letters_and_no_rows_are_tables_too() -> None:
    assert as_table(("name",), [{"name": "柬埔寨"}], 40) == "name\n柬埔寨\n"
    assert as_table(("name",), []) == "name\n"
    assert as_table((), []) == ""
    assert written(("a",), [], "json") == "[]\n"
    assert written(("a",), [], "csv") == "a\n"


@given(st.text())
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    import csv

    rows = list(csv.reader(as_csv(("a",), [{"a": text}]).splitlines()[1:]))
    cell = rows[0][0] if rows and rows[0] else ""
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_markdown_escapes_what_would_be_markup() -> None:
    table = written(("a",), [{"a": "<b>|`x`|\n# y"}], "md")
    assert table.splitlines()[2] == "| &lt;b&gt;\\|\\`x\\`\\| \\# y |"
