"""What stands: the current batches, and the claims that nobody has withdrawn (rule 5).

A batch is current when it is the latest of its document, tool and annotator that was neither undone
nor withdrawn; of a list's dated editions the one of the latest day. An annotation stands while it
is in a current batch and its claim is not withdrawn.

A reading that was written anew on the faithful text (`superseding.py`) stands there instead of on
the rebuilt one, while an import of that document is not undone. Acts about the first reading, its
run, its document or its claims, hold for the one written anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from clew.graph.ledger.acts import Act, standing_acts
from clew.graph.ledger.families import Families
from clew.graph.ledger.moving import HAND
from clew.graph.when import bounds

#: Whose reading of what: document id, tool, annotator.
Reader = tuple[str, str, str]


@dataclass(slots=True)
class Standing:
    """The current batch's number of each reader, and the ids of withdrawn claims.

    editions    the first day of every list's edition that stood or stands, by batch
    parts       the batches beside a reader's current one: a reading that came in several files
    curated     the batches that their tool marks as the settled reading
    elsewhere   the batches that another one, made of the same reading, stands for
    moved       the documents all of whose readings stand on another one, with that one's id
    """

    current: dict[Reader, int]
    withdrawn_claims: frozenset[str]
    batches: set[int]
    editions: dict[int, str] = field(default_factory=dict)
    parts: dict[Reader, list[int]] = field(default_factory=dict)
    curated: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)

    def replace(
        self, reader: Reader, number: int, published: str = "", beside: Collection[int] = ()
    ) -> None:
        """Let this batch stand in the place of the reader's earlier ones, unless they are newer.

        Those of them that it says to stand `beside` go on standing, too.
        """
        day = bounds(published)[0] if published else ""
        if day:
            self.editions[number] = day
        before = self.current.get(reader, 0)
        if day >= self.editions.get(before, ""):
            kept = [one for one in self.of(reader) if one in beside]
            self.batches.difference_update(set(self.of(reader)) - set(kept))
            self.batches.add(number)
            self.current[reader] = number
            self.parts.pop(reader, None)
            if kept:
                self.parts[reader] = kept

    def of(self, reader: Reader) -> list[int]:
        """Return the batches that make a reader's standing reading, mostly one."""
        number = self.current.get(reader)
        return [] if number is None else [*self.parts.get(reader, ()), number]


def standing(
    db: sqlite3.Connection, acts: Iterable[Act] | None = None, known_at: str = ""
) -> Standing:
    """Compute what stands now; `known_at` leaves out the editions of lists of a later day."""
    acts = standing_acts(db) if acts is None else list(acts)
    undone = {act.target for act in acts if act.verb == "undo"}
    withdrawn = {act.target: act.mark for act in acts if act.verb == "withdraw"}
    found = Standing({}, frozenset(c for c in withdrawn if c.startswith("c")), set())
    rows, seen = [_Row._make(row) for row in db.execute(_ROWS)], list[_Row]()
    first = _settle(found, rows, undone) if any(row.of for row in rows) else {}
    if first:  # what was read later holds, whenever it was written anew
        rows.sort(key=lambda row: first[row.n].n if row.n in first else row.n)
    for row in rows:
        own = first.get(row.n, row)
        taken_back = own.n <= max(withdrawn.get(own.run, 0), withdrawn.get(own.document, 0))
        taken_back = taken_back or row.n <= withdrawn.get(row.document, 0)
        later = bool(known_at and row.published) and bounds(row.published)[0] > known_at
        gone = own.run in undone or row.n in found.elsewhere
        if later and not gone and not taken_back and row.since and row.since <= known_at:
            seen.append(row)
        if not gone and not taken_back and not later:
            beside = json.loads(row.beside) if row.beside else ()
            found.replace((row.document, row.tool, row.annotator), row.n, row.published, beside)
            if row.curated:
                found.curated.add(row.n)
    for row in sorted(seen, key=lambda row: bounds(row.published)[0]):
        reader = (row.document, row.tool, row.annotator)
        if reader not in found.current:  # of a later day, and tells what stood on that one
            found.replace(reader, row.n, row.published)
    if first and found.withdrawn_claims:
        families = Families(db)
        forms = {form for claim in found.withdrawn_claims for form in families.forms(claim)}
        found.withdrawn_claims |= forms
    return found


class _Row(NamedTuple):
    """A batch; `of` is the number of the reading that it was written anew of, else 0.

    since   the first day of which a list's edition tells what stood then, '' where it does not
    """

    n: int
    document: str
    tool: str
    annotator: str
    run: str
    published: str
    curated: int | None
    of: int
    beside: str | None
    since: str


_ROWS = (
    "SELECT b.n, d.id, b.tool, b.annotator, r.id,"
    " coalesce(json_extract(b.options, '$.published'), ''), json_extract(b.options, '$.curated'),"
    " coalesce(json_extract(b.options, '$.of'), 0), json_extract(b.options, '$.beside'),"
    " coalesce(json_extract(b.options, '$.since'), '')"
    " FROM batch b"
    " JOIN run r ON r.n = b.run JOIN document d ON d.n = b.document ORDER BY b.n"
)


def _settle(found: Standing, rows: Iterable[_Row], undone: Collection[str]) -> dict[int, _Row]:
    """Find out where each reading stands; return the first form of those written anew."""
    readings = {row.n: [row] for row in rows if not row.of}
    live: set[str] = set()
    for row in rows:
        if row.of:
            readings[row.of].append(row)
        elif row.run not in undone and not row.tool.startswith(HAND):
            live.add(row.document)
    stays: set[str] = set()
    for first, *anew in readings.values():
        holds = next((row for row in reversed(anew) if row.document in live), first)
        found.elsewhere.update(row.n for row in (first, *anew) if row is not holds)
        stays.add(holds.document)
        found.moved.update((row.document, holds.document) for row in (first, *anew))
    found.moved = {old: new for old, new in found.moved.items() if old not in stays}
    return {row.n: first for first, *anew in readings.values() for row in anew}


def mark_standing(db: sqlite3.Connection, now: Standing) -> None:
    """Make the temporary tables `current_batch` and `withdrawn_claim` that readers join with."""
    query_only = db.execute("PRAGMA query_only").fetchone()[0]
    db.execute("PRAGMA query_only=OFF")
    db.execute("DROP TABLE IF EXISTS temp.current_batch")
    db.execute("DROP TABLE IF EXISTS temp.withdrawn_claim")
    db.execute("CREATE TEMP TABLE current_batch(n INTEGER PRIMARY KEY)")
    db.execute("CREATE TEMP TABLE withdrawn_claim(id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.executemany("INSERT INTO temp.current_batch VALUES (?)", ((n,) for n in now.batches))
    withdrawn = ((claim,) for claim in now.withdrawn_claims)
    db.executemany("INSERT INTO temp.withdrawn_claim VALUES (?)", withdrawn)
    db.execute(f"PRAGMA query_only={query_only}")
