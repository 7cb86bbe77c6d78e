"""The items of one projection in an SQLite file: what is behind an id, without any engine.

An item's content is sorted JSON, so that equal items have equal text and one digest (rule 30).
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Evidence, Item, Node, identical

_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
CREATE TABLE item(id TEXT PRIMARY KEY, sort INTEGER NOT NULL, type TEXT NOT NULL,
    start TEXT, "end" TEXT, content TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE about(subject TEXT, item TEXT, PRIMARY KEY (subject, item)) WITHOUT ROWID;
CREATE TABLE name(folded TEXT, item TEXT, form TEXT,
    PRIMARY KEY (folded, item, form)) WITHOUT ROWID;
CREATE TABLE day(item TEXT NOT NULL, sort TEXT NOT NULL, known TEXT, "when" TEXT,
    first TEXT, last TEXT);
"""
_INDEXES = """
CREATE INDEX item_sort ON item(sort, id);
CREATE INDEX item_start ON item(start) WHERE start IS NOT NULL;
CREATE INDEX day_known ON day(sort, known, item) WHERE known <> '';
CREATE INDEX day_dated ON day(first) WHERE "when" <> '';
CREATE INDEX item_end ON item("end") WHERE "end" IS NOT NULL;
"""
_INSERT = "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = 'id, sort, type, start, "end", content'
_SORTS = {Node: 0, Edge: 1, Evidence: 2}
_Record = tuple[str, int, str, str | None, str | None, str]


class ItemTable:
    """The items in a file, by id; opened for reading."""

    def __init__(self, path: Path) -> None:
        """Open a file that `write` has made."""
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

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

    def evidence_about(self, identity: str) -> list[Evidence]:
        """Return the claims that speak of an entity or an edge, by id."""
        clause = "WHERE id IN (SELECT item FROM about WHERE subject = ?) ORDER BY id"
        return [item for item in self._found(clause, identity) if isinstance(item, Evidence)]

    def dated(self, since: str, until: str) -> list[tuple[str, str]]:
        """Return the claims whose `when` may reach into these days (ISO), each with it, by id."""
        clause = "\"when\" <> '' AND first <= ? AND (last = '' OR last >= ?)"
        rows = self._database.execute(
            f'SELECT item, "when" FROM day WHERE {clause} ORDER BY item', (until, since)
        )
        return rows.fetchall()

    def known(self, since: str, until: str, most: int) -> list[str]:
        """Return the first claims known from these days on that are no mention, ties first."""
        found: list[str] = []
        for sort in ("1", "2"):
            rows = self._database.execute(
                "SELECT item FROM day WHERE known <> '' AND sort = ? AND known BETWEEN ? AND ?"
                " ORDER BY known, item LIMIT ?",
                (sort, since, until, most - len(found)),
            )
            found += (item for (item,) in rows)
        return found

    def known_counts(self, since: str, until: str) -> dict[str, int]:
        """Return how many claims are known from these days on, by sort."""
        rows = self._database.execute(
            "SELECT sort, count(*) FROM day WHERE known <> '' AND known BETWEEN ? AND ?"
            " GROUP BY sort",
            (since, until),
        )
        return dict(rows.fetchall())

    def nodes(self) -> Iterator[Node]:
        """Yield every node, by id."""
        yield from (item for item in self._sorted(Node) if isinstance(item, Node))

    def edges(self) -> Iterator[Edge]:
        """Yield every edge, by id."""
        yield from (item for item in self._sorted(Edge) if isinstance(item, Edge))

    def evidence(self) -> Iterator[Evidence]:
        """Yield every claim, by id."""
        yield from (item for item in self._sorted(Evidence) if isinstance(item, Evidence))

    def graph(self) -> Iterator[Node | Edge]:
        """Yield what an engine holds: nodes, then edges."""
        yield from self.nodes()
        yield from self.edges()

    def count_entities(self) -> int:
        """Return how many nodes there are, sources too."""
        row = self._database.execute("SELECT count(*) FROM item WHERE sort = 0").fetchone()
        return int(row[0])

    def count(self) -> int:
        """Return how many items there are."""
        return int(self._database.execute("SELECT count(*) FROM item").fetchone()[0])

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
        return self._found("WHERE sort = ? ORDER BY id", _SORTS[kind])

    def _found(self, clause: str, *values: object) -> Iterator[Item]:
        for row in self._database.execute(f"SELECT {_COLUMNS} FROM item {clause}", values):
            yield _item(row)


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

    def put(self) -> Iterator[Item]:
        """Yield what is new or has new content: nodes, edges, claims."""
        return self._items("n", f"{self._NEW} ORDER BY n.sort, n.id")

    def gone(self) -> Iterator[Item]:
        """Yield what is there no more, and edges as they were before they moved."""
        yield from self._items("n", f"{self._GONE} ORDER BY n.sort, n.id")
        moved = '(o.sort, o.type, o.start, o."end") IS NOT (n.sort, n.type, n.start, n."end")'
        yield from self._items("o", f"{self._NEW} AND o.sort = 1 AND {moved}")

    def _items(self, table: str, clause: str) -> Iterator[Item]:
        columns = ", ".join(f"{table}.{column}" for column in _COLUMNS.split(", "))
        for row in self._database.execute(f"SELECT {columns} {clause}"):
            yield _item(row)


