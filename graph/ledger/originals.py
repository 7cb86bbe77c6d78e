"""The originals: the bytes of every source, by SHA-256, never changed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clew.graph.model import SourceFile


def keep(folder: Path, files: Iterable[SourceFile]) -> list[Path]:
    """Keep these files' bytes; what is there already is left as it is.

    Returns what is new, which `settle` must have on the disk for good before it counts.
    """
    fresh = []
    for file in files:
        path = folder / file.sha256
        if not path.exists():
            part = folder / f".{file.sha256}.part"
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o400), "wb") as to:
                to.write(file.data)
            os.replace(part, path)
            fresh.append(path)
    return fresh


def settle(paths: Iterable[Path]) -> None:
    """Have these files on the disk for good; several at once, since a disk takes them together."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_settle, paths))


def _settle(path: Path) -> None:
    # Windows lets only a file open for writing be settled, and these are not to be written.
    if sys.platform != "win32":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path, db: sqlite3.Connection, *, erasing: bool = False) -> list[str]:
    """Remove what an import left that never came to its end; returns the names removed.

    Where originals are missing, the ledger may be that of another case, and what it does not know
    may be all there is of this one: nothing is removed then, unless an erasure demands it.
    To be called by a writer only: what another import is about to keep would look the same.
    """
    known = {sha for (sha,) in db.execute("SELECT sha256 FROM file WHERE sha256 IS NOT NULL")}
    folder.mkdir(mode=0o700, exist_ok=True)
    there = {path.name: path for path in folder.iterdir() if not path.is_dir()}
    if not known <= there.keys() and not erasing:
        return []
    left = [path for name, path in there.items() if name not in known]
    for path in left:
        path.unlink()
    return [path.name for path in left]


def damaged(folder: Path, db: sqlite3.Connection) -> list[str]:
    """Return the SHA-256 of every original that is missing or no longer has that hash."""
    rows = db.execute("SELECT sha256 FROM file WHERE sha256 IS NOT NULL ORDER BY sha256")
    return [sha for (sha,) in rows if _hash(folder / sha) != sha]


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
