"""The search for paths: entity by entity, never through what ties nobody (rule 16).

One text says which paths are meant (`paths.text`), and an engine could answer it; but none can be
told to stop at a country or an office, and through one with thousands of ties it would not end. So
the steps out of a set of entities are asked for, and put together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clew.graph.agreement import DISAGREE
from clew.graph.errors import LedgerError
from clew.graph.model import WEAKNESS, Edge, Node, Path
from clew.graph.schema import schema
from clew.queries.question import Graph

#: The steps out of the entities $ids; TYPES is `:A|B` or nothing, END the far end's label.
STEP = """\
UNWIND $ids AS id
MATCH (a:Entity {id: id})-[rTYPES]-(b:END)
RETURN a.id, r.id, r.status, b.id, labels(b), b.generic, b.name"""
#: How many paths are counted: beyond, there are just more.
COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class Step:
    """A tie to another entity."""

    edge: str
    status: str
    to: str

    @property
    def weakness(self) -> int:
        """How weak the tie's status is."""
        return WEAKNESS[self.status]


Ways = Mapping[str, Sequence[Step]]
Far = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trail:
    """A path before its content is looked up."""

    start: str
    steps: tuple[Step, ...]

    @property
    def is_planned(self) -> bool:
        """Whether a step is only planned."""
        return any(step.status == "planned" for step in self.steps)


@dataclass(slots=True)
class _Net:
    """What is known so far: the steps out of entities, and which entities paths may pass."""

    types: str
    steps: dict[str, dict[str, Step]] = field(default_factory=dict)
    kinds: dict[str, Sequence[str]] = field(default_factory=dict)
    ways: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)

    def expand(self, graph: Graph, ids: Iterable[str], end: str = "Entity") -> set[str]:
        """Ask for the steps out of these entities; returns where they lead."""
        text = step_text(self.types, end)
        reached = set()
        for a, edge, status, b, *about in graph.read(text, {"ids": sorted(ids)}).rows:
            self._learn(b, *about)
            self.steps.setdefault(a, {})[edge] = Step(edge, status, b)
            self.steps.setdefault(b, {})[edge] = Step(edge, status, a)
            reached.add(b)
        return reached

    def statuses(self) -> set[int]:
        """Return how weak ties are, each once."""
        return {step.weakness for steps in self.steps.values() for step in steps.values()}

    def of_status(self, weakest: int) -> Ways:
        """Return the ties that are no weaker, out of each entity, by id."""
        return {
            entity: [step for _, step in sorted(steps.items()) if step.weakness <= weakest]
            for entity, steps in self.steps.items()
        }

    def _learn(self, entity: str, labels: Sequence[str], generic: bool | None, name: str) -> None:
        self.kinds[entity] = labels
        if generic:
            self.classes.add(entity)
        elif not hubs().intersection(labels) and (name or "Event" in labels):
            self.ways.add(entity)


def hubs() -> frozenset[str]:
    """Return the kinds that paths do not pass: they tie nobody to anybody."""
    return frozenset(kind.name for kind in schema().kinds.values() if kind.hub)


def step_text(types: str, end: str = "Entity") -> str:
    """Return the text for steps over these types (`:A|B`, '' for all) to this label."""
    return STEP.replace("TYPES", types).replace("END", end)


def trails(
    graph: Graph, start: Node, types: str, steps: int, *, kind: str = "", end: str = ""
) -> Iterator[Trail]:
    """Yield every simple path of at most `steps` steps to a kind, or to one entity, best first.

    Rule 16 orders by weakest status, length, ids. Before these comes whether a path starts or ends
    at a class ("scam compounds"), since that says less than any path to a named thing.
    """
    net = _Net(types)
    if kind:
        _spread(net, graph, start.id, steps, kind)
        targets = {entity for entity, labels in net.kinds.items() if kind in labels} - {start.id}
    else:
        _spread(net, graph, start.id, steps - steps // 2)
        _spread(net, graph, end, steps // 2)
        targets = {end} & net.steps.keys()
    classes = targets if start.properties.get("generic") else targets & net.classes
    for wanted in (targets - classes, classes):
        for weakest in sorted(net.statuses()) if wanted else ():
            ways = net.of_status(weakest)
            far = _distances(net, ways, wanted, steps)
            for length in range(1, steps + 1):
                yield from _walk(net, ways, far, start.id, wanted, weakest, length)


def _spread(net: _Net, graph: Graph, start: str, times: int, last: str = "Entity") -> None:
    """Expand an entity, then what it leads to, so many times; the last time to one kind alone."""
    done: set[str] = set()
    frontier = {start}
    for left in range(times, 0, -1):
        if frontier:
            done |= frontier
            reached = net.expand(graph, frontier, last if left == 1 else "Entity")
            frontier = (reached & net.ways) - done


def _walk(
    net: _Net, ways: Ways, far: Far, start: str, targets: set[str], weakest: int, length: int
) -> Iterator[Trail]:
    """Yield the paths of just this length whose weakest step is of this status, by their ids."""

    def onward(at: str, seen: tuple[str, ...], taken: tuple[Step, ...]) -> Iterator[Trail]:
        left = length - len(taken) - 1
        for step in ways.get(at, ()):
            if step.to in seen:
                continue
            here = (*taken, step)
            if left and step.to in net.ways and far.get(step.to, length) <= left:
                yield from onward(step.to, (*seen, step.to), here)
            elif not left and step.to in targets and max(s.weakness for s in here) == weakest:
                yield Trail(start, here)

    return onward(start, (start,), ())


def _distances(net: _Net, ways: Ways, targets: Iterable[str], steps: int) -> Far:
    """Return how many steps each entity is at least from a target other than itself."""
    found: dict[str, int] = {}
    frontier = set(targets)
    for distance in range(1, steps):
        near = {step.to for entity in frontier for step in ways.get(entity, ())}
        fresh = {entity for entity in near if entity in net.ways and entity not in found}
        found.update(dict.fromkeys(fresh, distance))
        frontier = fresh
    return found


def path_of(graph: Graph, trail: Trail) -> Path:
    """Return a trail with its nodes and edges; raises LedgerError where they do not join so."""
    stops = [trail.start, *(step.to for step in trail.steps)]
    nodes = [node for stop in stops if isinstance(node := graph.item(stop), Node)]
    edges = [e for step in trail.steps if isinstance(e := graph.item(step.edge), Edge)]
    ends = [{edge.start, edge.end} for edge in edges]
    joined = ends == [set(pair) for pair in zip(stops, stops[1:], strict=False)]
    stated = [edge.properties["status"] for edge in edges]
    if len(nodes) < len(stops) or not joined or stated != [step.status for step in trail.steps]:
        raise LedgerError(DISAGREE)
    return Path(tuple(nodes), tuple(edges))
