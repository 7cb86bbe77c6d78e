"""What the file of a projection's items holds of each: its row, and what it is found by.

An item's content is sorted JSON, so that equal items have equal text and one digest (rule 30). What
claims say of their source is kept once for all of them, under a digest of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from clew.graph.errors import StoreError
from clew.graph.json_text import ordered, parsed
from clew.graph.model import Edge, Evidence, Item, Node, identical

SORTS = {Node: 0, Edge: 1, Evidence: 2}
_INSERT = "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#: An id, sort, type, start, end, content and digest; see `_days`.
Row = tuple[str, int, str, str | None, str | None, bytes, bytes]
Days = tuple[int | None, str | None, str | None, str | None, str | None]
_NO_DAYS: Days = (None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Reading:
    """How items come out of the file: what their text says, their ids, what is said of sources."""

    text: Callable[[bytes], Any] = parsed
    identity: Callable[[str], str] = str
    source: Callable[[Any], Any] = dict


class Filling:
    """Adds items to the tables of a new file."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._sources = _Sources()

    def add(self, items: Iterable[Item]) -> None:
        """Add these; raises StoreError where an id comes again."""
        rows: list[tuple[Any, ...]] = []
        about, names = set[tuple[str, str]](), set[tuple[str, str, str]]()
        for item in items:
            days = _days(item) if isinstance(item, Evidence) else _NO_DAYS
            rows.append(_row(item, self._sources) + days)
            if isinstance(item, Evidence) and len(item.about) > 1:
                about.update((subject, item.id) for subject in item.about)
            elif isinstance(item, Node):
                names.update((identical(form), item.id, form) for form in _names(item))
        self._rows(rows)
        insert = self._database.executemany
        # in the order of the tables, each of which is one sorted tree
        insert("INSERT INTO about VALUES (?, ?)", sorted(about))
        insert("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
        insert("INSERT INTO source VALUES (?, ?)", self._sources.fresh())

    def _rows(self, rows: list[tuple[Any, ...]]) -> None:
        before = self._database.total_changes
        try:
            self._database.executemany(_INSERT, rows)
        except sqlite3.IntegrityError:
            double = rows[self._database.total_changes - before][0]
            raise StoreError(f"Two items of the graph have the id {double}.") from None


class _Sources:
    """What claims say of their sources, each once; a projection gives the same object again."""

    def __init__(self) -> None:
        self._keys: dict[int, tuple[object, str]] = {}
        self._known: set[str] = set()
        self._fresh: dict[str, bytes] = {}

    def key(self, source: Mapping[str, Any]) -> str:
        """Return the key of a source's description."""
        known = self._keys.get(id(source))
        if known is None:
            text = ordered(source)
            known = self._keys[id(source)] = (source, blake2b(text, digest_size=16).hexdigest())
            if known[1] not in self._known:
                self._known.add(known[1])
                self._fresh[known[1]] = text
        return known[1]

    def fresh(self) -> list[tuple[str, bytes]]:
        """Return those that were not asked for before, with their keys."""
        found, self._fresh = list(self._fresh.items()), {}
        return found


def content_digest(item: Item) -> bytes:
    """Return the 16 bytes that stand for an item and all its content."""
    return _row(item, _Sources())[-1]


def _row(item: Item, sources: _Sources) -> Row:
    """Return an item's row; labels count as a set."""
    start = end = None
    names: tuple[str, ...] = ()
    values: Mapping[str, Any]
    if isinstance(item, Evidence):
        kind, names, values = ":".join(sorted(item.about)), item.about, item.content
        if isinstance(source := values.get("source"), dict):
            values = {**values, "source": sources.key(source)}
    elif isinstance(item, Edge):
        kind, values = item.type, item.properties
        start, end = item.start, item.end
    else:
        kind, names, values = ":".join(sorted(item.labels)), item.labels, item.properties
    sort, own = SORTS[type(item)], ordered(values)
    head = f"{sort}\x1f{item.id}\x1f{kind}\x1f{start or ''}\x1f{end or ''}\x1f"
    digest = blake2b(head.encode(errors="surrogatepass"), digest_size=16)
    digest.update(own)
    content = b"[%b,%b]" % (ordered(names), own)
    return item.id, sort, kind, start, end, content, digest.digest()


def _days(claim: Evidence) -> Days:
    """Return what a claim says (1 a tie, 2 a value, 3 a mention) and its days, '' for none."""
    said = claim.content.get
    about = said("says", ())
    says = 1 if "type" in about else 2 if "property" in about else 3
    days = (said("known_from", ""), said("when", ""), said("valid_from", ""), said("valid_to", ""))
    return (says, *days)


def _names(item: Node) -> Iterator[str]:
    """Yield the forms by which an entity is looked up; of "LY, Yong Phat" both orders (rule 11)."""
    known = item.properties
    for form in (known.get("name", ""), *known.get("names", ()), *known.get("weakAlias", ())):
        if form:
            yield form
        surname, comma, given = form.partition(", ")
        if comma:
            yield f"{surname} {given}"
            yield f"{given} {surname}"
