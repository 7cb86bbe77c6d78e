"""What an export protected stays protected where the next one of the same reader does not say so.

A newer export, another profile or another hand whom no tool names takes the place of an earlier
reading (rule 5). Nobody is to be shown by that alone: each such thing gets an act of protection,
which `clew release` takes back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.ledger.acts import record_act, standing_acts
from clew.graph.ledger.append import reader_of
from clew.graph.ledger.standing import Standing
from clew.graph.model import Batch

BECAUSE = "an earlier export protected it, and the one that took its place does not say so"
NOTE = (
    "{} that the earlier export protected and this one does not stay protected:"
    " `clew release … --disclose all` shows them."
)
_PROTECTED = (
    "SELECT DISTINCT iif(c.shape = 'mention', a.subject, c.id) FROM standing s"
    " JOIN annotation a ON a.n = s.annotation JOIN claim c ON c.n = a.claim"
    " WHERE s.batch = ? AND a.protected AND c.relation IS NOT NULL"
)


@dataclass(slots=True)
class Keeping:
    """Counts what stays protected in one import."""

    db: sqlite3.Connection
    standing: Standing
    kept: int = 0
    _decided: set[str] | None = field(default=None)

    def before(self, batch: Batch) -> set[str]:
        """Return what the reading that this batch would replace protects."""
        if batch.document.list:
            return set()
        return self._protected(self.standing.of(reader_of(batch)))

    def after(self, batch: Batch, before: set[str]) -> None:
        """Protect what nothing protects any more; what somebody decided of it holds."""
        if not before:
            return
        query = "SELECT b.n FROM batch b JOIN document d ON d.n = b.document WHERE d.id = ?"
        numbers = (n for (n,) in self.db.execute(query, (batch.document.id,)))
        lost = before - self._protected(n for n in numbers if n in self.standing.batches)
        for one in sorted(lost - self._known()):
            record_act(self.db, "protect", one, BECAUSE)
            self._known().add(one)
            self.kept += 1

    def notes(self) -> list[str]:
        """Return what the summary says of it, naming nobody."""
        if not self.kept:
            return []
        return [NOTE.format("1 thing" if self.kept == 1 else f"{self.kept} things")]

    def _protected(self, batches: Iterable[int]) -> set[str]:
        return {one for n in batches for (one,) in self.db.execute(_PROTECTED, (n,))}

    def _known(self) -> set[str]:
        if self._decided is None:
            acts = [a for a in standing_acts(self.db) if a.verb in ("protect", "release")]
            targets = (one for act in acts for one in (act.target, *_references(act.detail)))
            self._decided = set(targets)
        return self._decided


def _references(detail: object) -> Iterable[str]:
    return detail.get("references", ()) if isinstance(detail, dict) else ()
