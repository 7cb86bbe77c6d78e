"""The dates of ties: those of all their claims, since an edge bears its strongest claim's alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.model import Edge
from clew.queries.answer import Json
from clew.queries.question import Graph

#: Ties of which the strongest claim does not say when they began, by type and whether it gives no
#: date at all; those of several claims one by one. An event's ties have its date.
UNDATED = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.valid_from IS NULL AND a.when IS NULL
RETURN type(r) AS tie, r.when IS NULL AS undated,
  CASE WHEN size(r.claims) > 1 THEN r.id ELSE '' END AS several, count(r)"""


@dataclass(slots=True)
class Undated:
    """The ties of a whole case without a beginning, as all their claims have it.

    whole   how many have no date at all, by type; half: how many have one that begins nothing
    begun   the ties of which a weaker claim says when they began
    dated   those to which a weaker claim gives a date that begins nothing
    """

    whole: Counter[str] = field(default_factory=Counter)
    half: Counter[str] = field(default_factory=Counter)
    begun: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)


def of_case(graph: Graph) -> Undated:
    """Count the ties of the whole case that no claim says the beginning of."""
    found = Undated()
    for kind, none, several, count in graph.read(UNDATED).rows:
        edge = graph.item(several) if several else None
        if isinstance(edge, Edge) and begins(graph, edge):
            found.begun.add(edge.id)
        elif isinstance(edge, Edge) and none and dates_of(graph, edge):
            found.dated.add(edge.id)
            found.half[kind] += 1
        else:
            (found.whole if none else found.half)[kind] += int(count)
    return found


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


def _of(graph: Graph, edge: Edge) -> list[Json]:
    """Return the claims of a tie that has several; of one alone the tie bears the date itself."""
    ids = edge.properties["claims"]
    return [c for i in ids if (c := graph.claim(i))] if len(ids) > 1 else []
