"""GraphML: read by networkx and igraph, with the same nodes, ties, values and types."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import igraph
import networkx as nx
from hypothesis import HealthCheck, given, settings

from clew.graph.model import Edge, Node
from tests.exchange.network_files import PERSON, Item, check_values, entities, graphs, put, titled
from tests.hostile_graph import hostile


def read(path: Path) -> nx.MultiDiGraph[str]:
    found: nx.MultiDiGraph[str] = nx.read_graphml(path, force_multigraph=True)
    return found


def check(items: list[Item], path: Path) -> None:
    """Hold a file to the items that it was written of."""
    told = put("graphml", path, items)
    graph = read(path)
    assert list(graph.nodes) == [one.id for one in entities(items)]
    ties = [item for item in items if isinstance(item, Edge)]
    assert graph.number_of_edges() == len(ties)
    for node in entities(items):
        check_values(told, node, graph.nodes[node.id])
    for edge in ties:
        check_values(told, edge, graph.edges[edge.start, edge.end, edge.id])


def test_all_that_is_hard_to_write_is_read_again(tmp_path: Path) -> None:
    items = titled(hostile())
    check(items, tmp_path / "it.graphml")
    own = igraph.Graph.Read_GraphML(str(tmp_path / "it.graphml"))
    nodes = [one.id for one in entities(items)]
    assert own.vs["id"] == nodes and own.ecount() == len(items) - len(nodes) - 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_any_graph_is_read_again(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(items, Path(folder) / "it.graphml")


def test_letters_that_xml_cannot_hold_are_counted(tmp_path: Path) -> None:
    told = put(
        "graphml", tmp_path / "a", [Node("n", PERSON, {"name": "a\x00b\x1bc\ufffe 😀 שלום"})]
    )
    assert any(one.startswith("6 letters that XML") for one in told.lost)  # name, and label
    assert read(tmp_path / "a").nodes["n"]["name"] == "a\ufffdb\ufffdc\ufffd 😀 שלום"
    plain = put("graphml", tmp_path / "b", [Node("n", PERSON, {"name": "a\r\nb\tc 😀 \u2028\x85"})])
    assert not any("XML" in one for one in plain.lost)
    assert read(tmp_path / "b").nodes["n"]["name"] == "a\r\nb\tc 😀 \u2028\x85"


def test_types_are_kept(tmp_path: Path) -> None:
    own = {"whole": 2**63 - 1, "part": 0.1, "yes": True, "word": "1", "many": ["a", "b"]}
    put("graphml", tmp_path / "a", [Node("n", PERSON, own)])
    found = read(tmp_path / "a").nodes["n"]
    assert {key: found[key] for key in own} == {**own, "many": '["a","b"]'}
    assert [type(found[key]) for key in own] == [int, float, bool, str, str]


def test_a_label_alone_shows_that_a_tie_is_alleged(tmp_path: Path) -> None:
    items: list[Item] = [
        Node("n", PERSON, {"name": "Bo Ray"}),
        Edge("e1", "OWNS", "n", "n", {"status": "alleged"}),
        Edge("e2", "OWNS", "n", "n", {"status": "official", "disputed": True}),
        Edge("e3", "OWNS", "n", "n", {}),
        Edge("e4", "OWNS", "n", "n", {"status": "planned", "certain": False}),
    ]
    put("graphml", tmp_path / "a", items)
    graph = read(tmp_path / "a")
    assert [graph.edges["n", "n", f"e{at}"]["label"] for at in (1, 2, 3, 4)] == [
        "OWNS (alleged)",
        "OWNS (official, disputed)",
        "OWNS (not stated)",
        "OWNS (planned, not certain on that day)",
    ]
    assert graph.edges["n", "n", "e1"]["status"] == "alleged"


def test_a_tie_names_its_sources(tmp_path: Path) -> None:
    told = put("graphml", tmp_path / "a", titled([Node("n", PERSON, {})]))
    (edge,) = (own for _, _, own in read(tmp_path / "a").edges(data=True))
    assert json.loads(edge["claim_source_titles"]) == ["The Elm, 2024 (invented)"]
    assert told.lost[0].startswith("1 sources are no nodes")


def test_names_of_attributes_are_name_tokens(tmp_path: Path) -> None:
    names = {"line\nend": 1, "line_end": 2, " ": 3, "ភ្នំពេញ": 4, "x" * 300: 5}
    told = put("graphml", tmp_path / "a", [Node("n", PERSON, names)])
    found = read(tmp_path / "a").nodes["n"]
    assert told.more["renamed"]["nodes"] == {
        " ": "_",
        "line_end": "line_end_",
        "line\nend": "line_end",
    }
    assert (found["line_end"], found["line_end_"], found["_"], found["ភ្នំពេញ"]) == (1, 2, 3, 4)
