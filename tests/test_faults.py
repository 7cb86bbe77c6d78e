"""Killed at any moment: nothing acknowledged is lost, nothing half imported is seen.

A child imports, projects and decides in small invented cases, and notes what is done; it is killed
after a time drawn over the measured whole. CI kills a hundred times (about a minute and a half).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import runpy
import shutil
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

import clew
from clew import Case
from clew.graph.directory import opened

Note = Callable[..., Path]
Lines = Callable[..., list[str]]
Start = Callable[..., tuple[BaseProcess, Path]]

ROUNDS = 100 if os.environ.get("CI") == "true" else 8
LOADED = ["clew.case", "clew.importing", "clew.graph.stores.embedded", "clew.loaders.batches"]
LOADED += ["clew.deciding", "clew.graph.refresh", "clew.sourcing", "yaml"]
PLAN = (
    "load {a}",
    "load {b}",
    "load {c}",
    "same Ann Cy",
    "undo",
    "load {a2}",
    "protect Bo",
    "erase c.txt",
)
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


@pytest.fixture
def start(root: Path, tmp_path: Path) -> Start:
    """Start a process that does the commands in a case; returns it, and where it notes them."""
    # A server that has loaded Clew and opened no engine makes each process within milliseconds.
    if sys.platform == "win32":
        context = multiprocessing.get_context("spawn")
    else:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LOADED)
    work = str(root / "tests/data/faults_work.py")

    def run(case: Case, commands: list[str]) -> tuple[BaseProcess, Path]:
        notes = tmp_path / f"done-{time.monotonic_ns()}"
        given = {"CASE": str(case.directory.path), "PLAN": "\n".join(commands), "DONE": str(notes)}
        process = context.Process(target=runpy.run_path, args=(work, given))
        process.start()
        return process, notes

    return run


def _ended(process: BaseProcess, notes: Path) -> int:
    process.join(120)
    assert process.exitcode == 0
    return _done(notes)


def _done(notes: Path) -> int:
    words = notes.read_text() if notes.exists() else ""
    return sum(line.startswith("done") for line in words.splitlines())


@pytest.fixture
def plan(note: Note) -> list[str]:
    """Write the notes and return the commands; `a2` is a corrected export of `a`."""
    text = "{T1 Person:%s} owns {T2 Company:%s}, said {T3 Person:Eve}."
    paths = {
        name: note(text % (person, company), OWNS, name=name)
        for name, person, company in (("a", "Ann", "Acme"), ("b", "Bo", "Acme"), ("c", "Cy", "Zed"))
    }
    paths["a2"] = note(text % ("Ann", "Acme"), name="a", folder="notes/fixed")
    return [command.format(**paths) for command in PLAN]


def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing_half_done(
    plan: list[str], start: Start, tmp_path: Path, lines: Lines
) -> None:
    case = clew.create(tmp_path / "case-0")
    shown, took = [_plain(lines(case))], []
    for number, command in enumerate(plan, 1):
        begin = time.monotonic()
        case = Case(opened(shutil.copytree(case.directory.path, tmp_path / f"case-{number}")))
        assert _ended(*start(case, [command])) == 1
        took.append(time.monotonic() - begin)
        shown.append(_plain(lines(case)))
    assert len({tuple(state) for state in shown}) == len(shown) - 1  # an undo goes one back
    chance, acknowledged = random.Random(20260101), 0
    for number in range(ROUNDS):
        step = number % len(plan)
        case = Case(opened(shutil.copytree(tmp_path / f"case-{step}", tmp_path / "killed")))
        process, notes = start(case, [plan[step]])
        time.sleep(chance.uniform(0, 1.3 * took[step]))
        process.kill()
        process.join(30)
        done = _done(notes)
        acknowledged += done
        what = f"round {number}, {plan[step]}, {done} done"
        _is_as_after(case, step + done, shown, lines, what)
        if _plain(lines(case)) == shown[step]:
            assert _ended(*start(case, [plan[step]])) == 1
        _is_as_after(case, step + 1, shown, lines, f"{what}, and done again")
        shutil.rmtree(case.directory.path)
    assert 0 < acknowledged < ROUNDS


def _is_as_after(case: Case, done: int, shown: list[list[str]], lines: Lines, what: str) -> None:
    """Fail unless the case is as after so many commands, or as after the one then begun."""
    now = _plain(lines(case))
    assert now in shown[done : done + 2], what
    with case.opened() as graph:
        assert {node.id for node in graph.nodes()} == _nodes(now), what
    found = case.verify()
    assert (found.problems, found.notes) == ((), ()), what


def _plain(items: list[str]) -> list[str]:
    """Return the items without the ids of decisions, which are made by chance."""
    return [re.sub('"i[0-9a-f]{32}"', '"i"', item) for item in items]


def _nodes(items: list[str]) -> set[str]:
    found = (json.loads(line) for line in items)
    return {item["id"] for item in found if item["sort"] == "Node"}


def _eight(note: Note) -> Path:
    texts = [f"{{T1 Person:Ann Lee}} owns {{T2 Company:Acme Ltd}} of {n}." for n in range(8)]
    notes = [note(text, OWNS, name=f"n{number}") for number, text in enumerate(texts)]
    return notes[0].parent


def test_an_import_beside_queries_disturbs_neither(case: Case, note: Note, start: Start) -> None:
    folder = _eight(note)
    case.load(folder / "n0.ann")
    loads = [f"load {folder}/n{number}.ann" for number in range(1, 8)]
    children = [start(case, given) for given in (loads, ["ask"] * 8, ["ask"] * 8)]
    assert [_ended(*child) for child in children] == [7, 8, 8]
    assert len(case.sources()) == 8
    assert case.verify().is_sound


def test_imports_wait_for_each_other(case: Case, note: Note, start: Start) -> None:
    folder = _eight(note)
    odd, even = (
        [f"load {folder}/n{number}.ann" for number in range(8) if number % 2 == part]
        for part in (1, 0)
    )
    children = [start(case, given) for given in (odd, even, [f"load {folder}"])]
    assert [_ended(*child) for child in children] == [4, 4, 1]
    with case.opened() as graph:
        (edge,) = graph.edges()
        assert edge.properties["source_count"] == 8
    assert case.verify().is_sound
