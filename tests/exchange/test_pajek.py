"""Pajek: read by networkx and by igraph, every vertex and arc told apart."""

from __future__ import annotations

import tempfile
from pathlib import Path

import igraph
import networkx as nx
from hypothesis import HealthCheck, example, given, settings

from clew.graph.model import Edge, Node
from tests.exchange.network_files import PERSON, Item, entities, graphs, put, titled
from tests.hostile_graph import TEXTS, hostile


def check(items: list[Item], path: Path) -> tuple[str, ...]:
    """Hold a file to the items that it was written of, through both readers."""
    told = put("pajek", path, items)
    nodes, ties = entities(items), [item for item in items if isinstance(item, Edge)]
    number = {node.id: at for at, node in enumerate(nodes)}
    arcs = [(number[tie.start], number[tie.end]) for tie in ties]
    one = igraph.Graph.Read_Pajek(str(path))
    assert one.vcount() == len(nodes) and one.get_edgelist() == arcs
    other = nx.read_pajek(path)
    assert [own["id"] for _, own in other.nodes(data=True)] == [
        str(at + 1) for at in range(len(nodes))
    ]
    found = [
        (int(other.nodes[a]["id"]) - 1, int(other.nodes[b]["id"]) - 1) for a, b in other.edges()
    ]
    assert sorted(found) == sorted(arcs)
    if nodes:
        assert one.vs["name"] == list(other.nodes)
    if ties:
        assert sorted(one.es["label"]) == sorted(own["l"] for *_, own in other.edges(data=True))
    return told.lost


def test_all_that_is_hard_to_write_is_read_again(tmp_path: Path) -> None:
    check(titled(hostile()), tmp_path / "it.net")


def test_names_that_are_hard_to_write_are_told_apart(tmp_path: Path) -> None:
    names = [
        *TEXTS[:-1],
        *TEXTS[:-1],
        "long " * 300,
        "a [n0]",
        '"',
        "a\\",
        "'",
        "#x",
        "*Arcs",
        "1 2",
        "ic Red",
    ]
    items = [Node(f"n{at}", PERSON, {"name": name}) for at, name in enumerate(names)]
    lost = check([*items], tmp_path / "it.net")
    assert any("to be told apart" in one for one in lost)
    assert any("have other signs" in one for one in lost)


def test_a_name_that_looks_like_one_with_an_id_is_told_apart(tmp_path: Path) -> None:
    names = {"n1": "x", "n2": "x", "n3": "x [n2]"}
    check([Node(id, PERSON, {"name": name}) for id, name in names.items()], tmp_path / "it.net")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
@example([Node("n0", PERSON, {"name": "n1 [n0]"}), Node("n1", PERSON, {"name": "n1 [n0]"})])
def test_any_graph_is_read_again(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(items, Path(folder) / "it.net")


def test_names_are_kept_in_any_script_and_statuses_stand_in_labels(tmp_path: Path) -> None:
    items: list[Item] = [
        Node("n1", PERSON, {"name": "李安 😀"}),
        Node("n2", PERSON, {"name": "שלום ភ្នំពេញ"}),
        Edge("e1", "OWNS", "n1", "n2", {"status": "alleged"}),
    ]
    put("pajek", tmp_path / "a", items)
    graph = nx.read_pajek(tmp_path / "a")
    assert [*graph.edges(data="l")] == [("李安 😀", "שלום ភ្នំពេញ", "OWNS (alleged)")]
    lines = (tmp_path / "a").read_text().splitlines()
    assert lines == [
        "*Vertices 2",
        '1 "李安 😀"',
        '2 "שלום ភ្នំពេញ"',
        "*Arcs",
        '1 2 1 l "OWNS (alleged)"',
    ]
