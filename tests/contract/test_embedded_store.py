"""What only the embedded store promises: writing, several processes, and an end at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores import arcade_engine
from clew.graph.stores.embedded import EmbeddedStore

PERSON = ("Person", "LegalEntity", "Entity")
#: Touches no record, so that closing the database does not end it.
ENDLESS = "UNWIND range(1, 9000000) AS a UNWIND range(1, 9000000) AS b WITH a WHERE b < 0 RETURN a"
PRODUCT = "MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + e.id + f.id)"
READ = """
import sys, time
from pathlib import Path
from clew.graph.errors import QueryTimeout
from clew.graph.stores.embedded import EmbeddedStore
store = EmbeddedStore.open(Path(sys.argv[1]))
store.read("MATCH (n) RETURN count(n)")
print("ready", flush=True)
try:
    print(store.read(sys.argv[2], timeout=float(sys.argv[3])).rows, flush=True)
except QueryTimeout:
    print("given up", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def _people(count: int) -> list[Node]:
    return [Node(f"m{n}", PERSON, {"id": f"m{n}", "name": f"N{n}"}) for n in range(count)]


def _graph(store: EmbeddedStore) -> dict[str, Node | Edge]:
    rows: list[Any] = [
        *store.read("MATCH (n) RETURN n").rows,
        *store.read("MATCH ()-[r]->() RETURN r").rows,
    ]
    found = {row[0].id: row[0] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore.create(tmp_path / "graph")


def _process(store: EmbeddedStore, query: str, timeout: float) -> subprocess.Popen[bytes]:
    store.replace(_people(60))
    assert store._handle
    folder = store._handle.path
    store.close()
    command = [sys.executable, "-c", READ, str(folder), query, str(timeout)]
    # no buffer: communicate() would not see a line that readline() read ahead
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    return process


def test_what_is_put_overwrites_whole(store: EmbeddedStore) -> None:
    edge = Edge("e1", "OWNS", "m0", "m1", {"id": "e1", "when": "2024", "claims": ["c1"]})
    store.replace([*_people(2), edge])
    node = Node("m0", PERSON, {"id": "m0", "rank": 1})
    changed = Edge("e1", "OWNS", "m0", "m1", {"id": "e1", "status": "official"})
    store.apply([node, changed], [])
    assert _graph(store) == {"m0": node, "m1": _people(2)[1], "e1": changed}


def test_a_node_of_another_kind_keeps_its_edges(store: EmbeddedStore) -> None:
    ends = [("m0", "m1"), ("m1", "m0"), ("m0", "m0"), ("m2", "m0")]
    edges = [Edge(f"e{n}", "PAID", a, b, {"id": f"e{n}"}) for n, (a, b) in enumerate(ends)]
    store.replace([*_people(3), *edges])
    company = ("Company", "Organization", "LegalEntity", "Entity")
    nodes = [Node(f"m{n}", company, {"id": f"m{n}", "name": "C"}) for n in (0, 2)]
    store.apply(nodes, [])
    items: list[Node | Edge] = [*nodes, _people(2)[1], *edges]
    wanted = {item.id: item for item in items}
    assert _graph(store) == wanted


def test_a_removed_node_takes_its_edges_along(store: EmbeddedStore) -> None:
    people = _people(2)
    store.replace([*people, Edge("e1", "PAID", "m0", "m1", {"id": "e1"})])
    store.apply([], [people[1]])
    assert _graph(store) == {"m0": people[0]}


def test_a_change_that_fails_changes_nothing(store: EmbeddedStore) -> None:
    store.replace(_people(2))
    new = Node("m9", PERSON, {"id": "m9"})
    for bad in (
        Edge("e1", "PAID", "m0", "nobody", {"id": "e1"}),
        Node("m8", PERSON, {"id": "m8", "names": ["a", 1]}),
    ):
        with pytest.raises(StoreError):
            store.apply([new, bad], [_people(1)[0]])
        assert set(_graph(store)) == {"m0", "m1"}


def test_replacing_leaves_nothing_of_before(store: EmbeddedStore) -> None:
    store.replace([*_people(3), Edge("e1", "PAID", "m0", "m1", {"id": "e1"})])
    store.replace(_people(1))
    assert set(_graph(store)) == {"m0"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("x", None), ("x", {}), ("x", [None]), ("x", [1, 1.0]), ("x", [True, 1]), ("x", [[]]),
        ("x", b""), ("x", 2**63), ("x", float("nan")), ("x", float("inf")), ("x", "\ud800"),
        ("x", ["a", "\udfff"]), ("@x", 1), ("", 1), ("id", "m2"), ("name", "n" * 8001),
    ],
)  # fmt: skip
def test_what_an_engine_would_change_is_refused_by_name(
    store: EmbeddedStore, key: str, value: object
) -> None:
    with pytest.raises(StoreError, match=f"'{key}'"):
        store.replace([Node("m1", PERSON, {"id": "m1", key: value})])
    with pytest.raises(StoreError, match=f"'{key}'"):
        store.apply([Node("m1", PERSON, {"id": "m1", key: value})], [])


@pytest.mark.parametrize("kind", ["", "A~B", "A\nB", "拥" * 30])
def test_a_type_that_no_file_can_be_named_for_is_refused(store: EmbeddedStore, kind: str) -> None:
    with pytest.raises(StoreError, match="type"):
        store.replace([*_people(1), Edge("e1", kind, "m0", "m0", {"id": "e1"})])


def test_an_edge_to_nowhere_and_an_id_twice_are_refused(store: EmbeddedStore) -> None:
    with pytest.raises(StoreError, match="e1"):
        store.replace([*_people(1), Edge("e1", "PAID", "m0", "m7", {"id": "e1"})])
    with pytest.raises(StoreError, match="written"):
        store.replace([*_people(1), *_people(1)])


def test_the_lookups_of_rule_32_use_an_index(store: EmbeddedStore) -> None:
    store.replace([*_people(1), Node("d1", ("Source",), {"id": "d1"})])
    database = store._writable().database()
    rows = database.query("sql", "SELECT FROM schema:indexes")
    found = {(r["typeName"], str(r["properties"]), r["unique"]) for r in rows.to_list()}
    names = [("Entity", "id", True), ("Source", "id", True)]
    names += [("Entity", "name", False), ("Person", "name", False)]
    for kind, key, unique in names:
        assert any(k == kind and f"'{key}'" in p and u == unique for k, p, u in found)


def test_files_are_private_after_writing_and_reading(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    for act in (EmbeddedStore.create, EmbeddedStore.open):
        store = act(folder)
        store.read("MATCH (n) RETURN n")
        store.close()
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
        assert folder.stat().st_mode & 0o777 == 0o700


def test_readers_of_one_process_share_a_graph_and_close_apart(tmp_path: Path) -> None:
    writer = EmbeddedStore.create(tmp_path / "graph")
    writer.replace(_people(2))
    writer.close()
    writer.close()
    first, second = (EmbeddedStore.open(tmp_path / "graph") for _ in range(2))
    first.close()
    assert second.read("MATCH (n) RETURN count(n)").rows == [(2,)]
    with pytest.raises(StoreError, match="closed"):
        first.read("MATCH (n) RETURN n")
    with pytest.raises(StoreError, match="reading only"):
        second.apply([], [])
    second.close()


def test_several_processes_read_one_graph(store: EmbeddedStore) -> None:
    first = _process(store, "MATCH (n) RETURN count(n)", 30)
    folder = Path(str(first.args[3]))  # type: ignore[index]
    mine = EmbeddedStore.open(folder)
    assert mine.read("MATCH (n) RETURN count(n)").rows == [(60,)]
    out, err = first.communicate(timeout=20)
    assert out == b"[(60,)]\n", err
    assert mine.read("MATCH (n) RETURN count(n)").rows == [(60,)]
    mine.close()


@pytest.mark.parametrize("query", [PRODUCT, ENDLESS])
def test_a_process_that_gave_a_query_up_ends_at_once(store: EmbeddedStore, query: str) -> None:
    process = _process(store, query, 0.5)
    start = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert out == b"given up\n"
    assert not any(word in err for word in (b"Fatal", b"Traceback", b"Exception")), err
    assert time.monotonic() - start < 3.5


def test_ctrl_c_ends_the_wait_at_once(store: EmbeddedStore) -> None:
    process = _process(store, PRODUCT, 60)
    time.sleep(0.3)
    start = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=20)[0] == b"interrupted\n"
    assert time.monotonic() - start < 2
    assert process.returncode == 0


def test_a_read_beside_one_that_is_given_up_still_answers(store: EmbeddedStore) -> None:
    process = _process(store, "RETURN 1", 5)
    folder = Path(str(process.args[3]))  # type: ignore[index]
    process.communicate(timeout=20)
    one, other = EmbeddedStore.open(folder), EmbeddedStore.open(folder)
    with pytest.raises(Exception, match="longer than"):
        one.read(PRODUCT, timeout=0.2)
    assert other.read("MATCH (n) RETURN count(n)").rows == [(60,)]
    one.close()
    other.close()


def test_without_an_engine_the_error_names_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("arcadedb", "arcadedb_embedded"):
        monkeypatch.setitem(sys.modules, package, None)
    arcade_engine.engine.cache_clear()
    with pytest.raises(StoreError, match="Neo4j server.*clew graph move"):
        arcade_engine.engine()
    arcade_engine.engine.cache_clear()
