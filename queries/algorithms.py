"""Measures of a network, by networkx: degree, betweenness, brokers, bridges, communities.

Each takes a networkx graph of any sort (`case.graph().to_networkx()`), or edges as `(start, end)`
or `(start, end, id)`, and reads it as an undirected, unweighted network: several ties between two
entities join them once, and a tie of an entity with itself joins nothing. The result is the same
whatever the order of nodes and edges. Which entities and ties should enter is the caller's choice:
`ask degree` and its like leave out countries, offices, classes and what is only planned.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import networkx as nx

    Given: TypeAlias = "nx.Graph[Any] | Iterable[tuple[Any, ...]] | Network"

#: Where chance enters, it is this one.
SEED = 20240912
#: Betweenness is exact in parts of so many nodes; in larger ones so many steps (a node or a pair of
#: neighbours passed by a search) are spent, on no fewer than so many pivots.
EXACT, STEPS, PIVOTS = 1000, 1_500_000, 32
#: Figures are told to so many places: beyond, the order of a sum would show.
PLACES = 9


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by number, in the order of their ids, and the ids of the ties that join each pair.

    A pair has the lower number first. `loops` are ties of a node with itself.
    """

    nodes: tuple[Any, ...]
    pairs: Mapping[tuple[int, int], tuple[Any, ...]]
    loops: tuple[Any, ...] = ()

    @property
    def ties(self) -> int:
        """How many ties join two nodes."""
        return sum(map(len, self.pairs.values()))


@dataclass(frozen=True, slots=True)
class Scores:
    """A figure for every node; `method` says in words what it is, `how` whether it is exact."""

    values: Mapping[Any, float]
    method: str
    how: str = "exact"


@dataclass(frozen=True, slots=True)
class Bridge:
    """A tie whose loss parts the network.

    ends        its two nodes; sides: how many nodes are then on the side of each
    """

    tie: Any
    ends: tuple[Any, Any]
    sides: tuple[int, int]

    @property
    def smaller(self) -> int:
        """The size of the smaller side: what the loss would cut off."""
        return min(self.sides)


@dataclass(frozen=True, slots=True)
class Communities:
    """Parts of a network that are tied within more than among each other, the largest first."""

    parts: tuple[tuple[Any, ...], ...]
    modularity: float
    method: str


def network(given: Given, nodes: Iterable[Any] = ()) -> Network:
    """Return what the measures read of a graph, or of edges with these nodes besides."""
    if isinstance(given, Network):
        return given
    edges = list(_edges(given))
    named = {*nodes, *getattr(given, "nodes", ()), *(end for edge in edges for end in edge[:2])}
    order = sorted(named, key=_key)
    number = {node: n for n, node in enumerate(order)}
    pairs: dict[tuple[int, int], list[Any]] = {}
    loops: list[Any] = []
    for start, end, tie in edges:
        low, high = sorted((number[start], number[end]))
        (loops if low == high else pairs.setdefault((low, high), [])).append(tie)
    joined = {pair: tuple(sorted(pairs[pair], key=_key)) for pair in sorted(pairs)}
    return Network(tuple(order), joined, tuple(sorted(loops, key=_key)))


