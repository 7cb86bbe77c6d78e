"""A networkx graph comes into a case as claims with a source, or not at all."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import clew
from clew.graph.errors import UsageError

SOURCE = {"title": "Our network (invented)", "publisher": "Us", "published": "2024-01-01"}
MAPPING: Mapping[str, Any] = {
    "list": "our network",
    "values": {"country": "where"},
    "source": "src",
    "tie_values": {"share": "percent"},
    "types": {"has shares in": "OWNS"},
}
QUOTE = "Bo Ray is said to own Dara Holding."


def network(seed: int = 0) -> nx.MultiDiGraph[str]:
    """Return an invented network, its nodes and ties in an order drawn by the seed."""
    nodes = [
        ("a", {"kind": "Person", "name": "Bo Ray", "where": ["kh", "th"]}),
        ("b", {"kind": "Company", "name": "Dara Holding"}),
        ("c", {"kind": "Compound", "name": "=Lower Elm; ឧទ្យាន 😀"}),
    ]
    said = {"status": "alleged", "when": "2019-03/..", "quote": QUOTE, "percent": "51%"}
    ties = [
        ("a", "b", {"type": "has shares in", "src": "The Elm, 3 May 2019", **said}),
        ("b", "c", {"type": "OPERATES", "src": "The Elm, 4 May 2019"}),
    ]
    draw = random.Random(seed)
    draw.shuffle(nodes)
    draw.shuffle(ties)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(ties)
    return graph


@pytest.fixture
def case(tmp_path: Path) -> clew.Case:
    return clew.create(tmp_path / "case")


def test_each_tie_has_a_claim_with_quote_source_status_and_date(case: clew.Case) -> None:
    done = clew.from_networkx(network(), case, MAPPING, source=SOURCE)
    assert done.sources[0]["rejected"] == []
    graph = case.graph().to_networkx()
    ties = {own["type"]: own for *_, own in graph.edges(data=True)}
    assert {*ties} == {"OWNS", "OPERATES"}
    owns = ties["OWNS"]
    assert (owns["status"], owns["when"], owns["share"]) == ("alleged", "2019-03/..", ["51%"])
    (claim,) = owns["evidence"]
    assert (claim["quote"], claim["source"]["title"]) == (QUOTE, SOURCE["title"])
    assert claim["says"]["with"]["source"] == ["The Elm, 3 May 2019"]
    (bare,) = ties["OPERATES"]["evidence"]
    assert (bare["status"], bare["quote"]) == ("not_stated", "Dara Holding | =Lower Elm; ឧទ្យាន 😀")
    found = {own["name"]: own for _, own in graph.nodes(data=True)}
    assert {*found} == {"Bo Ray", "Dara Holding", "=Lower Elm; ឧទ្យាន 😀"}
    assert found["Bo Ray"]["country"] == ["kh", "th"]


def test_the_same_graph_again_changes_nothing_whatever_its_order(case: clew.Case) -> None:
    first = clew.from_networkx(network(), case, MAPPING, source=SOURCE)
    for seed in (1, 2, 3):
        again = clew.from_networkx(network(seed), case, MAPPING, source=SOURCE)
        assert (again.sources[0]["claims_new"], again.run) == (0, "")
    assert first.sources[0]["claims_new"] > 5


def test_a_newer_graph_takes_the_place_of_the_older(case: clew.Case) -> None:
    clew.from_networkx(network(), case, MAPPING, source=SOURCE)
    newer = network()
    newer.remove_edge("b", "c")
    source = {**SOURCE, "published": "2024-02-01"}
    assert clew.from_networkx(newer, case, MAPPING, source=source).sources[0]["claims_withdrawn"]
    types = [kind for *_, kind in case.graph().to_networkx().edges(data="type")]
    assert types == ["OWNS"]


@pytest.mark.parametrize(
    ("mapping", "source", "told"),
    [
        ({}, {}, "needs a source"),
        ({}, {"title": " ", "publisher": "Us"}, "needs a source"),
        ({"source": "other"}, SOURCE, "2 ties have no `other`"),
        ({"list": ""}, SOURCE, "needs `list`"),
        ({"colour": "x"}, SOURCE, "no `colour`: there are list, id"),
        ({"values": {"no such": "where"}}, SOURCE, "mapping of the graph .*no such"),
        ({"types": {"has shares in": "NO_SUCH"}}, SOURCE, "NO_SUCH"),
        ({"id": "name", "name": "victim name"}, SOURCE, "victims' personal data"),
        ({"id": "where"}, SOURCE, "a node has no `where`"),
        ({"id": "same"}, SOURCE, "two nodes have one id"),
    ],
)
def test_what_cannot_be_proved_is_refused_and_nothing_enters(
    case: clew.Case, mapping: Mapping[str, Any], source: Mapping[str, str], told: str
) -> None:
    graph = network()
    for own in graph.nodes.values():
        own["same"] = "x"
    with pytest.raises(UsageError, match=told) as refused:
        clew.from_networkx(graph, case, {**MAPPING, **mapping}, source=source)
    assert "/" not in str(refused.value) and "Bo Ray" not in str(refused.value)
    assert case.sources() == [] and len(case.graph().to_networkx()) == 0


def test_what_a_row_cannot_say_is_rejected_and_counted(case: clew.Case) -> None:
    graph = network()
    graph.add_node("d", kind="Gizmo", name="the box")
    graph.add_edge("a", "b", type="OWNS", status="sure", src="x")
    done = clew.from_networkx(graph, case, MAPPING, source=SOURCE)
    assert len(done.sources[0]["rejected"]) == 2
    assert case.graph().to_networkx().number_of_edges() == 2


def test_a_dry_run_changes_nothing(case: clew.Case) -> None:
    done = clew.from_networkx(network(), case, MAPPING, source=SOURCE, dry_run=True)
    assert done.sources[0]["claims_new"] > 5 and case.sources() == []


def test_a_simple_undirected_graph_is_taken_too(case: clew.Case) -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_node(1, kind="Person", name="Bo Ray")
    graph.add_node(2, kind="Person", name="Cy Dow")
    graph.add_edge(1, 2, type="LINKED_TO")
    clew.from_networkx(graph, case, {"list": "pairs"}, source={**SOURCE})
    assert case.graph().to_networkx().number_of_edges() == 1
