"""Erasing: what law and safety demand goes for good; a tombstone stays (rule 7).

What the log committed to before can no longer be checked where its salt is gone; what is left of it
is committed to anew, in the entry of the erasure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from clew.graph.errors import CaseBusy, UnknownId
from clew.graph.ledger import log
from clew.graph.ledger.acts import Act, record_act
from clew.graph.ledger.commitments import act_content, content
from clew.graph.ledger.database import copy_of, transaction
from clew.graph.ledger.families import Families
from clew.graph.ledger.originals import sweep
from clew.graph.unspaced import same_text


def erase(db: sqlite3.Connection, originals: Path, target: str, because: str) -> str:
    """Erase a source (its document's id) or a claim; returns the id of the act that says so.

    A source takes its text, originals, claims and facts with it; originals that another source
    needs, too, stay. A claim takes its readings with it, and the original annotation files that
    hold them; the text it was read in is the source's, and stays. What was written anew on another
    text goes in every form: the act's detail names the others (`also`), the ids of texts that were
    rebuilt of an erased one's words, and what tells these words in any blanks. Raises UnknownId, or
    CaseBusy where all is done but a reader keeps the old bytes (see `finish`). Graphs are made anew
    by who brings them up.
    """
    with transaction(db):
        db.execute("INSERT INTO erasing DEFAULT VALUES")
        db.execute("INSERT INTO owed DEFAULT VALUES")
        forms = [target, *Families(db).forms(target)]
        also = [*forms[1:], *(one for form in forms for one in _rebuilt(db, form))]
        also += [one for form in forms for one in _words(db, form)]
        remarks = [remark for form in forms for remark in _remarks(db, form)]
        remove = _source if target.startswith("d") else _claim
        batches = sorted({number for form in forms for number in remove(db, form)})
        subjects = _drop_salts(db, {*forms, *remarks, *map(str, batches)})
        detail = {"recommitted": subjects, **({"also": sorted(set(also))} if also else {})}
        act = record_act(db, "erase", target, because, detail)
        for number in batches:
            if db.execute("SELECT 1 FROM standing WHERE batch = ?", (number,)).fetchone():
                log.record(db, "recommit", f"{act} {number}", content(db, number))
        for remark in remarks:
            log.record(db, "recommit", f"{act} {remark}", act_content(db, remark))
        db.execute("DELETE FROM erasing")
    finish(db, originals)
    return act


def finish(db: sqlite3.Connection, originals: Path) -> None:
    """Remove the last bytes of what was erased, where that was begun and not brought to an end.

    To be called by a writer only. Raises CaseBusy while a reader keeps the ledger's old pages.
    """
    if not db.execute("SELECT 1 FROM owed").fetchone():
        return
    sweep(originals, db, erasing=True)
    ledger = Path(db.execute("PRAGMA database_list").fetchone()[2])
    for copy in ledger.parent.glob(copy_of(ledger, "*").name):
        copy.unlink()
    db.execute("PRAGMA secure_delete=ON")
    db.execute("VACUUM")
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise CaseBusy(
            "it is erased, but another process that reads the case keeps its old bytes:"
            " end that one, and the next import or decision removes them"
        )
    db.execute("DELETE FROM owed")


def erased(acts: Iterable[Act]) -> frozenset[str]:
    """Return the ids of sources and claims that are not to come in again."""
    gone = [act for act in acts if act.verb == "erase"]
    return frozenset(one for act in gone for one in (act.target, *act.detail.get("also", ())))


def _rebuilt(db: sqlite3.Connection, document: str) -> list[str]:
    """Return the ids of texts rebuilt from tokens that were read on this document."""
    rows = db.execute(
        "SELECT DISTINCT json_extract(b.options, '$.rebuilt') FROM batch b"
        " JOIN document d ON d.n = b.document WHERE d.id = ?",
        (document,),
    )
    return [rebuilt for (rebuilt,) in rows if rebuilt and rebuilt != document]


def _words(db: sqlite3.Connection, document: str) -> list[str]:
    """Return what is equal for all texts of a document's very words (see `same_text`)."""
    query = "SELECT text FROM document WHERE id = ? AND text <> '' AND list IS NULL"
    return [same_text(text) for (text,) in db.execute(query, (document,))]


def _source(db: sqlite3.Connection, document: str) -> list[int]:
    row = db.execute("SELECT n FROM document WHERE id = ?", (document,)).fetchone()
    if row is None:
        raise UnknownId("no source of this case has that id: `clew sources` lists them")
    number = row[0]
    batches = [n for (n,) in db.execute("SELECT n FROM batch WHERE document = ?", (number,))]
    claims = [n for (n,) in db.execute("SELECT n FROM claim WHERE document = ?", (number,))]
    _drop_claims(db, claims)
    files = _files(db, batches)
    db.executemany("UPDATE file SET sha256 = NULL WHERE n = ?", ((file,) for file in files))
    marks = ",".join("?" * len(batches))
    db.execute(f"DELETE FROM batch_file WHERE batch IN ({marks})", batches)
    emptied = "info = NULL, digest = '', options = json_remove(options, '$.because')"
    db.execute(f"UPDATE batch SET {emptied} WHERE n IN ({marks})", batches)
    db.execute("UPDATE document SET text = NULL, path = NULL WHERE n = ?", (number,))
    db.execute("UPDATE source_fact SET value = NULL WHERE document = ?", (number,))
    return batches


def _claim(db: sqlite3.Connection, claim: str) -> list[int]:
    row = db.execute(
        "SELECT n FROM claim WHERE id = ? AND relation IS NOT NULL", (claim,)
    ).fetchone()
    if row is None:
        raise UnknownId("no claim of this case has that id: `clew show ENTITY` gives them")
    said = (
        "SELECT s.batch FROM standing s JOIN annotation a ON a.n = s.annotation WHERE a.claim = ?"
    )
    files = (
        f"SELECT bf.file FROM batch_file bf WHERE bf.role = 'annotations' AND bf.batch IN ({said})"
    )
    batches = db.execute(
        f"SELECT DISTINCT batch FROM batch_file WHERE file IN ({files}) UNION {said}", (row[0],) * 2
    ).fetchall()
    db.execute(f"UPDATE file SET sha256 = NULL WHERE n IN ({files})", row)
    db.executemany("UPDATE batch SET digest = '' WHERE n = ?", batches)
    _drop_claims(db, [row[0]])
    return [n for (n,) in batches]


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


def _files(db: sqlite3.Connection, batches: list[int]) -> list[int]:
    """Return the numbers of the files of these batches that no other batch has."""
    marks = ",".join("?" * len(batches))
    rows = db.execute(
        f"SELECT DISTINCT bf.file FROM batch_file bf WHERE bf.batch IN ({marks})"
        " AND NOT EXISTS (SELECT 1 FROM batch_file o"
        f"  WHERE o.file = bf.file AND o.batch NOT IN ({marks}))",
        [*batches, *batches],
    )
    return [file for (file,) in rows]


def _remarks(db: sqlite3.Connection, target: str) -> list[str]:
    """Empty what people added to a claim, a source or whoever stands in it alone, and why.

    Who did it when stays, as a tombstone; returns the ids of those acts. Of a withdrawal and of
    protection the reason alone goes, since what they do must hold on.
    """
    verbs = "'assess', 'reply', 'correct', 'withdraw', 'protect', 'release'"
    found = f"SELECT id FROM act WHERE verb IN ({verbs}) AND target IN"
    ids = [identity for (identity,) in db.execute(f"{found} (?)", (target,))]
    if target.startswith("d"):
        said = (
            "SELECT a.subject, c.id AS claim, d.id AS document FROM annotation a"
            " JOIN claim c ON c.n = a.claim JOIN document d ON d.n = c.document"
        )
        inside = (
            f"SELECT claim FROM ({said}) WHERE document = ?1"
            f" UNION SELECT subject FROM ({said}) WHERE document = ?1"
            f"  AND subject NOT IN (SELECT subject FROM ({said}) WHERE document <> ?1)"
        )
        ids += [identity for (identity,) in db.execute(f"{found} ({inside})", (target,))]
    marks = ",".join("?" * len(ids))
    kept = "CASE WHEN verb IN ('assess', 'reply', 'correct') THEN '{}' ELSE detail END"
    db.execute(f"UPDATE act SET because = NULL, detail = {kept} WHERE id IN ({marks})", ids)
    return ids


def _drop_salts(db: sqlite3.Connection, subjects: set[str]) -> int:
    """Remove the salts of all entries that commit to something of what goes."""
    gone = 0
    for entry in log.entries(db):
        if entry.subject.split()[-1] in subjects:
            gone += db.execute("DELETE FROM salt WHERE log = ?", (entry.n,)).rowcount
    return gone
