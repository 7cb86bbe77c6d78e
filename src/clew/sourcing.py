"""What is known of sources: listing them, and correcting what is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from clew.deciding import source_of
from clew.graph.ledger.sources import Source, add_facts, sources
from clew.graph.lens import Lens
from clew.graph.scene import look


def visible(db: sqlite3.Connection, lens: Lens) -> list[Source]:
    """Return the sources that the lens shows: no erased ones, no protected ones in public."""
    veil = look(db, Lens(disclose=lens.disclose)).veil
    hidden = veil.documents if lens.disclose == "public" else frozenset()
    return [s for s in sources(db) if not s.erased and s.id not in hidden]


def edit(db: sqlite3.Connection, words: str, facts: Mapping[str, str], lens: Lens) -> int:
    """Append corrections of what is known of a source; returns how many facts changed."""
    return add_facts(db, source_of(look(db, lens), words), facts)
