"""The items of one projection in an SQLite file: what is behind an id, without any engine.

What a row holds is in `item_rows`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from clew.graph.item_rows import SORTS, Filling, Reading
from clew.graph.model import Edge, Evidence, Item, Node, identical

_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536; PRAGMA page_size = 8192;
CREATE TABLE item(id TEXT PRIMARY KEY, sort INTEGER NOT NULL, type TEXT NOT NULL,
    start TEXT, "end" TEXT, content BLOB NOT NULL, digest BLOB NOT NULL,
    says INTEGER, known TEXT, "when" TEXT, first TEXT, last TEXT);
CREATE TABLE source(key TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE about(subject TEXT, item TEXT, PRIMARY KEY (subject, item)) WITHOUT ROWID;
CREATE TABLE name(folded TEXT, item TEXT, form TEXT,
    PRIMARY KEY (folded, item, form)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX item_sort ON item(sort, id);
CREATE INDEX item_start ON item(start) WHERE start IS NOT NULL;
CREATE INDEX item_about ON item(type) WHERE sort = 2;
CREATE INDEX item_known ON item(says, known, id) WHERE known <> '';
CREATE INDEX item_dated ON item(first) WHERE "when" <> '';
CREATE INDEX item_end ON item("end") WHERE "end" IS NOT NULL;
"""
#: Items that go to the database together.
_AT_ONCE = 5_000
_COLUMNS = 'id, sort, type, start, "end", content'
_Record = tuple[str, int, str, str | None, str | None, bytes]
_AS_IS = Reading()


