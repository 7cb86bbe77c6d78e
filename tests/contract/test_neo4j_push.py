"""Windows of a push that are under way at once: what is there is always the first part."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from clew.graph.stores import neo4j_push
from tests.neo4j_server import Server
from tests.neo4j_stores import by_id, graph, mark, network, run


class _Broken(Exception):
    """What ends a push in the middle."""


def test_nothing_of_a_later_window_stays_where_an_earlier_one_failed(
    emptied: Server, open_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 5)
    put, second = neo4j_push.put_nodes, threading.Event()

    def late(tx: Any, nodes: Any) -> None:
        put(tx, nodes)
        if any(own["id"] == "m5" for _, own in nodes):
            assert second.wait(30)
            raise _Broken
        if any(own["id"] == "m10" for _, own in nodes):
            second.set()

    items, own = network(30), mark()
    with monkeypatch.context() as broken, pytest.raises(_Broken):
        broken.setattr(neo4j_push, "put_nodes", late)
        open_store(own).replace(items)
    assert sorted(run(emptied, "MATCH (n) RETURN n.id")) == [[f"m{n}"] for n in range(5)]
    store = open_store(own)
    store.replace(items)
    assert graph(store) == by_id(items)


def test_an_index_that_a_dying_server_left_of_a_constraint_bars_no_push(
    emptied: Server, open_store: Any
) -> None:
    run(emptied, "CREATE INDEX left_of_it FOR (n:Entity) ON (n.id)")
    items = network(5)
    store = open_store(mark())
    store.replace(items)
    assert graph(store) == by_id(items)
    owned = "SHOW CONSTRAINTS YIELD labelsOrTypes RETURN labelsOrTypes[0] AS l ORDER BY l"
    assert run(emptied, owned) == [["Entity"], ["Source"]]
