"""What is around entities: a few steps out, never on through what ties nobody (rule 16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clew.graph.errors import UsageError
from clew.graph.model import WEAKNESS, Edge, Node
from clew.graph.opened import Opened
from clew.graph.view.saving import Drawn
from clew.queries.dates import undated
from clew.queries.paths import caution, display, displays
from clew.queries.pictures import Sight, closed_in, drawn
from clew.queries.question import left_out, steps_of
from clew.queries.search import hubs

#: How many entities the surroundings hold where nobody says otherwise.
MOST = 5_000
#: How many steps out they reach at most.
FAR = 4
#: So many of those that are not gone on from are named.
NAMED = 5


@dataclass(slots=True)
class _Reached:
    """The entities near some others: kept as far as there is room, the rest counted."""

    graph: Opened
    most: int
    nodes: dict[str, Node] = field(default_factory=dict)
    ends: list[Node] = field(default_factory=list)
    left: int = 0

    def spread(self, from_: Iterable[Node]) -> list[Node]:
        """Go one step; returns the entities from which one may go on."""
        near: dict[str, int] = {}
        for edge in (edge for node in from_ for edge in self.graph.items.edges_of(node.id)):
            for end in {edge.start, edge.end} - self.nodes.keys():
                near[end] = min(near.get(end, 99), WEAKNESS[edge.properties["status"]])
        room = max(self.most - len(self.nodes), 0)
        chosen = sorted(near, key=lambda end: (near[end], end))
        self.left += len(chosen[room:])
        fresh = [self.graph.node(end) for end in chosen[:room]]
        self.nodes.update({node.id: node for node in fresh})
        self.ends += [node for node in fresh if not _passes(node)]
        return [node for node in fresh if _passes(node)]

    def ties(self) -> list[Edge]:
        """Return every tie of two that are reached."""
        from_all = (e for node in self.nodes for e in self.graph.items.edges_from(node))
        return [edge for edge in from_all if edge.end in self.nodes]


def around(graph: Opened, words: Sequence[str], *, steps: int = 1, most: int = MOST) -> Drawn:
    """Return the picture of what is around some entities (ids or names).

    Raises UsageError for no entity, and numbers that are none; UnknownId, AmbiguousName.
    """
    steps = steps_of({"steps": steps}, FAR)
    if not words or most < 1:
        raise UsageError("name an entity to draw" if most > 0 else "--limit takes a number above 0")
    starts = list({node.id: node for node in map(graph.entity, words)}.values())
    reached = _Reached(graph, max(most, len(starts)), {node.id: node for node in starts})
    frontier, ends = starts, list[Node]()
    for _ in range(steps):
        ends = list(reached.ends)
        frontier = reached.spread(frontier)
    sight = Sight(graph)
    sight.add([*reached.nodes.values(), *reached.ties()])
    names = displays(starts)
    return drawn(
        sight,
        title=f"What is around {' and '.join(names[node.id] for node in starts)}?",
        focus=[node.id for node in starts],
        not_known=_undated(sight),
        notes=[
            *_not_drawn(reached, steps),
            *_not_passed(ends),
            *closed_in(sight),
            *(caution(node) for node in starts if node.properties.get("unconfirmed")),
            *graph.notes,
            *left_out(graph),
        ],
        parameters={"entities": list(words), "steps": steps},
    )


def _passes(node: Node) -> bool:
    named = bool(node.properties.get("name")) or "Event" in node.labels
    return named and not node.properties.get("generic") and not hubs().intersection(node.labels)


def _undated(sight: Sight) -> list[str]:
    count, of = undated(sight.graph, sight.edges.values()), len(sight.edges)
    return [f"Of {count} of the {of} ties no date is stated."] if count else []


def _not_drawn(reached: _Reached, steps: int) -> list[str]:
    if not reached.left:
        return []
    are = "entity is" if reached.left == 1 else "entities are"
    return [
        f"{reached.left} more {are} not drawn, none of them by a stronger tie within its step:"
        f" narrow with {'--steps 1, ' if steps > 1 else ''}--status official or --path A B, or"
        " raise --limit."
    ]


def _not_passed(ends: Sequence[Node]) -> list[str]:
    if not ends:
        return []
    some = ", ".join(display(node) for node in ends[:NAMED])
    rest = f" and {len(ends) - NAMED} more" if len(ends) > NAMED else ""
    return [
        f"What lies beyond {some}{rest} is not shown, since countries, authorities, posts,"
        " sanctions, classes and the unnamed tie nobody to anybody: name one to see it."
    ]
