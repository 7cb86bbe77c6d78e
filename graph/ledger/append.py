"""Taking a batch in: whole or not at all, and told apart from what was known (rules 2, 3, 5)."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from clew.graph import garbage
from clew.graph.ledger import log
from clew.graph.ledger.acts import actor
from clew.graph.ledger.commitments import batch_subject, content
from clew.graph.ledger.database import now, transaction
from clew.graph.ledger.rows import Said, add, refill
from clew.graph.ledger.standing import Reader, Standing
from clew.graph.model import Annotation, Batch, Document, Rejected, digest

_CLAIMS = (
    "SELECT c.id, a.id FROM standing s JOIN annotation a ON a.n = s.annotation"
    " JOIN claim c ON c.n = a.claim WHERE s.batch = ?"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch brought: numbers of claims, and whether the ledger knew all of it before."""

    new: int = 0
    known: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: bool = False


def start_run(db: sqlite3.Connection) -> str:
    """Add a run of the importer (one command, one call); returns its id (`r` and 32 hex digits)."""
    identity = "r" + os.urandom(16).hex()
    db.execute('INSERT INTO run(id, at, "by") VALUES (?,?,?)', (identity, now(), actor()))
    return identity


def is_current(db: sqlite3.Connection, standing: Standing, batch: Batch) -> bool:
    """Tell whether this very batch stands for its document, tool and annotator.

    That is the current one, or of a list an edition that stands behind a newer one.
    """
    return number_of(db, standing, batch) > 0


def is_newest(db: sqlite3.Connection, standing: Standing, batch: Batch) -> bool:
    """Tell whether this batch is the current one, and no edition behind a newer one."""
    return number_of(db, standing, batch) == standing.current.get(reader_of(batch))


def number_of(db: sqlite3.Connection, standing: Standing, batch: Batch) -> int:
    """Return the number of this very batch where it stands, else 0."""
    rows = db.execute(
        "SELECT b.n FROM batch b JOIN document d ON d.n = b.document WHERE d.id = ? AND digest = ?",
        (batch.document.id, batch.digest),
    )
    current = standing.of(reader_of(batch))
    return max((n for (n,) in rows if n in current or n in standing.editions), default=0)


def as_stored(db: sqlite3.Connection, standing: Standing, batch: Batch) -> Batch:
    """Return a batch that is current with what was counted in it when it was taken in."""
    number = number_of(db, standing, batch)
    info = json.loads(db.execute("SELECT info FROM batch WHERE n = ?", (number,)).fetchone()[0])
    rejected = tuple(Rejected(**one) for one in info.pop("rejected"))
    return replace(batch, rejected=rejected, **info)


def take_in(db: sqlite3.Connection, run: str, batch: Batch, standing: Standing) -> Taken:
    """Add a batch and let it stand; changes nothing where it stands already."""
    with garbage.kept():
        return _take_in(db, run, batch, standing)


def _take_in(db: sqlite3.Connection, run: str, batch: Batch, standing: Standing) -> Taken:
    before = _claims_of_reading(db, batch, standing)
    if number := number_of(db, standing, batch):
        return Taken(known=_count(db, number), unchanged=True)
    said = [Said(a, claim := a.claim.id, annotation_id(a, claim)) for a in batch.annotations]
    with transaction(db):
        document, fresh = _document(db, batch.document)
        number = _batch(db, run, document, batch)
        _files(db, number, batch)
        added = add(db, document, said, fresh=fresh)
        standing_rows = [(number, row, a.local_id, a.line) for row, a in added]
        db.executemany("INSERT OR IGNORE INTO standing VALUES (?,?,?,?)", standing_rows)
        log.record(db, "import", batch_subject(run, batch.document.id, number), content(db, number))
    options = json.loads(batch.options)
    standing.replace(
        reader_of(batch), number, options.get("published", ""), options.get("beside", ())
    )
    return _compare(db, before, said, standing, number)


def _count(db: sqlite3.Connection, number: int) -> int:
    return int(
        db.execute(
            "SELECT count(DISTINCT a.claim) FROM standing s JOIN annotation a"
            " ON a.n = s.annotation WHERE s.batch = ?",
            (number,),
        ).fetchone()[0]
    )


def _claims_of_reading(
    db: sqlite3.Connection, batch: Batch, standing: Standing
) -> dict[str, set[str]]:
    """Return the claims of what this batch replaces, each with its annotations' ids."""
    claims: dict[str, set[str]] = {}
    beside = json.loads(batch.options).get("beside", ())
    for number in standing.of(reader_of(batch)):
        if number not in beside:
            for claim, annotation in db.execute(_CLAIMS, (number,)):
                claims.setdefault(claim, set()).add(annotation)
    return claims


