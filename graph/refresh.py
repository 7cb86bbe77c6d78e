"""Keeping projections at the ledger's state: made on first use, brought up when it has grown."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from clew.graph import lock
from clew.graph.directory import CaseDirectory, write_private
from clew.graph.generations import Generations, Reader
from clew.graph.ledger.database import open_ledger, state
from clew.graph.lens import Lens
from clew.graph.lens_folders import keep_lenses
from clew.graph.model import digest
from clew.graph.opened import Opened
from clew.graph.projection import Projection
from clew.graph.scene import look

#: Changes when the same ledger would be projected otherwise.
VERSION = "1"
BEING_WRITTEN = "The case is being written; this is its state before that."
Progress = Callable[[str], None]


@cache
def _rules() -> str:
    """Return what stands for everything but ledger and lens that a projection depends on."""
    vocabulary = (files("clew.graph") / "schema.yaml").read_text(encoding="utf-8")
    return digest(VERSION, vocabulary)[:8]


def wanted(db: sqlite3.Connection) -> str:
    """Return the state that a projection of this ledger has: what it was made of."""
    return digest(state(db), _rules())[:16]


@contextmanager
def opened(
    directory: CaseDirectory, lens: Lens, on_progress: Progress | None = None
) -> Iterator[Opened]:
    """Open the projection of this lens at the ledger's state, made anew where it is not there.

    While another process writes, a reader gets the last whole state, and is told so. A lens that
    discloses more than the default has its projection in a folder that goes at the end (rule 29).
    """
    db = open_ledger(directory.ledger)
    folder, passing = _folder(directory, lens)
    try:
        notes = _bring_up(directory, db, folder, lens, on_progress)
        with Generations(folder).reader() as reader:
            yield _view(reader, db, lens, folder, notes)
    finally:
        db.close()
        if passing:
            shutil.rmtree(folder, ignore_errors=True)


def refresh(directory: CaseDirectory, on_progress: Progress | None = None) -> None:
    """Bring the default lens's projection up to the ledger's state."""
    db = open_ledger(directory.ledger)
    try:
        _bring_up(directory, db, directory.graph, Lens(), on_progress, whatever=True)
    finally:
        db.close()


def remove_all(directory: CaseDirectory) -> None:
    """Remove every projection (an erasure demands it), and make the default one anew."""
    for path in directory.graph.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    refresh(directory)


def _folder(directory: CaseDirectory, lens: Lens) -> tuple[Path, bool]:
    if lens.is_default:
        return directory.graph, False
    if lens.disclose != "public":
        return Path(tempfile.mkdtemp(prefix="disclosed-", dir=directory.graph)), True
    return directory.graph / f"lens-{lens.key}", False


def _bring_up(
    directory: CaseDirectory,
    db: sqlite3.Connection,
    folder: Path,
    lens: Lens,
    on_progress: Progress | None,
    *,
    whatever: bool = False,
) -> tuple[str, ...]:
    generations = Generations(folder)
    now = generations.current()
    if now is not None and now.whole and now.state == wanted(db):
        return ()
    if now is not None and now.whole and not whatever and lock.is_written(directory.path):
        return (BEING_WRITTEN,)
    if on_progress:
        on_progress("reading the ledger")
    db.execute("BEGIN")
    at, scene = wanted(db), look(db, lens)
    db.execute("COMMIT")
    projection = Projection(scene)
    if on_progress:
        on_progress("making the graph")
    generations.update(projection.items(), at)
    counts = {"left_out": scene.left.counts, "withheld": projection.withheld}
    write_private(folder / "left.json", json.dumps(counts, sort_keys=True).encode())
    if folder != directory.graph:
        keep_lenses(directory.graph)
    return ()


def _view(
    reader: Reader, db: sqlite3.Connection, lens: Lens, folder: Path, notes: tuple[str, ...]
) -> Opened:
    try:
        left = json.loads((folder / "left.json").read_text())["left_out"]
    except (OSError, ValueError, KeyError):
        left = {}
    return Opened(reader, db, lens, reader.pointer.state, left, notes)
