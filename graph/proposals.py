"""Proposals: which entities may be the same, from what the ledger holds now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from clew.graph.identity.acts import TieSeen
from clew.graph.identity.candidates import Proposal, candidates
from clew.graph.lens import Lens
from clew.graph.scene import Scene, look
from clew.graph.schema import schema


def proposals(db: sqlite3.Connection, lens: Lens) -> list[Proposal]:
    """Return pairs that may be the same, best grounded first; never a protected one."""
    scene = look(db, lens)
    members = scene.members.values()
    found = candidates(scene.identity, members, scene.decisions, schema(), list(_ties(scene)))
    hidden = scene.veil.references
    named = scene.identity.members
    return [p for p in found if hidden.isdisjoint((*named[p.left], *named[p.right]))]


def _ties(scene: Scene) -> Iterator[TieSeen]:
    """Yield the ties that the lens shows, once for each reading."""
    entity = scene.identity.entity
    for claim in scene.claims.values():
        for reading in claim.readings:
            start, end = entity.get(reading.subject), entity.get(reading.object)
            if reading.shape == "tie" and start and end and not scene.is_withheld(claim):
                yield TieSeen(reading.relation, start, end, reading.when)
