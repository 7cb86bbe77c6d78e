"""Where the nodes of a connected graph go when nothing gives them an order.

Small ones by stress: the distance of two nodes in the picture tells how many ties part them
(Gansner, Koren, North: Graph Drawing by Stress Majorization, 2004). networkx' Kamada-Kawai is the
same idea and needs SciPy, as its spring layout does from 500 nodes on. Large ones by communities:
each is laid out by itself, then they are placed as islands, so that clusters are seen.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from clew.graph.view.boxes import ASPECT, HEIGHT, WIDTH, Points, apart, packed, sizes, stretched
from clew.graph.view.lines import CORE, cleared, ends

SEED = 1
#: How communities are joined where they are too many: resolution by resolution, down to this.
_COARSER, _COARSEST = 0.7, 0.01
#: Up to so many nodes by stress; above by communities.
_SMALL = 120
#: A tie's length in pixels before overlaps are removed, and the space round an island.
_TIE, _SHORE = 150.0, 140.0
#: Leaves of a star in one ring, and the most rings.
_RING, _RINGS = 22, 4


def placed(graph: nx.Graph[Any]) -> Points:
    """Return the places of the nodes of a connected simple graph, in the order of its nodes."""
    if len(graph) == 1:
        return np.zeros((1, 2))
    if (centre := _centre(graph)) is not None:
        return _star(graph, centre)
    if len(graph) > _SMALL and len(found := communities(graph)) > 1:
        return _islands(graph, found)
    points = _stress(graph) * [_TIE * ASPECT, _TIE]
    size = sizes(len(graph))
    rank = {node: n for n, node in enumerate(graph)}
    pairs = [(rank[a], rank[b]) for a, b in graph.edges]
    points, _ = cleared(apart(points, size), ends(pairs), lambda moved: apart(moved, size))
    return points


def _centre(graph: nx.Graph[Any]) -> object | None:
    """Return the centre of a star, None where the graph is none."""
    hub = max(graph, key=graph.degree)
    is_star = graph.degree(hub) == len(graph) - 1 == graph.number_of_edges()
    return hub if is_star and len(graph) > 2 else None


def _star(graph: nx.Graph[Any], centre: object) -> Points:
    """Return a star: its leaves evenly round the centre, in rings where they are many."""
    leaves = len(graph) - 1
    around = iter(_rays(leaves).tolist())
    points = np.array([(0.0, 0.0) if node == centre else next(around) for node in graph])
    return stretched(points, sizes(len(graph)))


def _rays(leaves: int) -> Points:
    """Return so many places round a centre on an ellipse, each on a ray of its own.

    Where they are many, neighbours stand in different rings, and so far out that the line to an
    outer one passes between the shapes of the inner ones.
    """
    rings = min(math.ceil(leaves / _RING), _RINGS)
    rays = math.ceil(leaves / rings) * rings
    turn = np.arange(leaves) * 2 * math.pi / rays
    wide = max(WIDTH * 1.05 / rings, CORE.max() * ASPECT * 1.02 if rings > 1 else 0.0)
    radius = max(WIDTH * 1.15, wide * rays / (2 * math.pi))
    radii = radius + WIDTH * 1.2 * (np.arange(leaves) % rings)
    places = np.column_stack([radii * np.sin(turn), -radii * np.cos(turn) / ASPECT])
    return places.astype(np.float64)


def _stress(graph: nx.Graph[Any]) -> Points:
    """Return places whose distances are near the numbers of ties between; a tie is 1 long."""
    matrix = nx.to_numpy_array(graph, dtype=np.dtype(np.float32))
    ideal = _distances(matrix)
    np.fill_diagonal(ideal, 1.0)
    weights = 1.0 / ideal**2
    np.fill_diagonal(weights, 0.0)
    total, target = weights.sum(axis=1)[:, None], weights * ideal
    points = _radial(graph)
    for _ in range(max(15, min(200, 40_000_000 // len(graph) ** 2))):
        x, y = points[:, 0], points[:, 1]
        pull = target / np.maximum(np.hypot(x[:, None] - x, y[:, None] - y), 1e-6)
        np.fill_diagonal(pull, 0.0)
        moved = (weights @ points + pull.sum(axis=1)[:, None] * points - pull @ points) / total
        if float(np.abs(moved - points).max()) < 1e-3:
            break
        points = moved
    return _lying(points)


def _lying(points: Points) -> Points:
    """Return the points turned so that the longer side lies flat."""
    points = points - points.mean(axis=0)
    (a, b), (_, d) = points.T @ points
    angle = 0.5 * math.atan2(2 * b, a - d)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned: Points = points @ turn
    return turned


def _distances(matrix: npt.NDArray[np.float32]) -> Points:
    """Return how many ties part each two nodes of a connected graph."""
    seen = np.eye(len(matrix), dtype=bool)
    front, step = seen, 0
    distance: Points = np.zeros(matrix.shape)
    while front.any():
        step += 1
        front = ((front.astype(np.float32) @ matrix) > 0) & ~seen
        distance[front] = step
        seen = seen | front
    return distance


def _radial(graph: nx.Graph[Any]) -> Points:
    """Return the graph as a tree round its best connected node, branches as wide as they bear."""
    root = max(graph, key=graph.degree)
    tree = nx.bfs_tree(graph, root)
    down = list(tree)
    leaves: dict[object, int] = {}
    for node in reversed(down):
        leaves[node] = sum(leaves[below] for below in tree[node]) or 1
    wedge = {root: (0.0, 2 * math.pi, 0)}
    for node in down:
        start, width, depth = wedge[node]
        for below in tree[node]:
            share = width * leaves[below] / leaves[node]
            wedge[below] = (start, share, depth + 1)
            start += share
    middle = np.array(
        [(start + width / 2, depth) for start, width, depth in map(wedge.__getitem__, graph)]
    )
    # A hair's turn each: a ring that is laid out as two straight branches would stay folded.
    angle = middle[:, 0] + 0.2 * np.sin(np.arange(len(middle)) * 2.4)
    points: Points = np.column_stack([np.cos(angle), np.sin(angle)]) * middle[:, 1:]
    return points


def communities(graph: nx.Graph[Any], most: int | None = None) -> list[list[Any]]:
    """Return the communities of a graph, members in its order; the same for the same order.

    Where more than `most` have three members or more, communities are joined by the same method
    with ever lower resolution, as far as ties between them allow.
    """
    nodes = list(graph)
    # Numbers and no names: sets of text differ in order from one process to the next.
    rank = {node: n for n, node in enumerate(nodes)}
    ties = Counter((rank[a], rank[b]) for a, b in graph.edges)
    found = [[n] for n in range(len(nodes))]
    resolution = 1.0
    while resolution > _COARSEST:
        found = _joined(found, ties, resolution)
        if most is None or sum(len(one) > 2 for one in found) <= most:
            break
        resolution *= _COARSER
    return [[nodes[n] for n in one] for one in found]


def _joined(
    found: list[list[int]], ties: Counter[tuple[int, int]], resolution: float
) -> list[list[int]]:
    """Return groups of nodes joined to larger ones by Louvain's method."""
    within = {n: at for at, one in enumerate(found) for n in one}
    weight: Counter[tuple[int, int]] = Counter()
    for (a, b), count in ties.items():
        weight[within[a], within[b]] += count
    coarse: nx.Graph[int] = nx.Graph()
    coarse.add_nodes_from(range(len(found)))
    for (a, b), count in sorted(weight.items()):
        before = coarse.get_edge_data(a, b, {"weight": 0})["weight"]
        coarse.add_edge(a, b, weight=before + count)
    parts = nx.community.louvain_communities(coarse, seed=SEED, resolution=resolution)
    return sorted(sorted(n for at in part for n in found[at]) for part in parts)


