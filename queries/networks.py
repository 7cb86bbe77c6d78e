"""Nodes and edges as a networkx graph, with the evidence on both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from clew.graph.agreement import DISAGREE
from clew.graph.errors import LedgerError
from clew.graph.garbage import kept
from clew.graph.ledger.log import last_day
from clew.graph.model import Edge, Node
from clew.graph.opened import Opened

if TYPE_CHECKING:
    import networkx as nx

Json = dict[str, Any]


def multigraph(
    nodes: Iterable[Node],
    edges: Iterable[Edge],
    evidence: Mapping[str, list[Json]],
    about: Mapping[str, Any] | None = None,
) -> nx.MultiDiGraph[str]:
    """Return a MultiDiGraph: node and edge ids are the graph's, edge keys the edges' ids.

    Nodes carry their properties and `labels`, edges theirs and `type`; both their claims as
    `evidence`, strongest first, in the shape of `ask --format json`. `about` is the graph's own:
    `lens`, `graph_version`, and `last_entry`, the day of the ledger's last entry, where known.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(about or {})
    for node in nodes:
        content = {**node.properties, "labels": list(node.labels)}
        graph.add_node(node.id)
        graph.nodes[node.id].update({**content, "evidence": evidence.get(node.id, [])})
    for edge in edges:
        content = {**edge.properties, "type": edge.type, "evidence": evidence.get(edge.id, [])}
        graph.add_edge(edge.start, edge.end, key=edge.id)
        graph.edges[edge.start, edge.end, edge.id].update(content)  # a tie may have a `key`, too
    return graph


@kept()
def whole(graph: Opened) -> nx.MultiDiGraph[str]:
    """Return all entities and edges of a projection; raises LedgerError as every answer does.

    Claims are read and checked against the ledger together; those of one source share what is said
    of it (one `source` object), so that a list of 18,000 entities with 136,000 claims takes some
    seconds and a few hundred megabytes.
    """
    nodes = [node for node in graph.nodes() if "Entity" in node.labels]
    edges = list(graph.edges())
    claims = graph.items.claims()
    wanted: dict[str, list[str]] = {}
    evidence: dict[str, list[Json]] = {}
    items: list[Node | Edge] = [*nodes, *edges]
    for item in items:
        ids: list[str] = item.properties["claims"]
        wanted.setdefault(f"tie {item.type}" if isinstance(item, Edge) else "", []).extend(ids)
        try:
            evidence[item.id] = [claims[claim] for claim in ids]
        except KeyError:
            raise LedgerError(DISAGREE) from None
    for says, ids in wanted.items():
        graph.ledger.check(ids, says)
    about = {"lens": graph.lens.to_json(), "graph_version": graph.version}
    return multigraph(nodes, edges, evidence, {**about, "last_entry": last_day(graph.db)})
