"""What nobody gets from a case that is served, and what is left of it: nothing."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew import Case, Lens, bolt_server
from clew.bolt_texts import Told
from clew.graph.errors import StoreError, UsageError
from clew.graph.generations import Generations
from clew.graph.stores import arcade_engine
from clew.serving import Served, wait
from tests.planted import MARK, SECRET, TIES, WITNESS

neo4j = pytest.importorskip("neo4j")
Rows = Callable[..., list[Any]]
ALL = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r"


Note = Callable[..., Path]
Take = Callable[..., Any]
DATA = Path(__file__).resolve().parents[1] / "data"


def _hostile() -> list[str]:
    names = ("refused_texts.yaml", "hostile_texts.yaml")
    groups = [yaml.safe_load((DATA / name).read_text(encoding="utf-8")) for name in names]
    found = [text for group in groups for texts in group.values() for text in texts]
    return [text.replace("{nl}", "\n") for text in found if text.strip()]


def test_hostile_texts_write_nothing_and_reach_nothing(
    rows: Rows, driver: Any, tmp_path: Path
) -> None:
    before = rows(driver, "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n), count(r)")
    (tmp_path / "canary.csv").write_text("the canary's very own words\n")
    heard: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    port = listener.getsockname()[1]
    texts = [*_hostile(), f"LOAD CSV FROM 'http://127.0.0.1:{port}/x' AS r RETURN r"]
    texts += [
        f"LOAD CSV FROM 'file://{tmp_path}/canary.csv' AS r RETURN r",
        "CREATE DATABASE x",
        "SHOW DATABASES",
        "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    ]
    with driver.session() as session:
        for text in texts:
            try:
                heard += map(str, session.run(text, key="x", label="Eve", rows=[{"id": "eve"}]))
            except neo4j.exceptions.Neo4jError:
                continue
    with listener, pytest.raises(TimeoutError):
        listener.accept()
    assert "canary's" not in "".join(heard)
    after = rows(driver, "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n), count(r)")
    assert after == before


def test_nobody_enters_with_another_password(served: Served) -> None:
    for auth in ((served.user, "wrong"), ("eve", served.password), None):
        with neo4j.GraphDatabase.driver(served.address, auth=auth) as driver:
            with pytest.raises(neo4j.exceptions.ClientError):
                driver.verify_connectivity()
    assert served.password not in repr(served) and len(served.password) >= 24


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x60\x60\xb0\x17" + bytes(16),
        b"\x60\x60\xb0\x17\x00\x04\x04\x05" + bytes(12) + b"\x00\x01\xff\x00\x00",
        b"\x60\x60\xb0\x17\x00\x04\x04\x05"
        + bytes(12)
        + b"\xff\xff"
        + b"\x91" * 0xFFFF
        + b"\x00\x00",
        b"\x60\x60\xb0\x17\x00\x04\x04\x05" + bytes(12) + (b"\xff\xff" + b"x" * 0xFFFF) * 3,
    ],
)
def test_strangers_are_hung_up_on_and_clients_stay(
    rows: Rows, driver: Any, served: Served, sent: bytes
) -> None:
    port = int(served.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as stranger:
        stranger.sendall(sent)
        heard = b""
        while part := _received(stranger):
            heard += part
    assert len(heard) < 1000 and b"HTTP" not in heard
    assert rows(driver, "RETURN 1") == [(1,)]


def _after(stranger: socket.socket, sent: bytes) -> bytes:
    with suppress(ConnectionError):
        stranger.sendall(sent)
        return stranger.recv(9)
    return b""


def _received(stranger: socket.socket) -> bytes:
    try:
        return stranger.recv(4096)
    except ConnectionError:  # what was not read any more
        return b""


def test_ids_are_salted_and_the_case_knows_them(rows: Rows, sample: Case, driver: Any) -> None:
    with sample.opened() as graph:
        own = {node.id for node in graph.nodes()} | {edge.id for edge in graph.edges()}
        own |= {claim for item in graph.edges() for claim in item.properties["claims"]}
    shown = json.dumps([[str(dict(part)) for part in row if part] for row in rows(driver, ALL)])
    assert [one for one in own if one in shown] == []
    ((identity,),) = rows(driver, "MATCH (p:Person {name: 'Ly Yong Phat'}) RETURN p.id")
    assert sample.show(identity).rows == sample.show("Ly Yong Phat").rows


def test_nothing_protected_is_in_the_copy(rows: Rows, case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES, MARK))
    case.load(note("{T1 Person:Ann Lee} owns {T2 Company:Opal}.", name="other"))
    with (
        case.serve_bolt() as served,
        neo4j.GraphDatabase.driver(served.address, auth=served.auth) as driver,
    ):
        shown = str([[(part, dict(part)) for part in row if part] for row in rows(driver, ALL)])
        for text in ("CALL db.labels()", "CALL db.relationshipTypes()"):
            shown += str(rows(driver, text))
        (folder,) = case.directory.graph.glob("served-*")
        files = [path for path in folder.rglob("*") if path.is_file()]
        held = b"".join(path.read_bytes() for path in files)
    assert "Bo Ray" in shown and b"Bo Ray" in held and "SPOKE_TO" not in shown
    assert [word for word in (*SECRET, "SPOKE_TO") if word in shown or word.encode() in held] == []
    assert not folder.exists()


def test_the_copy_is_its_owners_alone_and_goes_after_an_error(sample: Case) -> None:
    folder = Path()
    with pytest.raises(RuntimeError), sample.serve_bolt() as served:
        (folder, *_) = (
            path for path in sample.directory.graph.glob("served-*") if _is_of(path, served)
        )
        assert folder.stat().st_mode & 0o777 == 0o700
        raise RuntimeError
    assert not folder.exists()


def _is_of(folder: Path, served: Served) -> bool:
    """The latest copy: the module's own is older."""
    others = folder.parent.glob("served-*")
    return bool(served.nodes) and folder == max(others, key=lambda one: one.stat().st_ctime_ns)


