"""Claims and their annotations as rows, added in bulk: those that are not there yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from clew.graph.ledger.commitments import ANNOTATION, CLAIM
from clew.graph.model import Annotation, Claim
from clew.graph.when import bounds

#: Annotations that go to the database together.
_AT_ONCE = 10_000
_CLAIM = f"INSERT INTO claim(n, {CLAIM}) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
_ANNOTATION = (
    f"INSERT INTO annotation(n, {ANNOTATION}, quote) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_REFILL = (
    "UPDATE claim SET relation = ?, subject = ?, object = ?, value = ?, quote_start = ?,"
    " quote_end = ?, locator = ? WHERE n = ?"
)


class Said(NamedTuple):
    """An annotation with the ids of its claim and of itself, each worked out once."""

    annotation: Annotation
    claim: str
    id: str


def refill(db: sqlite3.Connection, statement: str, row: tuple[object, ...]) -> None:
    """Fill a row that an erasure emptied; nothing else may change one."""
    db.execute("INSERT INTO erasing DEFAULT VALUES")
    db.execute(statement, row)
    db.execute("DELETE FROM erasing")


def add(
    db: sqlite3.Connection, document: int, said: Iterable[Said], *, fresh: bool = False
) -> Iterator[tuple[int, Annotation]]:
    """Add claims and annotations that are not there yet; yield each annotation with its row.

    fresh    the document is new, so that none of them can be there
    """
    rest = iter(said)
    while some := list(islice(rest, _AT_ONCE)):
        yield from _add(db, document, some, fresh)
        fresh = False


def _add(
    db: sqlite3.Connection, document: int, said: Sequence[Said], new: bool
) -> list[tuple[int, Annotation]]:
    ids = () if new else [one.id for one in said]
    there = {one: n for one, n, _ in _known(db, "annotation", "1", ids)}
    fresh = [one for one in said if one.id not in there]
    claims = _claims(db, document, fresh, new)
    number, rows = _last(db, "annotation"), []
    for one in fresh:
        if one.id not in there:
            number += 1
            there[one.id] = number
            rows.append((number, one.id, claims[one.claim], *_annotation(one.annotation)))
    db.executemany(_ANNOTATION, rows)
    return [(there[one.id], one.annotation) for one in said]


def _claims(
    db: sqlite3.Connection, document: int, said: Sequence[Said], new: bool
) -> dict[str, int]:
    """Return the rows of these annotations' claims, added where they are not there yet."""
    there, emptied = dict[str, int](), set[str]()
    ids = () if new else [one.claim for one in said]
    for identity, n, whole in _known(db, "claim", "relation IS NOT NULL", ids):
        there[identity] = n
        if not whole:
            emptied.add(identity)
    number, rows = _last(db, "claim"), []
    for one in said:
        made = one.annotation.claim
        if one.claim in emptied:
            refill(db, _REFILL, (made.relation, *_place(made), there[one.claim]))
            emptied.remove(one.claim)
        elif one.claim not in there:
            number += 1
            there[one.claim] = number
            head = (number, one.claim, document, made.shape, made.relation)
            rows.append((*head, *_place(made)))
    db.executemany(_CLAIM, rows)
    return there


def _known(
    db: sqlite3.Connection, table: str, what: str, ids: Sequence[str]
) -> Iterable[tuple[str, int, Any]]:
    """Return (id, n, `what`) of those rows that are there."""
    if not ids or not _last(db, table):
        return ()
    query = f"SELECT id, n, {what} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return db.execute(query, (json.dumps(ids),))


def _last(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(n), 0) FROM {table}").fetchone()[0])


def _place(claim: Claim) -> tuple[object, ...]:
    return (claim.subject, claim.object, claim.value, *claim.quote, claim.locator)


def _annotation(a: Annotation) -> tuple[object, ...]:
    first, last = bounds(a.when) if a.when else ("", "")
    said = (a.label, a.subject, a.object, a.name, a.status, a.attribution, a.when, first, last)
    extra = {name: list(values) for name, values in sorted(a.extra.items())}
    more = (a.key, json.dumps(extra, ensure_ascii=False) if extra else "{}", a.quote)
    return (*said, int(a.negated), int(a.protected), int(a.generic), *more)
