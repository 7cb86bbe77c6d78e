"""Keeping the graph at the ledger's state: by increments as if made anew (rules 29 to 31)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clew
from clew import Case, Lens
from clew.graph.errors import ClewError
from clew.graph.generations import Generations
from clew.graph.graph_check import verify as compare
from clew.graph.item_rows import content_digest
from clew.graph.projection import Projection
from clew.graph.refresh import BEING_WRITTEN
from clew.graph.scene import look

Note = Callable[..., Path]

OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"
PEOPLE = ("Ann Lee", "Bo Ray", "Cy Dow")
TEXT = "{{T1 Person:{}}} owns {{T2 Company:{} Ltd}}, {{T3 Person:{}}} said."
LINES: tuple[list[str], ...] = (
    [OWNS],
    [OWNS, "A1\tStatus R1 alleged"],
    [],
    [OWNS, "A1\tProtected T1"],
    [OWNS, "* x"],
)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.integers(0, 2), st.integers(0, 4), st.integers(0, 1)),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["same", "different"]), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.sampled_from(["protect", "release"]), st.integers(0, 9)),
        st.tuples(st.sampled_from(["withdraw", "erase"]), st.integers(0, 3)),
        st.tuples(st.just("edit"), st.integers(0, 2), st.integers(0, 1)),
    ),
    min_size=2,
    max_size=7,
)


def _do(case: Case, note: Note, step: tuple[Any, ...]) -> None:
    """Do a step, as far as the case has what it is about."""
    verb, *numbers = step
    if verb == "load":
        who, how, new = numbers
        text = TEXT.format(PEOPLE[who], "Acme" if how % 2 else "Zed", PEOPLE[who - 1])
        case.load(note(text + " More." * new, *LINES[how], name=f"n{who}"))
    elif verb == "undo":
        entries = [e for e in case.log() if e.verb not in ("source", "erase", "recommit")]
        if entries:
            case.undo(entries[numbers[0] % len(entries)].subject.split()[0], disclose="all")
    else:
        _act(case, verb, numbers)


def _act(case: Case, verb: str, numbers: list[int]) -> None:
    sources = case.sources(lens=Lens(disclose="all"))
    with case.opened(Lens(disclose="all")) as graph:
        ids = [node.id for node in graph.nodes() if "Entity" in node.labels]
    if verb in ("same", "different") and ids:
        pair = [ids[number % len(ids)] for number in numbers]
        getattr(case, verb)(*pair, because="tried", disclose="all")
    elif verb == "protect" and ids:
        case.protect(ids[numbers[0] % len(ids)], because="tried")
    elif verb == "release" and ids:
        case.release(ids[numbers[0] % len(ids)], because="tried")
    elif verb in ("withdraw", "erase") and sources:
        target = sources[numbers[0] % len(sources)].id
        getattr(case, verb)(target, because="tried", disclose="all")
    elif verb == "edit" and sources:
        source = sources[numbers[0] % len(sources)].id
        case.edit_source(source, {"published": f"202{numbers[1]}-01-01"}, disclose="all")


def _is_as_made_anew(case: Case, lens: Lens) -> None:
    with case.reading() as db:
        wanted = {item.id: content_digest(item) for item in Projection(look(db, lens)).items()}
    with case.opened(lens) as graph:
        table = graph.reader.items
        found = [*table.graph(), *table.evidence()]
        assert {item.id: content_digest(item) for item in found} == wanted
        assert compare(graph.reader).is_sound


@given(steps=steps)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_graph_by_increments_is_the_graph_made_anew(
    tmp_path_factory: pytest.TempPathFactory, note: Note, steps: list[tuple[Any, ...]]
) -> None:
    case = clew.create(tmp_path_factory.mktemp("steps") / "case")
    for step in steps:
        try:
            _do(case, note, step)
        except ClewError:
            continue
        _is_as_made_anew(case, Lens())
    _is_as_made_anew(case, Lens(as_of="2024-01-01"))
    found = case.verify()
    assert (found.problems, found.notes) == ((), ())


@pytest.fixture
def filled(case: Case, note: Note) -> Case:
    """Return a case with one text and its graph."""
    case.load(note(TEXT.format("Ann Lee", "Acme", "Bo Ray"), OWNS))
    return case


def test_a_lens_is_made_once_for_a_state(filled: Case) -> None:
    lens = Lens(as_of="2024-01-01")
    with filled.opened(lens) as graph:
        first = graph.reader.pointer
    with filled.opened(lens) as graph:
        assert graph.reader.pointer == first
    filled.edit_source(filled.sources()[0].id, {"title": "A title"})
    with filled.opened(lens) as graph:
        assert graph.reader.pointer.state != first.state
        assert "A title" in [node.properties.get("title") for node in graph.nodes()]


def test_a_missing_or_half_built_graph_is_made_again(filled: Case) -> None:
    pointer = filled.directory.graph / "current"
    half = json.loads(pointer.read_text())
    pointer.write_text(json.dumps({**half, "whole": False}))
    _is_as_made_anew(filled, Lens())
    pointer.unlink()
    _is_as_made_anew(filled, Lens())
    (filled.directory.graph / "left.json").unlink()
    _is_as_made_anew(filled, Lens())


def test_a_reader_beside_a_writer_gets_the_last_whole_state_and_is_told(
    filled: Case, note: Note
) -> None:
    with filled.writing("test") as db:
        db.execute('INSERT INTO run(id, at, "by") VALUES (?,?,?)', ("r1", "now", "me"))
        db.execute("INSERT INTO log VALUES (99, 'now', 'test', '', '', 'changed')")
        with filled.opened() as graph:
            assert graph.notes == (BEING_WRITTEN,)
            assert len(list(graph.edges())) == 1


def test_a_reader_keeps_its_graph_while_another_is_made(filled: Case, note: Note) -> None:
    with filled.opened() as graph:
        before = [edge.id for edge in graph.edges()]
        filled.load(note(TEXT.format("Cy Dow", "Zed", "Bo Ray"), OWNS, name="more"))
        assert [edge.id for edge in graph.edges()] == before
        assert len(graph.read("MATCH ()-[r]->() RETURN r.id").rows) == 1
        with filled.opened() as other:
            assert len(other.read("MATCH ()-[r]->() RETURN r.id").rows) == 2
    assert len(list(filled.directory.graph.glob("g-*"))) == 1


def test_what_becomes_protected_leaves_the_files_of_every_graph(filled: Case) -> None:
    with filled.opened(Lens(as_of="2024-01-01")):
        pass
    assert Generations(filled.directory.graph / f"lens-{Lens(as_of='2024-01-01').key}").current()
    filled.protect("Ann Lee", because="she asked for it")
    files = [path for path in filled.directory.graph.rglob("*") if path.is_file()]
    assert not any(b"Ann Lee" in path.read_bytes() for path in files)
