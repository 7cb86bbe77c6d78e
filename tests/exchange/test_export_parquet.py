"""Parquet: read by DuckDB and by Polars without Clew, with the same rows, values and types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from clew import Case
from clew.demo import demo
from clew.graph.exchange import parquet
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Node
from tests.hostile_graph import hostile

Item = Node | Edge
PERSON = ("Person", "LegalEntity", "Entity")


@dataclass
class Given:
    """Items that are handed on as they are, without claims."""

    items: list[Item]

    def nodes(self) -> Iterator[Node]:
        return (item for item in self.items if isinstance(item, Node))

    def edges(self) -> Iterator[Edge]:
        return (item for item in self.items if isinstance(item, Edge))

    def with_claims(self) -> Iterator[tuple[Item, list[Any]]]:
        return ((item, []) for item in self.items)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(scope="module")
def folder(sample: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("out") / "tables"
    sample.export("parquet", place)
    return place


def duck(path: Path) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    assert found is not None
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def sql(text: str) -> list[Any]:
    found = duckdb.sql(text)
    assert found is not None
    return found.fetchall()


def polars(path: Path) -> list[dict[str, Any]]:
    return pl.read_parquet(path).to_dicts()


READERS = pytest.mark.parametrize("read", [duck, polars])


def told(item: Item) -> dict[str, Any]:
    if isinstance(item, Node):
        return {**item.properties, "id": item.id, "labels": list(item.labels)}
    ends = {"type": item.type, "start": item.start, "end": item.end}
    return {**item.properties, "id": item.id, **ends}


def without_nothing(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


@READERS
def test_nodes_and_edges_are_those_of_the_case(sample: Case, folder: Path, read: Any) -> None:
    with sample.opened() as graph:
        items = [*HandedOn(graph).items()]
    for name, kind in (("nodes", Node), ("edges", Edge)):
        rows = [without_nothing(row) for row in read(folder / f"{name}.parquet")]
        assert rows == [told(item) for item in items if isinstance(item, kind)] != []


def test_counts_are_those_of_the_manifest(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for name in ("nodes", "edges"):
        text = f"SELECT count(*), count(DISTINCT id) FROM '{folder / name}.parquet'"
        many = manifest["counts"]["total"][name]
        assert sql(text) == [(many, many)]
    text = f"SELECT count(*), count(DISTINCT record) FROM '{folder}/records.parquet'"
    assert sql(text) == [(manifest["records"], manifest["records"])]
    kinds = f"SELECT kind, count(*) FROM '{folder}/nodes.parquet' WHERE kind <> '' GROUP BY 1"
    found = dict(sql(kinds))
    assert found.items() <= manifest["counts"]["nodes"].items() and found


def test_records_name_their_entity_and_source(folder: Path) -> None:
    text = """SELECT count(*), count(n.id), count(s.id) FROM '{0}/records.parquet' r
        LEFT JOIN '{0}/nodes.parquet' n ON n.id = r.entity
        LEFT JOIN '{0}/nodes.parquet' s ON s.id = r.source AND list_contains(s.labels, 'Source')"""
    ((many, entities, sources),) = sql(text.format(folder))
    assert many == entities == sources > 50
    text = f"SELECT count(DISTINCT entity) FROM '{folder}/records.parquet'"
    nodes = f"SELECT count(*) FROM '{folder}/nodes.parquet' WHERE list_contains(labels, 'Entity')"
    assert sql(text) == sql(nodes)


def test_a_record_is_what_one_source_says(folder: Path) -> None:
    every = polars(folder / "records.parquet")
    (entity,) = {row["entity"] for row in every if "Ly Yong Phat" in row["names"]}
    rows = [row for row in every if row["entity"] == entity]
    (listed,) = [row for row in rows if row["entry"]]
    assert len(rows) > 2
    assert listed["birthDate"] == ["1958-01-07"] and listed["name"] == "LY, Yong Phat"
    assert "ofacId=50587" in listed["identifiers"] and "PAT SUPAPHA" in listed["names"]
    assert all(row["birthDate"] == [] for row in rows if not row["entry"])


def write(items: list[Item], folder: Path) -> Any:
    return parquet.write(Given(items), Place(folder))  # type: ignore[arg-type]


@READERS
def test_hostile_values_and_names_come_back(tmp_path: Path, read: Any) -> None:
    items = [*hostile()]
    more = write(items, tmp_path).more
    assert "nodes.value" in more["mixed"]
    for name, kind in (("nodes", Node), ("edges", Edge)):
        rows = [without_nothing(row) for row in read(tmp_path / f"{name}.parquet")]
        renamed = more["renamed"][name]
        for row, item in zip(rows, (i for i in items if isinstance(i, kind)), strict=True):
            wanted = {renamed.get(key, key): value for key, value in told(item).items()}
            for column in {f"{name}.{key}" for key in row} & {*more["mixed"]}:
                row[column[6:]] = json.loads(row[column[6:]])
            assert {k: repr(v) for k, v in row.items()} == {k: repr(v) for k, v in wanted.items()}


@READERS
def test_types_are_kept(tmp_path: Path, read: Any) -> None:
    values: dict[str, Any] = {"w": 2**63 - 1, "f": -0.5, "t": False, "s": "", "ws": [1, 2]}
    values |= {"fs": [0.1], "ts": [True], "ss": ["", "a"], "es": []}
    items: list[Item] = [Node("m1", PERSON, values), Node("m2", PERSON, {"ws": [], "fs": []})]
    assert write(items, tmp_path).lost == ()
    one, two = (without_nothing(row) for row in read(tmp_path / "nodes.parquet"))
    assert one == {**values, "id": "m1", "labels": list(PERSON)}
    assert repr(one["w"]) == str(2**63 - 1) and type(one["f"]) is float and one["t"] is False
    assert two == {"id": "m2", "labels": list(PERSON), "ws": [], "fs": []}


def test_no_column_hides_another(tmp_path: Path) -> None:
    own = {"labels": "own", "Labels": "big", "Name": "big", "name": "small", "labels_": "under"}
    told = write([Node("m1", PERSON, own)], tmp_path)
    (row,) = duck(tmp_path / "nodes.parquet")
    assert row.pop("labels") == list(PERSON) and row.pop("id") == "m1"
    assert {key: row[told.more["renamed"]["nodes"].get(key, key)] for key in own} == own
    assert len({column.lower() for column in row}) == len(row) == len(own)


def test_groups_of_rows_hold_what_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS", 10)
    write([Node(f"m{n}", PERSON, {"n": n}) for n in range(35)], tmp_path)
    text = f"SELECT row_group_num_rows FROM parquet_metadata('{tmp_path}/nodes.parquet')"
    text = f"SELECT count(DISTINCT row_group_id) FROM ({text.replace('row_group_num_rows', '*')})"
    assert sql(text) == [(4,)]
    assert [row["n"] for row in duck(tmp_path / "nodes.parquet")] == [*range(35)]


def test_an_empty_case_has_all_files(case: Case, tmp_path: Path) -> None:
    done = case.export("parquet", tmp_path / "out")
    assert (done.nodes, done.edges) == (0, 0)
    for name in ("nodes", "edges", "records"):
        assert duck(tmp_path / "out" / f"{name}.parquet") == []


def test_nobody_protected_has_a_record(
    case: Case, note: Callable[..., Path], tmp_path: Path
) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    case.protect("Bo Ray", because="He asked for it")
    case.export("parquet", tmp_path / "out")
    rows = [row for name in ("nodes", "records") for row in duck(tmp_path / f"out/{name}.parquet")]
    assert "Bo Ray" not in str(rows) and "Dara Park" in str(rows)
