"""Whether what a graph shows still stands in the ledger: the check of every answer (rule 35)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from clew.graph.errors import LedgerError
from clew.graph.ledger.database import state
from clew.graph.ledger.standing import Standing, standing

DISAGREE = "the graph and the ledger disagree: `clew verify` makes the graph anew"
GONE = "the case has changed since this graph was made: ask again"

_READINGS = """
SELECT c.id, c.shape || ' ' || c.relation, s.batch FROM claim c
  JOIN annotation a ON a.claim = c.n JOIN standing s ON s.annotation = a.n
WHERE c.id IN (SELECT value FROM json_each(?)) AND c.relation IS NOT NULL
"""


@dataclass(slots=True)
class Agreement:
    """The ledger beside a graph that was made of it.

    `made_of` is the ledger's state that the graph shows, '' where it is an earlier one. A graph of
    the ledger's own state must show nothing but what stands. One of an earlier state, which a
    reader gets while another process writes, answers for that state: what was withdrawn or replaced
    since stood then, but what was erased since is shown no more. `known_at` is the lens's day: of a
    list the edition of that day stands.
    """

    db: sqlite3.Connection
    made_of: str
    known_at: str = ""
    _now: Standing | None = None

    def check(self, claims: Sequence[str], says: str = "") -> None:
        """Raise LedgerError unless the ledger has all these claims, as it had them then.

        `says` is what each must say, as `tie OWNS`.
        """
        found: dict[str, list[tuple[str, int]]] = {}
        for claim, said, batch in self.db.execute(_READINGS, (json.dumps(claims),)):
            found.setdefault(claim, []).append((said, batch))
        now = self._standing()
        for claim in claims:
            readings = found.get(claim, [])
            if not readings:
                raise LedgerError(DISAGREE if now else GONE)
            if says and any(said != says for said, _ in readings):
                raise LedgerError(DISAGREE)
            if now and not self._stands(now, claim, readings):
                raise LedgerError(DISAGREE)

    @staticmethod
    def _stands(now: Standing, claim: str, readings: list[tuple[str, int]]) -> bool:
        current = any(batch in now.batches for _, batch in readings)
        return current and claim not in now.withdrawn_claims

    def _standing(self) -> Standing | None:
        """Return what stood in the state that the graph shows; None where that is past."""
        if self._now is None and self.made_of:
            self.db.execute("BEGIN")
            try:
                if state(self.db) == self.made_of:
                    self._now = standing(self.db, known_at=self.known_at)
                else:
                    self.made_of = ""
            finally:
                self.db.execute("COMMIT")
        return self._now
