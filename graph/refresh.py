"""Keeping projections at the ledger's state: made on first use, brought up when it has grown."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from clew.graph import garbage, lock
from clew.graph.agreement import Agreement
from clew.graph.directory import CaseDirectory, write_private
from clew.graph.errors import CaseBusy, StoreError
from clew.graph.generations import Generations, Reader
from clew.graph.held import Held
from clew.graph.ledger.database import open_ledger, state
from clew.graph.lens import Lens
from clew.graph.lens_folders import DISCLOSED, OWNER, keep_lenses, sweep, unserved
from clew.graph.model import digest
from clew.graph.opened import RECORD, Opened
from clew.graph.projection import Projection
from clew.graph.record import record_of
from clew.graph.scene import look
from clew.graph.serving import engine_of

#: Changes when the same ledger would be projected otherwise.
VERSION = "3"
#: How long to wait for the last step of a move, seconds.
SETTLING = 10.0
BEING_WRITTEN = "The case is being written; this is its state before that."
_BEHIND = (
    "{error} What was done stands in the ledger; the graph at {address} is as it was before that,"
    " names in it too, until a command reaches it."
)
_AWAY = "{error} `clew graph move embedded` makes the graph in the case, without that server."
Progress = Callable[[str], None]


@cache
def _rules() -> str:
    """Return what stands for everything but ledger and lens that a projection depends on."""
    here = Path(str(files("clew.graph")))
    data = (*sorted(here.glob("*.yaml")), *sorted((here / "identity").glob("*.yaml")))
    return digest(VERSION, [path.read_text(encoding="utf-8") for path in data])[:8]


def wanted(db: sqlite3.Connection) -> str:
    """Return the state that a projection of this ledger has: what it was made of."""
    return _version(state(db))


def _version(link: str) -> str:
    return digest(link, _rules())[:16]


@contextmanager
def opened(
    directory: CaseDirectory, lens: Lens, on_progress: Progress | None = None
) -> Iterator[Opened]:
    """Open the projection of this lens at the ledger's state, made anew where it is not there.

    While another process writes, a reader gets the last whole state, and is told so. A lens that
    discloses more than the default has its projection in a folder that goes at the end (rule 29).
    """
    with closing(open_ledger(directory.ledger)) as db, _folder(directory, lens) as folder:
        notes, reader = _held(directory, db, folder, lens, on_progress)
        with reader:
            yield _view(reader, db, lens, folder, notes, directory)


def refresh(
    directory: CaseDirectory,
    on_progress: Progress | None = None,
    *,
    home: Generations | None = None,
) -> None:
    """Bring the default lens's projection up to the ledger's state; all of it onto a new `home`.

    Where the graph lives on a server that fails, the error says that what was done stands.
    """
    db = open_ledger(directory.ledger)
    try:
        if home is None:
            with _behind(directory):
                _bring_up(directory, db, directory.graph, Lens(), on_progress, whatever=True)
        else:
            with garbage.kept():
                _make(directory, db, home, Lens(), None, on_progress)
    finally:
        db.close()


@contextmanager
def _behind(directory: CaseDirectory) -> Iterator[None]:
    try:
        yield
    except (CaseBusy, StoreError) as error:
        if not directory.graph_address:
            raise
        raise type(error)(_BEHIND.format(error=error, address=directory.graph_address)) from None


def generations(directory: CaseDirectory, folder: Path) -> Generations:
    """Return the generations in a folder of the case, on the engine that holds their graphs."""
    return Generations(folder, engine_of(directory, folder))


def remove_all(directory: CaseDirectory) -> None:
    """Remove every projection (an erasure demands it), and make the default one anew."""
    for path in directory.graph.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    refresh(directory)


@contextmanager
def _folder(directory: CaseDirectory, lens: Lens) -> Iterator[Path]:
    sweep(directory.graph)
    if lens.is_default:
        yield directory.graph
    elif lens.disclose == "public":
        yield directory.graph / f"lens-{lens.key}"
    else:
        folder = Path(tempfile.mkdtemp(prefix=DISCLOSED, dir=directory.graph))
        try:
            with Held(folder / OWNER) as owner:
                owner.take(alone=True)
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _held(
    directory: CaseDirectory,
    db: sqlite3.Connection,
    folder: Path,
    lens: Lens,
    on_progress: Progress | None,
) -> tuple[tuple[str, ...], Reader]:
    """Bring a projection up and hold it; once more where another process moved it in between."""
    _settle(directory, folder)
    notes = _bring_up(directory, db, folder, lens, on_progress)
    try:
        return notes, generations(directory, folder).reader()
    except StoreError:
        _settle(directory, folder)
    notes = _bring_up(directory, db, folder, lens, on_progress)
    return notes, generations(directory, folder).reader()


def _settle(directory: CaseDirectory, folder: Path) -> None:
    """Wait while another process has moved the graph, and `case.toml` does not say so yet."""
    end = time.monotonic() + SETTLING
    while generations(directory, folder).is_elsewhere() and lock.is_written(directory.path):
        if time.monotonic() > end:
            return
        time.sleep(0.02)


def _bring_up(
    directory: CaseDirectory,
    db: sqlite3.Connection,
    folder: Path,
    lens: Lens,
    on_progress: Progress | None,
    *,
    whatever: bool = False,
) -> tuple[str, ...]:
    now, counted = generations(directory, folder).current(), _counted(folder)
    if now is not None and now.state == wanted(db) == counted.get("state"):
        return ()
    if now is not None and not whatever and lock.is_written(directory.path):
        return (BEING_WRITTEN,)
    if on_progress:
        on_progress("reading the ledger")
    home = generations(directory, folder)
    try:
        with garbage.kept():
            _make(directory, db, home, lens, counted.get("guard"), on_progress)
    except StoreError as error:
        if whatever or folder != directory.graph or not directory.graph_address:
            raise
        raise StoreError(_AWAY.format(error=error)) from None
    return ()


def _make(
    directory: CaseDirectory,
    db: sqlite3.Connection,
    home: Generations,
    lens: Lens,
    guarded: str | None,
    on_progress: Progress | None,
) -> None:
    db.execute("BEGIN")
    at, scene, erased = wanted(db), look(db, lens), _erased(db)
    record = {"state": at, **record_of(db, scene)}
    db.execute("COMMIT")
    projection = Projection(scene)
    if on_progress:
        on_progress("making the graph")
    # What was shown and may be no more is not left in the engine's files, here or in other lenses'.
    guard = digest(scene.veil.fingerprint, erased)
    anew = guarded != guard
    left, withheld, veiled = scene.left.counts, projection.withheld, not scene.veil.idle
    items = projection.items()
    del scene, projection  # with the last item all that they hold is given back to the engine
    with unserved(directory.graph, wanted=anew and guarded is not None and lens.is_default):
        home.update(items, at, anew=anew)
    counts = {"left_out": left, "withheld": withheld, "veiled": veiled}
    content = json.dumps({**counts, "state": at, "guard": guard}, sort_keys=True)
    write_private(home.folder / RECORD, json.dumps(record, sort_keys=True).encode())
    write_private(home.folder / "left.json", content.encode())
    keep_lenses(directory.graph, 0 if anew and lens.is_default else 4)


def _counted(folder: Path) -> Mapping[str, Any]:
    """Return what is known of the projection in a folder: its state, and what it leaves out."""
    try:
        found = json.loads((folder / "left.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _erased(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM act WHERE verb = 'erase'").fetchone()[0])


def _view(
    reader: Reader,
    db: sqlite3.Connection,
    lens: Lens,
    folder: Path,
    notes: tuple[str, ...],
    directory: CaseDirectory,
) -> Opened:
    now, version = state(db), reader.pointer.state
    counted = _counted(folder)
    left = counted["left_out"] if counted.get("state") == version else {}
    ledger = Agreement(db, now if version == _version(now) else "", lens.known_at)
    veiled = bool(counted.get("veiled", True))
    return Opened(
        reader,
        db,
        lens,
        version,
        ledger,
        left,
        notes,
        folder=folder,
        directory=directory,
        veiled=veiled,
    )
