"""Documents that are one text but for their blanks, and the ids that mean one thing in them.

Where a reading was written anew on another document (`clew.graph.ledger.superseding`), each of its
claims and mentions has an id in both. Whatever was decided of one holds for the other.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from clew.graph.ledger.moving import Move
from clew.graph.model import Claim, Shape

_PAIRS = (
    "SELECT DISTINCT o.document, b.document FROM batch b"
    " JOIN batch o ON o.n = json_extract(b.options, '$.of')"
    " WHERE b.options LIKE '%\"of\"%' ORDER BY 1, 2"
)
_CLAIMS = (
    "SELECT id, shape, relation, subject, object, value, quote_start, quote_end, locator FROM claim"
    " WHERE document = ? AND relation IS NOT NULL"
)
_MENTIONS = (
    "SELECT DISTINCT a.subject, c.subject FROM claim c JOIN annotation a ON a.claim = c.n"
    " WHERE c.document = ? AND c.shape = 'mention'"
)
_DOCUMENTS = {
    "c": "SELECT document FROM claim WHERE id = ?",
    "d": "SELECT n FROM document WHERE id = ?",
    "m": (
        "SELECT DISTINCT c.document FROM annotation a JOIN claim c ON c.n = a.claim"
        " WHERE a.subject = ? AND c.shape = 'mention'"
    ),
}
#: Ids from the first signs, which are hexadecimal, to what would come after them.
_BEGINNING = {
    "c": "SELECT id FROM claim WHERE id >= ? AND id < ? LIMIT 2",
    "d": "SELECT id FROM document WHERE id >= ? AND id < ? LIMIT 2",
    "m": "SELECT DISTINCT subject FROM annotation WHERE subject >= ? AND subject < ? LIMIT 2",
}

_Classes = dict[str, set[str]]


@dataclass(slots=True)
class Families:
    """Answers an id with the others that mean the same thing; looks at a text when it must."""

    db: sqlite3.Connection
    _above: dict[int, set[int]] | None = None
    _classes: dict[int, _Classes] = field(default_factory=dict)

    def forms(self, identity: str) -> list[str]:
        """Return the other ids of a claim, a mention or a document; [] where it has none."""
        families = self._families()
        query = _DOCUMENTS.get(identity[:1])
        if not families or query is None:
            return []
        found: set[str] = set()
        for (number,) in self.db.execute(query, (identity,)).fetchall():
            if family := families.get(number):
                found |= self._of(family).get(identity, set())
        return sorted(found - {identity})

    def now(self, words: str, is_there: Callable[[str], object]) -> str:
        """Return the form that is there of an id, or of its first signs; else the words."""
        query = _BEGINNING.get(words[:1])
        if not self._families() or query is None:
            return words
        found = self.db.execute(query, (words, words + "g")).fetchall()
        forms = self.forms(found[0][0]) if len(found) == 1 else []
        return next(filter(is_there, forms), words)

    def _families(self) -> dict[int, set[int]]:
        """Return for each document of a family all that are in it."""
        if self._above is None:
            self._above = {}
            for pair in self.db.execute(_PAIRS):
                joined = set(pair).union(*(self._above.get(number, ()) for number in pair))
                self._above.update((number, joined) for number in joined)
        return self._above

    def _of(self, family: set[int]) -> _Classes:
        first = min(family)
        if first not in self._classes:
            self._classes[first] = self._read(family)
        return self._classes[first]

    def _read(self, family: set[int]) -> _Classes:
        marks = ",".join("?" * len(family))
        rows = f"SELECT n, id, text FROM document WHERE n IN ({marks})"
        texts = {n: (i, text) for n, i, text in self.db.execute(rows, sorted(family))}
        classes: _Classes = defaultdict(set)
        _join(classes, *(identity for identity, _ in texts.values()))
        for old, new in self.db.execute(_PAIRS).fetchall():
            if old in family and None not in (texts[old][1], texts[new][1]):
                move = Move(*texts[old], *texts[new])
                for pair in self._same(old, move):
                    _join(classes, *pair)
        return classes

    def _same(self, old: int, move: Move) -> Iterator[tuple[str, str]]:
        """Yield the ids of the old document, each with what it is in the new one."""
        for identity, claim in claims_of(self.db.execute(_CLAIMS, (old,)), move.old):
            yield identity, move.claim(claim).id
        for reference, anchor in self.db.execute(_MENTIONS, (old,)):
            yield reference, move.reference(reference, anchor)


def claims_of(rows: Iterable[tuple[object, ...]], document: str) -> Iterator[tuple[str, Claim]]:
    """Yield (id, claim) of rows of the table of claims."""
    for identity, shape, relation, subject, obj, value, start, end, locator in rows:
        made = Claim(
            document=document,
            shape=_shape(shape),
            relation=str(relation),
            subject=str(subject or ""),
            object=str(obj or ""),
            value=str(value or ""),
            quote=(int(str(start)), int(str(end))),
            locator=str(locator or ""),
        )
        yield str(identity), made


def _shape(word: object) -> Shape:
    return "mention" if word == "mention" else "value" if word == "value" else "tie"


def _join(classes: _Classes, *ids: str) -> None:
    joined = set(ids).union(*(classes.get(identity, ()) for identity in ids))
    classes.update((identity, joined) for identity in joined)
