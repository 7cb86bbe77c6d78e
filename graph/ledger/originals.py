"""The originals: the bytes of every source, by SHA-256, never changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from clew.graph.directory import write_private
from clew.graph.model import SourceFile


def keep(folder: Path, files: Iterable[SourceFile]) -> None:
    """Keep these files' bytes; what is there already is left as it is."""
    for file in files:
        path = folder / file.sha256
        if not path.exists():
            write_private(path, file.data)
            path.chmod(0o400)


def sweep(folder: Path, db: sqlite3.Connection) -> list[str]:
    """Remove what an import left that never came to its end; returns the names removed.

    To be called by a writer only: what another import is about to keep would look the same.
    """
    known = {sha for (sha,) in db.execute("SELECT sha256 FROM file WHERE sha256 IS NOT NULL")}
    left = [path for path in folder.iterdir() if path.name not in known]
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
