"""A graph and a stricter one beside it: what is left of a tie or an entity there (Q24)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from clew.graph.errors import UnknownId, UsageError
from clew.graph.lens import Lens
from clew.graph.model import STATUSES, Edge, Node
from clew.queries.footing import footing
from clew.queries.paths import display, is_symmetric
from clew.queries.question import Graph, Values
from clew.queries.table import ties_of


@dataclass(frozen=True, slots=True)
class Both:
    """The graph as asked for, and the stricter one."""

    whole: Graph
    strict: Graph

    def left(self, edge: Edge) -> list[Edge]:
        """Return the ties that what is left of an edge's claims makes."""
        ids = edge.properties["claims"]
        found = {e.id: e for claim in ids for e in self.strict.ties(claim)}
        return list(found.values())

    def there(self, node: Node) -> Node | None:
        """Return an entity as the stricter graph has it, maybe by another id."""
        with suppress(UnknownId):
            return self.strict.node(node.id)
        for claim in node.properties["claims"]:
            for found in self.strict.entities(claim):
                return found
        for edge in ties_of(self.whole, node).values():
            for left in self.left(edge):
                ends = [left.start if edge.start == node.id else left.end]
                ends = [left.start, left.end] if is_symmetric(edge.type) else ends
                for end in map(self.strict.node, ends):
                    if display(end) == display(node):
                        return end
        return None


def stricter(graph: Graph, values: Values) -> Lens:
    """Return the lens that keeps only what counts; raises UsageError where nothing is asked for."""
    only, without = words(values["only"]), listed(values["without"])
    if not only and not without:
        raise UsageError("`ask strip` needs what counts: --only official,adjudicated or --without")
    unknown = [status for status in only if status not in STATUSES]
    if unknown:
        raise UsageError(f"there is no status `{unknown[0]}`: use {', '.join(STATUSES)}")
    lens = graph.lens
    kept = [s for s in only if not lens.statuses or s in lens.statuses]
    if only and not kept:
        raise UsageError("no status is in both --only and --status: nothing could remain")
    ids = [graph.source(one) for one in without]
    return replace(
        lens,
        statuses=tuple(kept) or lens.statuses,
        without_sources=(*lens.without_sources, *ids),
    )


def words(given: object) -> list[str]:
    """Return the words of one value or several, each set apart by commas."""
    return [word.strip() for one in listed(given) for word in one.split(",") if word.strip()]


def listed(given: object) -> list[str]:
    """Return one value or several as a list; a title may hold commas."""
    several = given if isinstance(given, (list, tuple)) else [given]
    return [str(one) for one in several if one]


def copies(graph: Graph, lens: Lens) -> list[str]:
    """Say which reprints of what a lens leaves out still count."""
    known, out = footing(graph).sources, set(lens.without_sources)
    origins = {known[identity].origin for identity in out if identity in known}
    kept = (s for s in known.values() if s.id not in out and s.id != s.origin)
    titles = sorted(source.title for source in kept if source.origin in origins)
    return [
        f"“{title}” is of the same origin as what is left out, and still counts: leave it out, too."
        for title in titles
    ]
