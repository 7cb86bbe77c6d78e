"""The file that says which generation of a graph counts; it changes whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from clew.graph.directory import write_private


@dataclass(frozen=True, slots=True)
class Pointer:
    """The generation that counts, its state of the ledger, and what it holds.

    `whole` is false while it is changed in place, and stays so where that died.
    """

    generation: int
    state: str
    items: int
    digest: str
    whole: bool = True

    def write(self, folder: Path) -> None:
        """Let this pointer count in a folder, for good."""
        write_private(folder / "current", json.dumps(asdict(self)).encode())
        sync(folder)


def read_pointer(folder: Path) -> Pointer | None:
    """Return the pointer of a folder; None where there is none that can be read."""
    try:
        return Pointer(**json.loads((folder / "current").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def sync(path: Path) -> None:
    """Have what was written on the disk for good; Windows has no way to for a folder."""
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
