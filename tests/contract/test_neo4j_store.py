"""What only the store on a server promises: changes, marks, pushes that are broken off or at once."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from clew.graph.errors import CaseBusy, ClewError, StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores import neo4j_push, neo4j_store
from clew.graph.stores.address import address
from clew.graph.stores.neo4j_mark import Mark, look
from clew.graph.stores.neo4j_store import Neo4jStore
from tests.neo4j_server import Server
from tests.neo4j_stores import empty, link, mark, run

PERSON = ("Person", "LegalEntity", "Entity")
COMPANY = ("Company", "Organization", "LegalEntity", "Entity")
Item = Node | Edge


def _people(count: int) -> list[Node]:
    return [Node(f"m{n}", PERSON, {"id": f"m{n}", "name": f"N{n}"}) for n in range(count)]


def _network(count: int) -> list[Item]:
    """People in a ring, each paying the next."""
    ends = ((n, (n + 1) % count) for n in range(count))
    paid = [Edge(f"e{a}", "PAID", f"m{a}", f"m{b}", {"id": f"e{a}", "n": a}) for a, b in ends]
    return [*_people(count), *paid]


def _graph(store: Neo4jStore) -> dict[str, Item]:
    rows: list[Any] = [
        *store.read("MATCH (n) RETURN n").rows,
        *store.read("MATCH ()-[r]->() RETURN r").rows,
    ]
    found = {row[0].id: row[0] for row in rows}
    assert len(found) == len(rows)
    return found


def _by_id(items: Iterable[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


@pytest.fixture
def server(neo4j_server: Server) -> Server:
    """The session's server, its database empty."""
    empty(neo4j_server)
    return neo4j_server


@pytest.fixture
def open_(server: Server) -> Iterator[Any]:
    opened: list[Neo4jStore] = []

    def make(own: Mark, **more: Any) -> Neo4jStore:
        opened.append(Neo4jStore.open(address(server.address), own, **more))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(open_: Any) -> Neo4jStore:
    own: Neo4jStore = open_(mark())
    return own


def test_what_is_put_overwrites_whole(store: Neo4jStore) -> None:
    edge = Edge("e1", "OWNS", "m0", "m1", {"id": "e1", "when": "2024", "claims": ["c1"]})
    store.replace([*_people(2), edge])
    node = Node("m0", PERSON, {"id": "m0", "rank": 1})
    changed = Edge("e1", "OWNS", "m0", "m1", {"id": "e1", "status": "official"})
    store.apply([node, changed], [])
    assert _graph(store) == {"m0": node, "m1": _people(2)[1], "e1": changed}


def test_a_node_of_another_kind_keeps_its_edges(store: Neo4jStore) -> None:
    ends = [("m0", "m1"), ("m1", "m0"), ("m0", "m0"), ("m2", "m0")]
    edges = [Edge(f"e{n}", "PAID", a, b, {"id": f"e{n}"}) for n, (a, b) in enumerate(ends)]
    store.replace([*_people(3), *edges])
    nodes = [Node(f"m{n}", COMPANY, {"id": f"m{n}", "name": "C"}) for n in (0, 2)]
    store.apply(nodes, [])
    assert _graph(store) == _by_id([*nodes, _people(2)[1], *edges])


def test_removed_nodes_take_their_edges_along_and_removed_edges_go_alone(
    store: Neo4jStore,
) -> None:
    items = _network(4)
    store.replace(items)
    store.apply([], [items[1], items[7]])
    assert set(_graph(store)) == {"m0", "m2", "m3", "e2"}


def test_a_change_that_fails_changes_nothing_and_the_next_one_works(store: Neo4jStore) -> None:
    store.replace(_people(2))
    new = Node("m9", PERSON, {"id": "m9"})
    for bad in (
        Edge("e1", "PAID", "m0", "nobody", {"id": "e1"}),
        Node("m8", PERSON, {"id": "m8", "names": ["a", 1]}),
    ):
        with pytest.raises(StoreError):
            store.apply([new, bad], [_people(1)[0]])
        assert set(_graph(store)) == {"m0", "m1"}
    store.apply([new], [])
    assert set(_graph(store)) == {"m0", "m1", "m9"}


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
    store.replace([*_people(1), node, odd])
    assert _graph(store) == _by_id([*_people(1), node, odd])
    with pytest.raises(StoreError, match="backslash"):
        store.apply([Edge("e2", "A\\u0060B", "m0", "m0", {"id": "e2"})], [])


