"""What a log entry commits to for a batch: every word of it that the ledger holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from clew.graph.json_text import compact

CLAIM = "id, document, shape, relation, subject, object, value, quote_start, quote_end, locator"
ANNOTATION = (
    "id, claim, label, subject, object, name, status, attribution, when_text, valid_from, valid_to,"
    " negated, protected, generic, key, extra"
)
QUOTES = (
    "SELECT a.id, a.quote FROM standing s JOIN annotation a ON a.n = s.annotation"
    " WHERE s.batch = ? AND a.quote <> '' GROUP BY a.n ORDER BY a.id"
)


def batch_subject(run: str, document: str, number: int) -> str:
    """Return how the log names a batch: its run, document and number."""
    return f"{run} {document} {number}"


def content(db: sqlite3.Connection, number: int) -> Iterator[bytes]:
    """Yield the JSON text that a log entry commits to for a batch, in pieces.

    It is a list: the batch's head with its document, its files, its annotations, their quotes.
    """
    head = db.execute(
        'SELECT r.id, r.at, r."by", b.tool, b.loader, b.annotator, b.profile, b.options, b.digest,'
        " b.info, d.id, d.path, d.language, d.length, d.text"
        " FROM batch b JOIN document d ON d.n = b.document JOIN run r ON r.n = b.run WHERE b.n = ?",
        (number,),
    ).fetchone()
    files = db.execute(
        "SELECT f.sha256, f.size, bf.role, bf.path FROM batch_file bf JOIN file f ON f.n = bf.file"
        " WHERE bf.batch = ? ORDER BY 1, 3, 4",
        (number,),
    ).fetchall()
    fields = ", ".join(f"a.{name.strip()}" for name in ANNOTATION.split(",")[2:])
    claims = ", ".join(
        f"c.{name.strip()}" for name in CLAIM.split(",") if name.strip() != "document"
    )
    rows = db.execute(
        f"SELECT s.local_id, s.line, a.id, {fields}, {claims} FROM standing s"
        " JOIN annotation a ON a.n = s.annotation JOIN claim c ON c.n = a.claim"
        " WHERE s.batch = ? ORDER BY a.id, s.local_id",
        (number,),
    )
    yield b"[%b,%b,[" % (compact(head), compact(files))
    yield from _listed(rows)
    # apart, so that what was committed to before there were lists is the same as ever
    between = b"],["
    for quotes in _listed(db.execute(QUOTES, (number,))):
        yield between + quotes
        between = b""
    yield b"]]"


def _listed(rows: sqlite3.Cursor) -> Iterator[bytes]:
    """Yield rows as JSON text, in pieces that make one list together, without its brackets."""
    between = b""
    while some := rows.fetchmany(1000):
        yield between + compact(some)[1:-1]
        between = b","


def act_content(db: sqlite3.Connection, act: str) -> list[Any] | None:
    """Return what a log entry commits to for an act; None where there is none of that id."""
    row = db.execute(
        'SELECT id, at, "by", verb, target, because, detail, mark FROM act WHERE id = ?', (act,)
    ).fetchone()
    return list(row) if row else None
