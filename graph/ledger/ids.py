"""The ids that a ledger holds, by what they are of: the letter that they begin with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_WHERE = {
    "m": "SELECT subject AS id FROM annotation",
    "c": "SELECT id FROM claim",
    "d": "SELECT id FROM document",
    "r": "SELECT id FROM run",
    "i": "SELECT id FROM act",
}


def ids_of(db: sqlite3.Connection, letter: str) -> Iterator[str]:
    """Yield every id that begins so, whether it stands or not; edges have none here."""
    if letter in _WHERE:
        yield from (found for (found,) in db.execute(f"SELECT DISTINCT id FROM ({_WHERE[letter]})"))


def is_known(db: sqlite3.Connection, identity: str) -> bool:
    """Tell whether the ledger holds this id."""
    query = _WHERE.get(identity[:1])
    where = f"SELECT 1 FROM ({query}) WHERE id = ? LIMIT 1" if query else ""
    return bool(where) and db.execute(where, (identity,)).fetchone() is not None