def test_an_edge_to_nowhere_and_an_id_twice_are_refused(store: Neo4jStore) -> None:
    with pytest.raises(StoreError, match="e1"):
        store.replace([*_people(1), Edge("e1", "PAID", "m0", "m7", {"id": "e1"})])
    with pytest.raises(StoreError, match="two items have one id"):
        store.replace([*_people(1), *_people(1)])


def test_the_lookups_of_rule_32_use_an_index(store: Neo4jStore) -> None:
    store.replace([*_people(3), Node("d1", ("Source",), {"id": "d1"})])
    for pattern in (
        "(n:Entity {id: 'm1'})", "(n:Source {id: 'd1'})", "(n:Entity {name: 'N1'})",
        "(n:Person {name: 'N1'})",
    ):  # fmt: skip
        drawn = store.read(f"EXPLAIN MATCH {pattern} RETURN n").rows[0][0]
        assert "IndexSeek" in drawn, pattern


def test_the_database_holds_the_items_and_nothing_beside_them(
    server: Server, store: Neo4jStore
) -> None:
    store.replace(_network(3))
    assert run(server, "MATCH (n) RETURN count(n)") == [[3]]
    assert sorted(run(server, "CALL db.labels()")) == [["Entity"], ["LegalEntity"], ["Person"], ["Source"]]
    own = link(server)
    held = own.read(look)
    own.close()
    assert held and held.mark == store.mark and held.state == "whole"


def test_a_text_of_10_megabytes_is_kept_and_comes_back(store: Neo4jStore) -> None:
    node = Node("m1", PERSON, {"id": "m1", "quotes": ["ក" + "x" * 10_000_000, ""]})
    store.replace([node, *_people(1)])
    assert _graph(store)["m1"] == node


def test_data_of_others_is_refused_and_goes_only_when_told_to(server: Server, open_: Any) -> None:
    run(server, "CREATE (:Movie {title: 'x'})-[:BY]->(:Source {id: 'a'}), (:Source {id: 'a'})")
    run(server, "CREATE CONSTRAINT films FOR (m:Movie) REQUIRE m.title IS UNIQUE")
    own = mark()
    with pytest.raises(StoreError, match="--replace"):
        open_(own).replace(_people(2))
    assert run(server, "MATCH (n) RETURN count(n)") == [[3]]
    store = open_(own, over=True)
    store.replace(_people(2))
    assert set(_graph(store)) == {"m0", "m1"}
    assert run(server, "SHOW CONSTRAINTS YIELD name WHERE name = 'films' RETURN name") == []


def test_another_cases_graph_is_refused_and_goes_only_when_told_to(open_: Any) -> None:
    first = open_(mark("one"))
    first.replace(_people(2))
    other = mark("two")
    with pytest.raises(StoreError, match="another case"):
        open_(other).replace(_people(3))
    with pytest.raises(StoreError, match="does not hold"):
        open_(other).read("MATCH (n) RETURN n")
    assert set(_graph(first)) == {"m0", "m1"}
    second = open_(other, over=True)
    second.replace(_people(3))
    assert set(_graph(second)) == {"m0", "m1", "m2"}
    with pytest.raises(StoreError, match="does not hold"):
        first.read("MATCH (n) RETURN n")


def test_a_new_generation_of_the_same_case_takes_the_place_of_the_old(open_: Any) -> None:
    old, new = mark(), mark()
    open_(old).replace(_people(3))
    store = open_(new)
    store.replace(_people(2))
    assert set(_graph(store)) == {"m0", "m1"}
    with pytest.raises(StoreError, match="does not hold"):
        open_(old).read("MATCH (n) RETURN n")


def test_a_change_starts_from_the_very_state_that_is_there(open_: Any) -> None:
    first, second, third = mark(), mark(), mark()
    open_(first).replace(_people(2))
    store = open_(second, before=first)
    store.apply([Node("m5", PERSON, {"id": "m5"})], [])
    assert set(_graph(store)) == {"m0", "m1", "m5"}
    with pytest.raises(StoreError, match="state"):
        open_(third, before=first).apply([], _people(1))
    assert set(_graph(store)) == {"m0", "m1", "m5"}


class _Broken(Exception):
    """The end of a process, or of the network, in the middle of a push."""


def _breaking(items: list[Item], after: int) -> Iterator[Item]:
    yield from items[:after]
    raise _Broken


