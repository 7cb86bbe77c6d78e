"""A server with authentication on that dies, refuses, or is none: clear words, and no harm."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from clew.cli import credentials
from clew.cli.credentials import forget
from clew.cli.run import run as clew
from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores import neo4j_link, neo4j_push
from clew.graph.stores.address import Address, Credentials, address
from clew.graph.stores.neo4j_errors import Lost
from clew.graph.stores.neo4j_lanes import LANES
from clew.graph.stores.neo4j_store import Neo4jStore
from tests import neo4j_server
from tests.neo4j_server import Server, start
from tests.neo4j_stores import by_id, graph, mark, network

SECRET = "correct-horse-battery"
WHO = Credentials("neo4j", SECRET)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, with authentication."""
    if reason := neo4j_server.why_not():
        pytest.skip(reason)
    with neo4j_server.running(tmp_path_factory.mktemp("auth"), password=SECRET) as own:
        yield own


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_link, "RETRY", 1.0)
    monkeypatch.setattr(neo4j_link, "CONNECT", 5.0)


def test_with_the_right_password_a_graph_is_pushed_and_read(server: Server) -> None:
    store = Neo4jStore.open(address(server.address), mark(), WHO)
    store.replace(network(3))
    assert graph(store) == by_id(network(3))
    store.close()


@pytest.mark.parametrize("who", [None, Credentials("neo4j", "wrong-" + SECRET)])
def test_a_wrong_password_is_told_without_it(
    server: Server, who: Credentials | None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(StoreError, match="CLEW_NEO4J_PASSWORD") as e:
        Neo4jStore.open(address(server.address), mark(), who)
    assert SECRET not in f"{e.value!r} {caplog.text}"
    assert SECRET not in repr(WHO) and "neo4j" not in repr(WHO)


def test_a_database_that_is_not_there_is_told(server: Server) -> None:
    with pytest.raises(StoreError, match="no database of that name"):
        Neo4jStore.open(address(f"{server.address}/elsewhere"), mark(), WHO)


def test_the_database_can_be_named_and_a_routing_address_taken(server: Server) -> None:
    own = mark()
    for text in (f"{server.address}/neo4j", f"neo4j://127.0.0.1:{server.port}/neo4j"):
        store = Neo4jStore.open(address(text), own, WHO)
        store.replace(network(2))
        assert graph(store) == by_id(network(2))
        store.close()


def test_only_bolt_listens_and_on_loopback_alone(server: Server) -> None:
    listed = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
    mine = [line.split()[3] for line in listed.splitlines() if f"pid={server.process.pid}," in line]
    assert [place.rpartition(":")[2] for place in mine] == [str(server.port)]
    assert all("127.0.0.1" in place for place in mine)


def test_a_server_killed_in_the_middle_of_a_push_comes_back_and_the_push_goes_on(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_push, "WINDOW", 100)
    items, own = network(500), mark()

    def deadly() -> Iterator[Node | Edge]:
        for number, item in enumerate(items):
            if number == 950:
                server.stop(kill=True)
            yield item

    store = Neo4jStore.open(address(server.address), own, WHO)
    with pytest.raises(Lost, match="did not answer"):
        store.replace(deadly())
    store.close()
    again = start(server.home, password=SECRET, port=server.port)
    server.process = again.process
    sent: list[int] = []
    write = neo4j_push._write

    def counting(tx: Any, turn: Any, held: Any, window: Any) -> None:
        sent.append(len(window))
        write(tx, turn, held, window)

    monkeypatch.setattr(neo4j_push, "_write", counting)
    store = Neo4jStore.open(address(server.address), own, WHO)
    store.replace(items)
    there = len(items) - sum(sent)  # the last windows were under way
    assert there in (900 - 100 * under_way for under_way in range(LANES + 1))
    assert graph(store) == by_id(items)
    store.close()


def test_without_the_driver_the_error_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "neo4j", None)
    with pytest.raises(StoreError, match=r"clew\[neo4j\]"):
        Neo4jStore.open(Address("bolt", "127.0.0.1"), mark())


@pytest.mark.parametrize("way", ["environment", "file", "prompt"])
def test_a_case_lives_behind_a_password_that_nothing_keeps(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    way: str,
) -> None:
    case = tmp_path / "case"
    _let_in(way, tmp_path, monkeypatch)
    assert clew(["init", str(case), "--graph", server.address, "--replace"]) == 0
    assert clew(["query", "MATCH (n) RETURN count(n) AS n", "--case", str(case)]) == 0
    assert clew(["push", server.address, "--case", str(case), "--debug"]) == 2
    printed = "".join(capsys.readouterr())
    assert "own graph lives there" in printed and SECRET not in printed
    files = [path for path in case.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def _let_in(way: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the password be known in one way."""
    monkeypatch.setenv("HOME", str(folder))
    forget()
    if way == "environment":
        monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    elif way == "file":
        file = folder / ".netrc"
        file.write_text(f"machine 127.0.0.1 login neo4j password {SECRET}\n", encoding="utf-8")
        file.chmod(0o600)
    else:
        monkeypatch.setattr(credentials, "_is_terminal", lambda: True)
        monkeypatch.setattr(click.termui, "visible_prompt_func", lambda _: "")
        monkeypatch.setattr(click.termui, "hidden_prompt_func", lambda _: SECRET)
