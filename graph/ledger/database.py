"""The ledger's file: opening it, its version, and what a transaction is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from clew.graph.errors import CaseBusy, ClewError, LedgerError


@cache
def _script(name: str) -> str:
    return (files("clew.graph.ledger") / name).read_text()


def migrations() -> tuple[str, ...]:
    """Return the scripts that bring a ledger from version i to i + 1, in order of i."""
    return (_script("schema.sql"), _script("schema_2.sql"))


def now() -> str:
    """Return this moment in UTC to the microsecond, as ISO text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def open_ledger(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open a ledger; a reader sees the last whole state, beside any writer.

    With `write` the file is made (0600) or brought to this Clew's version, after a copy of the old
    one beside it. Raises LedgerError for a ledger that is lost or damaged, or that a newer
    Clew wrote; CaseBusy where another process keeps it too long; ClewError where the folder
    cannot be written.
    """
    if not path.is_file():
        if not write or path.exists() or _holds_originals(path):
            raise LedgerError(f"{path} is not there: restore it from a copy")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        _prepare(db, path, write)
    except sqlite3.DatabaseError as error:
        db.close()
        code = error.sqlite_errorcode & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise CaseBusy(f"{path} is kept by another process: try again") from None
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise ClewError(_UNWRITABLE.format(path.parent)) from None
        raise LedgerError(f"{path} cannot be read as a ledger: restore it from a copy") from None
    except BaseException:
        db.close()
        raise
    return db


_UNWRITABLE = "{} cannot be written, which reading a case needs, too: copy it to where you may"


def _prepare(db: sqlite3.Connection, path: Path, write: bool) -> None:
    db.execute("PRAGMA busy_timeout=10000")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    steps = migrations()
    if version > len(steps):
        raise LedgerError(f"{path} was written by a newer Clew: install that one to open it")
    if version < len(steps):
        if version == 0 and (not write or _holds_originals(path)):
            raise LedgerError(f"{path} holds no ledger: restore it from a copy")
        _migrate(db, path, version, steps)
    db.execute("PRAGMA journal_mode=WAL")
    # FULL: what was acknowledged survives a power cut; imports commit in groups, so it is cheap.
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA temp_store=MEMORY")
    db.execute("PRAGMA cache_size=-65536")
    if not write:
        db.execute("PRAGMA query_only=ON")


def _holds_originals(path: Path) -> bool:
    """Tell whether something was imported beside this ledger, so that it cannot be a new one."""
    originals = path.parent / "originals"
    return originals.is_dir() and any(originals.iterdir())


def _migrate(db: sqlite3.Connection, path: Path, version: int, steps: tuple[str, ...]) -> None:
    """Bring the ledger up, all steps in one transaction, after a copy of what was there."""
    if version:
        place = copy_of(path, version)
        os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(place)) as copy:
            db.backup(copy)
    else:
        db.execute("PRAGMA page_size=8192")
    with transaction(db):
        # Another process may have done it while this one waited for its turn.
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for step in steps[version:]:
            for statement in statements(step):
                db.execute(statement)
        db.execute(f"PRAGMA user_version={len(steps)}")


def copy_of(path: Path, version: int | str) -> Path:
    """Return where the copy of a ledger stands that a migration from this version made."""
    return path.with_name(f"{path.name}.v{version}")


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one, so that all can stand in one transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Do what is inside whole or not at all; inside another transaction as a part of it."""
    outer = db.in_transaction
    db.execute("SAVEPOINT part" if outer else "BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if outer:
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        elif db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("RELEASE part" if outer else "COMMIT")


def state(db: sqlite3.Connection) -> str:
    """Return what tells this state of the ledger from every other: the link of its last entry."""
    row = db.execute("SELECT link FROM log ORDER BY n DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""
