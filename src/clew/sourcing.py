"""What is known of sources: listing them, and correcting what is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from clew.deciding import source_of
from clew.graph.claims import shown_facts
from clew.graph.ledger.acts import standing_acts
from clew.graph.ledger.sources import Source, add_facts, sources
from clew.graph.ledger.standing import standing
from clew.graph.lens import Lens
from clew.graph.marks import marks_of
from clew.graph.protection import Veil
from clew.graph.scene import look
from clew.graph.successors import Successors


def visible(db: sqlite3.Connection, lens: Lens) -> list[Source]:
    """Return the sources that the lens shows: no erased ones, no protected ones in public."""
    scene = look(db, Lens(disclose=lens.disclose))
    veil, moved = scene.veil, scene.successors.standing.moved
    known = [source for source in sources(db) if not source.erased and source.id not in moved]
    if lens.disclose == "public":
        known = [source for source in known if source.id not in veil.documents]
    return [shown(source, veil) for source in known]


def hidden(db: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of protected sources."""
    acts = standing_acts(db)
    return marks_of(db, acts, Successors(db, standing(db, acts))).protected("d")


def is_source(db: sqlite3.Connection, identity: str, lens: Lens) -> bool:
    """Tell whether an id is that of a source which a lens may name; a protected one is unknown."""
    if db.execute("SELECT 1 FROM document WHERE id = ?", (identity,)).fetchone() is None:
        return False
    return lens.disclose != "public" or identity not in hidden(db)


def shown(source: Source, veil: Veil) -> Source:
    """Return a source as the veil lets it be seen: a protected one has neither path nor facts."""
    if veil.lifted:
        return source
    if source.id in veil.documents:
        return replace(source, path="protected source", sha256="", facts={})
    path = veil.text(source.path, source.id)
    return replace(source, path=path, facts=shown_facts(source, veil))


def edit(db: sqlite3.Connection, words: str, facts: Mapping[str, str], lens: Lens) -> int:
    """Append corrections of what is known of a source; returns how many facts changed."""
    return add_facts(db, source_of(db, look(db, lens), words), facts)