class ItemTable:
    """The items in a file, by id; opened for reading."""

    def __init__(self, path: Path) -> None:
        """Open a file that `write` has made."""
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._reading = _AS_IS
        self._sources: dict[str, bytes] = {}
        self._said: Callable[[str], dict[str, Any]] = self._source

    def read_as(self, reading: Reading) -> ItemTable:
        """Return the same file, read in another way; what it is asked by stays as it is.

        Claims of one source share what is said of it.
        """
        other = copy(self)
        other._reading = reading
        other._said = cache(other._source)
        return other

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def get(self, identity: str) -> Item | None:
        """Return the item with this id, or None."""
        return next(self._found("WHERE id = ?", identity), None)

    def named(self, name: str) -> list[Node]:
        """Return the entities that bear a name, case and blanks aside, by id."""
        clause = "WHERE id IN (SELECT item FROM name WHERE folded = ?) ORDER BY id"
        return [item for item in self._found(clause, identical(name)) if isinstance(item, Node)]

    def names(self) -> dict[str, list[str]]:
        """Return every name of every entity that has one, by id."""
        found: dict[str, list[str]] = {}
        for item, form in self._database.execute("SELECT item, form FROM name ORDER BY item, form"):
            found.setdefault(item, []).append(form)
        return found

    def edges_of(self, entity: str) -> list[Edge]:
        """Return the edges that start or end at an entity, by id."""
        clause = 'WHERE start = ?1 OR "end" = ?1 ORDER BY id'
        return [item for item in self._found(clause, entity) if isinstance(item, Edge)]

    def edges_from(self, entity: str) -> list[Edge]:
        """Return the edges that start at an entity, by id."""
        found = self._found("WHERE start = ? ORDER BY id", entity)
        return [item for item in found if isinstance(item, Edge)]

    def edges_to(self, type: str, label: str) -> Iterator[Edge]:
        """Yield the edges of a type whose ends have a label, in the order of their starts."""
        ends = "SELECT id FROM item WHERE sort = 0 AND ':' || type || ':' LIKE '%:' || ? || ':%'"
        clause = f'WHERE sort = 1 AND type = ? AND "end" IN ({ends}) ORDER BY start, id'
        return (item for item in self._found(clause, type, label) if isinstance(item, Edge))

    def evidence_about(self, identity: str) -> list[Evidence]:
        """Return the claims that speak of an entity or an edge, by id."""
        more, own = "SELECT item FROM about WHERE subject = ?1", "type = ?1 AND sort = 2"
        if self._database.execute(more, (identity,)).fetchone():  # few have any: two searches each
            own = f"id IN ({more} UNION SELECT id FROM item WHERE {own})"
        found = self._found(f"WHERE {own} ORDER BY +id", identity)  # `+`: sorted, and not walked
        return [item for item in found if isinstance(item, Evidence)]

    def dated(self, since: str, until: str) -> list[tuple[str, str]]:
        """Return the claims whose `when` may reach into these days (ISO), each with it, by id."""
        clause = "\"when\" <> '' AND first <= ? AND (last = '' OR last >= ?)"
        rows = self._database.execute(
            f'SELECT id, "when" FROM item WHERE {clause} ORDER BY id', (until, since)
        )
        return rows.fetchall()

    def known(self, since: str, until: str, most: int) -> list[str]:
        """Return the first claims known from these days on that are no mention, ties first."""
        found: list[str] = []
        for says in (1, 2):
            rows = self._database.execute(
                "SELECT id FROM item WHERE known <> '' AND says = ? AND known BETWEEN ? AND ?"
                " ORDER BY known, id LIMIT ?",
                (says, since, until, most - len(found)),
            )
            found += (item for (item,) in rows)
        return found

    def known_counts(self, since: str, until: str) -> dict[str, int]:
        """Return how many claims are known from these days on, by sort."""
        rows = self._database.execute(
            "SELECT says, count(*) FROM item WHERE known <> '' AND known BETWEEN ? AND ?"
            " GROUP BY says",
            (since, until),
        )
        return {str(says): count for says, count in rows}

    def nodes(self) -> Iterator[Node]:
        """Yield every node, by id."""
        yield from (item for item in self._sorted(Node) if isinstance(item, Node))

    def sources(self) -> Iterator[Node]:
        """Yield the nodes that are sources, by id."""
        found = self._found("WHERE sort = ? AND type = 'Source' ORDER BY id", SORTS[Node])
        yield from (item for item in found if isinstance(item, Node))

    def edges(self) -> Iterator[Edge]:
        """Yield every edge, by id."""
        yield from (item for item in self._sorted(Edge) if isinstance(item, Edge))

    def evidence(self) -> Iterator[Evidence]:
        """Yield every claim, by id."""
        yield from (item for item in self._sorted(Evidence) if isinstance(item, Evidence))

    def claims(self) -> dict[str, dict[str, Any]]:
        """Return the content of every claim, by id; those of one source share what it is."""
        shared = cache(self._source)
        query = f"SELECT {_COLUMNS} FROM item WHERE sort = ?"
        rows = self._database.execute(query, (SORTS[Evidence],))
        found = (_item(row, shared) for row in rows)
        return {one.id: dict(one.content) for one in found if isinstance(one, Evidence)}

    def identities(self, kind: type[Item]) -> Iterator[str]:
        """Yield the id of every item of a kind, in the order of the items."""
        query = "SELECT id FROM item WHERE sort = ? ORDER BY id"
        yield from (own for (own,) in self._database.execute(query, (SORTS[kind],)))

    def graph(self) -> Iterator[Node | Edge]:
        """Yield what an engine holds: nodes, then edges."""
        yield from self.nodes()
        yield from self.edges()

    def ids(self, start: str) -> list[str]:
        """Return the ids that begin so."""
        rows = self._database.execute(
            "SELECT id FROM item WHERE id BETWEEN ? AND ? ORDER BY id", (start, start + "g")
        )
        return [identity for (identity,) in rows]

    def count_entities(self) -> int:
        """Return how many nodes there are, sources too."""
        return self._count("WHERE sort = 0")

    def count_ties(self) -> int:
        """Return how many edges there are."""
        return self._count("WHERE sort = 1")

    def count(self) -> int:
        """Return how many items there are."""
        return self._count("")

    def _count(self, clause: str) -> int:
        return int(self._database.execute(f"SELECT count(*) FROM item {clause}").fetchone()[0])

    def digest(self) -> str:
        """Return what stands for all items together: equal for equal projections."""
        whole = blake2b(digest_size=16)
        for (one,) in self._database.execute("SELECT digest FROM item ORDER BY sort, id"):
            whole.update(one)
        return whole.hexdigest()

    def compare(self, old: Path) -> Difference:
        """Return what differs from an older file, which must stay until this table is closed."""
        place = f"{old.resolve().as_uri()}?mode=ro&immutable=1"
        self._database.execute("ATTACH ? AS old", (place,))
        return Difference(self._database)

    def _sorted(self, kind: type[Item]) -> Iterator[Item]:
        return self._found("WHERE sort = ? ORDER BY id", SORTS[kind])

    def _found(self, clause: str, *values: object) -> Iterator[Item]:
        for row in self._database.execute(f"SELECT {_COLUMNS} FROM item {clause}", values):
            yield _item(row, self._said, self._reading)

    def _source(self, key: str) -> dict[str, Any]:
        """Return what claims say of a source, which the file holds once; its own for each claim."""
        if key not in self._sources:
            query = "SELECT content FROM source WHERE key = ?"
            (self._sources[key],) = self._database.execute(query, (key,)).fetchone()
        found: dict[str, Any] = self._reading.source(self._reading.text(self._sources[key]))
        return found


