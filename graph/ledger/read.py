"""Reading the ledger: what stands, one row for each annotation in a current batch."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from clew.graph.ledger.standing import Standing, mark_standing
from clew.graph.model import ENTRY


class Reading(NamedTuple):
    """A claim as one annotator's current export reads it (see model.Claim and model.Annotation)."""

    claim: str
    document: str
    shape: str
    relation: str
    subject_at: str
    object_at: str
    value: str
    quote_start: int
    quote_end: int
    locator: str
    label: str
    subject: str
    object: str
    name: str
    status: str
    attribution: str
    when: str
    valid_from: str
    valid_to: str
    negated: int
    protected: int
    generic: int
    key: str
    extra_json: str
    tool: str
    annotator: str
    run: str
    local_id: str
    quote: str

    @property
    def listed(self) -> bool:
        """Whether it stands in a list, whose records are named and not described."""
        return self.subject_at.startswith(ENTRY)

    @property
    def where(self) -> str:
        """Where it stands for a reader: a list's file, line and column, or a text's line."""
        return self.locator or (self.local_id if self.listed else "")

    @property
    def extra(self) -> Mapping[str, Sequence[str]]:
        """What else the annotation says, by name."""
        if self.extra_json == "{}":
            return {}
        found: Mapping[str, Sequence[str]] = json.loads(self.extra_json)
        return found


#: The columns whose words many rows share: kept once, all readings take two thirds of the memory.
_SHARED = tuple(
    Reading._fields.index(name)
    for name in "document shape relation locator label status attribution extra_json".split()
    + "tool annotator run".split()
)
_SELECT = """
SELECT c.id, d.id, c.shape, c.relation, c.subject, c.object, c.value, c.quote_start, c.quote_end,
  c.locator, a.label, a.subject, a.object, a.name, a.status, a.attribution, a.when_text,
  a.valid_from, a.valid_to, a.negated, a.protected, a.generic, a.key, a.extra,
  b.tool, b.annotator, r.id, s.local_id, coalesce(a.quote, '')
FROM temp.current_batch t JOIN standing s ON s.batch = t.n
  JOIN batch b ON b.n = s.batch JOIN run r ON r.n = b.run
  JOIN annotation a ON a.n = s.annotation JOIN claim c ON c.n = a.claim
  JOIN document d ON d.n = c.document
WHERE c.relation IS NOT NULL AND c.id NOT IN (SELECT id FROM temp.withdrawn_claim)
"""
#: When an edition that tells it first saw a claim, `YYYY-MM-DD`.
_FIRST_SEEN = """
SELECT c.id, min(substr(json_extract(a.extra, '$.first_seen[0]'), 1, 10))
FROM batch b JOIN standing s ON s.batch = b.n JOIN annotation a ON a.n = s.annotation
  JOIN claim c ON c.n = a.claim
WHERE json_extract(b.options, '$.since') IS NOT NULL
  AND b.n IN (SELECT value FROM json_each(?))
  AND json_extract(a.extra, '$.first_seen[0]') GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
GROUP BY c.n
"""


def readings(db: sqlite3.Connection, standing: Standing, shape: str = "") -> Iterator[Reading]:
    """Yield what stands, in an order that depends on content alone; `shape` keeps one shape."""
    mark_standing(db, standing)
    where = "AND c.shape = ? " if shape else ""
    order = "ORDER BY c.id, a.id, b.tool, b.annotator, s.local_id"
    once = dict[Any, Any]().setdefault
    for row in map(list, db.execute(f"{_SELECT} {where}{order}", (shape,) if shape else ())):
        for column in _SHARED:
            row[column] = once(row[column], row[column])
        yield Reading._make(row)


def first_known(db: sqlite3.Connection, standing: Standing) -> dict[str, str]:
    """Return the day from which each claim of a list is known: its first edition's that holds it.

    Editions that were undone or withdrawn do not count. Of a list that has one edition alone, and
    nothing beside it, the document stands for its claims: they all have that day. Where an edition
    tells of each claim when it was first seen, that day counts.
    """
    alone = dict(
        db.execute(
            "SELECT max(b.n), d.id FROM batch b JOIN document d ON d.n = b.document"
            " GROUP BY b.document HAVING count(*) = 1"
        )
    )
    known = {alone[n]: day for n, day in standing.editions.items() if n in alone}
    days = ((day, n) for n, day in standing.editions.items() if n not in alone)
    db.execute("PRAGMA query_only=OFF")
    db.execute("CREATE TEMP TABLE IF NOT EXISTS edition(n INTEGER PRIMARY KEY, day TEXT)")
    db.execute("DELETE FROM temp.edition")
    db.executemany("INSERT INTO temp.edition(day, n) VALUES (?,?)", days)
    rows = db.execute(
        "SELECT c.id, min(e.day) FROM temp.edition e JOIN standing s ON s.batch = e.n"
        " JOIN annotation a ON a.n = s.annotation JOIN claim c ON c.n = a.claim GROUP BY c.n"
    )
    found = {**known, **dict(rows)}
    for claim, day in db.execute(_FIRST_SEEN, (json.dumps([*standing.editions]),)):
        found[claim] = min(day, found.get(claim, day))
    return found


def texts(db: sqlite3.Connection) -> dict[str, str]:
    """Return the text of every document that still has one, by id."""
    return dict(db.execute("SELECT id, text FROM document WHERE text IS NOT NULL"))
