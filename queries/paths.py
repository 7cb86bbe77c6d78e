"""Paths between entities: how `ties` and `path` name, sort and explain them (rule 16)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clew.graph.errors import UnknownId, UsageError
from clew.graph.model import Node, Path
from clew.graph.schema import schema
from clew.queries.answer import UNCONFIRMED, Json, unconfirmed
from clew.queries.dates import begins, dates_of
from clew.queries.question import Graph
from clew.queries.search import COUNTED, Trail, hubs, trails

#: How many paths an answer holds; the rest are counted.
MOST = 100
#: What sources state as so; all else is named by its status wherever a sentence tells of it.
STATED = frozenset({"adjudicated", "official", "reported"})
TIE_GROUPS = ("control", "site", "money", "family", "office", "linked")

#: What is asked for: simple paths from $start, to a kind or to $end, through nothing that ties
#: nobody. TYPES, STEPS, TARGET and HUBS are filled from the vocabulary and a checked number.
CYPHER = """\
MATCH p = (a:Entity {id: $start})-[TYPES*1..STEPS]-(b:TARGET)
WITH * WHERE all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m.id = n.id))
  AND none(n IN nodes(p)[1..-1] WHERE n.generic OR HUBS OR (n.name = '' AND NOT n:Event))
RETURN p"""

CLOSED = """\
MATCH (o:Entity)-[r:CLOSED_BY|CLOSED_AFTER_PRESSURE_FROM]->(:Entity)
WHERE o.name IN $names AND r.status <> 'planned'
RETURN DISTINCT o.name, r.status"""


@dataclass(frozen=True, slots=True)
class Target:
    """Where paths end: every entity of a kind, or one entity."""

    kind: str = ""
    node: Node | None = None

    @property
    def words(self) -> str:
        """The target as a title names it."""
        if self.node is None:
            article = "an" if self.kind[0] in "AEIOU" else "a"
            return f"{article} {self.kind}"
        return str(self.node.properties["name"] or self.node.id)


def target_of(graph: Graph, words: str) -> Target:
    """Return what `--to` names: a kind by its very name, an entity, else a kind by any word.

    Raises UnknownId, AmbiguousName.
    """
    kind = schema().kinds.get(words)
    if kind is None or kind.is_value:
        try:
            return Target(node=graph.entity(words))
        except UnknownId:
            kind = schema().kind(words)
            if kind is None or kind.is_value:
                raise
    return Target(kind=kind.name)


def types_of(groups: Sequence[str]) -> str:
    """Return the types of these groups as a pattern has them, `:A|B`; '' for () is every tie."""
    types = sorted(t.name for t in schema().ties.values() if t.group in groups)
    return ":" + "|".join(types) if types else ""


def text(target: Target, groups: Sequence[str], steps: int) -> str:
    """Return the Cypher text for paths to a target over ties of these groups; () is every tie."""
    kinds = schema().kinds
    top = sorted(name for name in hubs() if not hubs().intersection(kinds[name].parents))
    label = target.kind or "Entity {id: $end}"
    filled = CYPHER.replace("TYPES", types_of(groups)).replace("STEPS", str(steps))
    return filled.replace("TARGET", label).replace("HUBS", " OR ".join(f"n:{k}" for k in top))


def search(
    graph: Graph, start: Node, target: Target, groups: Sequence[str], steps: int
) -> Iterator[Trail]:
    """Yield what `text` asks for, best first."""
    if target.node is None:
        return trails(graph, start, types_of(groups), steps, kind=target.kind)
    if target.node.id == start.id:
        raise UsageError("both ends are the same entity: name two")
    return trails(graph, start, types_of(groups), steps, end=target.node.id)


@dataclass(slots=True)
class Found:
    """Paths as an answer shows them: the first ones, and how many there are."""

    which: str = ""
    first: list[Trail] = field(default_factory=list)
    count: int = 0

    def add(self, trail: Trail) -> None:
        """Count a path, and keep it among the first."""
        self.count += 1
        if len(self.first) < MOST:
            self.first.append(trail)

    def more(self, whole: bool) -> list[str]:
        """Say how many paths are not shown; `whole`: all were counted."""
        rest = self.count - len(self.first)
        if not rest:
            return []
        many = f"{'' if whole else 'At least '}{rest} more {self.which}"
        are = "path is" if rest == 1 else "paths are"
        return [f"{many}{are} not shown, none of them stronger: narrow the question."]


def split(found: Iterable[Trail]) -> tuple[Found, Found, bool]:
    """Return the stated paths, those with a step only planned (rule 19), and whether that is all.

    So many paths are counted and no more, since a busy entity may have millions.
    """
    stated, planned = Found(), Found("only planned ")
    for number, trail in enumerate(found):
        if number == COUNTED:
            return stated, planned, False
        (planned if trail.is_planned else stated).add(trail)
    return stated, planned, True


def fallen(graph: Graph, before: Graph, was: Iterable[Trail]) -> tuple[Found, bool]:
    """Return the stated paths of `before` that go with the sources left out, and if that is all.

    A path stays where what is left of its claims still joins, step by step.
    """
    fell = Found("fallen ")
    for number, trail in enumerate(was):
        if number == COUNTED:
            return fell, False
        if not trail.is_planned and not _stands(graph, before, trail):
            fell.add(trail)
    return fell, True


def _stands(graph: Graph, before: Graph, trail: Trail) -> bool:
    reached: set[str] = set()
    for at, step in enumerate(trail.steps):
        left = [edge for c in before.item(step.edge).properties["claims"] for edge in graph.ties(c)]
        ends = [pair for e in left for pair in ((e.start, e.end), (e.end, e.start))]
        reached = {end for start, end in ends if not at or start in reached}
    return bool(reached)


def names_only_a_class(path: Path) -> bool:
    """Tell whether a path starts or ends at something generic."""
    return any(node.properties.get("generic") for node in (path.nodes[0], path.nodes[-1]))


def closed_outlets(graph: Graph, claims: Iterable[Json]) -> dict[str, str]:
    """Return which outlets that these claims are attributed to have closed, by which status."""
    speakers = sorted({claim["attribution"] for claim in claims if claim.get("attribution")})
    rows = graph.read(CLOSED, {"names": speakers}).rows if speakers else ()
    return {name: status for name, status in sorted(rows)}


def has_closed(closed: Mapping[str, str]) -> list[str]:
    """Say which speakers have closed, as whose status."""
    return [
        f"{name}, which says one of these steps, has closed ({status})."
        for name, status in closed.items()
    ]


def unknowns(graph: Graph, paths: Iterable[Path]) -> list[str]:
    """Return, in sentences, what is not known of the steps and nodes of these paths."""
    found: dict[str, None] = {}
    for path in paths:
        names = displays(path.nodes)
        for at, edge in enumerate(path.edges):
            start, end = ends_of(path, at)
            status = str(edge.properties["status"])
            weak = "" if status in STATED else f" ({status.replace('_', ' ')})"
            said = f"{names[start]} {phrase(edge.type)} {names[end]}{weak}"
            if not dates_of(graph, edge):
                found[f"Since when {said} is not stated."] = None
            elif not begins(graph, edge):
                found[f"From when on {said} is not stated."] = None
        for node in path.nodes:
            if node.properties.get("generic"):
                found[f"Which ones are meant by {names[node.id]} is not stated."] = None
    return list(found)


def ends_of(path: Path, at: int) -> tuple[str, str]:
    """Return a step's ends as it is read: along the path where a tie reads alike both ways."""
    edge = path.edges[at]
    if is_symmetric(edge.type):
        return path.nodes[at].id, path.nodes[at + 1].id
    return edge.start, edge.end


