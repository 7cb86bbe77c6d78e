"""Where everything stands in a picture: seeded, the same whatever the order of what is given."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np

from clew.graph.view import around, forces, layers
from clew.graph.view.boxes import packed
from clew.graph.view.kept import Positions, kept
from clew.graph.view.picture import Picture

__all__ = ["VERSION", "Positions", "of_graph", "positions", "simple"]

#: Raised whenever the same picture would be laid out differently.
VERSION = 3


def positions(picture: Picture, *, cache: Path | None = None) -> Positions:
    """Return x and y of every node in pixels, y downwards, rounded to 0.1, the middle at 0.

    Boxes of nodes with their labels (`boxes.WIDTH`, `boxes.HEIGHT`) do not overlap.
    """
    graph = simple(picture)
    if cache is None:
        return _made(picture, graph)
    deciding = [VERSION, list(graph), sorted(map(sorted, graph.edges)), _ways(picture, graph)]
    return kept(cache, deciding, list(graph), lambda: _made(picture, graph))


def _made(picture: Picture, graph: nx.Graph[str]) -> Positions:
    ways = _ways(picture, graph)
    return of_graph(graph, layers.placed(ways, graph.edges) if ways else {})


def of_graph(graph: nx.Graph[str], standing: around.Standing | None = None) -> Positions:
    """Return the positions of a simple graph's nodes, given in a fixed order.

    What stands already keeps its places to each other; the rest is placed round it or by itself.
    """
    standing = around.filled(graph, standing) if standing else {}
    rest = forces.ordered(graph, [node for node in graph if node not in standing])
    parts = [np.array(list(standing.values()))] if standing else []
    order = list(standing)
    for part in forces.parts(rest):
        parts.append(forces.placed(part))
        order.extend(part)
    if not parts:
        return {}
    points = np.concatenate(packed(parts))
    points = np.round(points - (points.max(axis=0) + points.min(axis=0)) / 2, 1) + 0.0
    return dict(sorted(zip(order, ((x, y) for x, y in points.tolist()), strict=True)))


def _ways(picture: Picture, graph: nx.Graph[str]) -> list[tuple[str, ...]]:
    """Return the nodes of each way that is shown whole."""
    shown = {way.nodes for way in picture.ways if way.nodes}
    return sorted(way for way in shown if all(node in graph for node in way))


def simple(picture: Picture) -> nx.Graph[str]:
    """Return the picture as a simple undirected graph, nodes and edges in the order of ids."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({node.id for node in picture.nodes}))
    ends = {tuple(sorted((edge.start, edge.end))) for edge in picture.edges}
    graph.add_edges_from((a, b) for a, b in sorted(ends) if a != b and a in graph and b in graph)
    return graph
