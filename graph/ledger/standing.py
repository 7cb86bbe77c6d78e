"""What stands: the current batches, and the claims that nobody has withdrawn (rule 5).

A batch is current when it is the latest of its document, tool and annotator that was neither undone
nor withdrawn; of a list's dated editions the one of the latest day. An annotation stands while it
is in a current batch and its claim is not withdrawn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.ledger.acts import Act, standing_acts
from clew.graph.when import bounds

#: Whose reading of what: document id, tool, annotator.
Reader = tuple[str, str, str]


@dataclass(slots=True)
class Standing:
    """The current batch's number of each reader, and the ids of withdrawn claims.

    editions    the first day of every list's edition that stood or stands, by batch
    curated     the batches that their tool marks as the settled reading
    """

    current: dict[Reader, int]
    withdrawn_claims: frozenset[str]
    batches: set[int]
    editions: dict[int, str] = field(default_factory=dict)
    curated: set[int] = field(default_factory=set)

    def replace(self, reader: Reader, number: int, published: str = "") -> None:
        """Let this batch stand in the place of the reader's earlier one, unless that is newer."""
        day = bounds(published)[0] if published else ""
        if day:
            self.editions[number] = day
        before = self.current.get(reader, 0)
        if day >= self.editions.get(before, ""):
            self.batches.discard(before)
            self.batches.add(number)
            self.current[reader] = number


def standing(
    db: sqlite3.Connection, acts: Iterable[Act] | None = None, known_at: str = ""
) -> Standing:
    """Compute what stands now; `known_at` leaves out the editions of lists of a later day."""
    acts = standing_acts(db) if acts is None else list(acts)
    undone = {act.target for act in acts if act.verb == "undo"}
    withdrawn = {act.target: act.mark for act in acts if act.verb == "withdraw"}
    found = Standing({}, frozenset(c for c in withdrawn if c.startswith("c")), set())
    rows = db.execute(
        "SELECT b.n, d.id, b.tool, b.annotator, r.id,"
        " coalesce(json_extract(b.options, '$.published'), ''),"
        " json_extract(b.options, '$.curated') FROM batch b"
        " JOIN run r ON r.n = b.run JOIN document d ON d.n = b.document ORDER BY b.n"
    )
    for number, document, tool, annotator, run, published, is_curated in rows:
        taken_back = number <= max(withdrawn.get(run, 0), withdrawn.get(document, 0))
        later = bool(known_at and published) and bounds(published)[0] > known_at
        if run not in undone and not taken_back and not later:
            found.replace((document, tool, annotator), number, published)
            if is_curated:
                found.curated.add(number)
    return found


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
