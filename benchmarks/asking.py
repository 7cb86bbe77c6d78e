"""Look-ups, `ties` and a query of three steps, beside networkx in memory and plain SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import networkx as nx

from benchmarks.timing import line, median, ms
from clew import Case
from clew.graph.model import Node
from clew.graph.opened import Opened
from clew.queries import paths
from clew.queries.networks import multigraph
from clew.queries.search import hubs

LOOK_UP = "MATCH (n:Entity {id: $id}) RETURN n.name"
THREE = "MATCH (a:Entity {id: $id})-[*3]-(b:Entity) RETURN count(DISTINCT b.id)"
Job = Callable[[], object]


def measure(which: str, case: Case, start: str = "") -> None:
    """Print a case's measurements; `start` is a name, else a person of a middling many ties."""
    with case.opened() as graph:
        nodes = [node for node in graph.nodes() if "Entity" in node.labels]
        plain = multigraph(nodes, graph.edges(), {})
        people = _people(plain)
        node = graph.entity(start) if start else graph.node(people[len(people) // 2])
        _look_ups(which, graph, node, plain)
        walk = _ways(plain, node.id)
        compounds = [n for n, kind in walk.nodes(data="kind") if kind == "Compound"]
        given = {"id": node.id}
        _told(f"{which}: 3 steps", lambda: graph.read(THREE, given), lambda: _near(plain, node.id))
        name = str(node.properties["name"])
        _told(
            f"{which}: exact name", lambda: graph.entity(name), lambda: _scan(nodes, name), "a scan"
        )
    print(line(f"{which}: find by name", ms(median(lambda: case.find(name), 3))))
    _told(
        f"{which}: ties, with opening",
        lambda: case.ask("ties", start=node.id),
        lambda: list(nx.all_simple_edge_paths(walk, node.id, compounds, cutoff=4)),
        "networkx, without evidence",
    )
    busiest = median(lambda: case.ask("ties", start=people[-1]), 3)
    print(line(f"{which}: ties of the busiest", ms(busiest), f"{plain.degree(people[-1])} ties"))
    query = THREE.replace("$id", f"'{node.id}'")
    print(line(f"{which}: 3 steps as a query", ms(median(lambda: case.query(query), 3))))


def _told(what: str, own: Job, peer: Job, which: str = "networkx") -> None:
    print(line(what, ms(median(own)), ms(median(peer)), which))


def _look_ups(which: str, graph: Opened, node: Node, plain: nx.MultiDiGraph[str]) -> None:
    given = {"id": node.id}
    (path,) = _files(graph)
    database = sqlite3.connect(path)
    text = "SELECT content FROM item WHERE id = ?"
    _told(
        f"{which}: point look-up, Cypher",
        lambda: graph.read(LOOK_UP, given),
        lambda: database.execute(text, (node.id,)).fetchone(),
        "SQLite",
    )
    _told(
        f"{which}: point look-up, item", lambda: graph.node(node.id), lambda: plain.nodes[node.id]
    )
    database.close()


def _files(graph: Opened) -> list[Path]:
    row = graph.items._database.execute("PRAGMA database_list").fetchone()
    return [Path(row[2])]


def _people(plain: nx.MultiDiGraph[str]) -> list[str]:
    """Return the people with ties, those of the fewest first."""
    people = [n for n, kind in plain.nodes(data="kind") if kind == "Person" and plain.degree(n)]
    return sorted(people, key=lambda n: (plain.degree(n), n))


def _near(graph: nx.MultiDiGraph[str], start: str) -> int:
    return len(nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), start, 3))


def _scan(nodes: list[Node], name: str) -> list[Node]:
    return [node for node in nodes if name in node.properties["names"]]


def _ways(graph: nx.MultiDiGraph[str], start: str) -> nx.MultiGraph[str]:
    """Return what `ties` walks: its types, without what ties nobody."""
    types = set(paths.types_of(paths.TIE_GROUPS).removeprefix(":").split("|"))
    kept = nx.MultiGraph()
    for node, data in graph.nodes(data=True):
        if node == start or not (data["generic"] or hubs() & set(data["labels"])):
            kept.add_node(node, **data)
    for one, other, key, tie in graph.edges(keys=True, data="type"):
        if tie in types and one in kept and other in kept:
            kept.add_edge(one, other, key)
    return kept
