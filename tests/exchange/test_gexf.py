"""GEXF: read by networkx, of the published schema, with places, spells and kept types."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from clew.graph.exchange import gexf
from clew.graph.model import Edge, Node
from tests.exchange.network_files import PERSON, Item, check_values, entities, graphs, put, titled
from tests.hostile_graph import hostile


def read(path: Path) -> nx.MultiDiGraph[str]:
    # networkx gives a graph without parallel ties as one that can have none
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_gexf(path))
    return found


def check(items: list[Item], path: Path) -> None:
    told = put("gexf", path, items)
    graph = read(path)
    assert list(graph.nodes) == [one.id for one in entities(items)]
    ties = {own["id"]: own for *_, own in graph.edges(data=True)}
    assert graph.number_of_edges() == sum(isinstance(item, Edge) for item in items)
    for node in entities(items):
        check_values(told, node, graph.nodes[node.id])
    for edge in (item for item in items if isinstance(item, Edge)):
        check_values(told, edge, ties[edge.id])


def test_all_that_is_hard_to_write_is_read_again(tmp_path: Path) -> None:
    check(titled(hostile()), tmp_path / "it.gexf")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_any_graph_is_read_again(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(items, Path(folder) / "it.gexf")


def test_dated_ties_have_a_spell_and_undated_ones_none(tmp_path: Path) -> None:
    first, last = "2012-01-01", "2013-05-31"
    days = [(first, last), (first, ""), ("", last), ("", ""), ("?", "")]
    items: list[Item] = [Node("n", PERSON, {"name": "Bo Ray"})]
    for at, (start, end) in enumerate(days):
        own = {"valid_from": start, "valid_to": end}
        items.append(Edge(f"e{at}", "OWNS", "n", "n", {k: v for k, v in own.items() if v}))
    put("gexf", tmp_path / "a", items)
    graph = read(tmp_path / "a")
    assert graph.graph["mode"] == "dynamic"
    assert [own.get("spells") for *_, own in graph.edges(data=True)] == [
        [("2012-01-01", "2013-05-31")],
        [("2012-01-01", "None")],  # so networkx calls what is open
        [("None", "2013-05-31")],
        None,
        None,
    ]


def test_labels_and_lines_show_that_a_tie_is_alleged(tmp_path: Path) -> None:
    statuses = ("official", "alleged", "planned", "no such one")
    items: list[Item] = [Node("n", PERSON, {"name": "Bo Ray"})]
    items += [Edge(f"e{one}", "OWNS", "n", "n", {"status": one}) for one in statuses]
    put("gexf", tmp_path / "a", items)
    labels = [own["label"] for *_, own in read(tmp_path / "a").edges(data=True)]
    assert labels == [f"OWNS ({one})" for one in statuses]
    lines = (tmp_path / "a").read_text().split("viz:shape value=")[1:]
    assert [line.split('"')[1] for line in lines] == ["solid", "dashed", "dotted", "dotted"]


def test_a_large_network_has_no_places_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items: list[Item] = [Node(f"n{at}", PERSON, {}) for at in range(3)]
    assert not any("places:" in one for one in put("gexf", tmp_path / "a", items).lost)
    assert "position" in (tmp_path / "a").read_text()
    monkeypatch.setattr(gexf, "PLACED", 2)
    told = put("gexf", tmp_path / "a", items)
    assert any(one.startswith("3 entities have no places") for one in told.lost)
    assert "position" not in (tmp_path / "a").read_text()


def test_ties_of_other_types_or_statuses_are_of_other_kinds(tmp_path: Path) -> None:
    """Gephi makes one line of all ties of one kind between two, and shows the label of one."""
    items: list[Item] = [Node("a", PERSON, {}), Node("b", PERSON, {"kind": "Person"})]
    said = [("OWNS", "alleged"), ("OWNS", "official"), ("LINKED_TO", "official")]
    items += [Edge(f"e{at}", type, "a", "b", {"status": s}) for at, (type, s) in enumerate(said)]
    put("gexf", tmp_path / "a", items)
    edges = re.findall(r'<edge [^>]*kind="([^"]*)" label="([^"]*)"', (tmp_path / "a").read_text())
    assert [kind for kind, _ in edges] == [f"{type} ({s})" for type, s in said]
    assert all(kind == label for kind, label in edges)
    graph = read(tmp_path / "a")
    assert graph.number_of_edges() == 3 and graph.nodes["b"]["kind"] == "Person"
