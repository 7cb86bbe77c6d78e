"""The texts of a case, found by hash, address or name (see `clew.graph.known`)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from clew.graph.known import KnownText, address_of, hash_in, name_in, stem_of
from clew.graph.ledger.alike import Alike
from clew.graph.ledger.standing import Standing
from clew.graph.unspaced import SAME

_Places = defaultdict[str, dict[int, None]]


def _places() -> _Places:
    return defaultdict(dict)


@dataclass(slots=True)
class Texts:
    """Answers a hint with the texts that it may mean; sees what was added since it last did.

    A hash decides; else an address that a source was given (`--url`, `--archive-url`); else the
    name of the file, its suffix aside. Of several the one that came last is first. `originals` is
    the folder of the bytes that they were read from; `standing` tells which texts stand.
    """

    db: sqlite3.Connection
    originals: Path | None = None
    standing: Standing | None = None
    _names: _Places = field(default_factory=_places)
    _addresses: _Places = field(default_factory=_places)
    _document: int = 0
    _fact: int = 0
    alike: Alike = field(init=False)

    def __post_init__(self) -> None:
        """Let what finds equal texts look at the same ledger."""
        self.alike = Alike(self.db)

    def __call__(self, hint: str) -> list[KnownText]:
        """Return the texts that this hash, address or name may mean, or that are the same text."""
        if hint.startswith(SAME):
            return self._same(hint)
        if wanted := hash_in(hint):
            return self._read(self._by_hash(wanted), sure=True)
        self._update()
        if (address := address_of(hint)) and (found := self._addresses.get(address)):
            return self._read(list(found), sure=True)
        found = self._names.get(stem_of(name_in(hint)), {})
        return self._read(list(found), sure=False)

    def _same(self, hint: str) -> list[KnownText]:
        found, stands = [], self.standing.batches if self.standing else set[int]()
        if again := hash_in(hint.removeprefix(SAME)):
            there = self.alike.read_on(again, stands)
        else:
            there = self.alike.of(hint)
        for one in there:
            if not one.undone:
                row = "SELECT text, path, coalesce(language, '') FROM document WHERE n = ?"
                text, path, language = self.db.execute(row, (one.n,)).fetchone()
                sure = not one.rebuilt
                found.append(KnownText(text=text, path=path or "", language=language, sure=sure))
        return found

    def _by_hash(self, wanted: str) -> list[int]:
        rows = self.db.execute(
            "SELECT d.n FROM document d WHERE d.id = ?1 OR d.id = 'd' || substr(?1, 1, 32) UNION"
            " SELECT b.document FROM batch b JOIN batch_file bf ON bf.batch = b.n AND bf.role ="
            " 'text' JOIN file f ON f.n = bf.file WHERE f.sha256 = ?1 ORDER BY 1",
            (wanted,),
        )
        return [n for (n,) in rows]

    def _update(self) -> None:
        rows = self.db.execute("SELECT n, path FROM document WHERE n > ?", (self._document,))
        for number, path in rows.fetchall():
            self._document = max(self._document, number)
            self._names[stem_of(name_in(path or ""))][number] = None
        rows = self.db.execute(
            "SELECT n, document, value FROM source_fact WHERE n > ?"
            " AND field IN ('url', 'archive_url') AND value IS NOT NULL ORDER BY n",
            (self._fact,),
        )
        for self._fact, number, value in rows.fetchall():
            self._addresses[address_of(value)][number] = None

    def _read(self, numbers: list[int], *, sure: bool) -> list[KnownText]:
        found = []
        for number in reversed(numbers):
            row = self.db.execute(
                "SELECT text, path, language, (SELECT value FROM source_fact f WHERE"
                " f.document = d.n AND field = 'text_by' ORDER BY f.n DESC LIMIT 1)"
                " FROM document d WHERE n = ? AND text IS NOT NULL AND list IS NULL",
                (number,),
            ).fetchone()
            if row:
                text, path, language, by = row
                known = KnownText(
                    text=text,
                    path=path or "",
                    language=language or "",
                    sure=sure,
                    original=self._original(number),
                    by=by or "",
                    stands=self._stands(number),
                )
                found.append(known)
        return found

    def _stands(self, number: int) -> bool:
        if self.standing is None:
            return True
        rows = self.db.execute("SELECT n FROM batch WHERE document = ?", (number,))
        return any(n in self.standing.batches for (n,) in rows)

    def _original(self, number: int) -> bytes:
        row = self.db.execute(
            "SELECT f.sha256 FROM batch b JOIN batch_file bf ON bf.batch = b.n JOIN file f"
            " ON f.n = bf.file WHERE b.document = ? AND bf.role = 'text' ORDER BY b.n LIMIT 1",
            (number,),
        ).fetchone()
        try:
            return (self.originals / row[0]).read_bytes() if self.originals and row else b""
        except OSError:
            return b""  # `clew verify` tells of it
