"""Over 200 hostile texts on every engine: none reads more than the graph, none changes anything.

Each net is tried alone: Clew's own reading of a text, and what the engine says of its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.errors import QueryError, QueryRefused
from clew.graph.model import Edge, Node
from clew.graph.stores.base import Store
from clew.graph.stores.guard import guard
from clew.graph.stores.neo4j_plan import refuse
from tests.neo4j_server import Server
from tests.neo4j_stores import Returning, link

Make = Callable[[Iterable[Node | Edge]], Store]
DATA = Path(__file__).resolve().parents[1] / "data"
CANARY = "the canary's very own words"
#: Parameters that some of the texts use.
GIVEN = {"key": "x", "label": "Eve", "rows": [{"id": "eve"}], "url": "file:///canary.csv"}


def _texts(*names: str) -> list[str]:
    groups = [yaml.safe_load((DATA / name).read_text(encoding="utf-8")) for name in names]
    found = [text for group in groups for texts in group.values() for text in texts]
    return [text.replace("{nl}", "\n") for text in found]


TEXTS = _texts("refused_texts.yaml", "hostile_texts.yaml")
#: What is but a question to the server, since it translates `\\u0027` before it reads a text.
QUESTIONS = {
    "MATCH (n) RETURN n \\u002F\\u002F",
    "MATCH (n) WHERE n.x = '\\\\u0027 DELETE n //' RETURN n",
}


@pytest.fixture(scope="module")
def store(make: Make, network: list[Node | Edge]) -> Store:
    return make(network)


def _graph(store: Store) -> list[Any]:
    nodes = store.read("MATCH (n) RETURN n ORDER BY n.id").rows
    return [*nodes, *store.read("MATCH ()-[r]->() RETURN r ORDER BY r.id").rows]


def test_there_are_over_200_of_them() -> None:
    assert len(set(TEXTS)) > 200


def test_none_is_run_on_the_way_of_a_users_text_and_the_graph_stays(store: Store) -> None:
    before, ran = _graph(store), []
    for text in TEXTS:
        try:
            guarded = guard(text)
            store.plan(guarded.text, GIVEN)
            store.read(guarded.text, GIVEN, timeout=10.0, limit=10)
        except QueryRefused:
            continue
        ran.append(text)
    assert ran == []
    assert _graph(store) == before


def test_without_the_guard_the_engine_itself_lets_nothing_change(store: Store, canary: str) -> None:
    before, told = _graph(store), ""
    for text in TEXTS:
        with suppress(QueryError):
            told += str(store.read(text, GIVEN, timeout=10.0, limit=10).rows)
    assert canary not in told
    assert _graph(store) == before


def _summary(tx: Any, text: str) -> Any:
    return tx.run(text, GIVEN).consume()


@pytest.fixture(scope="module")
def canary(neo4j_server: Server) -> str:
    """A file where the server would read it, and its words."""
    (neo4j_server.home / "import" / "canary.csv").write_text(CANARY, encoding="utf-8")
    return CANARY


def test_the_servers_plan_alone_refuses_each_or_the_server_does(
    neo4j_server: Server, canary: str
) -> None:
    own, passed = link(neo4j_server), []
    for text in TEXTS:
        explain = text if text.lstrip().upper().startswith("EXPLAIN") else f"EXPLAIN {text}"
        try:
            refuse(own.read(partial(_summary, text=explain), raw=True))
        except QueryRefused:
            continue
        except (own.driver.exceptions.Neo4jError, own.driver.exceptions.DriverError):
            continue
        passed.append(text)
    own.close()
    assert {*passed} == QUESTIONS


def test_read_mode_alone_would_read_a_file_of_the_server(neo4j_server: Server, canary: str) -> None:
    own = link(neo4j_server)
    text = "LOAD CSV FROM 'file:///canary.csv' AS line RETURN line"
    try:
        assert own.read(lambda tx: tx.run(text).values()) == [[[canary]]]
    finally:
        own.close()


def test_a_server_store_refuses_by_plan_what_its_parse_tree_would_let_through(
    neo4j_server: Server, canary: str, network: list[Node | Edge], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Returning(neo4j_server, network)
    monkeypatch.setattr("clew.graph.stores.guard.refusals.check", lambda statement: None)
    monkeypatch.setattr("clew.graph.stores.guard.check_statement", lambda statement: None)
    before = _graph(store)
    for text in (
        "LOAD CSV FROM 'file:///canary.csv' AS line RETURN line",
        "PROFILE LOAD CSV FROM 'file:///canary.csv' AS line RETURN line",
        "PROFILE MATCH (n) SET n.x = 1",
        "CALL dbms.listConfig('') YIELD value RETURN value",
        "SHOW SETTINGS",
    ):
        with pytest.raises(QueryRefused, match="plan"):
            store.read(text)
    assert _graph(store) == before
    store.close()
