"""A picture of too many nodes, gathered: communities as super-nodes, with all that they stand for.

Communities are networkx' Louvain, seeded, on the picture without direction, parallel ties, hubs and
what is generic or unnamed (rule 16: paths do not go through these), joined until few enough remain.
What was set aside joins the community that all its neighbours are in, else a group of its own.
Counts add up to the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.view import forces, layout
from clew.graph.view.kept import Positions
from clew.graph.view.picture import MOST_NODES, Picture

#: At most so many super-nodes, and so many members named of each.
MOST_GROUPS, MOST_NAMED = 60, 10
#: Fewer members than this are no group of their own.
_FEWEST = 3
#: Super-nodes are drawn larger than nodes: their places lie so much further apart.
_WIDER = 1.5
#: What a group is, in words for the page; `{}` stands for "NAME and 41 more".
COMMUNITY, SHARED, CLASSES, SMALLER, ALONE = "community", "shared", "classes", "smaller", "alone"
TITLES = {
    COMMUNITY: "{}",
    SHARED: "Shared by several groups: {}",
    CLASSES: "Classes and unnamed: {}",
    SMALLER: "Smaller groups: {}",
    ALONE: "Without ties here: {}",
}
MEANING = {
    COMMUNITY: "More ties within than to the outside, by Louvain's method: computed, no claim.",
    SHARED: "Countries, authorities, offices, laws, sanctions with neighbours in several groups.",
    CLASSES: "Generic or unnamed ones with neighbours in several groups.",
    SMALLER: "Communities too small or too many to be drawn one by one.",
    ALONE: "Nodes that no tie of the picture touches.",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One node of a group; `ties`: how many ties of the picture touch it."""

    id: str
    name: str
    kind: str
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A super-node; `ties` lie within it and are counted in `statuses`.

    what    community, shared, classes, smaller or alone: see MEANING
    best    the members with most ties, at most MOST_NAMED
    """

    id: str
    what: str
    name: str
    nodes: tuple[str, ...]
    kinds: Mapping[str, int]
    ties: int
    statuses: Mapping[str, int]
    best: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """All ties between two groups, in either direction: how many, and how many of each status."""

    start: str
    end: str
    ties: int
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A whole picture as groups and bonds; the totals are those of the picture.

    outside     ties with an end that is no node of the picture: in `ties`, in no group or bond
    narrow      whom to ask for instead: the named ones with most ties, hubs left out
    positions   of the groups, in pixels
    """

    groups: tuple[Group, ...]
    bonds: tuple[Bond, ...]
    nodes: int
    ties: int
    outside: int
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    narrow: tuple[Member, ...]
    positions: Positions


def gathered(picture: Picture, *, most: int = MOST_NODES) -> Gathered | None:
    """Return the picture as communities where it has more than `most` nodes, else None."""
    return _Gathering(picture).whole() if len(picture.nodes) > most else None


