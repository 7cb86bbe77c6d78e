"""Where a case's graph lives: in the case, or on a Neo4j server (rule 36). The ledger stays."""

from __future__ import annotations

from contextlib import closing

from clew.graph import lock
from clew.graph.directory import EMBEDDED, CaseDirectory, keep_graph
from clew.graph.generations import Change, Generations
from clew.graph.ledger.database import open_ledger
from clew.graph.lens import Lens
from clew.graph.projection import Projection
from clew.graph.refresh import refresh, wanted
from clew.graph.scene import look
from clew.graph.serving import server_engine
from clew.graph.stores.address import address


def move(directory: CaseDirectory, where: str, *, replace: bool = False) -> CaseDirectory:
    """Let a case's graph live at an address, or `embedded`: in the case; return the case.

    All of it is pushed there first, to the same address again, too: `case.toml` says the new place
    only when it is whole. `replace` lets go what others left there. What is on a server that a
    graph moves away from stays on it. Raises UsageError, StoreError, CaseBusy.
    """
    if where == EMBEDDED:
        with lock.writing(directory.path, "moving the graph"):
            moved = keep_graph(directory, EMBEDDED)
        refresh(moved)
        return moved
    place = address(where)
    refresh(CaseDirectory(directory.path, {**directory.settings, "graph": EMBEDDED}))
    with lock.writing(directory.path, "moving the graph"):
        _push(
            directory, Generations(directory.graph, server_engine(directory, place, over=replace))
        )
        return keep_graph(directory, str(place))


def _push(directory: CaseDirectory, generations: Generations) -> Change:
    with closing(open_ledger(directory.ledger)) as db:
        items = Projection(look(db, Lens())).items()
        return generations.update(items, wanted(db), anew=True)
