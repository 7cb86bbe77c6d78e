"""CSV: read by other readers, each value as it was, and no cell a formula."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clew.graph.exchange.csv_tables import formulated, unformulated
from clew.graph.model import Edge, Evidence, Node
from tests.exchange.network_files import LETTERS, PERSON, Item, entities, graphs, put, same, titled
from tests.hostile_graph import hostile

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''@x", "|calc", "%x")


def read(path: Path) -> list[dict[str, str]]:
    before = csv.field_size_limit(1 << 27)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [*csv.DictReader(file, strict=True)]
    finally:
        csv.field_size_limit(before)


def value(cell: str, kind: str) -> Any:
    if kind in ("list", "mixed"):
        return json.loads(formulated(cell))
    if kind == "truth":
        return cell == "true"
    if kind == "text":
        return formulated(cell)
    return int(cell) if kind == "whole" else float(cell)


def check(items: list[Item], place: Path) -> None:
    told = put("csv", place, items)
    parts: dict[str, Sequence[Item]] = {
        "nodes": entities(items),
        "edges": [item for item in items if isinstance(item, Edge)],
    }
    for name, wanted in parts.items():
        rows = read(place / f"{name}.csv")
        assert [row["id"] for row in rows] == [item.id for item in wanted]
        for row, item in zip(rows, wanted, strict=True):
            for key, own in item.properties.items():
                column = told.more["renamed"][name].get(key, key)
                kind = told.more["types"][name].get(column, "text")
                assert same(value(row[unformulated(column)], kind), own), (key, own)


def test_all_that_is_hard_to_write_is_read_again(tmp_path: Path) -> None:
    check(titled(hostile()), tmp_path / "it")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_any_graph_is_read_again(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(items, Path(folder) / "it")


@given(LETTERS | st.sampled_from(FORMULAS))
@example("'")
@example("'x")
def test_no_text_is_a_formula_and_each_comes_back(text: str) -> None:
    cell = unformulated(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert formulated(cell) == text


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    items: list[Item] = [Node(f"n{at}", PERSON, {"name": one}) for at, one in enumerate(FORMULAS)]
    items += [Node("m", PERSON, {"=cmd": "x", "number": -1})]
    said = Evidence(
        "c1", ("n0",), {"quote": "=1+1", "status": "alleged", "source": {"title": "@x"}}
    )
    put("csv", tmp_path / "it", items, [said])
    rows = read(tmp_path / "it" / "nodes.csv")
    assert [row["name"] for row in rows[:-1]] == [f"'{one}" for one in FORMULAS]
    assert [row["label"] for row in rows[:-1]] == [f"'{one}" for one in FORMULAS]
    assert rows[-1]["'=cmd"] == "x" and rows[-1]["number"] == "-1"
    (row,) = read(tmp_path / "it" / "evidence.csv")
    assert (row["quote"], row["source_title"]) == ("'=1+1", "'@x")


def test_files_are_those_of_rfc_4180_and_of_excel(tmp_path: Path) -> None:
    put("csv", tmp_path / "it", [Node("n", PERSON, {"name": 'a "b", c\nd 😀 שלום'})])
    data = (tmp_path / "it" / "nodes.csv").read_bytes()
    labels = '"[""Person"",""LegalEntity"",""Entity""]"'
    name = '"a ""b"", c\nd 😀 שלום"'
    assert data.decode("utf-8-sig") == f"id,label,labels,name\r\nn,{name},{labels},{name}\r\n"
    assert data.startswith(b"\xef\xbb\xbf")


def test_empty_texts_are_counted(tmp_path: Path) -> None:
    told = put("csv", tmp_path / "it", [Node("n", PERSON, {"quote": ""}), Node("m", PERSON, {})])
    assert "1 empty texts look like cells with nothing in them." in told.lost


@pytest.mark.parametrize("reader", ["duckdb", "polars"])
def test_other_readers_find_the_same_rows(tmp_path: Path, reader: str) -> None:
    names = ["a, b", 'c "d"', "e\nf", "李安 😀"]
    put(
        "csv",
        tmp_path / "it",
        [Node(f"n{at}", PERSON, {"name": one}) for at, one in enumerate(names)],
    )
    path = tmp_path / "it" / "nodes.csv"
    if reader == "duckdb":
        found = duckdb.sql(f"SELECT id, name FROM read_csv('{path}', header = true)")
        rows = found.fetchall() if found else []
    else:
        rows = polars.read_csv(path).select("id", "name").rows()
    assert rows == [(f"n{at}", one) for at, one in enumerate(names)]
