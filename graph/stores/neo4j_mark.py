"""Whose graph a server's database holds, and whether all of it is there (rule 36).

The mark is the *name* of an index over a property that nothing has: so the database holds the
nodes and edges of the case and nothing beside them, and `MATCH (n)` finds the same on each engine.
It is changed by naming the one that was seen, in a transaction of its own: of two who do so at
once one fails. The token in it is new with each change.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from clew.graph.errors import CaseBusy, StoreError
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.values import quoted

#: `pushing`: items come one after another, and the push can go on; `changing`: one transaction may
#: have come or not; `whole`: all is there.
State = Literal["pushing", "changing", "whole"]
_NAME = re.compile(
    r"clew case ([\w.-]+) lens ([\w.-]+) generation ([\w.-]+) (pushing|changing|whole) (\w+)"
)
_WORD = re.compile(r"[\w.-]{1,100}")
_SEE = "SHOW INDEXES YIELD name WHERE name STARTS WITH 'clew ' RETURN name"
_COUNTS = ("MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)")
#: Made and deleted in one transaction, and seen by nobody: the lock that writers take in turn.
_LOCK = "MERGE (l:Source {id: 'clew writes'}) DELETE l"
TAKEN_OVER = (
    "Another process has taken this database over while this one wrote to it: nothing of the last"
    " step was kept."
)
TAKEN = "Another process writes to this database: try again when it is done."


@dataclass(frozen=True, slots=True)
class Mark:
    """What a database holds: a case's projection through a lens, of one generation."""

    case: str
    lens: str
    generation: str

    def __post_init__(self) -> None:
        """Refuse what could not be read back from the mark."""
        if not all(_WORD.fullmatch(part) for part in (self.case, self.lens, self.generation)):
            raise ValueError("a mark is made of letters, digits, dots, dashes and underscores")


@dataclass(frozen=True, slots=True)
class Held:
    """A mark as it stands in a database."""

    mark: Mark
    state: State
    token: str

    @property
    def name(self) -> str:
        """The name that says all of it."""
        own = self.mark
        return (
            f"clew case {own.case} lens {own.lens} generation {own.generation}"
            f" {self.state} {self.token}"
        )


def look(tx: Any) -> Held | None:
    """Return the mark of a database, None where there is none; StoreError for a newer Clew's."""
    names = [str(name) for (name,) in tx.run(_SEE).values()]
    if not names:
        return None
    found = _NAME.fullmatch(names[0])
    if len(names) > 1 or not found:
        raise StoreError(
            "This database holds a mark that this Clew cannot read: use the Clew that made it."
        )
    case, lens, generation, state, token = found.groups()
    return Held(Mark(case, lens, generation), state, token)  # type: ignore[arg-type]


def counts(tx: Any) -> tuple[int, int]:
    """Return how many nodes and edges a database holds."""
    nodes, edges = (int(tx.run(text).values()[0][0]) for text in _COUNTS)
    return nodes, edges


def swap(link: Link, old: Held | None, mark: Mark | None, state: State) -> Held | None:
    """Put a new mark in the place of the one that was seen; CaseBusy where it is gone by now.

    `mark` None takes the old one away.
    """
    texts = [f"DROP INDEX {quoted(old.name)}"] if old else []
    new = Held(mark, state, secrets.token_hex(8)) if mark else None
    if new:
        texts.append(f"CREATE INDEX {quoted(new.name)} FOR (n:Source) ON (n.clew_mark)")
    try:
        link.schema(texts)
    except StoreError:
        now = link.read(look)
        if now == old:
            raise
        if now != new:
            raise CaseBusy(TAKEN) from None
    return new


def fence(tx: Any, held: Held) -> None:
    """Let this transaction write alone, and only while the mark stands as it did; else CaseBusy."""
    tx.run(_LOCK).consume()
    if look(tx) != held:
        raise CaseBusy(TAKEN_OVER)


def must_be(link: Link, held: Held) -> None:
    """Raise CaseBusy where the mark does not stand as it did: that is why a write failed."""
    if link.read(look) != held:
        raise CaseBusy(TAKEN_OVER)
