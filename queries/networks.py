"""Nodes and edges as a networkx graph, with the evidence on its edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from clew.graph.model import Edge, Node

if TYPE_CHECKING:
    import networkx as nx


def multigraph(
    nodes: Iterable[Node], edges: Iterable[Edge], evidence: Mapping[str, list[dict[str, Any]]]
) -> nx.MultiDiGraph[str]:
    """Return a MultiDiGraph: node and edge ids are the graph's, edge keys the edges' ids.

    Nodes carry their properties and `labels`; edges theirs, `type`, and their claims as `evidence`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        graph.add_node(node.id)
        graph.nodes[node.id].update({**node.properties, "labels": list(node.labels)})
    for edge in edges:
        content = {**edge.properties, "type": edge.type, "evidence": evidence.get(edge.id, [])}
        graph.add_edge(edge.start, edge.end, key=edge.id)
        graph.edges[edge.start, edge.end, edge.id].update(content)  # a tie may have a `key`, too
    return graph
