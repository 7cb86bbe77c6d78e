"""The graphs of lenses other than the case's own: made on first use, a few of them kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clew.graph.held import Held

#: A lens that discloses more has its graph in such a folder, held by a lock while it is used.
DISCLOSED, OWNER = "disclosed-", "owner.lock"
#: A copy for other tools lies in such a folder while `clew serve` runs, held in the same way.
SERVED = "served-"


def sweep(graph: Path) -> None:
    """Remove the graphs of lenses that disclose more, and copies, whose command was killed."""
    for folder in (*graph.glob(f"{DISCLOSED}*"), *graph.glob(f"{SERVED}*")):
        with suppress(OSError), Held(folder / OWNER) as owner:
            held = (folder / OWNER).exists() and not owner.take(alone=True)
            # An empty one is only just made; one without its lock was half removed.
            if not held and any(folder.iterdir()):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def unserved(graph: Path, *, wanted: bool) -> Iterator[None]:
    """Where it is wanted, end every copy that is served: what it shows may be shown no more.

    One that is begun meanwhile has the state before the block: it ends with the block.
    """
    try:
        _end_served(graph, wanted)
        yield
    finally:
        _end_served(graph, wanted)


def _end_served(graph: Path, wanted: bool) -> None:
    for folder in graph.glob(f"{SERVED}*") if wanted else ():
        with suppress(OSError):
            (folder / OWNER).unlink(missing_ok=True)  # from here on nothing is answered
        shutil.rmtree(folder, ignore_errors=True)


def keep_lenses(folder: Path, limit: int = 4) -> None:
    """Remove the lens graphs used longest ago, until at most `limit` are kept (rule 29).

    One that is being read or made stays.
    """
    lenses = sorted(folder.glob("lens-*"), key=_last_used, reverse=True)
    for lens in lenses[limit:]:
        locks = [Held(lens / "writer.lock"), *(Held(g / "lock") for g in lens.glob("g-*"))]
        if all([lock.take(alone=True) for lock in locks]):
            shutil.rmtree(lens, ignore_errors=True)
        for lock in locks:
            lock.release()


def _last_used(lens: Path) -> float:
    try:
        return (lens / "current").stat().st_mtime
    except OSError:
        return 0.0
