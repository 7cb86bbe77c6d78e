"""What a networkx graph may be: its nodes, directions and names, and what comes back of it."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import clew
from clew.graph.errors import UsageError
from clew.graph.lens_folders import sweep

SOURCE = {"title": "Our network (invented)", "published": "2024-01-01"}
MAPPING: Mapping[str, Any] = {
    "list": "our network",
    "values": {"country": "where", "birthDate": "born"},
    "tie_values": {"share": "share"},
}
Names = dict[str, dict[str, Any]]


@pytest.fixture
def case(tmp_path: Path) -> clew.Case:
    return clew.create(tmp_path / "case")


def pair(of_node: Mapping[str, Any], of_tie: Mapping[str, Any]) -> nx.MultiDiGraph[Any]:
    """Return two invented people and a tie, with this said of the first and of the tie."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_node("a", **{"kind": "Person", "name": "Bo Ray", **of_node})
    graph.add_node("b", kind="Company", name="Dara Holding")
    graph.add_edge("a", "b", **{"type": "OWNS", **of_tie})
    return graph


def taken(case: clew.Case, graph: nx.Graph[Any], **more: Any) -> nx.MultiDiGraph[str]:
    done = clew.from_networkx(graph, case, {**MAPPING, **more}, source=SOURCE)
    assert done.sources[0]["rejected"] == []
    return case.graph().to_networkx()


class Thing:
    """What Python writes with its place in memory."""


@pytest.mark.parametrize(
    "nodes",
    [
        [1, 2, 3],
        [("a", 1), ("a", 2), ("a", (2, 3))],
        [frozenset("ab"), frozenset("bc"), frozenset()],
        [uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)],
        [datetime.date(2024, 1, day) for day in (1, 2, 3)],
        ["=1+1", "a\nb\x00", "שלום 😀"],
    ],
)
def test_nodes_may_be_anything_that_writes_itself_the_same(
    case: clew.Case, nodes: list[Any]
) -> None:
    for seed in (1, 2):
        graph: nx.DiGraph[Any] = nx.DiGraph()
        drawn = random.Random(seed).sample(nodes, 3)
        graph.add_nodes_from((node, {"kind": "Person"}) for node in drawn)
        for at in (0, 1):
            graph.add_edge(nodes[at], nodes[at + 1], type="FAMILY_OF", quote="They are kin.")
        done = clew.from_networkx(graph, case, MAPPING, source=SOURCE)
        assert done.sources[0]["rejected"] == []
        assert bool(done.sources[0]["claims_new"]) == (seed == 1)
    own = case.graph().to_networkx()
    assert (own.number_of_nodes(), own.number_of_edges()) == (3, 2)


@pytest.mark.parametrize(
    ("nodes", "told"),
    [
        ([Thing(), Thing()], "`node` is a Thing"),
        ([b"a", b"b"], "`node` is a bytes"),
        ([1, "1"], "two nodes have one id"),
        (["", "b"], "has no `node`"),
        ([float("nan"), "b"], "has no `node`"),
    ],
)
def test_nodes_that_cannot_be_told_again_are_refused(
    case: clew.Case, nodes: list[Any], told: str
) -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from(nodes, kind="Person")
    with pytest.raises(UsageError, match=told):
        clew.from_networkx(graph, case, MAPPING, source=SOURCE)


def test_a_tie_without_direction_never_says_who_owns_whom(case: clew.Case) -> None:
    for nodes in (("firm", "bo"), ("bo", "firm")):
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(nodes, kind="LegalEntity")
        graph.add_edge("bo", "firm", type="holds")
        with pytest.raises(UsageError, match="no directions, and 1 ties"):
            taken(case, graph, types={"Holds": "OWNS"})
        assert case.sources() == []


def test_a_graph_without_directions_is_the_same_in_any_order(case: clew.Case) -> None:
    counts = []
    for nodes in (["a", "b", "c"], ["c", "b", "a"]):
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(nodes, kind="Person")
        graph.add_edges_from([("a", "c"), ("b", "a")], type="FAMILY_OF")
        done = clew.from_networkx(graph, case, MAPPING, source=SOURCE)
        counts.append(done.sources[0]["claims_new"])
    assert counts[0] and not counts[1]
    assert case.graph().to_networkx().number_of_edges() == 2


def test_ties_of_a_node_to_itself_are_counted_and_equal_ones_are_one(case: clew.Case) -> None:
    graph = pair({}, {})
    graph.add_edge("a", "a", type="OWNS")
    graph.add_edge("a", "b", type="OWNS")
    graph.add_edge("a", "b", type="OWNS", when="2020")
    done = clew.from_networkx(graph, case, MAPPING, source=SOURCE)
    assert done.sources[0]["left_out"]["ties of a record to itself"] == 1
    ((*_, tie),) = case.graph().to_networkx().edges(data=True)
    assert tie["status"] == "not_stated"
    assert {claim["when"] for claim in tie["evidence"]} == {"", "2020"}


