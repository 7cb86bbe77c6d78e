"""RDF and SPARQL: what a lens shows, for tools that know neither Clew nor Cypher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clew.graph.lens import Lens
from clew.on_servers import OnServers

if TYPE_CHECKING:
    from rdflib import Dataset

    from clew.queries.sparql import Found


class InRdf(OnServers):
    """A case as RDF, its ids salted as in every export; see docs/rdf.md."""

    __slots__ = ()

    def rdf(self, lens: Lens | None = None) -> Dataset:
        """Return what a lens shows as an `rdflib.Dataset`: each claim a statement.

        Its default graph has plain triples for what is adjudicated, official or reported alone;
        weaker ties stand as statements, and in a graph of their status (`urn:clew:graph:alleged`).
        Raises UsageError for a lens that discloses more than the public.
        """
        from clew.graph.exchange.rdf.dataset import dataset, quads
        from clew.graph.handed import HandedOn
        from clew.pushing import check

        check(lens or Lens())
        with self.opened(lens) as graph:
            return dataset(quads(HandedOn(graph)))

    def sparql(
        self,
        text: str,
        *,
        limit: int | None = None,
        timeout: float = 30.0,
        lens: Lens | None = None,
    ) -> Found:
        """Answer a SPARQL text that reads; prefixes that Clew uses need not be declared.

        Raises QueryRefused (updates, LOAD, SERVICE, graphs of others), QueryTimeout, QueryError.
        """
        from clew.queries.sparql import ask

        with self.opened(lens) as graph:
            return ask(graph, text, limit=limit, timeout=timeout)