def write(path: Path, items: Iterable[Item]) -> None:
    """Make the file of these items, 0600 and on the disk for good when this returns."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_SCHEMA)
        database.execute("BEGIN")
        for item in items:
            row, about = _row(item)
            try:
                database.execute(_INSERT, row)
            except sqlite3.IntegrityError:
                raise StoreError(f"Two items of the graph have the id {item.id}.") from None
            pairs = [(subject, item.id) for subject in about]
            database.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", pairs)
            if isinstance(item, Evidence):
                database.execute("INSERT INTO day VALUES (?, ?, ?, ?, ?, ?)", _days(item))
            names = ((identical(form), item.id, form) for form in _names(item))
            database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)
        database.execute("COMMIT")
        database.executescript(_INDEXES)
    finally:
        database.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def content_digest(item: Item) -> bytes:
    """Return the 16 bytes that stand for an item and all its content."""
    digest = _row(item)[0][-1]
    assert isinstance(digest, bytes)
    return digest


def _row(item: Item) -> tuple[tuple[object, ...], tuple[str, ...]]:
    """Return an item's row, and the ids that it is evidence about; labels count as a set."""
    start = end = None
    about: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    if isinstance(item, Node):
        kind, names, values = ":".join(sorted(item.labels)), item.labels, item.properties
    elif isinstance(item, Edge):
        kind, values = item.type, item.properties
        start, end = item.start, item.end
    else:
        kind, values = ":".join(sorted(item.about)), item.content
        about = names = item.about
    sort = _SORTS[type(item)]
    own = _text(values)
    parts = (str(sort), item.id, kind, start or "", end or "", own)
    digest = blake2b("\x1f".join(parts).encode(errors="surrogatepass"), digest_size=16).digest()
    content = f"[{_text(names)},{own}]"
    return (item.id, sort, kind, start, end, content, digest), about


def _days(claim: Evidence) -> tuple[str, ...]:
    """Return a claim's id, sort (1 tie, 2 value, 3 mention) and days; '' where none is told."""
    said = claim.content
    about = said.get("says", {})
    sort = "1" if "type" in about else "2" if "property" in about else "3"
    days = (said.get(name, "") for name in ("known_from", "when", "valid_from", "valid_to"))
    return (claim.id, sort, *days)


def _names(item: Item) -> Iterator[str]:
    """Yield the forms by which an entity is looked up; of "LY, Yong Phat" both orders (rule 11)."""
    if not isinstance(item, Node):
        return
    known = item.properties
    for form in (known.get("name", ""), *known.get("names", ()), *known.get("weakAlias", ())):
        if form:
            yield form
        surname, comma, given = form.partition(", ")
        if comma:
            yield f"{surname} {given}"
            yield f"{given} {surname}"


_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _item(row: _Record) -> Item:
    identity, sort, kind, start, end, content = row
    names, values = json.loads(content)
    if sort == _SORTS[Node]:
        return Node(identity, tuple(names), values)
    if sort == _SORTS[Edge]:
        return Edge(identity, kind, start or "", end or "", values)
    return Evidence(identity, tuple(names), values)
