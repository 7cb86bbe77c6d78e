"""Layouts beside networkx' own: python -m benchmarks.view_layout.

The pictures are invented: communities of about 25 with hubs, about 1.5 ties a node. networkx'
spring layout needs SciPy from 500 nodes on, its Kamada-Kawai always; ForceAtlas2 runs without.
"""

from __future__ import annotations

import random

import networkx as nx

from benchmarks.timing import line, once
from clew.graph.model import Edge, Node
from clew.graph.view import communities, layout
from clew.graph.view.picture import Picture

SIZES = (10, 100, 500, 1_000, 1_500)
GATHERED = (5_000, 20_000)


def invented(count: int, seed: int = 1) -> nx.Graph[str]:
    """Return a graph of `count` nodes and half as many ties again."""
    chance = random.Random(seed)
    names = [f"n{n:05}" for n in range(count)]
    home = [chance.randrange(max(1, count // 25)) for _ in names]
    members: dict[int, list[str]] = {}
    for name, at in zip(names, home, strict=True):
        members.setdefault(at, []).append(name)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    for _ in range(count * 3 // 2):
        start = chance.randrange(count)
        near = members[home[start]]
        end = chance.choices([near[0], chance.choice(near), chance.choice(names)], [55, 35, 10])[0]
        graph.add_edge(names[start], end)
    return graph


def picture(graph: nx.Graph[str]) -> Picture:
    """Return a graph as a picture."""
    return Picture(
        title="",
        nodes=tuple(Node(n, ("Person",), {"name": n, "kind": "Person"}) for n in graph),
        edges=tuple(Edge(f"{a}-{b}", "LINKED_TO", a, b, {}) for a, b in graph.edges),
        evidence={},
        lens="",
        last_entry="",
        graph_version="",
    )


def main() -> None:
    """Print the seconds of each layout, once each, and of gathering."""
    print(line("layout of nodes, seconds", "Clew", "peer", "networkx ForceAtlas2, overlaps left"))
    for size in SIZES:
        graph = invented(size)
        drawn = picture(graph)
        own = once(lambda drawn=drawn: layout.positions(drawn))  # type: ignore[misc]
        peer = once(lambda graph=graph: nx.forceatlas2_layout(graph, seed=1))  # type: ignore[misc]
        print(line(f"{size:,}", f"{own:.2f}", f"{peer:.2f}"))
    for size in GATHERED:
        drawn = picture(invented(size))
        own = once(lambda drawn=drawn: communities.gathered(drawn))  # type: ignore[misc]
        print(line(f"{size:,} gathered as communities", f"{own:.2f}"))


if __name__ == "__main__":
    main()
