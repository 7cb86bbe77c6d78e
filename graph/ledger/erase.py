"""Erasing: what law and safety demand goes for good; a tombstone stays (rule 7).

What the log committed to before can no longer be checked where its salt is gone; what is left of it
is committed to anew, in the entry of the erasure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from clew.graph.errors import UnknownId
from clew.graph.ledger import log
from clew.graph.ledger.acts import record_act
from clew.graph.ledger.append import content
from clew.graph.ledger.database import transaction


def erase(db: sqlite3.Connection, originals: Path, target: str, because: str) -> str:
    """Erase a source (its document's id) or a claim; returns the id of the act that says so.

    A source takes its text, originals, claims and facts with it. Originals that another source
    needs, too, stay. Raises UnknownId. The caller makes the graphs anew.
    """
    with transaction(db):
        db.execute("INSERT INTO erasing DEFAULT VALUES")
        if target.startswith("d"):
            batches, files = _source(db, target)
        else:
            batches, files = _claim(db, target)
        subjects = _drop_salts(db, batches, target)
        act = record_act(db, "erase", target, because, {"recommitted": subjects})
        for number in batches:
            if db.execute("SELECT 1 FROM standing WHERE batch = ?", (number,)).fetchone():
                log.record(db, "recommit", f"{act} {number}", content(db, number))
        db.execute("DELETE FROM erasing")
    _vacuum(db)
    for sha in files:
        (originals / sha).unlink(missing_ok=True)
    return act


def _source(db: sqlite3.Connection, document: str) -> tuple[list[int], list[str]]:
    row = db.execute("SELECT n FROM document WHERE id = ?", (document,)).fetchone()
    if row is None:
        raise UnknownId("no source of this case has that id: `clew sources` lists them")
    number = row[0]
    batches = [n for (n,) in db.execute("SELECT n FROM batch WHERE document = ?", (number,))]
    claims = [n for (n,) in db.execute("SELECT n FROM claim WHERE document = ?", (number,))]
    _drop_claims(db, claims)
    files = _files(db, batches)
    marks = ",".join("?" * len(batches))
    db.execute(f"DELETE FROM batch_file WHERE batch IN ({marks})", batches)
    db.execute(f"UPDATE batch SET info = NULL, digest = '' WHERE n IN ({marks})", batches)
    db.execute("UPDATE document SET text = NULL, path = NULL WHERE n = ?", (number,))
    db.execute("UPDATE source_fact SET value = NULL WHERE document = ?", (number,))
    for sha in files:
        db.execute("UPDATE file SET sha256 = NULL WHERE sha256 = ?", (sha,))
    return batches, files


def _claim(db: sqlite3.Connection, claim: str) -> tuple[list[int], list[str]]:
    row = db.execute(
        "SELECT n FROM claim WHERE id = ? AND relation IS NOT NULL", (claim,)
    ).fetchone()
    if row is None:
        raise UnknownId("no claim of this case has that id: `clew show ENTITY` gives them")
    batches = [
        n
        for (n,) in db.execute(
            "SELECT DISTINCT s.batch FROM standing s JOIN annotation a ON a.n = s.annotation"
            " WHERE a.claim = ?",
            row,
        )
    ]
    _drop_claims(db, [row[0]])
    return batches, []


def _drop_claims(db: sqlite3.Connection, claims: Iterable[int]) -> None:
    """Empty these claims and remove their readings; the claim's id stays as a tombstone."""
    for claim in claims:
        db.execute(
            "DELETE FROM standing WHERE annotation IN (SELECT n FROM annotation WHERE claim = ?)",
            (claim,),
        )
        db.execute("DELETE FROM annotation WHERE claim = ?", (claim,))
        db.execute(
            "UPDATE claim SET relation = NULL, subject = NULL, object = NULL, value = NULL,"
            " quote_start = NULL, quote_end = NULL, locator = NULL WHERE n = ?",
            (claim,),
        )


def _files(db: sqlite3.Connection, batches: list[int]) -> list[str]:
    """Return the files of these batches that no other batch has."""
    marks = ",".join("?" * len(batches))
    rows = db.execute(
        "SELECT DISTINCT f.sha256 FROM batch_file bf JOIN file f ON f.n = bf.file"
        f" WHERE bf.batch IN ({marks}) AND NOT EXISTS (SELECT 1 FROM batch_file o"
        f"  WHERE o.file = bf.file AND o.batch NOT IN ({marks}))",
        [*batches, *batches],
    )
    return [sha for (sha,) in rows if sha]


def _drop_salts(db: sqlite3.Connection, batches: list[int], target: str) -> int:
    """Remove the salts of all entries that commit to something of what goes."""
    gone = 0
    for entry in log.entries(db):
        parts = entry.subject.split()
        is_batch = entry.verb in ("import", "recommit") and int(parts[-1]) in batches
        if is_batch or (entry.verb == "source" and entry.subject == target):
            gone += db.execute("DELETE FROM salt WHERE log = ?", (entry.n,)).rowcount
    return gone


def _vacuum(db: sqlite3.Connection) -> None:
    """Rewrite the file, so that nothing of what went stays in free pages or in the journal."""
    db.execute("PRAGMA secure_delete=ON")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
