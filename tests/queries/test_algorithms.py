"""Degree, betweenness, bridges and communities: against plain counts, formulas and by force."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.queries import algorithms
from clew.queries.algorithms import betweenness, bridges, communities, degree, network

Edge = tuple[str, str, str]
_NODES = st.integers(0, 9).map(lambda n: f"n{n}")
EDGES = st.lists(st.tuples(_NODES, _NODES), max_size=25).map(
    lambda pairs: [(a, b, f"e{n:02}") for n, (a, b) in enumerate(pairs)]
)


def parts(edges: list[Edge], without: str = "") -> dict[str, set[str]]:
    """The connected parts by node, by union-find."""
    leader = {end: end for a, b, _ in edges for end in (a, b)}

    def find(node: str) -> str:
        while leader[node] != node:
            node = leader[node]
        return node

    for a, b, tie in edges:
        if tie != without:
            leader[find(a)] = find(b)
    return {node: {other for other in leader if find(other) == find(node)} for node in leader}


@given(EDGES)
def test_degree_is_the_plain_count_of_others(edges: list[Edge]) -> None:
    others: dict[str, set[str]] = {end: set() for a, b, _ in edges for end in (a, b)}
    for a, b, _ in edges:
        others[a] |= {b} - {a}
        others[b] |= {a} - {b}
    assert degree(edges).values == {node: len(found) for node, found in others.items()}


@given(EDGES)
def test_a_bridge_is_just_what_parts_the_network_when_it_goes(edges: list[Edge]) -> None:
    whole = parts(edges)
    found = {bridge.tie: bridge for bridge in bridges(edges)}
    for a, b, tie in edges:
        left = parts(edges, without=tie)
        assert (tie in found) == (left[a] != whole[a])
        if tie in found:
            one, other = found[tie].ends
            assert {one, other} == {a, b}
            assert found[tie].sides == (len(left[one]), len(left[other]))


@given(EDGES)
def test_betweenness_is_what_counting_shortest_paths_gives(edges: list[Edge]) -> None:
    graph = nx.Graph([(a, b) for a, b, _ in edges])
    nodes, wanted = sorted(graph), dict.fromkeys(graph, 0.0)
    for one, other in combinations(nodes, 2):
        if nx.has_path(graph, one, other):
            ways = list(nx.all_shortest_paths(graph, one, other))
            for node in set(nodes) - {one, other}:
                wanted[node] += sum(node in way for way in ways) / len(ways)
    pairs = (len(nodes) - 1) * (len(nodes) - 2) / 2
    found = betweenness(edges).values
    assert found.keys() == wanted.keys()
    for node, value in wanted.items():
        assert found[node] == pytest.approx(value / pairs if pairs else 0.0, abs=1e-8)


@pytest.mark.parametrize("length", [3, 4, 10, 51])
def test_betweenness_of_a_path_is_the_formula(length: int) -> None:
    edges = [(n, n + 1) for n in range(length - 1)]
    pairs = (length - 1) * (length - 2) / 2
    wanted = {n: n * (length - 1 - n) / pairs for n in range(length)}
    assert betweenness(edges).values == pytest.approx(wanted)


@given(EDGES, st.randoms(use_true_random=False))
def test_no_order_of_nodes_or_edges_changes_anything(
    edges: list[Edge], chance: random.Random
) -> None:
    mixed = [(b, a, tie) if chance.random() < 0.5 else (a, b, tie) for a, b, tie in edges]
    chance.shuffle(mixed)
    for measure in (degree, betweenness, bridges, communities):
        assert measure(mixed) == measure(edges)


@given(EDGES)
def test_each_community_is_joined_and_each_node_in_one(edges: list[Edge]) -> None:
    found = communities(edges)
    assert sorted(n for part in found.parts for n in part) == sorted(parts(edges))
    for part in found.parts:
        inner = [edge for edge in edges if {edge[0], edge[1]} <= set(part)]
        assert len(part) == 1 or parts(inner)[part[0]] == set(part)


def test_two_cliques_with_one_tie_are_two_communities() -> None:
    cliques = [list(combinations(names, 2)) for names in ("abcd", "wxyz")]
    found = communities([*cliques[0], *cliques[1], ("d", "w")])
    assert found.parts == (("a", "b", "c", "d"), ("w", "x", "y", "z"))
    assert found.modularity == pytest.approx(12 / 13 - 2 * (13 / 26) ** 2)
    assert "resolution 1, seed" in found.method


def test_a_graph_of_any_sort_is_read_alike() -> None:
    edges = [("a", "b", "e1"), ("b", "a", "e2"), ("b", "c", "e3"), ("c", "c", "e4")]
    many: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for a, b, tie in edges:
        many.add_edge(a, b, key=tie)
    many.add_node("z")
    net = network(many)
    assert net.nodes == ("a", "b", "c", "z") and net.loops == ("e4",) and net.ties == 3
    assert net == network(edges, nodes=["z"])
    assert degree(many).values == {"a": 1, "b": 2, "c": 1, "z": 0}
    assert [bridge.tie for bridge in bridges(many)] == ["e3"]
    plain = nx.Graph(many)
    assert degree(plain) == degree(many) and betweenness(plain) == betweenness(many)
    assert [bridge.tie for bridge in bridges(plain)] == [("a", "b"), ("b", "c")]


@pytest.mark.parametrize("edges", [[], [("a", "a")]])
def test_what_joins_nothing_has_no_measure(edges: list[tuple[str, str]]) -> None:
    assert set(degree(edges).values.values()) <= {0}
    assert set(betweenness(edges).values.values()) <= {0.0}
    assert bridges(edges) == [] and communities(edges).modularity == 0.0
    assert communities(nx.Graph()).parts == ()


def test_a_large_part_is_estimated_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    star = [("hub", f"n{n}") for n in range(60)] + [(f"n{n}", f"far{n}") for n in range(60)]
    exact = betweenness(star)
    assert exact.how == "exact"
    monkeypatch.setattr(algorithms, "EXACT", 50)
    monkeypatch.setattr(algorithms, "STEPS", 50 * 241)
    few = betweenness(star)
    assert "50 of the 121 nodes of one part, drawn with seed" in few.how
    assert betweenness(star) == few and betweenness(star, seed=2) != few
    assert few.values["hub"] == pytest.approx(exact.values["hub"], rel=0.1)
    assert betweenness(star, pivots=121) == exact


def test_another_process_finds_the_same_communities() -> None:
    edges = [(f"n{a}", f"n{b}") for a, b in nx.gnm_random_graph(60, 90, seed=3).edges]
    code = f"from clew.queries.algorithms import *; print(communities({edges!r}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {f"{communities(edges)}\n"}
