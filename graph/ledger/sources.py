"""What is known about sources: appended facts, of which the latest holds (rule 6)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from clew.graph.errors import UsageError
from clew.graph.facts import OWN, check_facts
from clew.graph.ledger import log
from clew.graph.ledger.acts import actor, standing_acts
from clew.graph.ledger.database import now, transaction
from clew.graph.when import bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as a source: its id, path as imported, the SHA-256 of its bytes, and its facts.

    `list` is the lasting name of a list or table, '' of a text.
    """

    n: int
    id: str
    path: str
    sha256: str
    facts: Mapping[str, str]
    erased: bool = False
    list: str = ""

    def fact(self, name: str) -> str:
        """Return one fact, '' where it is not known."""
        return self.facts.get(name, "")

    def moved(self, moved: Mapping[str, str]) -> Source:
        """Return the source; one that stands on another document is no origin of its own."""
        if self.id not in moved:
            return self
        return replace(self, facts={**self.facts, "reprint_of": moved[self.id]})

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
    """Append those facts of a document that are new (see `new_facts`); returns how many were."""
    fresh = new_facts(db, document, facts, by_import=bool(run))
    if not fresh:
        return 0
    at, who = now(), actor()
    with transaction(db):
        for name, value in sorted(fresh.items()):
            db.execute(
                'INSERT INTO source_fact(document, field, value, at, "by", run)'
                " VALUES ((SELECT n FROM document WHERE id = ?),?,?,?,?,"
                " (SELECT n FROM run WHERE id = ?))",
                (document, name, value, at, who, run),
            )
        log.record(db, "source", document, {"at": at, "by": who, "run": run, "facts": fresh})
    return len(fresh)


def new_facts(
    db: sqlite3.Connection, document: str, facts: Mapping[str, str], *, by_import: bool
) -> dict[str, str]:
    """Return those facts that differ from what holds; raises UsageError, InputError.

    What an import says again, as the import before it said it, is not new: a correction made in
    between holds.
    """
    check_facts({name: value for name, value in facts.items() if name not in OWN})
    if db.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone() is None:
        raise UsageError("that source is not in this case: `clew sources` lists them")
    holding: dict[str, str] = {}
    imported: dict[str, str] = {}
    for _, name, value, run in _facts(db, document):
        holding[name] = value
        if run:
            imported[name] = value
    known = {**holding, **imported} if by_import else holding
    return {name: value for name, value in facts.items() if value != known.get(name, "")}


def _facts(db: sqlite3.Connection, document: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield (document's number, field, value, run) of what holds, the latest last."""
    gone = {act.target for act in standing_acts(db) if act.verb in ("undo", "withdraw")}
    where = "WHERE document = (SELECT n FROM document WHERE id = ?)" if document else ""
    rows = db.execute(
        "SELECT f.document, f.field, f.value, coalesce(r.id, '') FROM source_fact f"
        f" LEFT JOIN run r ON r.n = f.run {where} ORDER BY f.n",
        (document,) if document else (),
    )
    yield from (row for row in rows if row[2] is not None and row[3] not in gone)


def sources(db: sqlite3.Connection, document: str = "") -> list[Source]:
    """Return every source (or one document's), in order of entry, with the facts that hold."""
    facts: dict[int, dict[str, str]] = {}
    for number, name, value, _ in _facts(db, document):
        facts.setdefault(number, {})[name] = value
    rows = db.execute(
        "SELECT d.n, d.id, d.path, d.text IS NULL, coalesce(d.list, ''),"
        " (SELECT f.sha256 FROM batch b"
        "  JOIN batch_file bf ON bf.batch = b.n JOIN file f ON f.n = bf.file"
        "  WHERE b.document = d.n ORDER BY bf.role = 'text' DESC, bf.role = 'annotations' DESC,"
        "  json_extract(b.options, '$.published') DESC, b.n LIMIT 1)"
        f" FROM document d {'WHERE d.id = ?' if document else ''} ORDER BY d.n",
        (document,) if document else (),
    )
    return [
        Source(
            n=n,
            id=i,
            path=path or "",
            sha256=sha or "",
            facts=facts.get(n, {}),
            erased=bool(gone),
            list=name,
        )
        for n, i, path, gone, name, sha in rows
    ]