def test_no_status_is_not_stated_and_never_more(case: clew.Case) -> None:
    for status in (None, "", float("nan")):
        graph = taken(case, pair({}, {"status": status}))
        assert {own for *_, own in graph.edges(data="status")} == {"not_stated"}
        assert {*nx.get_edge_attributes(graph, "status").values()} == {"not_stated"}
        assert {*nx.get_node_attributes(graph, "status").values()} == {"not_stated"}


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (None, "needs a mapping"),
        ([("list", "x")], "needs a mapping"),
        ({"list": None}, "needs `list`"),
        ({"list": {"a": "b"}}, "`list` is a dict"),
        ({"list": "x", "values": ["where"]}, "`values` is none of names"),
        ({"list": "x", "values": {"country": b"where"}}, "`country` is a bytes"),
        ({"list": "x", "kind": ["kind"]}, "`kind` is a list"),
        ({"list": "x", 5: "kind"}, "no `5`"),
    ],
)
def test_a_mapping_that_is_none_is_refused(case: clew.Case, mapping: Any, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        clew.from_networkx(pair({}, {}), case, mapping, source=SOURCE)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (None, "the source is none of names"),
        ({"title": b"x"}, "`title` is a bytes"),
        ({"title": "x", "no such": "y"}, "mapping of the graph"),
        ({"title": "x", "published": "once"}, "mapping of the graph"),
        ({"title": "\ud800"}, "half a character"),
    ],
)
def test_a_source_that_is_none_is_refused(case: clew.Case, source: Any, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        clew.from_networkx(pair({}, {}), case, MAPPING, source=source)
    assert "/" not in str(refused.value)


def test_what_is_no_graph_is_refused(case: clew.Case) -> None:
    given: Any = (None, {"a": ["b"]}, [("a", "b")])
    for graph in given:
        with pytest.raises(UsageError, match="no networkx graph"):
            clew.from_networkx(graph, case, MAPPING, source=SOURCE)


@pytest.mark.parametrize(
    ("name", "called"),
    [("our network", "our-network.csv"), ("../../x/=y", "x-y.csv"), ("…", "graph.csv")],
)
def test_a_graph_is_called_by_its_name_and_by_no_place_of_a_machine(
    case: clew.Case, name: str, called: str
) -> None:
    graph = pair({}, {"status": "sure"})
    done = clew.from_networkx(graph, case, {**MAPPING, "list": name}, source=SOURCE)
    (source,) = case.sources()
    assert source.path == called == done.sources[0]["path"]
    assert [row["file"] for row in done.sources[0]["rejected"]] == [called]
    data = (case.directory.path / "claims.db").read_bytes()
    assert b"disclosed-" not in data and b"/tmp" not in data


def test_a_name_without_end_is_cut(case: clew.Case) -> None:
    clew.from_networkx(pair({}, {}), case, {**MAPPING, "list": "x" * 5000}, source=SOURCE)
    assert len(case.sources()[0].path) < 100


def test_nothing_of_a_graph_stays_outside_the_ledger(
    case: clew.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in files on the way is in the case, and gone at the next look if it was killed."""
    import clew.importing

    seen: list[Path] = []

    def killed(directory: Any, paths: list[Path], options: Any) -> Any:
        seen.extend([*paths, options.mapping])
        sweep(case.directory.graph)  # as another process would
        assert all(path.is_file() for path in seen)
        raise KeyboardInterrupt

    monkeypatch.setattr(clew.importing, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        clew.from_networkx(pair({}, {}), case, MAPPING, source=SOURCE)
    assert all(path.is_relative_to(case.directory.path) for path in seen)
    assert not any(path.exists() for path in seen)


def test_what_is_in_a_case_comes_back_from_networkx(case: clew.Case, tmp_path: Path) -> None:
    first = taken(case, pair({"where": ["kh"]}, {"status": "alleged", "when": "2019~"}))
    other = clew.create(tmp_path / "other")
    again = clew.from_networkx(
        first, other, {"list": "copy", "values": {"country": "country"}}, source=SOURCE
    )
    assert again.sources[0]["rejected"] == []
    shown = ("name", "kind", "status", "country", "type", "when")

    def facts(graph: nx.Graph[str]) -> list[dict[str, Any]]:
        found = [own for _, own in graph.nodes(data=True)]
        found += [own for *_, own in graph.edges(data=True)]
        return sorted(({k: own.get(k) for k in shown} for own in found), key=str)

    assert facts(other.graph().to_networkx()) == facts(first)
