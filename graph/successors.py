"""Ids that once were, and the ones that hold now (rule 10).

Where a corrected export moves a mention, its reference changes; the annotation tool's own id (`T5`)
mostly stays. A reference that no longer stands is followed through that id to the current export of
the same document, tool and annotator.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from clew.graph.ledger.standing import Standing


@dataclass(slots=True)
class Successors:
    """Looks up what a reference is called now, once for each."""

    db: sqlite3.Connection
    standing: Standing
    _known: dict[str, str] = field(default_factory=dict)

    def of(self, reference: str) -> str:
        """Return the reference that stands in this one's place, or this one."""
        if reference not in self._known:
            self._known[reference] = self._find(reference)
        return self._known[reference]

    def _find(self, reference: str) -> str:
        rows = self.db.execute(
            "SELECT s.batch, s.local_id, b.document, b.tool, b.annotator FROM annotation a"
            " JOIN claim c ON c.n = a.claim JOIN standing s ON s.annotation = a.n"
            " JOIN batch b ON b.n = s.batch"
            " WHERE a.subject = ? AND c.shape = 'mention' ORDER BY s.batch DESC",
            (reference,),
        ).fetchall()
        if not rows or any(row[0] in self.standing.batches for row in rows):
            return reference
        for _, local_id, *reading in rows:
            found = self._in_current(local_id, reading)
            if found:
                return found
        return reference

    def _in_current(self, local_id: str, reading: list[object]) -> str:
        rows = self.db.execute(
            "SELECT s.batch, a.subject FROM batch b JOIN standing s ON s.batch = b.n"
            " JOIN annotation a ON a.n = s.annotation JOIN claim c ON c.n = a.claim"
            " WHERE b.document = ? AND b.tool = ? AND b.annotator = ? AND s.local_id = ?"
            " AND c.shape = 'mention' ORDER BY a.subject",
            (*reading, local_id),
        )
        return next((str(ref) for batch, ref in rows if batch in self.standing.batches), "")