def _islands(graph: nx.Graph[Any], groups: list[list[Any]]) -> Points:
    """Return each community's own layout, placed by the ties between communities."""
    inner = [_side_by_side(ordered(graph, members)) for members in groups]
    within = {node: n for n, members in enumerate(groups) for node in members}
    coarse: nx.Graph[Any] = nx.Graph()
    coarse.add_nodes_from(range(len(groups)))
    coarse.add_edges_from((within[a], within[b]) for a, b in graph.edges if within[a] != within[b])
    extent = np.array([np.ptp(part, axis=0) for part in inner]) + [WIDTH, HEIGHT] + _SHORE
    spots = apart(_stress(coarse) * extent.mean(axis=0), extent)
    where = {
        node: point + spot - (part.max(axis=0) + part.min(axis=0)) / 2
        for members, part, spot in zip(groups, inner, spots, strict=True)
        for node, point in zip(members, part, strict=True)
    }
    return np.array([where[node] for node in graph])


def parts(graph: nx.Graph[Any]) -> list[nx.Graph[Any]]:
    """Return the connected parts of a graph, each in the order of the whole."""
    rank = {node: n for n, node in enumerate(graph)}
    found = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(graph)]
    return [ordered(graph, part) for part in sorted(found, key=lambda part: rank[part[0]])]


def _side_by_side(graph: nx.Graph[Any]) -> Points:
    """Return the places of the nodes of any simple graph: its parts are packed side by side."""
    found = parts(graph)
    spots = np.concatenate(packed([placed(part) for part in found]))
    where = dict(zip((node for part in found for node in part), spots, strict=True))
    return np.array([where[node] for node in graph])


def ordered(graph: nx.Graph[Any], members: list[Any]) -> nx.Graph[Any]:
    """Return the part of a graph that these nodes make, in this order and its edges likewise."""
    rank = {node: n for n, node in enumerate(members)}
    part: nx.Graph[Any] = nx.Graph()
    part.add_nodes_from(members)
    pairs = {
        (min(rank[node], rank[other]), max(rank[node], rank[other]))
        for node in members
        for other in graph[node]
        if other in rank and other != node
    }
    part.add_edges_from((members[a], members[b]) for a, b in sorted(pairs))
    return part
