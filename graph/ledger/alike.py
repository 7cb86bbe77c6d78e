"""Finds the documents of a case whose texts are the same but for their blanks.

A batch whose text was rebuilt from tokens says in its options the id of that text (`rebuilt`). A
document is rebuilt where its own text was, and no reading of a faithful text stands on it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from clew.graph.ledger.acts import standing_acts
from clew.graph.ledger.moving import HAND
from clew.graph.unspaced import same_text

_Numbers = defaultdict[str, dict[int, None]]


def _numbers() -> _Numbers:
    return defaultdict(dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the case: whether its text is rebuilt, and whether all imports are undone."""

    n: int
    id: str
    rebuilt: bool
    undone: bool


@dataclass(slots=True)
class Alike:
    """Sees what was added since it was asked last; texts are looked at when they must be."""

    db: sqlite3.Connection
    _all: _Numbers = field(default_factory=_numbers)
    _rebuilt: _Numbers = field(default_factory=_numbers)
    _read: defaultdict[str, list[tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _document: int = 0
    _batch: int = 0
    _undone: frozenset[str] | None = None

    def of(self, hint: str) -> list[Found]:
        """Return the documents of this text (see `same_text`): the one to read it on comes first.

        That is the faithful one that came first; where all are rebuilt, the one of the smallest id,
        whichever came first. Those that stand on undone imports alone come last.
        """
        query = "SELECT n, text FROM document WHERE n > ? AND text IS NOT NULL AND list IS NULL"
        for number, text in self.db.execute(f"{query} ORDER BY n", (self._document,)):
            self._document = number
            self._all[same_text(text)][number] = None
        found = [self._found(number) for number in self._all.get(hint, ())]
        return sorted(
            (one for one in found if one),
            key=lambda one: (one.undone, one.rebuilt, one.id if one.rebuilt else "", one.n),
        )

    def rebuilt(self, text: str) -> bool:
        """Tell whether the case has, or had, a document of this text that was rebuilt."""
        self._update()
        return bool(self._rebuilt) and same_text(text) in self._rebuilt

    def read_on(self, rebuilt: str, standing: Collection[int]) -> list[Found]:
        """Return the document on which a reading of the rebuilt text of this id stands, if any."""
        self._update()
        where = (n for batch, n in self._read[rebuilt] if batch in standing)
        return [one for n in dict.fromkeys(where) if (one := self._found(n))][:1]

    def _update(self) -> None:
        rows = self.db.execute(
            "SELECT b.n, d.n, json_extract(b.options, '$.rebuilt'),"
            " iif(json_extract(b.options, '$.rebuilt') = d.id, d.text, NULL)"
            " FROM batch b JOIN document d ON d.n = b.document"
            " WHERE b.n > ? AND json_extract(b.options, '$.rebuilt') IS NOT NULL ORDER BY b.n",
            (self._batch,),
        )
        for batch, number, rebuilt, own in rows.fetchall():
            self._read[rebuilt].append((batch, number))
            if own is not None:
                self._rebuilt[same_text(own)][number] = None
        (self._batch,) = self.db.execute("SELECT coalesce(max(n), 0) FROM batch").fetchone()

    def _found(self, number: int) -> Found | None:
        rows = self.db.execute(
            "SELECT d.id, d.text IS NULL, b.tool, json_extract(b.options, '$.rebuilt'),"
            " json_extract(b.options, '$.of'), r.id FROM document d"
            " JOIN batch b ON b.document = d.n JOIN run r ON r.n = b.run"
            " WHERE d.n = ?",
            (number,),
        ).fetchall()
        own = [row for row in rows if not row[4] and not row[2].startswith(HAND)]
        if not own or own[0][1]:
            return None
        live = [row for row in own if row[5] not in self._undone_runs()]
        guessed = any(row[3] == row[0] for row in own)
        faithful = any(row[3] is None for row in live)
        return Found(number, own[0][0], guessed and not faithful, not live)

    def _undone_runs(self) -> frozenset[str]:
        if self._undone is None:
            acts = standing_acts(self.db)
            self._undone = frozenset(act.target for act in acts if act.verb == "undo")
        return self._undone
