"""What is handed on as an `rdflib.Dataset`; kept by Oxigraph where that is installed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.exchange.rdf.lines import told
from clew.graph.exchange.rdf.names import PREFIXES
from clew.graph.handed import HandedOn

if TYPE_CHECKING:
    from rdflib import Dataset


class Chunks(io.RawIOBase):
    """A file to be read once, of pieces that come one after another."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._rest = iter(pieces), b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        size = min(len(into), len(self._rest))
        into[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def quads(given: HandedOn) -> Iterator[bytes]:
    """Yield N-Quads, many lines at a time."""
    for lines in told(blocks(given, named=True)):
        yield "".join(lines).encode()


def dataset(pieces: Iterable[bytes]) -> Dataset:
    """Return N-Quads as a dataset; `{ ?s ?p ?o }` asks its default graph alone."""
    from rdflib import Dataset

    try:
        import pyoxigraph
        from oxrdflib import OxigraphStore
    except ImportError:
        made = Dataset()
        made.parse(io.BufferedReader(Chunks(pieces)), format="nquads")
    else:
        store = pyoxigraph.Store()
        store.bulk_load(io.BufferedReader(Chunks(pieces)), pyoxigraph.RdfFormat.N_QUADS)
        made = Dataset(store=OxigraphStore(store=store))
    for name, iri in PREFIXES.items():
        made.bind(name, iri)
    return made
