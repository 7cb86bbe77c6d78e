"""Where a case's graph lives: in the case, or on a server (rule 36). The ledger stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clew.graph import lock
from clew.graph.directory import EMBEDDED, CaseDirectory, create, keep_graph, making
from clew.graph.errors import StoreError
from clew.graph.generations import Generations
from clew.graph.handing import salt_of
from clew.graph.ledger.database import open_ledger
from clew.graph.refresh import generations, refresh
from clew.graph.serving import Progress, server_engine
from clew.graph.stores.address import address


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a case's graph lives now (an address, or `embedded`), and what it holds."""

    address: str
    nodes: int
    edges: int


def make(path: Path, *, name: str, purpose: str, graph: str, replace: bool) -> CaseDirectory:
    """Make a new case whose graph lives at `graph`; where that fails, nothing of it stays."""
    with making(path):
        directory = create(path, name=name, purpose=purpose)
        open_ledger(directory.ledger, write=True).close()
        salt_of(directory.salt)
        return directory if graph == EMBEDDED else move(directory, graph, replace=replace)


def moved(directory: CaseDirectory) -> Moved:
    """Return where a case's graph lives, and how many nodes and edges it has."""
    return Moved(directory.graph_address or EMBEDDED, *_counts(directory))


def move(
    directory: CaseDirectory,
    where: str,
    *,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> CaseDirectory:
    """Let a case's graph live at an address, or `embedded`: in the case; return the case.

    All of it is made there first, at the same address again, too: `case.toml` says the new place
    only when it is whole. `replace` lets go what others left there. What is on a server that a
    graph moves away from stays on it. Raises UsageError, StoreError, CaseBusy.
    """
    if where == EMBEDDED:
        refresh(CaseDirectory(directory.path, {**directory.settings, "graph": EMBEDDED}))
        with lock.writing(directory.path, "moving the graph"):
            return keep_graph(directory, EMBEDDED)
    place, total = address(where), _known(directory)

    def watch(done: int) -> None:
        if on_progress:
            on_progress(done, total)

    engine = server_engine(directory, place, over=replace, watch=watch)
    home = Generations(directory.graph, engine)
    with lock.writing(directory.path, "moving the graph"):
        refresh(directory, home=home)
        return keep_graph(directory, str(place))


def _known(directory: CaseDirectory) -> int:
    """Return how many nodes and edges there are, 0 where no graph was made yet."""
    try:
        return sum(_counts(directory))
    except StoreError:
        return 0


def _counts(directory: CaseDirectory) -> tuple[int, int]:
    with generations(directory, directory.graph).reader() as reader:
        return reader.items.count_entities(), reader.items.count_ties()
