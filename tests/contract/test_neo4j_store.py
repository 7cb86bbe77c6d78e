"""What only the store on a server promises of its items: changes, values, names, look-ups."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest

from clew.graph.errors import ClewError, StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores.neo4j_mark import look
from clew.graph.stores.neo4j_store import Neo4jStore
from tests.neo4j_server import Server
from tests.neo4j_stores import PERSON, by_id, graph, link, network, people, run

COMPANY = ("Company", "Organization", "LegalEntity", "Entity")


def test_what_is_put_overwrites_whole(store: Neo4jStore) -> None:
    edge = Edge("e1", "OWNS", "m0", "m1", {"id": "e1", "when": "2024", "claims": ["c1"]})
    store.replace([*people(2), edge])
    node = Node("m0", PERSON, {"id": "m0", "rank": 1})
    changed = Edge("e1", "OWNS", "m0", "m1", {"id": "e1", "status": "official"})
    store.apply([node, changed], [])
    assert graph(store) == {"m0": node, "m1": people(2)[1], "e1": changed}


def test_a_node_of_another_kind_keeps_its_edges(store: Neo4jStore) -> None:
    ends = [("m0", "m1"), ("m1", "m0"), ("m0", "m0"), ("m2", "m0")]
    edges = [Edge(f"e{n}", "PAID", a, b, {"id": f"e{n}"}) for n, (a, b) in enumerate(ends)]
    store.replace([*people(3), *edges])
    nodes = [Node(f"m{n}", COMPANY, {"id": f"m{n}", "name": "C"}) for n in (0, 2)]
    store.apply(nodes, [])
    assert graph(store) == by_id([*nodes, people(2)[1], *edges])


def test_removed_nodes_take_their_edges_along_and_removed_edges_go_alone(
    store: Neo4jStore,
) -> None:
    items = network(4)
    store.replace(items)
    store.apply([], [items[1], items[7]])
    assert set(graph(store)) == {"m0", "m2", "m3", "e2"}


def test_a_change_that_fails_changes_nothing_and_the_next_one_works(store: Neo4jStore) -> None:
    store.replace(people(2))
    new = Node("m9", PERSON, {"id": "m9"})
    for bad in (
        Edge("e1", "PAID", "m0", "nobody", {"id": "e1"}),
        Node("m8", PERSON, {"id": "m8", "names": ["a", 1]}),
    ):
        with pytest.raises(StoreError):
            store.apply([new, bad], [people(1)[0]])
        assert set(graph(store)) == {"m0", "m1"}
    store.apply([new], [])
    assert set(graph(store)) == {"m0", "m1", "m9"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("x", None), ("x", {}), ("x", [None]), ("x", [1, 1.0]), ("x", [[]]), ("x", b""),
        ("x", 2**63), ("x", float("nan")), ("x", "\ud800"), ("", 1), ("id", "m2"),
        ("name", "n" * 8001),
    ],
)  # fmt: skip
def test_what_an_engine_would_change_is_refused_by_name(
    store: Neo4jStore, key: str, value: object
) -> None:
    bad = Node("m1", PERSON, {"id": "m1", key: value})
    with pytest.raises(StoreError, match=f"'{key}'"):
        store.replace([bad])
    with pytest.raises(StoreError, match=f"'{key}'"):
        store.apply([bad], [])


def test_names_are_quoted_and_one_with_a_backslash_is_refused(store: Neo4jStore) -> None:
    odd = Edge("e1", "A`B) DETACH DELETE n //", "m0", "m0", {"id": "e1"})
    node = Node("m9", ("Odd` {x: 1", "Entity"), {"id": "m9", "a`b": 1})
    store.replace([*people(1), node, odd])
    assert graph(store) == by_id([*people(1), node, odd])
    with pytest.raises(StoreError, match="backslash"):
        store.apply([Edge("e2", "A\\u0060B", "m0", "m0", {"id": "e2"})], [])


def test_an_edge_to_nowhere_and_an_id_twice_are_refused(store: Neo4jStore) -> None:
    with pytest.raises(StoreError, match="e1"):
        store.replace([*people(1), Edge("e1", "PAID", "m0", "m7", {"id": "e1"})])
    with pytest.raises(StoreError, match="two items have one id"):
        store.replace([*people(1), *people(1)])


def test_the_lookups_of_rule_32_use_an_index(store: Neo4jStore) -> None:
    store.replace([*people(3), Node("d1", ("Source",), {"id": "d1"})])
    for pattern in (
        "(n:Entity {id: 'm1'})", "(n:Source {id: 'd1'})", "(n:Entity {name: 'N1'})",
        "(n:Person {name: 'N1'})",
    ):  # fmt: skip
        drawn = store.read(f"EXPLAIN MATCH {pattern} RETURN n").rows[0][0]
        assert "IndexSeek" in drawn, pattern


def test_the_database_holds_the_items_and_nothing_beside_them(
    emptied: Server, store: Neo4jStore
) -> None:
    store.replace(network(3))
    assert run(emptied, "MATCH (n) RETURN count(n)") == [[3]]
    assert sorted(run(emptied, "CALL db.labels()")) == [
        ["Entity"],
        ["LegalEntity"],
        ["Person"],
        ["Source"],
    ]
    own = link(emptied)
    held = own.read(look)
    own.close()
    assert held and held.mark == store.mark and held.state == "whole"


def test_a_text_of_10_megabytes_is_kept_and_comes_back(store: Neo4jStore) -> None:
    node = Node("m1", PERSON, {"id": "m1", "quotes": ["ក" + "x" * 10_000_000, ""]})
    store.replace([node, *people(1)])
    assert graph(store)["m1"] == node


def test_the_driver_logs_no_query(store: Neo4jStore, caplog: pytest.LogCaptureFixture) -> None:
    store.replace(people(1))
    with caplog.at_level(logging.DEBUG):
        store.read("MATCH (n:Unheard {told: 'Chosen Name'}) RETURN n")
    assert caplog.text == ""


def test_a_closed_store_says_so(store: Neo4jStore) -> None:
    store.replace(people(1))
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.read("MATCH (n) RETURN n")


def test_a_read_given_up_leaves_the_server_free_within_moments(
    emptied: Server, store: Neo4jStore
) -> None:
    store.replace(people(60))
    store.read("RETURN 1")
    product = "MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + f.id)"
    with pytest.raises(ClewError, match="longer than"):
        store.read(product, timeout=0.5)
    end = time.monotonic() + 20
    busy = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $q RETURN 1"
    while run(emptied, busy, q="(a), (b), (c)") and time.monotonic() < end:
        time.sleep(0.3)
    assert time.monotonic() < end


@pytest.mark.parametrize("ended", [True, False])
def test_work_that_was_given_up_is_not_begun_again(neo4j_server: Server, ended: bool) -> None:
    own, begun = link(neo4j_server), list[Any]()

    def lose(tx: Any) -> None:
        begun.append(tx)
        if ended:
            own.close()
        if len(begun) == 1:
            raise own.driver.exceptions.SessionExpired("The connection was lost.")

    if ended:
        with pytest.raises(StoreError):
            own.read(lose)
    else:
        own.read(lose)
        own.close()
    assert len(begun) == (1 if ended else 2)
