"""What the machine refuses (a full disk, missing rights, a damaged file) as Clew's own errors."""

from __future__ import annotations

import errno
import sqlite3

from clew.graph.errors import CaseBusy, ClewError, LedgerError, UsageError

_FULL = "the disk is full, or a limit on files is reached: make room and do it again"
_RIGHTS = "the case cannot be written here: check the rights of its folder and files"
_DAMAGED = (
    "a file of the case is damaged: `clew verify` makes a graph again, and says where the ledger"
    " has to be restored from a copy"
)


def as_told(error: Exception) -> ClewError | None:
    """Return the sentence for an error of the system or of SQLite; None for any other."""
    if isinstance(error, ClewError):
        return error
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, UnicodeEncodeError):
        return UsageError("a word of this call is not UTF-8: write it anew")
    if isinstance(error, OSError):
        return _of_system(error)
    return None


def _of_sqlite(code: int) -> ClewError | None:
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LedgerError(_DAMAGED)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CaseBusy("another process keeps the case: try again when it is done")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return ClewError(_FULL)
    rights = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
    return ClewError(_RIGHTS) if code in rights else None


def _of_system(error: OSError) -> ClewError | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ClewError(_FULL)
    if error.filename is None:
        return None
    name = str(error.filename)
    return ClewError(f"{name} cannot be used ({error.strerror}): check what it is, and its rights")
