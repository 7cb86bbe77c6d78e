"""Acts: decisions about identity, protection, withdrawals, and what takes an act back."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clew.graph.ledger import log
from clew.graph.ledger.database import now, transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody decided: `target` is an id, `mark` the last batch there was."""

    n: int
    id: str
    at: str
    by: str
    verb: str
    target: str
    because: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    mark: int = 0


def actor() -> str:
    """Return who acts: CLEW_USER, else the account's name."""
    try:
        name = os.environ.get("CLEW_USER") or getpass.getuser()
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except (KeyError, OSError):
        return "unknown"


def record_act(
    db: sqlite3.Connection,
    verb: str,
    target: str,
    because: str = "",
    detail: Mapping[str, Any] | None = None,
) -> str:
    """Add an act and its log entry in one transaction; returns its id (`i` and 32 hex digits)."""
    identity, content = "i" + os.urandom(16).hex(), dict(detail or {})
    at, who = now(), actor()
    with transaction(db):
        mark = db.execute("SELECT coalesce(max(n), 0) FROM batch").fetchone()[0]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        row = (identity, at, who, verb, target, because, text, mark)
        db.execute(
            'INSERT INTO act(id, at, "by", verb, target, because, detail, mark)'
            " VALUES (?,?,?,?,?,?,?,?)",
            row,
        )
        log.record(db, verb, identity, list(row))
    return identity


def all_acts(db: sqlite3.Connection) -> list[Act]:
    """Return every act, oldest first, with those that were undone since."""
    rows = db.execute(
        'SELECT n, id, at, "by", verb, target, because, detail, mark FROM act ORDER BY n'
    )
    return [
        Act(
            n=n,
            id=identity,
            at=at,
            by=by,
            verb=verb,
            target=target or "",
            because=because or "",
            detail=json.loads(detail or "{}"),
            mark=mark,
        )
        for n, identity, at, by, verb, target, because, detail, mark in rows
    ]


def standing_acts(db: sqlite3.Connection) -> list[Act]:
    """Return the acts that hold: an `undo` takes back its target, and may be undone itself."""
    acts = all_acts(db)
    undone: set[str] = set()
    for act in reversed(acts):
        if act.verb == "undo" and act.id not in undone:
            undone.add(act.target)
    return [act for act in acts if act.id not in undone]
