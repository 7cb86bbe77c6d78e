"""Where a case's graph lives: in the case, or on a server (rule 36). The ledger stays.

A graph that moves on leaves nothing behind: the database is emptied, where that can be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clew.graph import lock, places
from clew.graph.directory import EMBEDDED, CaseDirectory, create, keep_graph, making
from clew.graph.engines import EmbeddedEngine
from clew.graph.errors import ClewError, UsageError
from clew.graph.generations import Generations
from clew.graph.handing import salt_of
from clew.graph.ledger.database import open_ledger
from clew.graph.refresh import generations, refresh
from clew.graph.serving import Progress, own_name, server_engine
from clew.graph.stores.address import address, credentials


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a case's graph lives now (an address, or `embedded`), and what it holds.

    `left` is the address that it moved away from, '' for none, and `stays` says in a sentence why
    something is there still, '' where nothing of the case is.
    """

    address: str
    nodes: int
    edges: int
    left: str = ""
    stays: str = ""


def make(path: Path, *, name: str, purpose: str, graph: str, replace: bool) -> CaseDirectory:
    """Make a new case whose graph lives at `graph`; where that fails, nothing of it stays."""
    with making(path):
        directory = create(path, name=name, purpose=purpose)
        open_ledger(directory.ledger, write=True).close()
        salt_of(directory.salt)
        return directory if graph == EMBEDDED else move(directory, graph, replace=replace)


def moved(directory: CaseDirectory, left: str = "", stays: str = "") -> Moved:
    """Return where a case's graph lives, and how many nodes and edges it has."""
    with generations(directory, directory.graph).reader() as reader:
        counts = reader.items.count_entities(), reader.items.count_ties()
    return Moved(directory.graph_address or EMBEDDED, *counts, left, stays)


def move(
    directory: CaseDirectory,
    where: str,
    *,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> CaseDirectory:
    """Let a case's graph live at an address, or `embedded`: in the case; return the case.

    All of it is made there first, at the same address again, too: `case.toml` says the new place
    only when it is whole. `replace` lets go what others left there. What the graph moves away from
    is noted, and goes with `take_away`. Raises UsageError, StoreError, CaseBusy.
    """
    left = directory.graph_address
    with lock.writing(directory.path, "moving the graph"):
        if where == EMBEDDED:
            refresh(directory, home=Generations(directory.graph, EmbeddedEngine()))
        else:
            place = address(where)

            def watch(done: int, total: int) -> None:
                if not done:
                    places.note(directory, str(place), copy=False)
                if on_progress:
                    on_progress(done, total)

            engine = server_engine(directory, place, over=replace, watch=watch)
            refresh(directory, home=Generations(directory.graph, engine))
            where = str(place)
        if left:
            places.note(directory, left, copy=False)
        now = keep_graph(directory, where)
        places.strike(now, where)
        return now


def take_away(directory: CaseDirectory, where: str) -> str:
    """Take away what a case left at an address, a copy too; says in a sentence what stays, or ''.

    Only a database that bears this case's mark is touched. Raises UsageError for the address where
    its graph lives.
    """
    from clew.graph.stores import neo4j_leave

    place, home = address(where), directory.graph_address
    if home == str(place):
        raise UsageError("the case's own graph lives there: move it first (`clew graph move`)")
    try:
        at_home = address(home) if home else None
        kept = neo4j_leave.held_at(at_home, credentials(at_home)) if at_home else None
        neo4j_leave.leave(place, credentials(place), own_name(directory), kept)
    except ClewError as error:
        return str(error)
    places.strike(directory, str(place))
    return ""
