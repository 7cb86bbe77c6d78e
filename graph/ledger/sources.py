"""What is known about sources: appended facts, of which the latest holds (rule 6)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from clew.graph.errors import UsageError
from clew.graph.facts import check_facts
from clew.graph.ledger import log
from clew.graph.ledger.acts import actor, standing_acts
from clew.graph.ledger.database import now, transaction
from clew.graph.when import bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as a source: its id, path as imported, the SHA-256 of its bytes, and its facts."""

    n: int
    id: str
    path: str
    sha256: str
    facts: Mapping[str, str]
    erased: bool = False

    def fact(self, name: str) -> str:
        """Return one fact, '' where it is not known."""
        return self.facts.get(name, "")

    @property
    def known_from(self) -> str:
        """The first day its claims were known: publication, else capture; '' where neither is."""
        day = self.fact("published") or self.fact("captured")
        return bounds(day)[0] if day else ""

    @property
    def title(self) -> str:
        """The title, else the path it was imported from."""
        return self.fact("title") or self.path


def add_facts(
    db: sqlite3.Connection, document: str, facts: Mapping[str, str], run: str = ""
) -> int:
    """Append those facts of a document that differ from what holds; returns how many did."""
    check_facts(facts)
    known = {source.id: source for source in sources(db, document)}.get(document)
    if known is None:
        raise UsageError("that source is not in this case: `clew sources` lists them")
    fresh = {k: v for k, v in facts.items() if v != known.fact(k)}
    if not fresh:
        return 0
    at, who = now(), actor()
    with transaction(db):
        for name, value in sorted(fresh.items()):
            db.execute(
                'INSERT INTO source_fact(document, field, value, at, "by", run)'
                " VALUES (?,?,?,?,?, (SELECT n FROM run WHERE id = ?))",
                (known.n, name, value, at, who, run),
            )
        log.record(db, "source", document, {"at": at, "by": who, "facts": fresh})
    return len(fresh)


def sources(db: sqlite3.Connection, document: str = "") -> list[Source]:
    """Return every source (or one document's), in order of entry, with the facts that hold."""
    facts: dict[int, dict[str, str]] = {}
    where = "WHERE document = (SELECT n FROM document WHERE id = ?)" if document else ""
    given = (document,) if document else ()
    undone = {act.target for act in standing_acts(db) if act.verb == "undo"}
    for number, name, value, run in db.execute(
        "SELECT f.document, f.field, f.value, r.id FROM source_fact f"
        f" LEFT JOIN run r ON r.n = f.run {where} ORDER BY f.n",
        given,
    ):
        if value is not None and run not in undone:
            facts.setdefault(number, {})[name] = value
    rows = db.execute(
        "SELECT d.n, d.id, d.path, d.text IS NULL, (SELECT f.sha256 FROM batch b"
        "  JOIN batch_file bf ON bf.batch = b.n JOIN file f ON f.n = bf.file"
        "  WHERE b.document = d.n ORDER BY bf.role = 'text' DESC, b.n LIMIT 1)"
        f" FROM document d {'WHERE d.id = ?' if document else ''} ORDER BY d.n",
        given,
    )
    return [
        Source(
            n=n, id=i, path=path or "", sha256=sha or "", facts=facts.get(n, {}), erased=bool(gone)
        )
        for n, i, path, gone, sha in rows
    ]
