"""The dates of ties: those of all their claims, since an edge bears its strongest claim's alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clew.graph.model import Edge
from clew.queries.answer import Json
from clew.queries.question import Graph

#: Ties of several claims of which the strongest does not say when they began; an event's have its
#: date.
SEVERAL = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE size(r.claims) > 1 AND r.valid_from IS NULL AND a.when IS NULL
RETURN r.id, r.when IS NULL"""


@dataclass(frozen=True, slots=True)
class Later:
    """A tie that a weaker claim dates: whether the strongest gives none, and whether it begins."""

    edge: Edge
    undated: bool
    begins: bool


def dates_of(graph: Graph, edge: Edge) -> list[str]:
    """Return the dates that the claims of a tie give, each once, the strongest claim's first."""
    own = str(edge.properties.get("when", ""))
    return list(dict.fromkeys(filter(None, [own, *(c.get("when", "") for c in _of(graph, edge))])))


def begins(graph: Graph, edge: Edge) -> bool:
    """Tell whether a claim of a tie says from when on it holds."""
    own = edge.properties.get("valid_from")
    return bool(own or any(claim.get("valid_from") for claim in _of(graph, edge)))


def undated(graph: Graph, edges: Iterable[Edge]) -> int:
    """Return how many of these ties no claim dates."""
    return sum(1 for edge in edges if not dates_of(graph, edge))


def later(graph: Graph) -> Iterator[Later]:
    """Yield the ties of the whole case that only a weaker claim dates, or says the beginning of."""
    for identity, whole in graph.read(SEVERAL).rows:
        edge = graph.item(identity)
        if isinstance(edge, Edge) and (dates_of(graph, edge) if whole else begins(graph, edge)):
            yield Later(edge, bool(whole), begins(graph, edge))


def _of(graph: Graph, edge: Edge) -> list[Json]:
    """Return the claims of a tie that has several; of one alone the tie bears the date itself."""
    ids = edge.properties["claims"]
    return [c for i in ids if (c := graph.claim(i))] if len(ids) > 1 else []
