"""Paths between entities: how `ties` and `path` find, sort and explain them (rule 16)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clew.graph.errors import UsageError
from clew.graph.model import Node, Path
from clew.graph.schema import schema
from clew.queries.answer import UNCONFIRMED, Json, rank, unconfirmed
from clew.queries.question import Graph

#: How many paths an answer holds; the rest are counted.
MOST = 100
TIE_GROUPS = ("control", "site", "money", "family", "office", "linked")

#: $start is an id; TARGET, TYPES and STEPS are filled from the vocabulary and a checked number.
CYPHER = """\
MATCH p = (a:Entity {id: $start})-[TYPES*1..STEPS]-(b:TARGET)
RETURN p"""


CLOSED = """\
MATCH (o:Entity)-[r:CLOSED_BY|CLOSED_AFTER_PRESSURE_FROM]->(:Entity)
WHERE o.name IN $names
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
    """Return what `--to` names: a kind of the vocabulary by its very name, else an entity."""
    kind = schema().kinds.get(words)
    if kind is not None and not kind.is_value:
        return Target(kind=kind.name)
    return Target(node=graph.entity(words))


def text(target: Target, groups: Sequence[str], steps: int) -> str:
    """Return the Cypher text for paths to a target over ties of these groups; () is every tie."""
    types = sorted(t.name for t in schema().ties.values() if t.group in groups)
    label = target.kind or "Entity {id: $end}"
    filled = CYPHER.replace("TYPES", ":" + "|".join(types) if types else "")
    return filled.replace("STEPS", str(steps)).replace("TARGET", label)


def search(
    graph: Graph, start: Node, target: Target, groups: Sequence[str], steps: int
) -> list[Path]:
    """Return every simple path that passes through nothing that ties nobody, best first."""
    if target.node is not None and target.node.id == start.id:
        raise UsageError("both ends are the same entity: name two")
    parameters = {"start": start.id, "end": target.node.id if target.node else ""}
    rows = graph.read(text(target, groups, steps), parameters).rows
    paths = {tuple(edge.id for edge in path.edges): path for (path,) in rows if _counts(path)}
    return sorted(paths.values(), key=rank)


def _counts(path: Path) -> bool:
    distinct = {node.id for node in path.nodes}
    return len(distinct) == len(path.nodes) and all(map(_is_way, path.nodes[1:-1]))


def _is_way(node: Node) -> bool:
    """Tell whether a path may go through a node: none that is generic, unnamed or a hub."""
    kinds = schema().kinds
    if node.properties.get("generic") or any(
        kinds[label].hub for label in node.labels if label in kinds
    ):
        return False
    return bool(node.properties.get("name")) or "Event" in node.labels


def split(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the paths that are stated, and those with a step that is only planned."""
    stated: list[Path] = []
    planned: list[Path] = []
    for path in paths:
        is_planned = any(edge.properties["status"] == "planned" for edge in path.edges)
        (planned if is_planned else stated).append(path)
    # What leads to a class only ("scam compounds") says less than what leads to a named thing.
    return sorted(stated, key=names_only_a_class), planned


def names_only_a_class(path: Path) -> bool:
    """Tell whether a path starts or ends at something generic."""
    return any(node.properties.get("generic") for node in (path.nodes[0], path.nodes[-1]))


def closed_outlets(graph: Graph, claims: Iterable[Json]) -> list[str]:
    """Return, in sentences, which outlets that these claims are attributed to have closed."""
    speakers = sorted({claim["attribution"] for claim in claims if claim.get("attribution")})
    rows = graph.read(CLOSED, {"names": speakers}).rows if speakers else ()
    closed = {name: status for name, status in sorted(rows)}
    return [
        f"{name}, which says one of these steps, has closed ({s})." for name, s in closed.items()
    ]


def unknowns(paths: Iterable[Path]) -> list[str]:
    """Return, in sentences, what is not known of the steps and nodes of these paths."""
    found: dict[str, None] = {}
    for path in paths:
        names = displays(path.nodes)
        for edge in path.edges:
            ends = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
            if not edge.properties.get("when"):
                found[f"Since when {ends} is not stated."] = None
            elif not edge.properties.get("valid_from"):
                found[f"From when on {ends} is not stated."] = None
        for node in path.nodes:
            if node.properties.get("generic"):
                found[f"Which ones are meant by {names[node.id]} is not stated."] = None
    return list(found)


def cautions(paths: Iterable[Path]) -> list[str]:
    """Return what must be said of identities that only a rule has joined."""
    nodes = {node.id: node for path in paths for node in path.nodes}
    return [f"{display(node)}: {UNCONFIRMED}." for node in unconfirmed(nodes.values())]


def is_symmetric(kind: str) -> bool:
    """Tell whether a tie means the same in both directions."""
    tie = schema().ties.get(kind)
    return tie is not None and tie.symmetric


def phrase(kind: str) -> str:
    """Return a tie as words between its ends: `controls`."""
    tie = schema().ties.get(kind)
    return tie.phrase if tie else kind.lower().replace("_", " ")


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
    """Return what each of these nodes is called, by id; namesakes are told apart by their kind."""
    distinct = {node.id: node for node in nodes}
    names = {identity: display(node) for identity, node in distinct.items()}
    counts = Counter(names.values())
    return {
        identity: f"{name} ({distinct[identity].properties['kind']})" if counts[name] > 1 else name
        for identity, name in names.items()
    }


def denials_between(graph: Graph, paths: Iterable[Path]) -> list[Json]:
    """Return the claims that deny a step of these paths."""
    found: dict[str, Json] = {}
    for edge in {edge.id: edge for path in paths for edge in path.edges}.values():
        for claim in graph.claims_about(edge.id):
            if claim["status"] == "denied":
                found[claim["id"]] = claim
    return list(found.values())