def cautions(paths: Iterable[Path]) -> list[str]:
    """Return what must be said of identities that only a rule has joined (rule 21)."""
    nodes = {node.id: node for path in paths for node in path.nodes}
    return [caution(node) for node in unconfirmed(nodes.values())]


def caution(node: Node) -> str:
    """Return what must be said of an entity that a rule has joined across texts."""
    return f"{display(node)}: {UNCONFIRMED} (texts that name one so are taken to mean one)."


def is_symmetric(kind: str) -> bool:
    """Tell whether a tie means the same in both directions."""
    return schema().is_symmetric(kind)


def phrase(kind: str) -> str:
    """Return a tie as words between its ends: `controls`."""
    return schema().phrase(kind)


def display(node: Node) -> str:
    """Return what a node is called in an answer: its name, else what it was called in the text."""
    properties = node.properties
    if properties.get("name"):
        return str(properties["name"])
    kind = " ".join(re.findall("[A-Z][a-z]+|[A-Z]+(?![a-z])", str(properties["kind"]))).lower()
    described = properties.get("descriptions") or properties.get("names") or []
    if described and "Event" not in node.labels:
        return f"{kind} “{described[0]}”"
    return f"{kind} of {properties['when']}" if properties.get("when") else kind


def displays(nodes: Iterable[Node]) -> dict[str, str]:
    """Return what each of these nodes is called, by id; namesakes are told apart.

    Two kinds of one name (a company and a compound) by their kind, two of one kind by their ids.
    """
    distinct = {node.id: node for node in nodes}
    names = {identity: display(node) for identity, node in distinct.items()}
    kinds = {identity: str(node.properties["kind"]) for identity, node in distinct.items()}
    for told_by in (kinds, {identity: identity[:7] for identity in distinct}):
        counts = Counter(names.values())
        names = {
            identity: f"{name} ({told_by[identity]})"
            if counts[name] > 1 and distinct[identity].properties.get("name")
            else name
            for identity, name in names.items()
        }
    return names


def denials_between(graph: Graph, paths: Iterable[Path]) -> list[Json]:
    """Return the claims that deny a step of these paths."""
    found: dict[str, Json] = {}
    for edge in {edge.id: edge for path in paths for edge in path.edges}.values():
        for claim in graph.claims_about(edge.id):
            if claim["status"] == "denied":
                found[claim["id"]] = claim
    return list(found.values())
