"""Places for nodes beside what already stands: near their neighbours, off its lines."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from clew.graph.view.boxes import HEIGHT, WIDTH, Points
from clew.graph.view.lines import CORE, Ends, ends, passing

Standing = dict[str, tuple[float, float]]
#: Spots are tried on a grid so wide, this many rings at first, and the nearest free ones of them.
_RING, _RINGS, _TRIED = (WIDTH * 0.4, HEIGHT * 0.6), 8, 40
_BOX = np.array([WIDTH, HEIGHT]) + 0.4
#: A line through a node weighs as much as so many pixels of distance.
_THROUGH = 400.0


def filled(graph: nx.Graph[str], standing: Standing) -> Standing:
    """Return the places of all nodes that can be reached from those that stand, and of these.

    The node with most neighbours that stand is next; it takes the nearest spot to their middle
    that no box covers; each line through a node makes a spot worse.
    """
    nodes = list(standing)
    points = [standing[node] for node in nodes]
    rank = {node: n for n, node in enumerate(nodes)}
    pairs = [(rank[a], rank[b]) for a, b in graph.edges if a in rank and b in rank]
    for node in _order(graph, standing):
        near = [rank[other] for other in graph[node] if other in rank]
        spot = _spot(np.array(points), near, ends(pairs))
        rank[node] = len(nodes)
        nodes.append(node)
        points.append(spot)
        pairs.extend((other, rank[node]) for other in near)
    return dict(zip(nodes, points, strict=True))


def _order(graph: nx.Graph[str], standing: Standing) -> Iterator[str]:
    """Yield the nodes to place, those with most neighbours before them first."""
    placed = set(standing)
    waiting = {n: len(placed & set(graph[n])) for n in graph if n not in placed}
    while reached := [node for node, count in waiting.items() if count]:
        node = min(reached, key=lambda n: (-waiting[n], n))
        del waiting[node]
        yield node
        for other in graph[node]:
            if other in waiting:
                waiting[other] += 1


def _spot(points: Points, near: list[int], lines: Ends) -> tuple[float, float]:
    """Return the best spot for a node with these neighbours."""
    middle = points[near].mean(axis=0)
    rings, free = 0, points[:0]
    while not len(free):
        rings += _RINGS
        spots = middle + _grid(rings)
        gap = np.abs(spots[:, None, :] - points[None, :, :]) - _BOX
        free = spots[~(gap < 0).all(axis=2).any(axis=1)]
    far = np.hypot(*(free - middle).T)
    few = np.argsort(far, kind="stable")[:_TRIED]
    bad = [_through(points, near, lines, free[n]) * _THROUGH + far[n] for n in few]
    x, y = free[few[int(np.argmin(bad))]]
    return float(x), float(y)


def _through(points: Points, near: list[int], lines: Ends, spot: Points) -> int:
    """Return how many lines would run through a node: this one's through others, others' here."""
    both = np.concatenate([points, spot[None, :]])
    own = ends([(other, len(points)) for other in near])
    there = len(passing(both, own)[0])
    return there + _lines_at(points, lines, spot)


def _lines_at(points: Points, lines: Ends, spot: Points) -> int:
    start, along = points[lines[:, 0]] / CORE, (points[lines[:, 1]] - points[lines[:, 0]]) / CORE
    offset = spot / CORE - start
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    part = np.clip((offset * along).sum(axis=1) / length, 0.0, 1.0)
    return int((((offset - part[:, None] * along) ** 2).sum(axis=1) < 1.0).sum())


def _grid(rings: int) -> Points:
    """Return spots round the middle, which is one of them."""
    across = np.arange(-rings, rings + 1, dtype=np.float64)
    x, y = np.meshgrid(across * _RING[0], across * _RING[1])
    spots: Points = np.column_stack([x.ravel(), y.ravel()]).astype(np.float64)
    return spots
