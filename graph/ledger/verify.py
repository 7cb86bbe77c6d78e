"""Verifying a ledger: its file, its log, its originals, and every quote against its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clew.graph.ledger import log
from clew.graph.ledger.commitments import act_content, content
from clew.graph.ledger.originals import damaged
from clew.graph.model import digest, document_id, list_id, spans_of


def problems(db: sqlite3.Connection, originals: Path) -> Iterator[str]:
    """Yield what is wrong, a sentence each; none where the ledger is what was once written."""
    if _is_damaged(db):
        yield "The ledger's file is damaged: restore it from a copy."
        return
    if (broken := log.broken_link(db)) is not None:
        yield f"The log's chain is broken at entry {broken}: something was changed afterwards."
    yield from _commitments(db)
    yield from _unlogged(db)
    for sha in damaged(originals, db):
        yield f"The original {sha[:16]}… is missing or was changed: restore it from a copy."
    yield from _texts(db)


def _is_damaged(db: sqlite3.Connection) -> bool:
    try:
        return list(db.execute("PRAGMA integrity_check(1)")) != [("ok",)]
    except sqlite3.DatabaseError:
        return True


def _commitments(db: sqlite3.Connection) -> Iterator[str]:
    """Check what each entry committed to; an entry without a salt was erased and says nothing."""
    salts: dict[int, bytes] = dict(db.execute("SELECT log, salt FROM salt"))
    facts = _facts(db)
    erased = _erased(db)
    for entry in log.entries(db):
        salt = salts.get(entry.n)
        if salt is None:
            if entry.n not in erased:
                yield f"Entry {entry.n} of the log has lost its salt without an erasure."
            continue
        found = _content(db, entry, facts)
        if log.commit_to(salt, found) != entry.commitment:
            yield f"What entry {entry.n} of the log ({entry.verb}) wrote was changed afterwards."


def _unlogged(db: sqlite3.Connection) -> Iterator[str]:
    """Check that nothing stands in the ledger that no entry of the log tells of."""
    subjects: dict[str, set[str]] = {"import": set(), "source": set(), "act": set()}
    for entry in log.entries(db):
        kind = entry.verb if entry.verb in ("import", "source", "recommit") else "act"
        name = entry.subject.split()[-1] if kind == "import" else entry.subject
        subjects.setdefault(kind, set()).add(name)
    for kind, query in (
        ("import", "SELECT n FROM batch"),
        ("act", "SELECT id FROM act"),
        ("source", "SELECT DISTINCT d.id FROM source_fact f JOIN document d ON d.n = f.document"),
    ):
        count = sum(str(name) not in subjects[kind] for (name,) in db.execute(query))
        if count:
            yield f"{count} rows of the ledger ({kind}) were added without the log."
    if db.execute("SELECT 1 FROM erasing").fetchone():
        yield "The ledger's guard against changes was switched off: restore it from a copy."


def _erased(db: sqlite3.Connection) -> set[int]:
    """Return the entries that an erasure may have emptied: those before the last one."""
    last = db.execute("SELECT max(n) FROM log WHERE verb = 'erase'").fetchone()[0] or 0
    return set(range(1, last))


def _facts(db: sqlite3.Connection) -> dict[tuple[str, str], dict[str, Any]]:
    rows = db.execute(
        "SELECT d.id, f.at, f.\"by\", coalesce(r.id, ''), f.field, f.value FROM source_fact f"
        " JOIN document d ON d.n = f.document LEFT JOIN run r ON r.n = f.run ORDER BY f.n"
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for document, at, who, run, name, value in rows:
        entry = found.setdefault((document, at), {"at": at, "by": who, "run": run, "facts": {}})
        entry["facts"][name] = value
    return found


def _content(
    db: sqlite3.Connection, entry: log.Entry, facts: dict[tuple[str, str], dict[str, Any]]
) -> Any:
    """Return what the ledger holds now of what an entry committed to."""
    last = entry.subject.split()[-1]
    if entry.verb in ("import", "recommit") and not last.startswith("i"):
        return content(db, int(last))
    if entry.verb == "source":
        near = [f for (d, at), f in facts.items() if d == entry.subject and at <= entry.at]
        return max(near, key=lambda fact: str(fact["at"])) if near else None
    return act_content(db, last)


def _texts(db: sqlite3.Connection) -> Iterator[str]:
    """Check that each document is what its id says, and that every quote holds its claim."""
    rows = db.execute("SELECT n, id, text, list FROM document WHERE text IS NOT NULL ORDER BY n")
    for number, identity, text, name in rows:
        if identity != (document_id(text) if name is None else list_id(name)):
            yield f"The text of {identity[:16]}… was changed: restore the ledger from a copy."
            continue
        claims = db.execute(
            "SELECT id, shape, relation, subject, object, value, quote_start, quote_end FROM claim"
            " WHERE document = ? AND relation IS NOT NULL",
            (number,),
        )
        for claim, shape, relation, subject, other, value, start, end in claims:
            if claim != "c" + digest(identity, shape, relation, subject, other, value):
                yield f"Claim {claim[:16]}… is not what its id says: it was changed."
            spans = (*spans_of(subject), *spans_of(other))
            if not 0 <= start <= end <= len(text) or any(b > len(text) for _, b in spans):
                yield f"Claim {claim[:16]}… quotes what its document does not hold."
