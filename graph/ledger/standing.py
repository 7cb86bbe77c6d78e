"""What stands: the current batches, and the claims that nobody has withdrawn (rule 5).

A batch is current when it is the latest of its document, tool and annotator that was neither undone
nor withdrawn. An annotation stands while it is in a current batch and its claim is not withdrawn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from clew.graph.ledger.acts import Act, standing_acts

#: Whose reading of what: document id, tool, annotator.
Reader = tuple[str, str, str]


@dataclass(slots=True)
class Standing:
    """The current batch's number of each reader, and the ids of withdrawn claims."""

    current: dict[Reader, int]
    withdrawn_claims: frozenset[str]
    batches: set[int]

    def replace(self, reader: Reader, number: int) -> None:
        """Let this batch stand in the place of the reader's earlier one."""
        self.batches.discard(self.current.get(reader, 0))
        self.batches.add(number)
        self.current[reader] = number


def standing(db: sqlite3.Connection, acts: Iterable[Act] | None = None) -> Standing:
    """Compute what stands now."""
    acts = standing_acts(db) if acts is None else list(acts)
    undone = {act.target for act in acts if act.verb == "undo"}
    withdrawn = {act.target: act.mark for act in acts if act.verb == "withdraw"}
    current: dict[Reader, int] = {}
    rows = db.execute(
        "SELECT b.n, d.id, b.tool, b.annotator, r.id FROM batch b"
        " JOIN run r ON r.n = b.run JOIN document d ON d.n = b.document ORDER BY b.n"
    )
    for number, document, tool, annotator, run in rows:
        taken_back = number <= max(withdrawn.get(run, 0), withdrawn.get(document, 0))
        if run not in undone and not taken_back:
            current[document, tool, annotator] = number
    claims = frozenset(target for target in withdrawn if target.startswith("c"))
    return Standing(current, claims, set(current.values()))


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
