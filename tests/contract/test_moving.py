"""A case whose graph lives on a server: everything works unchanged, and the ledger stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case
from clew.graph import generations
from clew.graph.directory import EMBEDDED
from clew.graph.errors import StoreError, UsageError
from clew.graph.graph_check import verify as compare
from clew.graph.refresh import generations as generations_of
from clew.graph.stores.neo4j_link import Link
from clew.moving import move
from clew.pushing import push
from tests.neo4j_server import Server
from tests.neo4j_stores import run

Note = Callable[..., Path]
FIRST = "{T1 Person:Ann Lee} owns {T2 Company:Quartz Holding}."
SECOND = "{T1 Person:Bob Chan} directs {T2 Company:Quartz Holding}."
OWNS, DIRECTS = "R1\tOwns Arg1:T1 Arg2:T2", "R1\tDirectorOf Arg1:T1 Arg2:T2"
COUNT = "MATCH (n) RETURN count(n) AS n"


@pytest.fixture
def case(tmp_path: Path, note: Note) -> Case:
    own = clew.create(tmp_path / "case")
    own.load(note(FIRST, OWNS, name="first"))
    return own


def _sound(case: Case) -> bool:
    directory = case.directory
    with generations_of(directory, directory.graph).reader() as reader:
        return compare(reader).is_sound and reader.store.needs_guard == (
            not directory.graph_address
        )


def _moved(case: Case, server: Server, **more: Any) -> Case:
    return Case(move(case.directory, server.address, **more))


def test_a_case_moves_to_a_server_and_answers_from_there(case: Case, emptied: Server) -> None:
    here = [row["n"] for row in case.query(COUNT)]
    moved = _moved(case, emptied)
    assert f'graph = "{emptied.address}"' in (case.directory.path / "case.toml").read_text()
    assert [row["n"] for row in moved.query(COUNT)] == here
    assert run(emptied, COUNT) == [here]
    assert not list(case.directory.graph.glob("g-*/engine"))
    assert _sound(clew.open(case.directory.path))


def test_what_is_imported_then_goes_to_the_server_by_its_difference(
    case: Case, emptied: Server, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "REBUILD_ABOVE", 10.0)
    moved = _moved(case, emptied)
    moved.load(note(SECOND, DIRECTS, name="second"))
    assert _sound(moved)
    assert {row["n.name"] for row in moved.query("MATCH (n:Person) RETURN n.name")} == {
        "Ann Lee",
        "Bob Chan",
    }


def test_a_case_goes_back_and_the_graph_is_in_it_again(
    case: Case, emptied: Server, note: Note
) -> None:
    moved = _moved(case, emptied)
    moved.load(note(SECOND, DIRECTS, name="second"))
    back = Case(move(moved.directory, EMBEDDED))
    assert back.directory.graph_address == ""
    assert _sound(back)
    assert len(back.query("MATCH (p:Person) RETURN p")) == 2


def test_other_lenses_stay_in_the_case(case: Case, emptied: Server) -> None:
    moved = _moved(case, emptied)
    before = run(emptied, "SHOW INDEXES YIELD name RETURN name")
    assert len(moved.query(COUNT, lens=clew.Lens(statuses=("official",)))) == 1
    assert list(case.directory.graph.glob("lens-*/g-*/engine"))
    assert run(emptied, "SHOW INDEXES YIELD name RETURN name") == before


def test_a_server_that_holds_something_else_leaves_the_case_where_it_was(
    case: Case, emptied: Server
) -> None:
    run(emptied, "CREATE (:Movie)")
    with pytest.raises(StoreError, match="--replace"):
        _moved(case, emptied)
    again = clew.open(case.directory.path)
    assert again.directory.graph_address == "" and _sound(again)
    assert _sound(_moved(case, emptied, replace=True))


def test_a_graph_that_others_changed_is_made_again_by_verify(case: Case, emptied: Server) -> None:
    moved = _moved(case, emptied)
    run(emptied, "MATCH (n:Person) SET n.name = 'Eve'")
    assert not _sound(moved)
    assert "made again" in str(moved.verify().notes)
    assert _sound(moved)


def test_a_change_that_came_through_and_was_not_told_is_not_made_twice(
    case: Case, emptied: Server, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "REBUILD_ABOVE", 10.0)
    moved = _moved(case, emptied)

    def died(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(generations.Generations, "_count", died)
        moved.load(note(SECOND, DIRECTS, name="second"))
    assert len(moved.query("MATCH (p:Person) RETURN p")) == 2
    assert _sound(moved)


def test_a_graph_behind_the_case_is_pushed_whole(
    case: Case, emptied: Server, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "REBUILD_ABOVE", 10.0)
    moved = _moved(case, emptied)
    for (name,) in run(
        emptied, "SHOW INDEXES YIELD name WHERE name STARTS WITH 'clew ' RETURN name"
    ):
        run(emptied, f"DROP INDEX `{name}`")
        other = name.replace("generation ", "generation x")
        run(emptied, f"CREATE INDEX `{other}` FOR (n:Source) ON (n.clew_mark)")
    moved.load(note(SECOND, DIRECTS, name="second"))
    assert _sound(moved)


def test_a_server_that_does_not_answer_harms_nothing(
    case: Case, emptied: Server, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = _moved(case, emptied)

    def lost(self: Link, *given: object) -> None:
        raise StoreError("The server did not answer.")

    with monkeypatch.context() as broken, pytest.raises(StoreError):
        broken.setattr(Link, "__init__", lost)
        moved.load(note(SECOND, DIRECTS, name="second"))
    assert moved.verify().is_sound
    assert _sound(moved)
    assert len(moved.query("MATCH (p:Person) RETURN p")) == 2


def test_no_copy_is_pushed_over_the_cases_own_graph(case: Case, emptied: Server) -> None:
    from clew.graph.stores.address import address

    moved = _moved(case, emptied)
    with pytest.raises(UsageError, match="own graph"):
        push(moved, address(emptied.address), clew.Lens())


@pytest.mark.parametrize("where", ["nowhere", "http://host", "bolt://eve:hunter2@host"])
def test_what_is_no_address_is_refused(case: Case, where: str) -> None:
    with pytest.raises(UsageError) as caught:
        move(case.directory, where)
    assert "hunter2" not in str(caught.value)


def test_a_copy_never_goes_over_the_cases_own_graph_by_another_address(
    case: Case, emptied: Server
) -> None:
    case.move_graph(emptied.address)
    before = case.query(COUNT).rows
    for other in (f"neo4j://127.0.0.1:{emptied.port}", f"bolt://localhost:{emptied.port}/neo4j"):
        with pytest.raises(UsageError, match="own graph lives there"):
            case.push(other)
    assert clew.open(case.directory.path).query(COUNT).rows == before and case.copies() == []