def claims_of(db: sqlite3.Connection, numbers: Iterable[int]) -> set[str]:
    """Return the ids of the claims in these batches."""
    return {claim for number in numbers for claim, _ in db.execute(_CLAIMS, (number,))}


def reader_of(batch: Batch) -> Reader:
    """Return whose reading of what a batch is."""
    return (batch.document.id, batch.tool, batch.annotator)


def _compare(
    db: sqlite3.Connection,
    before: dict[str, set[str]],
    said: Iterable[Said],
    standing: Standing,
    number: int,
) -> Taken:
    after: dict[str, set[str]] = {}
    for one in said:
        after.setdefault(one.claim, set()).add(one.id)
    fresh = after.keys() - before.keys()
    stood = before.keys() | _said_by_others(db, fresh, standing.batches, number)
    changed = sum(1 for claim in after.keys() & before.keys() if after[claim] != before[claim])
    gone = before.keys() - after.keys() if number in standing.batches else set[str]()
    withdrawn = gone - _said_by_others(db, gone, standing.batches, number)
    return Taken(
        new=len(after.keys() - stood),
        known=len(after.keys() & stood) - changed,
        changed=changed,
        withdrawn=len(withdrawn),
    )


def _said_by_others(
    db: sqlite3.Connection, claims: Iterable[str], batches: set[int], own: int
) -> set[str]:
    """Return those claims that another of these batches says than the one numbered `own`."""
    found: set[str] = set()
    of_document = (
        "SELECT n FROM batch WHERE document = (SELECT document FROM batch WHERE n = ?) AND n <> ?"
    )
    if not any(n in batches for (n,) in db.execute(of_document, (own, own))):
        return found
    for claim in claims:
        rows = db.execute(
            "SELECT s.batch FROM claim c JOIN annotation a ON a.claim = c.n"
            " JOIN standing s ON s.annotation = a.n WHERE c.id = ?",
            (claim,),
        )
        if any(batch in batches and batch != own for (batch,) in rows):
            found.add(claim)
    return found


def annotation_id(a: Annotation, claim: str) -> str:
    """Return what tells equal readings of a claim as one row: their whole content."""
    extra = {name: list(values) for name, values in sorted(a.extra.items())}
    flags = (a.negated, a.protected, a.generic)
    ends = (a.subject, a.object, a.name)
    quote = (a.quote,) if a.quote else ()
    return digest(
        claim, a.label, ends, a.status, a.attribution, a.when, flags, a.key, extra, *quote
    )


def _document(db: sqlite3.Connection, document: Document) -> tuple[int, bool]:
    """Return a document's row, and whether it is new, so that nothing is known of it."""
    row = db.execute("SELECT n FROM document WHERE id = ?", (document.id,)).fetchone()
    if row:
        _restore(db, int(row[0]), document)
        return int(row[0]), False
    cursor = db.execute(
        "INSERT INTO document(id, path, language, length, text, list) VALUES (?,?,?,?,?,?)",
        (
            document.id,
            document.path,
            document.language,
            len(document.text),
            document.text,
            document.list or None,
        ),
    )
    return int(cursor.lastrowid or 0), True


def _restore(db: sqlite3.Connection, number: int, document: Document) -> None:
    """Give an erased document its text again, where its erasure was undone."""
    if db.execute("SELECT text IS NULL FROM document WHERE n = ?", (number,)).fetchone()[0]:
        row = (document.path, document.language, document.text, number)
        refill(db, "UPDATE document SET path = ?, language = ?, text = ? WHERE n = ?", row)


def _batch(db: sqlite3.Connection, run: str, document: int, batch: Batch) -> int:
    info = {
        "counts": dict(batch.counts),
        "left_out": dict(batch.left_out),
        "unmapped": dict(batch.unmapped),
        "rejected": [asdict(one) for one in batch.rejected],
    }
    values = (document, batch.tool, batch.loader, batch.annotator, batch.profile, batch.options)
    cursor = db.execute(
        "INSERT INTO batch(run, document, tool, loader, annotator, profile, options, digest, info)"
        " VALUES ((SELECT n FROM run WHERE id = ?),?,?,?,?,?,?,?,?)",
        (run, *values, batch.digest, json.dumps(info, sort_keys=True)),
    )
    return int(cursor.lastrowid or 0)


def _files(db: sqlite3.Connection, number: int, batch: Batch) -> None:
    for file in batch.files:
        row = (file.sha256, len(file.data))
        db.execute("INSERT OR IGNORE INTO file(sha256, size) VALUES (?,?)", row)
        db.execute(
            "INSERT OR IGNORE INTO batch_file"
            " VALUES (?, (SELECT n FROM file WHERE sha256 = ?), ?, ?)",
            (number, file.sha256, file.role, file.path),
        )
