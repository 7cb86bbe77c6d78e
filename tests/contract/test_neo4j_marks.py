"""Whose graph a server's database holds, and pushes that are broken off, or two at once."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from clew.graph.errors import CaseBusy, ClewError, StoreError
from clew.graph.model import Node
from clew.graph.stores import neo4j_push, neo4j_store
from clew.graph.stores.neo4j_store import Neo4jStore
from tests.neo4j_server import Server
from tests.neo4j_stores import PERSON, Item, by_id, graph, mark, network, people, run


def test_data_of_others_is_refused_and_goes_only_when_told_to(
    emptied: Server, open_store: Any
) -> None:
    run(emptied, "CREATE (:Movie {title: 'x'})-[:BY]->(:Source {id: 'a'}), (:Source {id: 'a'})")
    run(emptied, "CREATE CONSTRAINT films FOR (m:Movie) REQUIRE m.title IS UNIQUE")
    own = mark()
    with pytest.raises(StoreError, match="--replace"):
        open_store(own).replace(people(2))
    assert run(emptied, "MATCH (n) RETURN count(n)") == [[3]]
    store = open_store(own, over=True)
    store.replace(people(2))
    assert set(graph(store)) == {"m0", "m1"}
    assert run(emptied, "SHOW CONSTRAINTS YIELD name WHERE name = 'films' RETURN name") == []


def test_another_cases_graph_is_refused_and_goes_only_when_told_to(open_store: Any) -> None:
    first = open_store(mark("one"))
    first.replace(people(2))
    other = mark("two")
    with pytest.raises(StoreError, match="another case"):
        open_store(other).replace(people(3))
    with pytest.raises(StoreError, match="does not hold"):
        open_store(other).read("MATCH (n) RETURN n")
    assert set(graph(first)) == {"m0", "m1"}
    second = open_store(other, over=True)
    second.replace(people(3))
    assert set(graph(second)) == {"m0", "m1", "m2"}
    with pytest.raises(StoreError, match="does not hold"):
        first.read("MATCH (n) RETURN n")


def test_a_new_generation_of_the_same_case_takes_the_place_of_the_old(open_store: Any) -> None:
    old, new = mark(), mark()
    open_store(old).replace(people(3))
    store = open_store(new)
    store.replace(people(2))
    assert set(graph(store)) == {"m0", "m1"}
    with pytest.raises(StoreError, match="does not hold"):
        open_store(old).read("MATCH (n) RETURN n")


def test_a_change_starts_from_the_very_state_that_is_there(open_store: Any) -> None:
    first, second, third = mark(), mark(), mark()
    open_store(first).replace(people(2))
    store = open_store(second, before=first)
    store.apply([Node("m5", PERSON, {"id": "m5"})], [])
    assert set(graph(store)) == {"m0", "m1", "m5"}
    with pytest.raises(StoreError, match="state"):
        open_store(third, before=first).apply([], people(1))
    assert set(graph(store)) == {"m0", "m1", "m5"}


class _Broken(Exception):
    """The end of a process, or of the network, in the middle of a push."""


def _breaking(items: list[Item], after: int) -> Iterator[Item]:
    yield from items[:after]
    raise _Broken


@pytest.mark.parametrize("after", [0, 7, 20, 33, 59])
def test_a_push_that_was_broken_off_goes_on_where_it_was(
    open_store: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    monkeypatch.setattr(neo4j_store, "PATIENCE", 0.2)
    items, own = network(30), mark()
    with pytest.raises(_Broken):
        open_store(own).replace(_breaking(items, after))
    with pytest.raises(CaseBusy, match="half written"):
        open_store(own).read("MATCH (n) RETURN n")
    sent: list[int] = []
    write = neo4j_push._write

    def counting(tx: Any, turn: Any, held: Any, window: Any) -> None:
        sent.append(len(window))
        write(tx, turn, held, window)

    monkeypatch.setattr(neo4j_push, "_write", counting)
    store = open_store(own)
    store.replace(items)
    assert sum(sent) == 60 - after // 5 * 5
    assert graph(store) == by_id(items)


def test_what_changed_since_a_push_was_broken_off_is_pushed_from_the_start(
    open_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    with pytest.raises(_Broken):
        open_store(mark()).replace(_breaking(network(30), 40))
    store = open_store(mark())
    store.replace(network(12))
    assert graph(store) == by_id(network(12))


def test_of_two_pushes_at_once_one_wins_and_the_other_is_told(
    open_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    first, second = open_store(mark()), open_store(mark())

    def overtaken() -> Iterator[Item]:
        yield from network(30)[:17]
        second.replace(network(9))
        yield from network(30)[17:]

    with pytest.raises(CaseBusy, match="taken this database over"):
        first.replace(overtaken())
    assert graph(second) == by_id(network(9))


def test_pushes_in_threads_end_in_the_graph_of_one_of_them(open_store: Any) -> None:
    sizes = {size: open_store(mark()) for size in (20, 30, 40)}
    ended: dict[int, str] = {}

    def go(size: int) -> None:
        try:
            sizes[size].replace(network(size))
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
        return graph(store) == by_id(network(size))
    except ClewError:
        return False


def test_a_read_waits_for_the_push_that_is_at_work(
    open_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    own, begun, go_on = mark(), threading.Event(), threading.Event()

    def slowly() -> Iterator[Item]:
        for number, item in enumerate(network(10)):
            if number == 12:
                begun.set()
                go_on.wait(30)
            yield item

    writer = threading.Thread(target=open_store(own).replace, args=(slowly(),))
    writer.start()
    assert begun.wait(30)
    threading.Timer(0.5, go_on.set).start()
    assert open_store(own).read("MATCH (n) RETURN count(n)").rows == [(10,)]
    writer.join(30)
    assert not writer.is_alive()


def test_an_answer_that_a_change_came_into_is_asked_for_again(
    open_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = mark()
    writer, reader = open_store(own), open_store(own)
    writer.replace(people(2))
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
    emptied: Server, open_store: Any
) -> None:
    own = mark()

    def disturbed() -> Iterator[Item]:
        yield from people(3)
        run(emptied, "CREATE (:Stray)")

    with pytest.raises(StoreError, match="push again"):
        open_store(own).replace(disturbed())
    store = open_store(own)
    store.replace(people(3))
    assert set(graph(store)) == {"m0", "m1", "m2"}
