"""A picture of too many nodes is gathered, and nothing of it is dropped in silence."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

import pytest

from clew.graph.model import Edge, Node
from clew.graph.view import communities
from clew.graph.view.boxes import HEIGHT, WIDTH
from clew.graph.view.communities import Gathered, gathered
from clew.graph.view.picture import MOST_NODES, Picture

STATUSES = ("official", "reported", "alleged", "planned")


def person(name: str, **more: object) -> Node:
    return Node(name, ("Person", "LegalEntity"), {"name": name, "kind": "Person", **more})


def picture(nodes: list[Node], pairs: list[tuple[str, str]]) -> Picture:
    return Picture(
        title="",
        nodes=tuple(nodes),
        edges=tuple(
            Edge(f"e{n}", "LINKED_TO", a, b, {"status": STATUSES[n % 4]})
            for n, (a, b) in enumerate(pairs)
        ),
        evidence={},
        lens="",
        last_entry="",
        graph_version="",
    )


def clusters(count: int) -> Picture:
    """Return an invented picture: rings of 30 round a hub, a country, a class, loners, loops."""
    chance = random.Random(7)
    names = [f"n{n:05}" for n in range(count)]
    pairs = [(name, names[n - n % 30]) for n, name in enumerate(names)]
    pairs += [(name, names[(n // 30) * 30 + n % 7]) for n, name in enumerate(names)]
    pairs += [(chance.choice(names), chance.choice(names)) for _ in range(count // 10)]
    pairs = [(a, b) for a, b in pairs if b in set(names)]
    country = Node("xland", ("Country",), {"name": "Xland", "kind": "Country"})
    sort = Node("xsort", ("Compound",), {"name": "", "kind": "Compound", "generic": True})
    own = Node("xmark", ("Sanction",), {"name": "", "kind": "Sanction"})
    pairs += [("xland", name) for name in names[::3]] + [("xsort", name) for name in names[::40]]
    pairs += [("xmark", names[0]), ("elsewhere", names[0])]
    loners = [person(f"y{n:03}") for n in range(40)]
    return picture([*map(person, names), country, sort, own, *loners], pairs)


@pytest.fixture(scope="module")
def large() -> Picture:
    return clusters(1800)


@pytest.fixture(scope="module")
def whole(large: Picture) -> Gathered:
    found = gathered(large)
    assert found is not None
    return found


def test_a_picture_that_can_be_drawn_is_not_gathered() -> None:
    names = [f"n{n}" for n in range(MOST_NODES)]
    assert gathered(picture([*map(person, names)], [])) is None
    assert gathered(picture([person("one more"), *map(person, names)], [])) is not None


def test_counts_of_groups_and_bonds_add_up_to_the_whole(large: Picture, whole: Gathered) -> None:
    members = Counter(node for group in whole.groups for node in group.nodes)
    assert members == Counter(node.id for node in large.nodes)
    assert whole.nodes == len(large.nodes) and whole.ties == len(large.edges)
    inner, between = sum(g.ties for g in whole.groups), sum(b.ties for b in whole.bonds)
    assert whole.outside == 1
    assert inner + between + whole.outside == whole.ties
    assert sum(whole.kinds.values()) == whole.nodes
    assert sum(whole.statuses.values()) == whole.ties
    for group in whole.groups:
        assert sum(group.kinds.values()) == len(group.nodes)
    counted = [(one.statuses, one.ties) for one in whole.groups]
    counted += [(one.statuses, one.ties) for one in whole.bonds]
    assert all(sum(statuses.values()) == ties for statuses, ties in counted)
    kinds: Counter[str] = Counter()
    for group in whole.groups:
        kinds.update(group.kinds)
    assert kinds == Counter(whole.kinds)


def test_few_super_nodes_remain_and_each_is_placed(whole: Gathered) -> None:
    assert 10 < len(whole.groups) <= communities.MOST_GROUPS
    assert whole.positions.keys() == {group.id for group in whole.groups}
    places = sorted(whole.positions.values())
    for n, (x, y) in enumerate(places):
        for u, v in places[n + 1 :]:
            assert abs(x - u) >= WIDTH or abs(y - v) >= HEIGHT


def test_no_community_is_held_together_by_a_country_or_a_class(whole: Gathered) -> None:
    what = {node: group.what for group in whole.groups for node in group.nodes}
    assert what["xland"] == communities.SHARED
    assert what["xsort"] == communities.CLASSES
    assert what["y000"] == communities.ALONE
    largest = max(len(group.nodes) for group in whole.groups)
    assert largest < 300


def test_a_sanction_joins_the_one_it_is_tied_to(whole: Gathered) -> None:
    (group,) = (group for group in whole.groups if "xmark" in group.nodes)
    assert group.what == communities.COMMUNITY and "n00000" in group.nodes


def test_a_group_is_named_after_its_best_connected_member(whole: Gathered) -> None:
    (group,) = (group for group in whole.groups if "n00000" in group.nodes)
    first = group.best[0]
    assert group.name == f"{first.name} and {len(group.nodes) - 1} more"
    assert len(group.best) == communities.MOST_NAMED
    assert [m.ties for m in group.best] == sorted((m.ties for m in group.best), reverse=True)


def test_what_to_narrow_to_are_names_and_no_hubs(whole: Gathered) -> None:
    assert len(whole.narrow) == communities.MOST_NAMED
    assert all(member.name and member.kind == "Person" for member in whole.narrow)


def test_the_order_of_what_is_given_changes_nothing(large: Picture, whole: Gathered) -> None:
    mixed = dataclasses.replace(large, nodes=large.nodes[::-1], edges=large.edges[::-1])
    assert gathered(mixed) == whole


def test_many_small_communities_are_gathered_as_one() -> None:
    names = [f"n{n:04}" for n in range(1600)]
    pairs = [(name, names[n - n % 8]) for n, name in enumerate(names)]
    found = gathered(picture([*map(person, names)], pairs))
    assert found is not None and len(found.groups) <= communities.MOST_GROUPS
    (small,) = (group for group in found.groups if group.what == communities.SMALLER)
    assert small.name.startswith("Smaller groups: ")
    assert sum(len(group.nodes) for group in found.groups) == 1600


def test_a_picture_of_hubs_alone_is_gathered() -> None:
    lands = [Node(f"c{n}", ("Country",), {"name": f"C{n}", "kind": "Country"}) for n in range(9)]
    found = gathered(picture(lands, [("c0", "c1"), ("c1", "c2")]), most=5)
    assert found is not None
    assert {group.what: len(group.nodes) for group in found.groups} == {
        communities.SHARED: 3,
        communities.ALONE: 6,
    }
