"""A text rebuilt from tokens gives way to the faithful one: its claims are written anew on that.

A reading that is written anew is a batch of its own, whose options name the one that it was made of
(`of`); which of them holds is worked out in `standing`. All readings of rebuilt texts are written
anew, those that were replaced or withdrawn, too, so that acts about them go on meaning the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from clew.graph.ledger import log
from clew.graph.ledger.acts import standing_acts
from clew.graph.ledger.append import annotation_id
from clew.graph.ledger.commitments import batch_subject, content
from clew.graph.ledger.families import claims_of
from clew.graph.ledger.moving import HAND, Move, tool_of
from clew.graph.ledger.rows import Said, add
from clew.graph.ledger.sources import add_facts
from clew.graph.model import Annotation

_READINGS = (
    "SELECT b.n, b.tool, b.annotator, b.options FROM batch b WHERE b.document = ?1"
    " AND b.info IS NOT NULL AND (b.tool LIKE 'hand %'"
    "  OR json_extract(b.options, '$.rebuilt') IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM batch o WHERE o.document = ?2"
    "  AND json_extract(o.options, '$.of') = coalesce(json_extract(b.options, '$.of'), b.n))"
    " ORDER BY b.n"
)
_SAID = (
    "SELECT s.local_id, s.line, a.label, a.subject, a.object, a.name, a.status, a.attribution,"
    " a.when_text, a.negated, a.protected, a.generic, a.key, a.extra, c.id, c.shape, c.relation,"
    " c.subject, c.object, c.value, c.quote_start, c.quote_end, c.locator FROM standing s"
    " JOIN annotation a ON a.n = s.annotation JOIN claim c ON c.n = a.claim"
    " WHERE s.batch = ? AND c.relation IS NOT NULL ORDER BY a.id, s.local_id"
)


def supersede(
    db: sqlite3.Connection, run: str, old: str, new: str, erased: frozenset[str] = frozenset()
) -> list[tuple[int, int, str, str]]:
    """Write every reading of the rebuilt document `old` anew on the document `new`.

    Returns for each its batch, the new batch, its tool and annotator there. To be called inside a
    transaction. What was written anew before is not written again; claims that were erased are left
    out. What was known of the old source is known of the new one, too, where nothing else is.
    """
    rows = "SELECT n, id, text FROM document WHERE id = ?"
    first, *was = db.execute(rows, (old,)).fetchone()
    number, *now = db.execute(rows, (new,)).fetchone()
    readings = db.execute(_READINGS, (first, number)).fetchall()
    if not readings:
        return []
    move = Move(*was, *now)
    written = [_write(db, run, reading, number, move, erased) for reading in readings]
    _facts(db, first, number, new)
    return written


def _write(
    db: sqlite3.Connection,
    run: str,
    reading: tuple[int, str, str, str],
    document: int,
    move: Move,
    erased: frozenset[str],
) -> tuple[int, int, str, str]:
    batch, tool, annotator, options = reading
    by_hand = tool.startswith(HAND)
    claims, said = dict[str, str](), list[Said]()
    for identity, one in _annotations(db, batch, move.old):
        made = move.annotation(one, by_hand=by_hand)
        claims[identity] = claim = made.claim.id
        if not {identity, claim} & erased:
            said.append(Said(made, claim, annotation_id(made, claim)))
    known = json.loads(options)
    options = json.dumps({"of": batch, **known}, sort_keys=True)
    cursor = db.execute(
        "INSERT INTO batch(run, document, tool, loader, annotator, profile, options, digest, info)"
        " SELECT (SELECT n FROM run WHERE id = ?), ?, ?, loader, annotator, profile, ?, digest,"
        " info FROM batch WHERE n = ?",
        (run, document, tool := tool_of(tool, claims), options, batch),
    )
    number = int(cursor.lastrowid or 0)
    db.execute(
        "INSERT INTO batch_file SELECT ?, file, role, path FROM batch_file WHERE batch = ?",
        (number, batch),
    )
    rows = ((number, row, a.local_id, a.line) for row, a in add(db, document, said))
    db.executemany("INSERT OR IGNORE INTO standing VALUES (?,?,?,?)", list(rows))
    log.record(db, "import", batch_subject(run, move.new, number), content(db, number))
    return batch, number, tool, annotator


def _annotations(
    db: sqlite3.Connection, batch: int, document: str
) -> Iterator[tuple[str, Annotation]]:
    """Yield (claim's id, annotation) of what a batch says."""
    for row in db.execute(_SAID, (batch,)):
        local_id, line, label, subject, obj, name, status, attribution, when, *more = row
        negated, protected, generic, key, extra, *claim = more
        ((identity, made),) = claims_of([tuple(claim)], document)
        yield (
            identity,
            Annotation(
                claim=made,
                local_id=local_id,
                line=line,
                label=label or "",
                subject=subject or "",
                object=obj or "",
                name=name or "",
                status=status,
                attribution=attribution or "",
                when=when or "",
                negated=bool(negated),
                protected=bool(protected),
                generic=bool(generic),
                key=key or "",
                extra={n: tuple(several) for n, several in json.loads(extra or "{}").items()},
            ),
        )


def _facts(db: sqlite3.Connection, old: int, new: int, identity: str) -> None:
    """Let what holds of the old source hold of the new one, by the run that said it."""
    query = (
        "SELECT f.field, f.value, coalesce(r.id, '') FROM source_fact f"
        " LEFT JOIN run r ON r.n = f.run WHERE f.document = ? AND f.value IS NOT NULL ORDER BY f.n"
    )
    if not db.execute("SELECT 1 FROM source_fact WHERE document = ?", (old,)).fetchone():
        return
    gone = {act.target for act in standing_acts(db) if act.verb in ("undo", "withdraw")}
    there = {name for name, _, run in db.execute(query, (new,)) if run not in gone}
    held = {name: (value, run) for name, value, run in db.execute(query, (old,)) if run not in gone}
    by_run: dict[str, dict[str, str]] = {}
    for name, (value, run) in held.items():
        if name not in there:
            by_run.setdefault(run, {})[name] = value
    for run, facts in by_run.items():
        add_facts(db, identity, facts, run)
