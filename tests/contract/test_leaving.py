"""What a case left in a real server's database goes when the graph moves on, and others' stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import clew
from clew import Case
from clew.graph.errors import StoreError, UsageError
from clew.graph.places import places
from clew.graph.stores import neo4j_empty
from tests.neo4j_server import Server
from tests.neo4j_stores import run

Note = Callable[..., Path]
TEXT = "{T1 Person:Ann Lee} owns {T2 Company:Quartz Holding}."
MARK = "SHOW INDEXES YIELD name WHERE name STARTS WITH 'clew ' RETURN name"


@pytest.fixture
def case(tmp_path: Path, note: Note) -> Case:
    own = clew.create(tmp_path / "case")
    own.load(note(TEXT, "R1\tOwns Arg1:T1 Arg2:T2", name="first"))
    return own


def _left(server: Server) -> list[list[object]]:
    """All that a database holds: nodes, edges, indexes of any kind but those it makes itself."""
    return [
        *run(server, "MATCH (n) RETURN n.name"),
        *run(server, "SHOW CONSTRAINTS YIELD name RETURN name"),
        *run(server, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"),
    ]


def test_a_graph_that_moves_home_leaves_nothing(
    case: Case, emptied: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_empty, "WINDOW", 2)
    case.move_graph(emptied.address)
    assert len(_left(emptied)) > 5
    moved = case.move_graph("embedded")
    assert (moved.address, moved.left, moved.stays) == ("embedded", emptied.address, "")
    assert _left(emptied) == [] and case.copies() == []
    assert len(case.query("MATCH (p:Person) RETURN p")) == 1


def test_the_same_database_by_another_address_is_not_emptied(case: Case, emptied: Server) -> None:
    case.move_graph(emptied.address)
    for other in (f"neo4j://127.0.0.1:{emptied.port}", f"bolt://localhost:{emptied.port}/neo4j"):
        assert case.move_graph(other).stays == ""
        assert len(case.query("MATCH (p:Person) RETURN p")) == 1
        assert case.verify().notes == ()
    assert case.copies() == []


def test_a_copy_is_taken_away_and_what_others_made_there_stays(case: Case, emptied: Server) -> None:
    pushed = case.push(emptied.address)
    run(emptied, "CREATE INDEX theirs FOR (n:Person) ON (n.born)")
    assert [(place.address, place.copy) for place in case.copies()] == [(pushed.address, True)]
    case.take_away(emptied.address)
    assert _left(emptied) == [["theirs"]] and case.copies() == []
    case.take_away(emptied.address)


@pytest.mark.parametrize("whose", ["another case's graph", "data of others"])
def test_what_is_not_this_cases_is_left_as_it_is(
    case: Case, emptied: Server, tmp_path: Path, note: Note, whose: str
) -> None:
    case.move_graph(emptied.address)
    if whose == "data of others":
        run(emptied, "MATCH (n) DETACH DELETE n")
        for (name,) in run(emptied, MARK):
            run(emptied, f"DROP INDEX `{name}`")
        run(emptied, "CREATE (:Movie {name: 'Kept'})")
    else:
        clew.create(tmp_path / "other").move_graph(emptied.address, replace=True)
    before = _left(emptied)
    moved = case.move_graph("embedded")
    assert moved.address == "embedded" and whose in moved.stays
    assert _left(emptied) == before
    assert [place.address for place in case.copies()] == [emptied.address]
    with pytest.raises(StoreError, match=whose):
        case.take_away(emptied.address)


def test_where_the_graph_lives_nothing_is_taken_away(case: Case, emptied: Server) -> None:
    case.move_graph(emptied.address)
    with pytest.raises(UsageError, match="own graph"):
        case.take_away(emptied.address)
    assert len(case.query("MATCH (p:Person) RETURN p")) == 1


def test_a_case_held_open_follows_its_graph(case: Case, emptied: Server, note: Note) -> None:
    held = clew.open(case.directory.path)
    here = held.query("MATCH (p:Person) RETURN p.name").rows
    case.move_graph(emptied.address)
    assert held.query("MATCH (p:Person) RETURN p.name").rows == here
    held.load(note("{T1 Person:Bob Chan} was there.", name="second"))
    assert run(emptied, "MATCH (p:Person) RETURN p.name ORDER BY p.name")[1:] == [["Bob Chan"]]
    case.move_graph("embedded")
    assert len(held.query("MATCH (p:Person) RETURN p.name")) == 2
    assert held.ask("ties", start="Ann Lee", to="Company").paths
    assert _left(emptied) == [] and places(held.directory) == ()


def test_a_graph_open_while_it_moves_ends_whole_or_in_a_sentence(
    case: Case, emptied: Server
) -> None:
    case.move_graph(emptied.address)
    with case.opened() as unused, case.opened() as graph:
        assert len(graph.read("MATCH (p:Person) RETURN p").rows) == 1
        clew.open(case.directory.path).move_graph("embedded")
        with pytest.raises(StoreError, match="does not hold this case's graph"):
            graph.read("MATCH (p:Person) RETURN p.name")
        with pytest.raises(StoreError, match="has moved"):
            unused.read("MATCH (p:Person) RETURN p.name")
    assert _left(emptied) == []
