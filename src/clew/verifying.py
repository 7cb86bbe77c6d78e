"""Verifying a case: ledger and originals must be sound; a graph that is not is made anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from clew.graph.directory import CaseDirectory
from clew.graph.errors import ClewError
from clew.graph.generations import Generations
from clew.graph.graph_check import verify as compare
from clew.graph.handing import salt_of
from clew.graph.ledger.database import open_ledger
from clew.graph.ledger.verify import problems
from clew.graph.lens import Lens
from clew.graph.projection import Projection
from clew.graph.refresh import generations as generations_of
from clew.graph.refresh import wanted
from clew.graph.scene import look


@dataclass(frozen=True, slots=True)
class Verification:
    """What is wrong with ledger and originals, and what was noted of the graph, a sentence each."""

    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether ledger and originals are what was once written."""
        return not self.problems


def verify(directory: CaseDirectory) -> Verification:
    """Check a case; only ledger and originals can fail (rule 31)."""
    with closing(open_ledger(directory.ledger)) as db:
        found = tuple(problems(db, directory.originals))
        if found:
            return Verification(found, ("The graph was left as it is, since the ledger failed.",))
        generations = generations_of(directory, directory.graph)
        before, at = generations.current(), wanted(db)
        reason = _flaw(generations) if before else "There was no whole graph"
        items = Projection(look(db, Lens())).items()
        change = generations.update(items, at, anew=bool(reason))
    if not reason and before and before.state == at and change.way != "nothing":
        reason = "The graph did not match the ledger"
    notes = [f"{reason}: it was made again."] if reason else []
    return Verification((), (*notes, *_handed_on(directory)))


def _handed_on(directory: CaseDirectory) -> list[str]:
    """Say what is wrong with the salt of ids that were handed on, if it is there at all."""
    try:
        if directory.salt.exists():
            salt_of(directory.salt)
    except ClewError as error:
        return [f"Pictures cannot be made: {error}."]
    return []


def _flaw(generations: Generations) -> str:
    """Return what is wrong with the engine's graph, '' where it holds exactly its items."""
    try:
        with generations.reader() as reader:
            return "" if compare(reader).is_sound else "The engine did not hold the graph's items"
    except (ClewError, sqlite3.DatabaseError):
        return "The graph could not be read"
