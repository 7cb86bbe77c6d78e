"""Texts that are the same but for their blanks, as an import meets them (rule 1)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from clew.graph.ledger.alike import Alike, Found
from clew.graph.ledger.moving import Move
from clew.graph.ledger.standing import Standing
from clew.graph.ledger.superseding import supersede
from clew.graph.model import Batch
from clew.graph.unspaced import same_text
from clew.sourcing import hidden

_READ = "Rebuilt from tokens and read on the same text that the case has: {}."
_GAVE_WAY = (
    "Rebuilt from tokens before, and now superseded by the text itself: {}. What was read of it"
    " stands there, and the old ids answer with the new."
)
_TWICE = (
    "In the case as several texts that differ in their blanks alone: {}. What is rebuilt from"
    " tokens is read on the one that came first."
)
_SORTS = {"read": _READ, "gave way": _GAVE_WAY, "twice": _TWICE}
_SHOWN = 3


@dataclass(slots=True)
class Aligning:
    """Brings what was read of rebuilt texts onto the faithful ones, and says so once, at the end.

    erased      ids that are not to come in again
    """

    db: sqlite3.Connection
    alike: Alike
    standing: Standing
    erased: frozenset[str]
    _paths: dict[str, dict[str, None]] = field(default_factory=dict)
    _protected: frozenset[str] | None = None

    def is_refused(self, batch: Batch) -> bool:
        """Tell whether the text of a batch, or what it is read on, was erased, in any blanks."""
        if not self.erased:
            return False
        document = batch.document
        if {document.id, rebuilt_id(batch)} & self.erased:
            return True
        stands = "SELECT 1 FROM document WHERE id = ? AND text IS NOT NULL"
        if document.list or self.db.execute(stands, (document.id,)).fetchone():
            return False
        return same_text(document.text) in self.erased

    def erased_claims(self, batch: Batch) -> set[str]:
        """Return the erased claims that a batch may say again, by whatever id."""
        if not self.erased or batch.document.list:
            return set()
        documents = [batch.document.id, *(one.id for one in self._others(batch))]
        query = "SELECT c.id FROM claim c JOIN document d ON d.n = c.document WHERE d.id = ?"
        found = (claim for one in documents for (claim,) in self.db.execute(query, (one,)))
        return {claim for claim in found if claim in self.erased}

    def without(self, batch: Batch, gone: Collection[str]) -> set[str]:
        """Return which claims of a batch are among these, by the name of any text that it is."""
        said = {a.claim.id: a.claim for a in batch.annotations}
        found = said.keys() & gone
        for one in self._others(batch):
            (text,) = self.db.execute("SELECT text FROM document WHERE n = ?", (one.n,)).fetchone()
            move = Move(batch.document.id, batch.document.text, one.id, text)
            found |= {i for i, claim in said.items() if move.claim(claim).id in gone}
        return set(found)

    def settle(self, batch: Batch, run: str) -> int:
        """Move the readings of rebuilt texts that are this batch's to where they belong.

        Returns how many of its claims they had said already.
        """
        path, rebuilt = batch.files[0].path, rebuilt_id(batch)
        if batch.document.list or not (rebuilt or self.alike.rebuilt(batch.document.text)):
            return 0
        hint = same_text(batch.document.text)
        best, *others = found = self.alike.of(hint)
        if rebuilt and rebuilt != batch.document.id:
            self._say("read", path)
        if sum(not (one.rebuilt or one.undone) for one in found) > 1:
            self._say("twice", path)
        moves = [(one, best) for one in others if one.rebuilt]
        # where the faithful text was undone, so that it holds again when that is
        moves += [(best, one) for one in others if best.rebuilt and one.undone and not one.rebuilt]
        said = set[str]()
        for old, new in moves:
            if written := supersede(self.db, run, old.id, new.id, self.erased):
                self._stand(written, old, new)
                said.update(*(self._claims(number) for _, number, *_ in written))
        return len(said & {a.claim.id for a in batch.annotations})

    def _claims(self, batch: int) -> set[str]:
        rows = self.db.execute(
            "SELECT c.id FROM standing s JOIN annotation a ON a.n = s.annotation"
            " JOIN claim c ON c.n = a.claim WHERE s.batch = ?",
            (batch if batch in self.standing.batches else 0,),
        )
        return {claim for (claim,) in rows}

    def _stand(self, written: list[tuple[int, int, str, str]], old: Found, new: Found) -> None:
        for batch, number, tool, annotator in () if new.undone else written:
            held = batch if batch in self.standing.batches else self._held(number)
            if held:
                self.standing.batches.discard(held)
                former = (old.id, tool, annotator)
                if self.standing.current.get(former) != held:  # on a third text, or called anew
                    former = next(r for r, n in self.standing.current.items() if n == held)
                del self.standing.current[former]
                reader = (new.id, tool, annotator)
                if self._first(number) > self._first(self.standing.current.get(reader, 0)):
                    self.standing.replace(reader, number)
        if not new.undone:
            row = "SELECT path FROM document WHERE n = ?"
            path = str(self.db.execute(row, (old.n,)).fetchone()[0])
            self._say("gave way", "a protected source" if old.id in self._hidden() else path)

    def _first(self, batch: int) -> int:
        """Return the number of the reading that a batch is, or was written anew of."""
        query = "SELECT coalesce(json_extract(options, '$.of'), n) FROM batch WHERE n = ?"
        row = self.db.execute(query, (batch,)).fetchone()
        return int(row[0]) if row else 0

    def _held(self, number: int) -> int:
        """Return the batch that stands for the reading that this one was made of, 0 where none."""
        query = "SELECT n FROM batch WHERE ?1 IN (n, json_extract(options, '$.of')) AND n <> ?2"
        rows = self.db.execute(query, (self._first(number), number))
        return next((n for (n,) in rows if n in self.standing.batches), 0)

    def _hidden(self) -> frozenset[str]:
        if self._protected is None:
            self._protected = hidden(self.db)
        return self._protected

    def _others(self, batch: Batch) -> list[Found]:
        text = batch.document.text
        if batch.document.list or not self.alike.rebuilt(text):
            return []
        return [one for one in self.alike.of(same_text(text)) if one.id != batch.document.id]

    def _say(self, sort: str, path: str) -> None:
        self._paths.setdefault(sort, {})[path] = None

    def notes(self) -> Iterator[str]:
        """Yield what was done, a sentence for each sort."""
        for sort, sentence in _SORTS.items():
            if paths := list(self._paths.get(sort, ())):
                more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
                yield sentence.format(", ".join(paths[:_SHOWN]) + more)


def rebuilt_id(batch: Batch) -> str:
    """Return the id of the text that a batch was rebuilt as, '' where it was not."""
    return str(json.loads(batch.options).get("rebuilt", ""))