def test_a_lens_is_served_where_it_shows_what_is_public(rows: Rows, sample: Case) -> None:
    with (
        sample.serve_bolt(lens=Lens(statuses=("official",))) as served,
        neo4j.GraphDatabase.driver(served.address, auth=served.auth) as driver,
    ):
        assert {row for row in rows(driver, "MATCH ()-[r]->() RETURN DISTINCT r.status")} == {
            ("official",)
        }
    for level in ("case", "all"):
        with (
            pytest.raises(UsageError, match="public"),
            sample.serve_bolt(lens=Lens(disclose=level)),
        ):
            pass


def test_a_port_that_cannot_be_had_is_named_and_leaves_nothing(
    sample: Case, served: Served
) -> None:
    before = set(sample.directory.graph.iterdir())
    taken = int(served.address.rpartition(":")[2])
    for port, words in ((taken, f"port {taken} is taken"), (80, "1024"), (70_000, "65535")):
        with pytest.raises(UsageError, match=words), sample.serve_bolt(port):
            pass
    assert set(sample.directory.graph.iterdir()) == before


def test_without_an_engine_it_says_so_and_leaves_nothing(
    sample: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(sample.directory.graph.iterdir())

    def none() -> Any:
        raise StoreError(arcade_engine._NO_ENGINE)

    monkeypatch.setattr(arcade_engine, "engine", none)
    with pytest.raises(StoreError, match="not installed"), sample.serve_bolt():
        pass
    assert set(sample.directory.graph.iterdir()) == before


def test_an_erasure_ends_what_is_served(rows: Rows, case: Case, note: Note) -> None:
    case.load(note("{T1 Person:Ann Lee} owns {T2 Company:Opal}."))
    with (
        case.serve_bolt() as served,
        neo4j.GraphDatabase.driver(served.address, auth=served.auth) as driver,
    ):
        assert rows(driver, "MATCH (p:Person) RETURN p.name") == [("Ann Lee",)]
        (source,) = case.sources()
        case.erase(source.id, because="asked to")
        with pytest.raises(neo4j.exceptions.DatabaseError, match="erased"):
            rows(driver, "MATCH (p:Person) RETURN p.name")
        wait(served)  # ends by itself


def test_strangers_cannot_take_all_places_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bolt_server, "_CLIENTS", 2)
    monkeypatch.setattr(bolt_server._Client, "timeout", 0.5)
    with closing(bolt_server.BoltServer(0, "secret")) as server:
        server.start(lambda *_: Told((), []))
        place = (bolt_server.HOST, server.port)
        with socket.create_connection(place) as one, socket.create_connection(place) as two:
            with socket.create_connection(place, timeout=0.3) as third:
                assert _received(third) == b""
            assert [one.recv(9), two.recv(9)] == [b"", b""]  # after half a second
        with neo4j.GraphDatabase.driver(
            f"bolt://{place[0]}:{place[1]}", auth=("neo4j", "secret")
        ) as d:
            d.verify_connectivity()


def test_a_stranger_who_says_a_little_now_and_then_is_hung_up_on_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bolt_server, "_PATIENCE", 0.3)
    greeting = b"\x60\x60\xb0\x17\x00\x04\x04\x05" + bytes(12)
    with closing(bolt_server.BoltServer(0, "secret")) as server:
        server.start(lambda *_: Told((), []))
        with socket.create_connection((bolt_server.HOST, server.port), timeout=5) as stranger:
            stranger.sendall(greeting)
            assert len(stranger.recv(4)) == 4
            stranger.settimeout(0.1)
            until, heard = time.monotonic() + 5, b"nothing yet"
            while heard and time.monotonic() < until:
                with suppress(TimeoutError):
                    heard = _after(stranger, bytes(2))  # an empty chunk: the client is there
            assert heard == b""


@pytest.mark.parametrize("act", ["protect", "an import"])
def test_what_is_protected_ends_what_is_served(
    rows: Rows, case: Case, note: Note, act: str
) -> None:
    case.load(note("{T1 Person:Ann Lee} owns {T2 Company:Opal}."))
    with (
        case.serve_bolt() as served,
        neo4j.GraphDatabase.driver(served.address, auth=served.auth) as driver,
    ):
        case.load(note("{T1 Person:Bo Ray} owns {T2 Company:Opal}.", name="more"))
        assert rows(driver, "MATCH (p:Person) RETURN p.name") == [("Ann Lee",)]
        if act == "protect":
            case.protect("Ann Lee", because="She asked")
        else:
            case.load(note("{T1 Person:Ann Lee} fled.", "A1\tProtected T1", name="later"))
        with pytest.raises(neo4j.exceptions.DatabaseError, match="protected"):
            rows(driver, "MATCH (p:Person) RETURN p.name")
        wait(served)  # ends by itself
        assert not served.folder.exists()


def test_a_graph_that_cannot_be_made_ends_what_is_served_all_the_same(
    case: Case, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.load(note("{T1 Person:Ann Lee} owns {T2 Company:Opal}."))
    with case.serve_bolt() as served:

        def away(*_: Any, **__: Any) -> None:
            raise StoreError("away")

        monkeypatch.setattr(Generations, "update", away)
        with pytest.raises(StoreError):
            case.protect("Ann Lee", because="She asked")
        assert not served.is_there