class _Gathering:
    def __init__(self, picture: Picture) -> None:
        self.nodes = {node.id: node for node in sorted(picture.nodes, key=lambda node: node.id)}
        self.edges = picture.edges
        self.graph = layout.simple(picture)
        self.degree: Counter[str] = Counter()
        for edge in picture.edges:
            self.degree.update({edge.start, edge.end})

    def whole(self) -> Gathered:
        """Return everything gathered."""
        parts = self._parts()
        within = {node: at for at, (_, members) in enumerate(parts) for node in members}
        inner: list[list[Edge]] = [[] for _ in parts]
        between: dict[tuple[int, int], list[Edge]] = {}
        outside = 0
        for edge in self.edges:
            a, b = within.get(edge.start), within.get(edge.end)
            if a is None or b is None:
                outside += 1
            elif a == b:
                inner[a].append(edge)
            else:
                between.setdefault((min(a, b), max(a, b)), []).append(edge)
        groups = [
            self._group(f"g{at + 1}", what, members, ties)
            for at, ((what, members), ties) in enumerate(zip(parts, inner, strict=True))
        ]
        bonds = tuple(
            Bond(groups[a].id, groups[b].id, len(ties), _statuses(ties))
            for (a, b), ties in sorted(between.items())
        )
        return Gathered(
            groups=tuple(groups),
            bonds=bonds,
            nodes=len(self.nodes),
            ties=len(self.edges),
            outside=outside,
            kinds=self._kinds(self.nodes),
            statuses=_statuses(self.edges),
            narrow=self._best(node for node in self.nodes if not _set_aside(self.nodes[node])),
            positions=_positions(groups, bonds),
        )

    def _parts(self) -> list[tuple[str, list[str]]]:
        """Return every node once: what each group is, and its members, the largest group first."""
        plain = [n for n in self.graph if self.graph.degree(n) and not _set_aside(self.nodes[n])]
        part = forces.ordered(self.graph, plain)
        found = forces.communities(part, MOST_GROUPS - 4) if plain else []
        others = self._join(found)
        found.sort(key=lambda members: (-len(members), members[0]))
        most = MOST_GROUPS - len(others) - 1
        large = [members for members in found[:most] if len(members) >= _FEWEST]
        small = [node for members in found[len(large) :] for node in members]
        parts = [(COMMUNITY, members) for members in large]
        parts += [(SMALLER, small)] if small else []
        return parts + sorted(others.items())

    def _join(self, found: list[list[str]]) -> dict[str, list[str]]:
        """Add what was set aside to the community of all its neighbours; return the rest."""
        within = {node: at for at, members in enumerate(found) for node in members}
        others: dict[str, list[str]] = {}
        for node in self.graph:
            if node in within:
                continue
            near = {within.get(other) for other in self.graph[node]}
            at = near.pop() if len(near) == 1 else None
            if at is not None:
                found[at].append(node)
            elif not self.graph.degree(node):
                others.setdefault(ALONE, []).append(node)
            else:
                what = SHARED if _is_hub(self.nodes[node]) else CLASSES
                others.setdefault(what, []).append(node)
        return others

    def _group(self, identity: str, what: str, members: list[str], ties: list[Edge]) -> Group:
        best = self._best(members)
        first = next((m.name for m in best if not _set_aside(self.nodes[m.id])), best[0].name)
        more = f" and {len(members) - 1:,} more" if len(members) > 1 else ""
        return Group(
            id=identity,
            what=what,
            name=TITLES[what].format(first + more),
            nodes=tuple(sorted(members)),
            kinds=self._kinds(members),
            ties=len(ties),
            statuses=_statuses(ties),
            best=best,
        )

    def _best(self, members: Iterable[str]) -> tuple[Member, ...]:
        order = sorted(members, key=lambda node: (-self.degree[node], node))
        return tuple(self._member(self.nodes[node]) for node in order[:MOST_NAMED])

    def _member(self, node: Node) -> Member:
        kind = _kind(node)
        name = str(node.properties.get("name") or f"unnamed {kind}")
        return Member(node.id, name, kind, self.degree[node.id])

    def _kinds(self, members: Iterable[str]) -> dict[str, int]:
        return _ranked(Counter(_kind(self.nodes[node]) for node in members))


def _kind(node: Node) -> str:
    return str(node.properties.get("kind") or (node.labels[0] if node.labels else "Entity"))


def _is_hub(node: Node) -> bool:
    known = schema().kinds.get(_kind(node))
    return known is not None and known.hub


def _set_aside(node: Node) -> bool:
    """Tell whether paths do not go through a node (rule 16); events have no names."""
    unnamed = not node.properties.get("name") and "Event" not in node.labels
    return bool(node.properties.get("generic")) or unnamed or _is_hub(node)


def _statuses(edges: Iterable[Edge]) -> dict[str, int]:
    return _ranked(Counter(str(edge.properties.get("status") or "not_stated") for edge in edges))


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _positions(groups: Iterable[Group], bonds: Iterable[Bond]) -> Positions:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(group.id for group in groups)
    graph.add_edges_from((bond.start, bond.end) for bond in bonds)
    places = layout.of_graph(graph)
    return {node: (round(x * _WIDER, 1), round(y * _WIDER, 1)) for node, (x, y) in places.items()}
