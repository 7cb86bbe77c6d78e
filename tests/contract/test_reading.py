"""What every store's `read` keeps: values, order, limits, and what it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from clew.graph.errors import QueryError, QueryRefused, QueryTimeout
from clew.graph.model import Edge, Node, Path
from clew.graph.stores.base import Store

Make = Callable[[Iterable[Node | Edge]], Store]
#: 6 to the power of 12 combinations to count.
ENDLESS = f"MATCH {', '.join(f'({name})' for name in 'abcdefghijkl')} RETURN count(a.id + l.id)"


@pytest.fixture(scope="module")
def store(make: Make, network: list[Node | Edge]) -> Store:
    return make(network)


def _one(store: Store, text: str, **given: Any) -> Any:
    rows = store.read(text, given).rows
    assert len(rows) == 1
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def test_nodes_come_back_as_they_were_written(store: Store, network: list[Node | Edge]) -> None:
    rows = store.read("MATCH (n) RETURN n ORDER BY n.id").rows
    wanted = sorted((item for item in network if isinstance(item, Node)), key=lambda n: n.id)
    assert [row[0] for row in rows] == wanted


def test_edges_come_back_with_the_ids_of_their_ends(
    store: Store, network: list[Node | Edge]
) -> None:
    rows = store.read("MATCH ()-[r]->() RETURN r ORDER BY r.id").rows
    assert [row[0] for row in rows] == [item for item in network if isinstance(item, Edge)]


def test_a_path_holds_its_nodes_and_edges_in_order(store: Store) -> None:
    path = _one(store, "MATCH p = (:Entity {id: 'm1'})-[:OWNS*2]->(b) RETURN p")
    assert isinstance(path, Path)
    assert [node.id for node in path.nodes] == ["m1", "m3", "m4"]
    assert [(edge.id, edge.start, edge.end) for edge in path.edges] == [
        ("e1", "m1", "m3"),
        ("e3", "m3", "m4"),
    ]


def test_a_path_against_its_edges_keeps_their_direction(store: Store) -> None:
    path = _one(store, "MATCH p = (:Entity {id: 'm4'})<-[:OWNS]-(b) RETURN p")
    assert [node.id for node in path.nodes] == ["m4", "m3"]
    assert (path.edges[0].start, path.edges[0].end) == ("m3", "m4")


def test_nodes_edges_and_paths_come_back_from_inside_lists_and_maps(store: Store) -> None:
    found = _one(
        store,
        "MATCH p = (a:Entity {id: 'm1'})-[r:OWNS]->(b) "
        "RETURN {path: p, all: [a, [r]], of: nodes(p), by: relationships(p)} AS m",
    )
    assert isinstance(found["path"], Path)
    assert found["all"][0].id == "m1"
    assert (found["all"][1][0].start, found["all"][1][0].end) == ("m1", "m3")
    assert [node.id for node in found["of"]] == ["m1", "m3"]
    assert found["by"] == list(found["path"].edges)


def test_a_text_that_looks_like_a_path_of_nothing_stays_text(store: Store) -> None:
    for text in ("(#1:99999)", "(#900:0)-[#901:0]->(#902:0)", "(#1:0) and more", "(#"):
        assert _one(store, "RETURN $x", x=text) == text


@pytest.mark.parametrize(
    "value",
    [
        "", "\x00", "a\x00b", "'\"\\`", "\u2028\u200f", "\U0001f600", "ក្រុម", 0, -(2**63),
        2**63 - 1, 0.1 + 0.2, 1e300, 5e-324, True, None, [], [1, 2], ["a", ""], [[1], []],
        {"a": {"b": [None]}}, "x" * 10_000_000,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_value_passes_through_unchanged(store: Store, value: Any) -> None:
    found = _one(store, "RETURN $x AS x", x=value)
    assert found == value
    assert type(found) is type(value)


def test_a_stored_text_of_2_megabytes_comes_back_whole(make: Make) -> None:
    text = "ក" + "x" * 2_000_000
    node = Node("m1", ("Person", "Entity"), {"id": "m1", "quotes": [text, ""]})
    assert _one(make([node]), "MATCH (n:Person) RETURN n") == node


def test_dates_come_as_iso_text_and_compare_with_text(store: Store) -> None:
    assert _one(store, "RETURN date('2024-02-29') AS d") == "2024-02-29"
    assert _one(store, "RETURN datetime('2024-02-29T10:00:00Z') AS d")[:16] == "2024-02-29T10:00"
    later = "MATCH ()-[r]->() WHERE r.valid_from >= '2022-01-01' RETURN count(r)"
    assert _one(store, later) == 4
    assert _one(store, "MATCH (s:Source) RETURN date(s.published).year") == 2024


def test_null_and_a_missing_property_are_none(store: Store) -> None:
    assert _one(store, "MATCH (n:Entity {id: 'm1'}) RETURN null, n.nothing") == (None, None)
    text = "MATCH (c:Compound) OPTIONAL MATCH (c)-[:OWNS]->(x) RETURN c.id, x"
    assert _one(store, text) == ("m5", None)


def test_columns_are_named_and_in_order(store: Store) -> None:
    rows = store.read("MATCH (n:Compound) RETURN n.name AS z, n.id AS a, 1 AS m")
    assert rows.columns == ("z", "a", "m")
    assert rows.rows == [("Mango Park", "m5", 1)]


def test_rows_keep_the_order_asked_for(store: Store) -> None:
    rows = store.read("UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESC").rows
    assert rows == [(3,), (2,), (1,)]


def test_a_limit_cuts_and_says_so(store: Store) -> None:
    text = "UNWIND range(1, 3000) AS x RETURN x ORDER BY x"
    cut = store.read(text, limit=2500)
    assert (len(cut.rows), cut.cut, cut.rows[-1]) == (2500, True, (2500,))
    for limit in (3000, 3001, None):
        whole = store.read(text, limit=limit)
        assert (len(whole.rows), whole.cut) == (3000, False)
    assert store.read("MATCH (n:Nobody) RETURN n", limit=5).cut is False


@pytest.mark.parametrize("text", ["' OR 1=1 //", "m1'}) DETACH DELETE n //", "$x", "`", "m1\x00"])
def test_a_parameter_is_a_value_and_never_text_of_the_query(store: Store, text: str) -> None:
    assert store.read("MATCH (n:Entity) WHERE n.id = $x RETURN n", {"x": text}).rows == []
    assert _one(store, "MATCH (n) RETURN count(n)") == 6


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Person)",
        "MATCH (n) SET n.name = 'x'",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Person {id: 'm1'}) RETURN n",
        "MATCH (a) CALL { WITH a CREATE (b:Person) RETURN b } RETURN a",
        "CREATE INDEX FOR (n:Person) ON (n.rank)",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    ],
)
def test_what_would_write_or_read_files_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryRefused):
        store.read(text)
    assert _one(store, "MATCH (n) RETURN count(n)") == 6


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("RETURN date($d)", {"d": "Ann Secret"}),
        ("RETURN duration($d)", {"d": "Ann Secret"}),
        ("MATCH (n:Entity {id: 'm1'}) RETURN duration(n.name)", {}),
        ("MATCH (n:Entity {id: 'm1'}) RETURN date(n.name)", {}),
        ("RETURN $missing", {"d": "Ann Secret"}),
    ],
)
def test_an_error_names_no_value(store: Store, text: str, given: dict[str, str]) -> None:
    with pytest.raises(QueryError) as caught:
        store.read(text, given)
    assert "Ann" not in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_plan_finds_mistakes_and_runs_nothing(store: Store) -> None:
    store.plan("MATCH (n) WHERE n.id = $x RETURN n", {"x": "m1"})
    store.plan(ENDLESS)
    for wrong in ("MATCH (n RETURN n", "MATCH (n) RETURN m", ""):
        with pytest.raises(QueryError):
            store.plan(wrong)


def test_a_query_past_its_time_is_given_up_at_once_and_the_next_one_works(store: Store) -> None:
    assert _one(store, "MATCH (n:Entity {id: 'm1'}) RETURN n.id") == "m1"
    start = time.monotonic()
    with pytest.raises(QueryTimeout):
        store.read(ENDLESS, timeout=0.3)
    assert time.monotonic() - start < 1.5
    assert _one(store, "MATCH (n:Entity {id: 'm2'}) RETURN n.id") == "m2"


@pytest.fixture(scope="module")
def many(make: Make) -> Store:
    nodes = [Node(f"m{n}", ("Person", "Entity"), {"id": f"m{n}", "name": ""}) for n in range(1000)]
    edges = (
        Edge(f"e{n}", "PAID", f"m{n % 1000}", f"m{n * 7 % 1000}", {"id": f"e{n}"})
        for n in range(50_000)
    )
    return make([*nodes, *edges])


def test_50_000_edges_come_back_with_their_ends(many: Store) -> None:
    rows = many.read("MATCH ()-[r:PAID]->() RETURN r", timeout=120.0).rows
    ends = {(edge.start, edge.end, edge.id) for (edge,) in rows}
    assert ends == {(f"m{n % 1000}", f"m{n * 7 % 1000}", f"e{n}") for n in range(50_000)}
