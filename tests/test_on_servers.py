"""From Python: a case made on a server, moved there and back, copied there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case, ClewError, Lens, moving
from clew.graph.directory import keep_graph
from clew.graph.errors import StoreError, UsageError
from clew.graph.pointer import read_pointer
from clew.graph.stores.embedded import EmbeddedStore
from tests.fake_servers import Servers

Note = Callable[..., Path]
PLACE = "bolt://localhost/case1"
KEPT = "bolt://localhost:7687/case1"


@pytest.fixture
def filled(case: Case, note: Note) -> Case:
    """A case of two people, two companies, and a tie of each."""
    text = "{T1 Person:Ann Lee} owns {T2 Company:Quartz Holding}. "
    text += "{T3 Person:Bob Chan} directs {T4 Company:Opal Trade}."
    case.load(note(text, "R1\tOwns Arg1:T1 Arg2:T2", "R2\tDirectorOf Arg1:T3 Arg2:T4"))
    return case


def test_a_case_is_made_where_its_graph_lives(servers: Servers, tmp_path: Path, note: Note) -> None:
    case = clew.create(tmp_path / "own", graph=PLACE)
    assert case.directory.graph_address == KEPT
    before = servers.holds[KEPT][0]
    case.load(note("{T1 Person:Ann Lee} was there."))
    mark, items = servers.holds[KEPT]
    assert [item.properties["name"] for item in items if "Person" in str(item)] == ["Ann Lee"]
    assert mark.case == before.case and mark.generation != before.generation


def test_a_case_that_moved_knows_where_it_is(servers: Servers, filled: Case) -> None:
    told: list[tuple[int, int]] = []
    moved = filled.move_graph(PLACE, on_progress=lambda done, total: told.append((done, total)))
    total = len(servers.holds[KEPT][1])
    assert (moved.address, moved.nodes, moved.edges) == (KEPT, 5, 2)
    assert told == [(done, total) for done in range(total + 1)] and total == 7
    assert filled.directory.graph_address == KEPT
    assert clew.open(filled.directory.path).directory.graph_address == KEPT
    assert filled.move_graph("embedded").address == "embedded"
    assert len(filled.query("MATCH (p:Person) RETURN p")) == 2


def test_who_asks_while_a_graph_moves_waits_and_makes_no_other(
    servers: Servers, filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, pointers = list[int](), list[object]()

    def ask() -> None:
        with clew.open(filled.directory.path).opened() as graph:
            seen.append(len(list(graph.nodes())))

    def late(*given: Any) -> Any:
        pointers.append(read_pointer(filled.directory.graph))
        asking.start()
        asking.join(0.5)  # as long as it likes, were it not to wait
        return keep_graph(*given)

    asking = threading.Thread(target=ask)
    monkeypatch.setattr(moving, "keep_graph", late)
    filled.move_graph(PLACE)
    asking.join(20)
    assert seen == [5] and [read_pointer(filled.directory.graph)] == pointers


def test_without_the_server_a_word_says_how_to_protect_all_the_same(
    servers: Servers, filled: Case, note: Note
) -> None:
    filled.move_graph(PLACE)
    servers.down = True
    with pytest.raises(StoreError, match="stands in the ledger"):
        filled.load(note("{T1 Person:Cy Dow} was there.", name="later"))
    with pytest.raises(StoreError, match="`clew graph move embedded` makes the graph in the case"):
        filled.protect("Cy Dow", because="Cy asked")
    filled.move_graph("embedded")
    filled.protect("Cy Dow", because="Cy asked")
    assert not filled.find("Cy Dow") and filled.find("Ann Lee")


def test_a_copy_is_counted_while_it_goes(servers: Servers, filled: Case) -> None:
    told: list[tuple[int, int]] = []
    pushed = filled.push(PLACE, on_progress=lambda done, total: told.append((done, total)))
    assert (pushed.address, pushed.nodes, pushed.edges) == (KEPT, 5, 2)
    assert told == [(done, 7) for done in range(8)]
    assert filled.directory.graph_address == ""


def test_ids_on_a_server_are_the_cases_own_and_those_of_a_copy_are_not(
    servers: Servers, filled: Case
) -> None:
    filled.move_graph(PLACE)
    filled.push(f"{PLACE}b")
    own, copied = (
        {item.id for item in items} for _, items in (servers.holds[KEPT], servers.holds[f"{KEPT}b"])
    )
    with filled.opened() as graph:
        assert own == {item.id for item in graph.items.graph()}
    assert len(copied) == len(own) and not own & copied
    assert {filled.why(identity)["id"] for identity in copied if identity[0] == "e"} <= own


def test_what_is_protected_goes_nowhere(servers: Servers, filled: Case) -> None:
    filled.protect("Ann Lee", because="She asked")
    filled.move_graph(PLACE)
    filled.push(f"{PLACE}b")
    assert "Bob" in str(servers.holds) and "Ann" not in str(servers.holds)
    filled.release("Ann Lee", because="She agreed", disclose="all")
    assert "Ann" in str(servers.holds[KEPT]) and "Ann" not in str(servers.holds[f"{KEPT}b"])


def test_a_copy_of_before_what_was_protected_meanwhile_says_so(
    servers: Servers, filled: Case
) -> None:
    def protect(done: int, total: int) -> None:
        if done == 1:
            filled.protect("Ann Lee", because="She asked")

    assert filled.push(PLACE, on_progress=protect).behind and "Ann" in str(servers.holds)
    assert [place.address for place in filled.copies()] == [KEPT]
    assert not filled.push(PLACE).behind and "Ann" not in str(servers.holds)


def test_where_this_machine_has_no_engine_a_graph_lives_on_a_server(
    servers: Servers, tmp_path: Path, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*given: object, **more: object) -> None:
        raise StoreError("The graph engine has no build for this machine.")

    for name in ("create", "open"):
        monkeypatch.setattr(EmbeddedStore, name, missing)
    case = clew.create(tmp_path / "own", graph=PLACE)
    case.load(note("{T1 Person:Ann Lee} was there."))
    assert case.move_graph(f"{PLACE}b").nodes == 2
    assert "Ann" in str(servers.holds[f"{KEPT}b"]) and case.find("Ann Lee")


def test_a_graph_that_cannot_come_back_stays_on_the_server(
    servers: Servers, filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.move_graph(PLACE)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(EmbeddedStore, "create", full)
        filled.move_graph("embedded")
    assert clew.open(filled.directory.path).directory.graph_address == KEPT
    assert filled.move_graph("embedded").nodes == 5


@pytest.mark.parametrize("where", ["", "nowhere", "Embedded", "http://host", "bolt://a:b@host"])
def test_what_is_no_address_changes_nothing(servers: Servers, filled: Case, where: str) -> None:
    before = (filled.directory.path / "case.toml").read_bytes()
    for act in (filled.move_graph, filled.push):
        with pytest.raises(UsageError):
            act(where)
    assert (filled.directory.path / "case.toml").read_bytes() == before
    assert servers.entered == []


def test_a_copy_discloses_nothing(servers: Servers, filled: Case) -> None:
    with pytest.raises(ClewError, match="--disclose"):
        filled.push(PLACE, lens=Lens(disclose="case"))
    assert servers.entered == []
