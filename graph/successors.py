"""Ids that once were, and the ones that hold now (rule 10).

Where a corrected export moves a mention, its reference changes, and so do the claims about it; the
annotation tool's own id (`T5`) mostly stays. What no longer stands is followed through that id to
the current export of the same document, tool and annotator, where that is still the same thing by
its place or its words: a tool may have given its ids anew.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from clew.graph.ledger.standing import Standing
from clew.graph.model import identical, spans_of

_ROWS = (
    "SELECT s.batch, s.local_id, c.subject, c.object, a.name, c.shape,"
    " b.document, b.tool, b.annotator FROM annotation a"
    " JOIN claim c ON c.n = a.claim JOIN standing s ON s.annotation = a.n"
    " JOIN batch b ON b.n = s.batch"
)
_NOW = (
    "SELECT s.batch, a.subject, c.id, c.subject, c.object, a.name FROM batch b"
    " JOIN standing s ON s.batch = b.n JOIN annotation a ON a.n = s.annotation"
    " JOIN claim c ON c.n = a.claim WHERE b.document = ? AND b.tool = ? AND b.annotator = ?"
    " AND s.local_id = ? AND c.shape = ? ORDER BY c.id"
)


@dataclass(slots=True)
class Successors:
    """Looks up what a reference or a claim is called now, once for each."""

    db: sqlite3.Connection
    standing: Standing
    _known: dict[str, str] = field(default_factory=dict)

    def of(self, identity: str) -> str:
        """Return the reference or claim that stands in this one's place, or this one."""
        if identity not in self._known:
            self._known[identity] = self._find(identity)
        return self._known[identity]

    def stands(self, reference: str) -> bool:
        """Tell whether a current export has this very reference as a mention."""
        return any(row[0] in self.standing.batches for row in self._rows(reference))

    def _rows(self, identity: str) -> list[tuple[int | str, ...]]:
        mention = "a.subject = ? AND c.shape = 'mention'"
        where = "c.id = ?" if identity.startswith("c") else mention
        query = f"{_ROWS} WHERE {where} ORDER BY s.batch DESC, s.local_id"
        return self.db.execute(query, (identity,)).fetchall()

    def _find(self, identity: str) -> str:
        rows = self._rows(identity)
        if any(row[0] in self.standing.batches for row in rows):
            return identity
        for _, local_id, subject, other, name, shape, *reading in rows:
            for batch, reference, claim, *there in self.db.execute(
                _NOW, (*reading, local_id, shape)
            ):
                if batch in self.standing.batches and _alike((subject, other, name), there):
                    return str(claim if identity.startswith("c") else reference)
        return identity


def _alike(one: tuple[object, ...], other: list[object]) -> bool:
    """Tell whether both are one thing: at the same place on every side, or of the same words."""
    if one[2] and identical(str(one[2])) == identical(str(other[2])):
        return True
    return all(_overlap(str(a), str(b)) for a, b in zip(one[:2], other[:2], strict=True) if a or b)


def _overlap(one: str, other: str) -> bool:
    return one == other or any(
        a < d and c < b for a, b in spans_of(one) for c, d in spans_of(other)
    )
