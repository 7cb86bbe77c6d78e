"""A network that is slow, breaks off or falls silent, and a disk that is full: words, no harm."""

from __future__ import annotations

import resource
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.demo import demo
from clew.graph.errors import CaseBusy, ClewError, StoreError
from clew.graph.handed import HandedOn
from clew.graph.stores import knock, neo4j_empty, neo4j_link, neo4j_push
from clew.graph.stores.address import address
from clew.graph.stores.neo4j_store import Neo4jStore
from clew.pushing import Pushed
from tests import neo4j_server
from tests.neo4j_server import Server, start
from tests.neo4j_stores import by_id, empty, graph, run
from tests.slow_network import network

#: A dead connection is noticed after twice this, two minutes where nothing is set.
KEEP_ALIVE = "server.bolt.connection_keep_alive=2s\n"
#: The server's disk, where one of its own can be had.
DISK, ROOM = 96 * 1024 * 1024, 64 * 1024


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bool]]:
    """A folder on a disk of its own that is small, or (False) one like any other."""
    folder = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    yield folder, mounted
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def server(disk: tuple[Path, bool]) -> Iterator[Server]:
    """A server of this module's own."""
    if reason := neo4j_server.why_not():
        pytest.skip(reason)
    with neo4j_server.running(disk[0], more=KEEP_ALIVE) as own:
        yield own


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """Let a push have many windows."""
    monkeypatch.setattr(neo4j_push, "WINDOW", 20)
    monkeypatch.setattr(neo4j_empty, "WINDOW", 50)
    empty(server)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let nobody wait long for what does not come, until this is undone."""
    with monkeypatch.context() as hasty:
        hasty.setattr(neo4j_link, "RETRY", 3.0)
        hasty.setattr(neo4j_link, "CONNECT", 5.0)
        hasty.setattr(neo4j_link, "WRITE", 10.0)
        hasty.setattr(knock, "KNOCK", 3.0)
        yield hasty


@contextmanager
def _full(disk: tuple[Path, bool], server: Server) -> Iterator[None]:
    """Leave the server next to no room: on its own disk, or else in each of its files."""
    folder, mounted = disk
    filler = folder / "filler"
    if not mounted:
        most = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        old = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, old[1]))
        yield
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, old)
        return
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65_536))
    with filler.open("r+b") as file:
        file.truncate(filler.stat().st_size - ROOM)
    yield
    filler.unlink()


def _is_whole(case: Case, server: Server, pushed: Pushed) -> bool:
    """Compare what the server holds, node by node, with what the embedded graph hands on."""
    store = Neo4jStore.open(address(server.address), pushed.mark)
    try:
        there = graph(store)
    finally:
        store.close()
    with case.opened(Lens()) as shown:
        return there == by_id(HandedOn(shown).items()) and len(there) > 100


def _unharmed(case: Case, server: Server) -> None:
    """The ledger verifies clean, and the same push again ends in the same graph."""
    assert case.verify().is_sound and case.verify().notes == ()
    assert _is_whole(case, server, case.push(server.address))


def test_over_a_slow_network_a_push_ends_whole(case: Case, server: Server) -> None:
    with network(server.port, delay=0.005) as between:
        pushed = case.push(f"bolt://127.0.0.1:{between.port}")
    assert between.passed > 50_000
    assert _is_whole(case, server, pushed)


@pytest.mark.parametrize("at", [20_000, 90_000])
def test_a_network_that_breaks_off_once_is_not_even_noticed(
    case: Case, server: Server, at: int
) -> None:
    with network(server.port, cut=at, times=1) as between:
        pushed = case.push(f"bolt://127.0.0.1:{between.port}")
    assert between.done == 1
    assert _is_whole(case, server, pushed)


def test_a_network_that_breaks_off_again_and_again_is_told_and_harms_nothing(
    case: Case, server: Server, impatient: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    with network(server.port, cut=40_000) as between, pytest.raises(StoreError) as caught:
        while True:
            case.push(f"bolt://127.0.0.1:{between.port}")
            between.cut = 5_000
    assert time.monotonic() - began < 120
    impatient.undo()
    assert f"127.0.0.1:{between.port} did not answer, or broke off" in str(caught.value)
    _unharmed(case, server)


def test_a_network_that_falls_silent_is_noticed_in_time_and_harms_nothing(
    case: Case, server: Server, impatient: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    with network(server.port, freeze=60_000) as between:
        with pytest.raises(StoreError, match="did not answer|took too long"):
            while True:
                case.push(f"bolt://127.0.0.1:{between.port}")
                between.freeze = 5_000
        assert between.done
    assert time.monotonic() - began < 120
    impatient.undo()
    _unharmed(case, server)


def test_of_two_pushes_at_once_one_ends_whole_and_the_other_says_so(
    case: Case, server: Server
) -> None:
    second: list[Pushed] = []

    def at_once(done: int, total: int) -> None:
        if done == 60:
            thread = threading.Thread(target=lambda: second.append(case.push(server.address)))
            thread.start()
            thread.join(120)

    with pytest.raises(CaseBusy, match="Another process"):
        case.push(server.address, on_progress=at_once)
    assert _is_whole(case, server, second[0])
    _unharmed(case, server)


def test_a_push_ended_by_ctrl_c_leaves_half_that_the_case_knows_of(
    case: Case, server: Server
) -> None:
    def ctrl_c(done: int, total: int) -> None:
        if done == 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case.push(server.address, on_progress=ctrl_c)
    assert server.address in [place.address for place in case.copies()]
    _unharmed(case, server)
    case.push(server.address, lens=Lens(statuses=("official",)))
    case.take_away(server.address)
    assert run(server, "MATCH (n) RETURN count(n)") == [[0]]
    assert server.address not in [place.address for place in case.copies()]


def test_a_full_disk_is_told_and_harms_nothing(
    case: Case, server: Server, disk: tuple[Path, bool], impatient: pytest.MonkeyPatch
) -> None:
    with _full(disk, server), pytest.raises(ClewError) as caught:
        for _ in range(100):
            case.push(server.address)
            case.take_away(server.address)
    assert f"The server at {server.address}" in str(caught.value)
    impatient.undo()
    assert case.verify().is_sound
    server.stop(kill=True)
    server.process = start(server.home, port=server.port, more=KEEP_ALIVE).process
    _unharmed(case, server)
