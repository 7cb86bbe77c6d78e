"""Which server a case's graph lives on: its address, its mark there, and who may enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from clew.graph.directory import CaseDirectory
from clew.graph.engines import EmbeddedEngine, Engine, ServerEngine
from clew.graph.errors import StoreError
from clew.graph.handing import Handing, salt_of
from clew.graph.pointer import Pointer

if TYPE_CHECKING:
    from clew.graph.stores.address import Address
    from clew.graph.stores.neo4j_mark import Mark

#: Is told how many nodes and edges went to a server, and how many there are.
Progress = Callable[[int, int], None]


def engine_of(directory: CaseDirectory, folder: Path) -> Engine:
    """Return the engine of the generations in a folder of the case.

    The default lens's are where `case.toml` says, all others in the case (rule 29).
    """
    if not directory.graph_address or folder != directory.graph:
        return EmbeddedEngine()
    from clew.graph.stores.address import address

    return server_engine(directory, address(directory.graph_address), lives=True)


def server_engine(
    directory: CaseDirectory,
    place: Address,
    *,
    over: bool = False,
    watch: Progress | None = None,
    lives: bool = False,
) -> ServerEngine:
    """Return the engine of a case's graph on a server; `over`: what others left there goes.

    `lives`: the graph has to live there still whenever the server is asked.
    """
    from clew.graph.stores.address import credentials

    def mark_of(pointer: Pointer) -> Mark:
        if lives and directory.graph_address != str(place):
            raise StoreError(f"The graph of this case has moved from {place}: try again.")
        return mark(directory, "default", f"store {pointer.digest}")

    return ServerEngine(place, mark_of, lambda: credentials(place), over, watch)


def mark(directory: CaseDirectory, lens: str, generation: str) -> Mark:
    """Return the mark of this case, every part but the default lens's name salted."""
    from clew.graph.stores.neo4j_mark import Mark

    salted = Handing(salt_of(directory.salt), directory).id
    named = lens if lens == "default" else salted(f"lens {lens}")
    return Mark(own_name(directory), named, salted(f"generation {generation}"))


def own_name(directory: CaseDirectory) -> str:
    """Return what marks call this case."""
    return Handing(salt_of(directory.salt), directory).id("case")