@pytest.mark.parametrize("after", [0, 7, 20, 33, 59])
def test_a_push_that_was_broken_off_goes_on_where_it_was(
    open_: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    monkeypatch.setattr(neo4j_store, "PATIENCE", 0.2)
    items, own = _network(30), mark()
    with pytest.raises(_Broken):
        open_(own).replace(_breaking(items, after))
    with pytest.raises(CaseBusy, match="half written"):
        open_(own).read("MATCH (n) RETURN n")
    sent: list[int] = []
    write = neo4j_push._write

    def counting(tx: Any, held: Any, window: Any) -> None:
        sent.append(len(window))
        write(tx, held, window)

    monkeypatch.setattr(neo4j_push, "_write", counting)
    store = open_(own)
    store.replace(items)
    assert sum(sent) == 60 - after // 5 * 5
    assert _graph(store) == _by_id(items)


def test_what_changed_since_a_push_was_broken_off_is_pushed_from_the_start(
    open_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    with pytest.raises(_Broken):
        open_(mark()).replace(_breaking(_network(30), 40))
    store = open_(mark())
    store.replace(_network(12))
    assert _graph(store) == _by_id(_network(12))


def test_of_two_pushes_at_once_one_wins_and_the_other_is_told(
    open_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    first, second = open_(mark()), open_(mark())

    def overtaken() -> Iterator[Item]:
        yield from _network(30)[:17]
        second.replace(_network(9))
        yield from _network(30)[17:]

    with pytest.raises(CaseBusy, match="taken this database over"):
        first.replace(overtaken())
    assert _graph(second) == _by_id(_network(9))


def test_pushes_in_threads_end_in_the_graph_of_one_of_them(open_: Any) -> None:
    sizes = {size: open_(mark()) for size in (20, 30, 40)}
    ended: dict[int, str] = {}

    def go(size: int) -> None:
        try:
            sizes[size].replace(_network(size))
            ended[size] = "done"
        except ClewError as error:
            ended[size] = type(error).__name__

    threads = [threading.Thread(target=go, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(ended.values()) <= {"done", "CaseBusy"}
    there = [size for size, store in sizes.items() if _holds(store, size)]
    assert len(there) == 1 and ended[there[0]] == "done"


def _holds(store: Neo4jStore, size: int) -> bool:
    try:
        return _graph(store) == _by_id(_network(size))
    except ClewError:
        return False


def test_a_read_waits_for_the_push_that_is_at_work(
    open_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    own, begun, go_on = mark(), threading.Event(), threading.Event()

    def slowly() -> Iterator[Item]:
        for number, item in enumerate(_network(10)):
            if number == 12:
                begun.set()
                go_on.wait(30)
            yield item

    writer = threading.Thread(target=open_(own).replace, args=(slowly(),))
    writer.start()
    assert begun.wait(30)
    threading.Timer(0.5, go_on.set).start()
    assert open_(own).read("MATCH (n) RETURN count(n)").rows == [(10,)]
    writer.join(30)
    assert not writer.is_alive()


def test_an_answer_that_a_change_came_into_is_asked_for_again(
    open_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = mark()
    writer, reader = open_(own), open_(own)
    writer.replace(_people(2))
    assert reader.read("MATCH (n) RETURN count(n)").rows == [(2,)]
    answer, asked = neo4j_store._answer, itertools.count()

    def changed_meanwhile(tx: Any, **given: Any) -> Any:
        if next(asked) == 0:
            writer.apply([Node("m7", PERSON, {"id": "m7"})], [])
        return answer(tx, **given)

    monkeypatch.setattr(neo4j_store, "_answer", changed_meanwhile)
    assert reader.read("MATCH (n) RETURN count(n)").rows == [(3,)]
    assert next(asked) > 1


def test_a_push_into_which_others_wrote_says_so_and_the_next_one_mends_it(
    server: Server, open_: Any
) -> None:
    own = mark()

    def disturbed() -> Iterator[Item]:
        yield from _people(3)
        run(server, "CREATE (:Stray)")

    with pytest.raises(StoreError, match="push again"):
        open_(own).replace(disturbed())
    store = open_(own)
    store.replace(_people(3))
    assert set(_graph(store)) == {"m0", "m1", "m2"}


def test_a_closed_store_says_so(store: Neo4jStore) -> None:
    store.replace(_people(1))
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.read("MATCH (n) RETURN n")


def test_a_read_given_up_leaves_the_server_free_within_moments(
    server: Server, store: Neo4jStore
) -> None:
    store.replace(_people(60))
    store.read("RETURN 1")
    product = "MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + f.id)"
    with pytest.raises(ClewError, match="longer than"):
        store.read(product, timeout=0.5)
    end = time.monotonic() + 20
    busy = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $q RETURN 1"
    while run(server, busy, q="(a), (b), (c)") and time.monotonic() < end:
        time.sleep(0.3)
    assert time.monotonic() < end
