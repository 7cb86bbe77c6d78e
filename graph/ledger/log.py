"""The log: who did what when, as a chain of salted commitments (rule 7).

Entry n commits to its content by `commitment = SHA-256(salt, content)` and to all before it by
`link = SHA-256(link of n - 1, n, at, verb, subject, commitment)`. Erasing removes a salt
and with it every way to guess the content; the chain stays as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clew.graph.ledger.database import now

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: `subject` is the id of a run's document, an act, a decision."""

    n: int
    at: str
    verb: str
    subject: str
    commitment: str
    link: str


def canonical(content: Any) -> bytes:
    """Return the bytes that a content is committed by: sorted, compact JSON in UTF-8."""
    return _CANONICAL.encode(content).encode(errors="surrogatepass")


def commit_to(salt: bytes, content: Any) -> str:
    """Return the salted commitment to a content, 64 hex digits; an iterator gives its bytes."""
    whole = hashlib.sha256(salt)
    for part in content if isinstance(content, Iterator) else (canonical(content),):
        whole.update(part)
    return whole.hexdigest()


def link_of(previous: str, entry: tuple[int, str, str, str, str]) -> str:
    """Return the link of an entry (n, at, verb, subject, commitment) to the one before it."""
    return hashlib.sha256(previous.encode() + canonical(list(entry))).hexdigest()


def record(db: sqlite3.Connection, verb: str, subject: str, content: Any) -> int:
    """Add an entry with a fresh salt, inside the caller's transaction; returns its number."""
    last = db.execute("SELECT n, link FROM log ORDER BY n DESC LIMIT 1").fetchone() or (0, "")
    salt, at, number = os.urandom(16), now(), int(last[0]) + 1
    commitment = commit_to(salt, content)
    link = link_of(last[1], (number, at, verb, subject, commitment))
    row = (number, at, verb, subject, commitment, link)
    db.execute("INSERT INTO log VALUES (?,?,?,?,?,?)", row)
    db.execute("INSERT INTO salt VALUES (?,?)", (number, salt))
    return number


def entries(db: sqlite3.Connection) -> list[Entry]:
    """Return the whole log, oldest first."""
    rows = db.execute("SELECT n, at, verb, subject, commitment, link FROM log ORDER BY n")
    return [Entry(*row) for row in rows]


def first_day(db: sqlite3.Connection) -> str:
    """Return the day of the first entry, `YYYY-MM-DD`; '' for an empty log."""
    row = db.execute("SELECT at FROM log ORDER BY n LIMIT 1").fetchone()
    return str(row[0])[:10] if row else ""


def last_day(db: sqlite3.Connection) -> str:
    """Return the day of the last entry, `YYYY-MM-DD`; '' for an empty log."""
    row = db.execute("SELECT at FROM log ORDER BY n DESC LIMIT 1").fetchone()
    return str(row[0])[:10] if row else ""


def broken_link(db: sqlite3.Connection) -> int | None:
    """Return the number of the first entry that does not follow from the one before it, if any."""
    previous, expected = "", 1
    for entry in entries(db):
        parts = (entry.n, entry.at, entry.verb, entry.subject, entry.commitment)
        if entry.n != expected or entry.link != link_of(previous, parts):
            return entry.n
        previous, expected = entry.link, expected + 1
    return None
