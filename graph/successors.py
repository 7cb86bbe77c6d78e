"""Ids that once were, and the ones that hold now (rule 10).

Where a corrected export moves a mention, its reference changes, and so do the claims about it; the
annotation tool's own id (`T5`) mostly stays. What no longer stands is followed through that id to
the current export of the same document, tool and annotator, where that is still the same thing by
its place or its words: a tool may have given its ids anew. Where a whole reading was written anew
on a faithful text, each id has another form there (`clew.graph.ledger.families`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from clew.graph.ledger.families import Families
from clew.graph.ledger.moving import HAND
from clew.graph.ledger.read import Reading
from clew.graph.ledger.standing import Standing
from clew.graph.model import ENTRY, identical, spans_of

_ROWS = (
    "SELECT s.batch, c.subject, c.object, a.name, c.relation, s.local_id, c.shape,"
    " b.document, b.tool, b.annotator FROM annotation a"
    " JOIN claim c ON c.n = a.claim JOIN standing s ON s.annotation = a.n"
    " JOIN batch b ON b.n = s.batch"
)
_NOW = (
    "SELECT s.batch, a.subject, c.id, c.subject, c.object, a.name, c.relation FROM batch b"
    " JOIN standing s ON s.batch = b.n JOIN annotation a ON a.n = s.annotation"
    " JOIN claim c ON c.n = a.claim WHERE c.shape = ? AND b.document = ? AND b.tool = ?"
    " AND b.annotator = ?"
)


@dataclass(slots=True)
class Successors:
    """Looks up what a reference or a claim is called now, once for each."""

    db: sqlite3.Connection
    standing: Standing
    _known: dict[str, str] = field(default_factory=dict)
    _families: Families = field(init=False)

    def __post_init__(self) -> None:
        """Let what finds other forms of an id look at the same ledger."""
        self._families = Families(self.db)

    def forms(self, identity: str) -> list[str]:
        """Return what a reference, a claim or a document is called in texts that are the same."""
        return self._families.forms(identity)

    def of(self, identity: str) -> str:
        """Return the reference, claim or document that stands in this one's place, or this one."""
        if identity not in self._known:
            self._known[identity] = self._find(identity)
        return self._known[identity]

    def stands(self, reference: str) -> bool:
        """Tell whether a current export has this very reference as a mention."""
        return self._holds(self._rows(reference))

    def _rows(self, identity: str) -> list[Any]:
        mention = "a.subject = ? AND c.shape = 'mention'"
        where = "c.id = ?" if identity.startswith("c") else mention
        query = f"{_ROWS} WHERE {where} ORDER BY s.batch DESC, s.local_id"
        return self.db.execute(query, (identity,)).fetchall()

    def _find(self, identity: str) -> str:
        if identity.startswith("d"):
            return self.standing.moved.get(identity, identity)
        rows = self._rows(identity)
        if self._holds(rows):
            return identity
        forms = {form: self._rows(form) for form in self.forms(identity)}
        if found := next((form for form, own in forms.items() if self._holds(own)), ""):
            return found
        return self._follow(identity, [row for own in (rows, *forms.values()) for row in own])

    def _holds(self, rows: Iterable[Any]) -> bool:
        return any(row[0] in self.standing.batches for row in rows)

    def _follow(self, identity: str, rows: Iterable[Any]) -> str:
        for _, *was, local_id, shape, document, tool, annotator in rows:
            reading = (shape, document, tool, annotator)
            same = list(self._now(f"{_NOW} AND s.local_id = ? ORDER BY c.id", *reading, local_id))
            found = [now for now, there in same if _alike(was, there)]
            found += [
                now
                for now, there in self._now(f"{_NOW} ORDER BY c.id", *reading)
                if not found and was[3] == there[3] and _at_one_place(was, there)
            ]
            if found:
                return str(found[0][1 if identity.startswith("c") else 0])
        return identity

    def _now(
        self, query: str, *given: object
    ) -> Iterator[tuple[tuple[object, object], list[object]]]:
        """Yield (reference, claim) and its place, name and relation, of current batches."""
        for batch, reference, claim, *there in self.db.execute(query, given):
            if batch in self.standing.batches:
                yield (reference, claim), there


def followed(rows: Iterable[Reading], successors: Successors) -> Iterator[Reading]:
    """Yield readings, the ends of claims by hand as they are called now.

    What a person wrote of a thing in another text holds where that text's mention has moved.
    """
    for row in rows:
        if row.tool.startswith(HAND) and row.shape != "mention":
            ends = (row.subject, row.object)
            subject, other = (successors.of(end) if end else "" for end in ends)
            row = row if (subject, other) == ends else row._replace(subject=subject, object=other)
        yield row


def _alike(one: list[object], other: list[object]) -> bool:
    """Tell whether both are one thing: of the same words, or at the same place on every side.

    A list gives each of its records an id, and equal names to many: there the place alone tells.
    """
    listed = str(one[0]).startswith(ENTRY)
    named = bool(one[2]) and not listed and identical(str(one[2])) == identical(str(other[2]))
    return named or _at_one_place(one, other)


def _at_one_place(one: list[object], other: list[object]) -> bool:
    sides = zip(one[:2], other[:2], strict=True)
    return all(_overlap(str(a), str(b)) for a, b in sides if a or b)


def _overlap(one: str, other: str) -> bool:
    return one == other or any(
        a < d and c < b for a, b in spans_of(one) for c, d in spans_of(other)
    )
