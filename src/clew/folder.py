"""A case's folder in use: its ledger and projections, opened for reading or held for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clew.graph.directory import CaseDirectory
from clew.graph.errors import UnknownId
from clew.graph.lens import Disclosure, Lens

if TYPE_CHECKING:
    from clew.graph.opened import Opened


@dataclass(frozen=True, slots=True)
class Folder:
    """A case's folder and the ways to open what is in it."""

    directory: CaseDirectory

    @contextmanager
    def opened(self, lens: Lens | None = None) -> Iterator[Opened]:
        """Open the projection of a lens for reading, brought up to the ledger's state.

        Raises UnknownId where the lens leaves out a source that is not there: what leaves out
        nothing must not look as if it did.
        """
        from clew.graph.refresh import opened

        if lens and lens.without_sources:
            self._has_sources(lens)
        with opened(self.directory, lens or Lens()) as graph:
            yield graph

    def _has_sources(self, lens: Lens) -> None:
        from clew.sourcing import is_source

        with self.reading() as db:
            if not all(is_source(db, source, lens) for source in lens.without_sources):
                raise UnknownId(
                    "a source that the lens leaves out is not in this case: `without_sources`"
                    " takes ids, as `case.sources()` has them"
                )

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open the ledger for reading."""
        from clew.graph.ledger.database import open_ledger
        from clew.graph.lens_folders import sweep

        sweep(self.directory.graph)
        with closing(open_ledger(self.directory.ledger)) as db:
            yield db

    @contextmanager
    def deciding(
        self, act: str, disclose: Disclosure
    ) -> Iterator[tuple[sqlite3.Connection, Opened]]:
        """Hold the case for an act, beside the projection that its words are looked up in."""
        from clew.graph.refresh import refresh

        with self.opened(Lens(disclose=disclose)) as graph, self._held(act) as db:
            yield db, graph
        # Only now, since a graph that is still read is not changed in place.
        refresh(self.directory)

    @contextmanager
    def writing(self, act: str) -> Iterator[sqlite3.Connection]:
        """Hold the case and open its ledger for writing, then bring the graph up to it."""
        from clew.graph.refresh import refresh

        with self._held(act) as db:
            yield db
        refresh(self.directory)

    @contextmanager
    def _held(self, act: str) -> Iterator[sqlite3.Connection]:
        from clew.graph import lock
        from clew.graph.ledger.database import open_ledger
        from clew.graph.ledger.erase import finish

        with (
            lock.writing(self.directory.path, act),
            closing(open_ledger(self.directory.ledger, write=True)) as db,
        ):
            finish(db, self.directory.originals)
            yield db