class Difference:
    """The items that differ between two files: how many, and which."""

    _NEW = "FROM main.item n LEFT JOIN old.item o ON o.id = n.id WHERE o.digest IS NOT n.digest"
    _GONE = "FROM old.item n WHERE n.id NOT IN (SELECT id FROM main.item)"

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.added = self._count(f"{self._NEW} AND o.id IS NULL")
        self.altered = self._count(f"{self._NEW} AND o.id IS NOT NULL")
        self.removed = self._count(self._GONE)

    def _count(self, clause: str) -> int:
        return int(self._database.execute(f"SELECT count(*) {clause}").fetchone()[0])

    @property
    def total(self) -> int:
        """How many items differ."""
        return self.added + self.altered + self.removed

    def put(self) -> Iterator[Node | Edge]:
        """Yield the nodes, then edges, that are new or have new content."""
        return self._items("n", f"{self._NEW} AND n.sort < 2 ORDER BY n.sort, n.id")

    def gone(self) -> Iterator[Node | Edge]:
        """Yield nodes and edges that are gone, and edges as they were before they moved."""
        yield from self._items("n", f"{self._GONE} AND n.sort < 2 ORDER BY n.sort, n.id")
        moved = '(o.sort, o.type, o.start, o."end") IS NOT (n.sort, n.type, n.start, n."end")'
        yield from self._items("o", f"{self._NEW} AND o.sort = 1 AND {moved}")

    def _items(self, table: str, clause: str) -> Iterator[Node | Edge]:
        columns = ", ".join(f"{table}.{column}" for column in _COLUMNS.split(", "))
        for row in self._database.execute(f"SELECT {columns} {clause}"):
            if not isinstance(item := _item(row), Evidence):
                yield item


def write(path: Path, items: Iterable[Item]) -> None:
    """Make the file of these items, 0600 and on the disk for good when this returns."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_SCHEMA)
        database.execute("BEGIN")
        filling, rest = Filling(database), iter(items)
        while some := list(islice(rest, _AT_ONCE)):
            filling.add(some)
        database.execute("COMMIT")
        database.executescript(_INDEXES)
    finally:
        database.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _item(
    row: _Record,
    source: Callable[[str], dict[str, Any]] | None = None,
    reading: Reading = _AS_IS,
) -> Item:
    own, sort, kind, start, end, content = row
    identity = reading.identity(own)
    names, values = reading.text(content)
    if sort == SORTS[Node]:
        return Node(identity, tuple(names), values)
    if sort == SORTS[Edge]:
        return Edge(
            identity, kind, reading.identity(start or ""), reading.identity(end or ""), values
        )
    if source and isinstance(key := values.get("source"), str):
        values["source"] = source(key)
    return Evidence(identity, tuple(names), values)
