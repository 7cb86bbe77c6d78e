"""What answers at an address and is no Neo4j 5 is told in a sentence, soon; nothing goes there."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import clew
from clew import Case
from clew.graph.errors import StoreError
from clew.graph.stores import knock, neo4j_link
from clew.graph.stores.address import Address, Credentials
from clew.graph.stores.neo4j_link import Link
from tests import bolt_listeners
from tests.bolt_listeners import Talk, listening

SECRET = "correct-horse-battery"
#: ArcadeDB's own server, Bolt and all else that it brings, on loopback, until its stdin ends.
ARCADE = """
import arcadedb, sys
root, port = sys.argv[1], int(sys.argv[2])
arcadedb.create_database(root + "/databases/graph").close()
plugin = {"server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin", "bolt_port": port}
own = {**plugin, "host": "127.0.0.1", "http_port": int(sys.argv[3])}
server = arcadedb.create_server(root_path=root, root_password=sys.argv[4], config=own)
server.start()
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_link, "CONNECT", 2.0)
    monkeypatch.setattr(knock, "KNOCK", 1.0)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return clew.create(tmp_path / "case")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (bolt_listeners.http, "does not speak Bolt"),
        (bolt_listeners.no_version, "no Bolt of Neo4j 5 or later"),
        (bolt_listeners.silent, "did not answer within 1 s"),
        (bolt_listeners.greets_and_stalls, "did not answer, or broke off"),
        (bolt_listeners.greets_and_leaves, "did not answer, or broke off"),
    ],
)
def test_what_is_no_neo4j_is_told_so_and_soon(
    case: Case, talk: Talk, words: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    began = time.monotonic()
    with listening(talk) as port, pytest.raises(StoreError, match=words) as caught:
        case.move_graph(f"{scheme}://127.0.0.1:{port}")
    assert time.monotonic() - began < 15
    assert SECRET not in str(caught.value)
    assert case.directory.graph_address == "" and case.verify().is_sound and case.copies() == []


def test_a_server_without_tls_is_told_so(case: Case) -> None:
    with listening(bolt_listeners.http) as port, pytest.raises(StoreError, match="TLS"):
        case.push(f"bolt+s://127.0.0.1:{port}")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
def test_where_nothing_listens_it_is_told_at_once(case: Case, scheme: str) -> None:
    began = time.monotonic()
    with pytest.raises(StoreError, match="nothing listens there"):
        case.push(f"{scheme}://127.0.0.1:{_free_port()}")
    assert time.monotonic() - began < 10


def test_a_name_that_no_machine_has_is_told(case: Case) -> None:
    with pytest.raises(StoreError, match="no machine has that name"):
        case.push("bolt://nothing.invalid")


@pytest.mark.parametrize(
    ("agent", "row", "words"),
    [
        ("Neo4j/4.4.44", ["Neo4j Kernel", "4.4.44"], "is Neo4j 4.4.44:"),
        ("Neo4j/3.5", ["Neo4j Kernel", "3.5"], "is Neo4j 3.5:"),
        ("Memgraph/5.9", ["Memgraph", "5.9.0"], "no Neo4j 5 or later"),
        ("Neo4j/5.9.0 compatible (Other 1)", ["Neo4j Kernel", "5.9.0"], "no Neo4j 5 or later"),
        ("Neo4j/5.9.0", ["Neo4j Kernel", "soon"], "no Neo4j 5 or later"),
    ],
)
def test_another_version_or_kind_is_told(agent: str, row: list[str], words: str) -> None:
    with pytest.raises(StoreError, match=words):
        _seen(agent, row)


@pytest.mark.parametrize("version", ["5.0.0", "5.26.0", "2025.10.1", "2026.01.0"])
def test_later_versions_are_taken(version: str) -> None:
    assert _seen(f"Neo4j/{version}", ["Neo4j Kernel", version]) == version


def _seen(agent: str, row: list[str]) -> str:
    """What a connection to a server says that answers so to the question what it is."""

    class Transaction:
        def run(self, text: str) -> Transaction:
            assert "dbms.components" in text
            return self

        def values(self) -> list[list[str]]:
            return [row]

        def consume(self) -> SimpleNamespace:
            return SimpleNamespace(server=SimpleNamespace(agent=agent))

    link = Link.__new__(Link)
    link.place, link.driver = Address("bolt", "127.0.0.1"), neo4j_link._driver()
    return link._see_server(Transaction())


@pytest.fixture
def arcade(tmp_path: Path) -> Iterator[int]:
    """ArcadeDB's server, a database `graph` in it."""
    port = _free_port()
    command = [sys.executable, "-c", ARCADE, str(tmp_path / "arcade"), str(port)]
    with (tmp_path / "out.txt").open("wb") as out:
        process: Any = subprocess.Popen(
            [*command, str(_free_port()), SECRET], stdin=subprocess.PIPE, stdout=out, stderr=out
        )
    try:
        _await(port, process)
        yield port
    finally:
        process.kill()
        process.wait(30)


def test_a_server_of_another_kind_that_speaks_bolt_is_told_so(arcade: int, case: Case) -> None:
    place = Address("bolt", "127.0.0.1", arcade, "graph")
    with pytest.raises(StoreError, match="no Neo4j 5 or later"):
        Link(place, Credentials("root", SECRET))


def _await(port: int, process: Any) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("ArcadeDB's server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
