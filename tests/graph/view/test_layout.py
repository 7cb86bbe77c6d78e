"""A layout is the same for the same picture, and nothing in it hides anything else."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Edge, Node
from clew.graph.view import layout
from clew.graph.view.boxes import HEIGHT, WIDTH
from clew.graph.view.lines import CORE
from clew.graph.view.picture import Picture, Way

Pairs = Sequence[tuple[str, str]]


def picture(names: Sequence[str], pairs: Pairs, ways: Sequence[Sequence[str]] = ()) -> Picture:
    return Picture(
        title="",
        nodes=tuple(Node(name, ("Person",), {"name": name}) for name in names),
        edges=tuple(Edge(f"e{n}", "LINKED_TO", a, b, {}) for n, (a, b) in enumerate(pairs)),
        ways=tuple(Way(nodes=tuple(way), edges=(), status="reported") for way in ways),
        evidence={},
        lens="",
        last_entry="",
        graph_version="",
    )


def of_ways(*ways: str, more: Sequence[str] = ()) -> Picture:
    pairs = [pair for way in (*ways, *more) for pair in itertools.pairwise(way)]
    return picture(sorted({*"".join(ways), *"".join(more)}), pairs, ways)


def star(leaves: int) -> Picture:
    names = [f"leaf{n:03}" for n in range(leaves)]
    return picture(["centre", *names], [("centre", name) for name in names])


def clusters(count: int, seed: int = 5) -> Picture:
    """Return an invented picture of communities of about 25, each round a hub, loops among them."""
    chance = random.Random(seed)
    names = [f"n{n:04}" for n in range(count)]
    pairs = []
    for n in range(count):
        home = n - n % 25
        pairs.append((names[n], names[home]))
        pairs.append((names[n], names[(home + n % 7) % count]))
        pairs.append((names[n], names[chance.randrange(count)]))
    return picture(names, pairs)


def overlaps(places: layout.Positions) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, (x, y)), (b, (u, v)) in itertools.combinations(places.items(), 2)
        if abs(x - u) < WIDTH and abs(y - v) < HEIGHT
    ]


def run_through(drawn: Picture, places: layout.Positions) -> list[tuple[str, str, str]]:
    found = []
    for edge in drawn.edges:
        a, b = (np.array(places[end]) / CORE for end in (edge.start, edge.end))
        for node, place in places.items():
            along, at = b - a, np.array(place) / CORE - a
            part = min(1.0, max(0.0, float(at @ along) / max(1e-9, float(along @ along))))
            if node not in (edge.start, edge.end) and float(np.linalg.norm(at - part * along)) < 1:
                found.append((edge.start, edge.end, node))
    return found


NAMES = [f"n{n}" for n in range(14)]
graphs = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=30)
routes = st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True), max_size=6)


@settings(max_examples=40, deadline=None)
@given(graphs, routes, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(
    pairs: list[tuple[str, str]], ways: list[list[str]], chance: random.Random
) -> None:
    all_pairs = pairs + [pair for way in ways for pair in itertools.pairwise(way)]
    first = layout.positions(picture(NAMES, all_pairs, ways))
    names = chance.sample(NAMES, len(NAMES))
    mixed = chance.sample(all_pairs, len(all_pairs))
    turned = chance.sample(ways, len(ways))
    assert layout.positions(picture(names, mixed, turned)) == first


@settings(max_examples=60, deadline=None)
@given(graphs, routes)
def test_no_two_labels_overlap_in_a_small_picture(
    pairs: list[tuple[str, str]], ways: list[list[str]]
) -> None:
    all_pairs = pairs + [pair for way in ways for pair in itertools.pairwise(way)]
    places = layout.positions(picture(NAMES, all_pairs, ways))
    assert places.keys() == set(NAMES)
    assert overlaps(places) == []


def test_no_two_labels_overlap_in_a_large_picture() -> None:
    places = layout.positions(clusters(400))
    assert len(places) == 400
    assert overlaps(places) == []


def test_a_layout_is_the_same_in_every_process() -> None:
    code = (
        "import networkx as nx; from clew.graph.view import layout;"
        "g = nx.relabel_nodes(nx.connected_caveman_graph(12, 14), 'n{}'.format);"
        "print(layout.of_graph(g))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1 and "n167" in told.pop()


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b", "c"]])
def test_pictures_without_ties_are_laid_out(names: list[str]) -> None:
    places = layout.positions(picture(names, []))
    assert list(places) == names
    assert overlaps(places) == []


def test_loops_parallel_ties_and_ties_to_elsewhere_do_no_harm() -> None:
    drawn = picture(["a", "b"], [("a", "a"), ("a", "b"), ("b", "a"), ("a", "elsewhere")])
    assert layout.positions(drawn) == layout.positions(picture(["a", "b"], [("a", "b")]))


@pytest.mark.parametrize("leaves", [3, 12, 21])
def test_leaves_of_a_star_stand_evenly_round_its_centre(leaves: int) -> None:
    places = layout.positions(star(leaves))
    middle = np.array(places.pop("centre"))
    around = (np.array(list(places.values())) - middle) / [1.5, 1.0]
    radius = np.hypot(around[:, 0], around[:, 1])
    angles = np.sort(np.arctan2(around[:, 1], around[:, 0]))
    assert radius.max() - radius.min() < 2
    assert np.diff(angles).max() - np.diff(angles).min() < 0.05


@pytest.mark.parametrize("leaves", [23, 45, 67, 201])
def test_no_line_of_a_star_runs_through_another_leaf(leaves: int) -> None:
    drawn = star(leaves)
    places = layout.positions(drawn)
    assert run_through(drawn, places) == [] == overlaps(places)


@pytest.mark.parametrize(
    "ways",
    [
        ("ABCZ", "ABDZ", "AEZ", "AFGHZ", "AFZ", "ABCY", "AEY", "AIJY", "AKLMX"),
        ("ABZ", "ACDZ", "ABDZ", "AZ"),
        ("ACZ", "BCZ", "BDY", "ADY", "AZ"),
    ],
)
def test_ways_go_from_left_to_right_and_no_line_runs_through_a_node(ways: tuple[str, ...]) -> None:
    drawn = of_ways(*ways)
    places = layout.positions(drawn)
    for way in ways:
        steps = [places[node][0] for node in way]
        assert all(b - a > WIDTH for a, b in itertools.pairwise(steps))
    ends = {way[-1] for way in ways}
    assert min(places[node][0] for node in ends) > max(places[n][0] for n in set(places) - ends)
    assert run_through(drawn, places) == []
    assert overlaps(places) == []


def test_ways_that_pass_two_nodes_in_either_order_are_laid_out() -> None:
    places = layout.positions(of_ways("ABCZ", "ACBZ", "ZQ"))
    assert places.keys() == set("ABCZQ")
    assert overlaps(places) == []


def test_what_lies_on_no_way_stands_near_its_neighbours() -> None:
    drawn = of_ways("ABZ", "ACZ", more=["Bx", "xy", "Zu", "pq"])
    places = layout.positions(drawn)
    for node, neighbour in ("xB", "yx", "uZ"):
        gap = np.array(places[node]) - np.array(places[neighbour])
        assert float(np.hypot(*gap)) < 2 * WIDTH
    assert run_through(drawn, places) == []
    assert overlaps(places) == []
