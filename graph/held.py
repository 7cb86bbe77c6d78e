"""A lock that many readers share and one writer takes alone; the system frees it with its holder.

On Windows, which has no shared locks by this way, a reader locks one byte of many and a writer all.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

_PLACES = 1000


class Held:
    """A file's lock, shared or exclusive; `take` says whether it was to be had, and never waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, *, alone: bool) -> bool:
        """Take the lock, alone or with others; False where it cannot be had, or has no folder."""
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        if not _lock(handle, alone):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go; a second call does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> Held:
        """Return itself, with nothing taken."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go."""
        self.release()


@contextmanager
def by_turns(folder: Path) -> Iterator[None]:
    """Let one after the other do the block in a folder; where that has no locks, nobody waits."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, alone: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        places = [0] if alone else random.sample(range(_PLACES), 20)
        for place in places:
            os.lseek(handle, place, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, _PLACES if alone else 1)
            except OSError:
                continue
            return True
        return False
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