def _edges(given: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield start, end and id; a tie without an id is called by its ends."""
    if hasattr(given, "adjacency"):
        given = given.edges(keys=True) if given.is_multigraph() else given.edges()
    for start, end, *tie in given:
        yield start, end, tie[0] if tie else (start, end)


def _key(value: object) -> tuple[str, str]:
    return str(value), type(value).__name__


def _graph(net: Network) -> nx.Graph[int]:
    """Return the network for networkx.

    Nodes are numbers: sets of them have the same order in every process, as those of texts do not.
    """
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(net.nodes)))
    graph.add_edges_from(net.pairs)
    return graph


def degree(given: Given) -> Scores:
    """Return for every node how many others it is tied to."""
    net = network(given)
    found = dict(_graph(net).degree())
    method = "degree: to how many others one is tied, several ties between two as one"
    return Scores({node: found[n] for n, node in enumerate(net.nodes)}, method)


def betweenness(given: Given, *, pivots: int = 0, seed: int = SEED) -> Scores:
    """Return for every node the share of shortest paths between two others that it lies on.

    From 0 to 1: 1 where every pair of others is joined through it alone. Parts of up to EXACT nodes
    are computed exactly (Brandes), larger ones estimated from `pivots` nodes drawn by the seed, by
    default as many as a fixed number of steps allows.
    """
    net = network(given)
    count = len(net.nodes)
    scale = 2 / ((count - 1) * (count - 2)) if count > 2 else 0.0
    found = dict.fromkeys(range(count), 0.0)
    drawn: list[str] = []
    for part in _parts(net):
        size, chosen = len(part), _pivots(part, pivots, seed)
        for node, value in _between(part, chosen).items():
            found[node] = value * scale
        if len(chosen) < size:
            drawn.append(f"{len(chosen)} of the {size} nodes of one part")
    how = f"estimated from {', '.join(drawn)}, drawn with seed {seed}" if drawn else "exact"
    told = {node: round(found[n], PLACES) for n, node in enumerate(net.nodes)}
    method = (
        "betweenness (Brandes): the share of shortest paths between two others that pass through"
        " one, over undirected, unweighted ties, several between two as one, normalised"
    )
    return Scores(told, method, how)


def _parts(net: Network) -> Iterator[nx.Graph[int]]:
    """Yield each connected part of three nodes or more as a graph of its own."""
    import networkx as nx

    whole = _graph(net)
    for members in nx.connected_components(whole):
        if len(members) > 2:
            part: nx.Graph[int] = nx.Graph()
            part.add_nodes_from(sorted(members))
            part.add_edges_from((a, b) for a in sorted(members) for b in sorted(whole[a]) if a < b)
            yield part


def _pivots(part: nx.Graph[int], wanted: int, seed: int) -> list[int]:
    nodes = list(part)
    if not wanted and len(nodes) > EXACT:
        wanted = max(PIVOTS, STEPS // (len(nodes) + part.number_of_edges()))
    if not wanted or wanted >= len(nodes):
        return nodes
    return sorted(random.Random(seed).sample(nodes, wanted))


def _between(part: nx.Graph[int], pivots: list[int]) -> dict[int, float]:
    """Return how many pairs of others each node of a part lies between, by paths from pivots."""
    import networkx as nx

    if len(pivots) == len(part):
        exact: dict[int, float] = nx.betweenness_centrality(part, normalized=False)
        return exact
    some = nx.betweenness_centrality_subset(part, sources=pivots, targets=list(part))
    return {node: value * len(part) / len(pivots) for node, value in some.items()}


def bridges(given: Given) -> list[Bridge]:
    """Return the ties whose loss parts the network, those that cut off most first.

    Two ties between the same two nodes are no bridges: either may go, and the other still joins.
    """
    import networkx as nx

    net = network(given)
    graph = _graph(net)
    parting: Any = nx.bridges(graph)
    pairs = sorted((min(pair), max(pair)) for pair in parting)
    single = [pair for pair in pairs if len(net.pairs[pair]) == 1]
    graph.remove_edges_from(single)
    block = {n: at for at, part in enumerate(nx.connected_components(graph)) for n in part}
    below = _sizes(block, single)
    found = []
    for a, b in single:
        sides = below[block[a], block[b]], below[block[b], block[a]]
        found.append(Bridge(net.pairs[a, b][0], (net.nodes[a], net.nodes[b]), sides))
    return sorted(found, key=lambda one: (-one.smaller, -sum(one.sides), _key(one.tie)))


def _sizes(block: Mapping[int, int], single: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the number of nodes on a block's side of each bridge: (this block, the other).

    Blocks are what stays joined without the bridges: with these they form trees.
    """
    import networkx as nx

    forest: nx.Graph[int] = nx.Graph()
    forest.add_nodes_from(block.values())
    forest.add_edges_from((block[a], block[b]) for a, b in single)
    size = dict.fromkeys(forest, 0)
    for own in block.values():
        size[own] += 1
    found: dict[tuple[int, int], int] = {}
    for tree in list(nx.connected_components(forest)):
        steps = list(nx.bfs_edges(forest, min(tree)))
        whole = sum(size[own] for own in tree)
        for parent, child in reversed(steps):
            found[child, parent], found[parent, child] = size[child], whole - size[child]
            size[parent] += size[child]
    return found


def communities(given: Given, *, resolution: float = 1.0, seed: int = SEED) -> Communities:
    """Return the communities that Louvain's method finds, each joined in itself.

    A higher resolution gives more and smaller ones. A community that the method leaves in pieces is
    told as its pieces; a node without ties is one of its own.
    """
    import networkx as nx

    net = network(given)
    graph = _graph(net)
    found = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    whole = [p for part in found for p in nx.connected_components(graph.subgraph(sorted(part)))]
    told = sorted((tuple(sorted(part)) for part in whole), key=lambda part: (-len(part), part))
    quality = nx.community.modularity(graph, told, resolution=resolution) if net.pairs else 0.0
    method = (
        "communities (Louvain) over undirected, unweighted ties, several between two as one,"
        f" resolution {resolution:g}, seed {seed}"
    )
    parts = tuple(tuple(net.nodes[n] for n in part) for part in told)
    return Communities(parts, round(quality, PLACES), method)


def brokers(given: Given, *, resolution: float = 1.0, seed: int = SEED) -> Scores:
    """Return for every node how many pairs of its neighbours it joins across communities.

    The two are in different communities and not tied to each other; the node may be in one of
    theirs or in a third (the open triads of Gould and Fernandez, without direction).
    """
    net = network(given)
    graph = _graph(net)
    number = {node: n for n, node in enumerate(net.nodes)}
    parts = communities(net, resolution=resolution, seed=seed).parts
    of = {number[node]: at for at, part in enumerate(parts) for node in part}
    found = dict.fromkeys(graph, 0)
    for node, near in graph.adjacency():
        within = Counter(of[other] for other in near)
        found[node] = comb(len(near), 2) - sum(comb(count, 2) for count in within.values())
    for a, b in net.pairs:
        if of[a] != of[b]:
            for node in graph.adj[a].keys() & graph.adj[b].keys():
                found[node] -= 1
    method = (
        "brokers: how many pairs of those that one is tied to are in different communities and not"
        f" tied to each other; communities by Louvain, resolution {resolution:g}, seed {seed},"
        " several ties between two as one"
    )
    return Scores({node: found[n] for n, node in enumerate(net.nodes)}, method)
