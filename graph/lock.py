"""One writer a case: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from clew.graph.errors import CaseBusy

#: How long a second writer waits before it is told who holds the case, in seconds.
PATIENCE = 10.0


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the holder's own words, so that others can still read those.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        held = json.loads(path.read_text() or "{}")
        return f"process {held['pid']} ({held['act']}, since {held['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"


@contextmanager
def writing(folder: Path, act: str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the case for writing; waits up to `patience` seconds, then CaseBusy names the holder.

    `act` is a word for what is done (`import`), shown to whoever waits; it names nobody.
    """
    path = folder / "case.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as file:
        until = time.monotonic() + patience
        while not _try_lock(file):
            if time.monotonic() >= until:
                raise CaseBusy(f"{_holder(path)} writes to this case: try again when it is done")
            time.sleep(0.05)
        file.seek(0)
        file.truncate()
        since = time.strftime("%H:%M:%S")
        json.dump({"pid": os.getpid(), "act": act, "since": since}, file)
        file.flush()
        yield
        file.seek(0)
        file.truncate()


def is_written(folder: Path) -> bool:
    """Tell whether another process holds the case for writing now."""
    try:
        with (folder / "case.lock").open("r+") as file:
            return not _try_lock(file)
    except OSError:
        return False
