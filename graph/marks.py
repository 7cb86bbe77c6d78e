"""Marks: what somebody protected or released, followed to where it stands now (rules 22, 23).

The latest act about a thing holds. Protection follows a mention, a claim or a source that a
corrected export moved; a release holds for the very thing that was released.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from clew.graph.identity.names import NAMING
from clew.graph.ledger.acts import Act
from clew.graph.successors import Successors


class Ghost(NamedTuple):
    """A protected mention that stands no more, or another name of it: not to be shown either."""

    document: str
    anchor: str
    name: str
    kind: str


@dataclass(slots=True)
class Marks:
    """By id, the number of the last act about it, and whether that protects."""

    latest: dict[str, tuple[int, bool]] = field(default_factory=dict)
    ghosts: tuple[Ghost, ...] = ()

    def of(self, *ids: str, default: object) -> bool:
        """Return whether the latest act about any of these protects; `default` without one."""
        acts = [self.latest[identity] for identity in ids if identity in self.latest]
        return max(acts)[1] if acts else bool(default)

    def is_released(self, identity: str) -> bool:
        """Tell whether somebody released this very thing."""
        return self.latest.get(identity, (0, True))[1] is False

    def protected(self, first: str) -> frozenset[str]:
        """Return the protected ids that begin with this letter."""
        return frozenset(i for i, (_, on) in self.latest.items() if on and i[:1] == first)


def marks_of(db: sqlite3.Connection, acts: Iterable[Act], successors: Successors) -> Marks:
    """Return the marks that hold now."""
    marks = Marks()
    for act in acts:
        if act.verb not in ("protect", "release"):
            continue
        for target in act.detail.get("references") or [act.target]:
            for one in (target, *successors.forms(target)):
                marks.latest[one] = (act.n, act.verb == "protect")
            if act.verb == "protect":
                for now in _followed(db, target, successors):
                    marks.latest[now] = (act.n, True)
    marks.ghosts = tuple(_ghosts(db, marks.protected("m"), successors))
    return marks


def _followed(db: sqlite3.Connection, target: str, successors: Successors) -> list[str]:
    if target.startswith("d"):
        same_path = "SELECT o.id FROM document d JOIN document o ON o.path = d.path WHERE d.id = ?"
        found = [document for (document,) in db.execute(same_path, (target,))]
        return [*found, *(form for one in found for form in successors.forms(one))]
    now = successors.of(target)
    return [now, *successors.forms(now)]


def _ghosts(
    db: sqlite3.Connection, references: Collection[str], successors: Successors
) -> Iterator[Ghost]:
    for reference in sorted(references):
        if not successors.stands(reference):
            rows = db.execute(
                "SELECT DISTINCT d.id, c.subject, iif(c.shape = 'mention', a.name, c.value),"
                " c.relation FROM annotation a JOIN claim c ON c.n = a.claim"
                " JOIN document d ON d.n = c.document WHERE a.subject = ? AND (c.shape = 'mention'"
                f" OR c.relation IN ({','.join('?' * len(NAMING))})) ORDER BY 1, 2, 3, 4",
                (reference, *NAMING),
            )
            yield from map(Ghost._make, rows)
