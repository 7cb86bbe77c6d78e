"""Where everything stands in a picture: seeded, the same whatever the order of what is given."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from clew.graph.view import forces
from clew.graph.view.picture import Picture

Positions = dict[str, tuple[float, float]]
#: Raised whenever the same picture would be laid out differently.
VERSION = 1


def positions(picture: Picture, *, cache: Path | None = None) -> Positions:
    """Return x and y of every node in pixels, y downwards, rounded to 0.1, the middle at 0.

    Boxes of nodes with their labels (`boxes.WIDTH`, `boxes.HEIGHT`) do not overlap.
    """
    graph = simple(picture)
    points = forces.placed_whole(graph)
    if len(points):
        points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    return {
        node: (round(float(x), 1) + 0.0, round(float(y), 1) + 0.0)
        for node, (x, y) in zip(graph, points, strict=True)
    }


def simple(picture: Picture) -> nx.Graph[str]:
    """Return the picture as a simple undirected graph, nodes and edges in the order of ids."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({node.id for node in picture.nodes}))
    ends = {tuple(sorted((edge.start, edge.end))) for edge in picture.edges}
    graph.add_edges_from((a, b) for a, b in sorted(ends) if a != b and a in graph and b in graph)
    return graph
