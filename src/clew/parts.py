"""Files of one import that hold parts of one reading: they add up where they say nothing twice.

Two pages of one collection, or two data sets of one annotator over one text, are read as one: the
later batch stands beside the earlier ones (`beside` in its options: their numbers) and replaces
none. Files that say the same of a text are two readings of it, of which one would be lost: those
are told. A text that is rebuilt from tokens is read from one file alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from clew.graph.ledger import append
from clew.graph.ledger.standing import Reader, Standing
from clew.graph.model import Batch

ADDED = "{} marks other things in the same text as {}: they are read as parts of one reading."
SECOND_READING = (
    "says some of what {} says of the same text, read before it: put parts of one reading into one"
    " file, import a correction apart, or give each annotator a folder with files of the same names"
)


@dataclass(slots=True)
class Parts:
    """Knows which batches of each reading this import has met."""

    db: sqlite3.Connection
    standing: Standing
    _met: dict[Reader, list[int]] = field(default_factory=dict)

    def known(self, batch: Batch) -> Batch:
        """Return a batch as the part that stands already, where it is one."""
        reader = append.reader_of(batch)
        if reader in self.standing.parts:
            for number in self.standing.of(reader):
                query = "SELECT json_extract(options, '$.beside') FROM batch WHERE n = ?"
                (beside,) = self.db.execute(query, (number,)).fetchone()
                part = _beside(batch, json.loads(beside or "[]"))
                if beside and append.is_current(self.db, self.standing, part):
                    return part
        return batch

    def beside(self, batch: Batch) -> Batch | None:
        """Return a batch as a part beside what was met; None where it says some of that again."""
        met = self._met.get(append.reader_of(batch), [])
        said = {annotation.claim.id for annotation in batch.annotations}
        if "rebuilt" in json.loads(batch.options) or said & append.claims_of(self.db, met):
            return None
        return _beside(batch, met)

    def meet(self, batch: Batch) -> None:
        """Remember a batch that stands."""
        number = append.number_of(self.db, self.standing, batch)
        self._met.setdefault(append.reader_of(batch), []).append(number)


def _beside(batch: Batch, numbers: Sequence[int]) -> Batch:
    options = {**json.loads(batch.options), "beside": list(numbers)}
    return replace(batch, options=json.dumps(options, sort_keys=True))
