"""What nodes are called: nobody takes two for one."""

from __future__ import annotations

from clew.graph.model import Node
from clew.graph.view.titles import titles


def node(at: int, kind: str, name: str = "", *described: str, **told: str) -> Node:
    known = {"kind": kind, "name": name, "descriptions": list(described), **told}
    return Node(f"m{at}bcdef0123", (kind, "Entity"), known)


def called(*nodes: Node) -> list[str]:
    return [one.name for one in titles(nodes).values()]


def test_two_groups_that_are_described_alike_are_told_apart() -> None:
    alike = (node(at, "CriminalGroup", "", "some syndicates") for at in (1, 2))
    assert called(*alike) == [
        "criminal group “some syndicates” (m1bcdef)",
        "criminal group “some syndicates” (m2bcdef)",
    ]


def test_two_events_of_one_day_are_told_apart() -> None:
    assert called(*(node(at, "Arrest", when="2024-09-30") for at in (1, 2))) == [
        "arrest of 2024-09-30 (m1bcdef)",
        "arrest of 2024-09-30 (m2bcdef)",
    ]


def test_a_name_of_two_kinds_is_told_by_kind_and_of_one_kind_by_id() -> None:
    twins = node(1, "Company", "Twin Gate"), node(2, "Compound", "Twin Gate")
    assert called(*twins) == ["Twin Gate (company)", "Twin Gate (compound)"]
    assert called(node(3, "Company", "Twin Gate"), *twins)[0] == "Twin Gate (company) (m3bcdef)"
    assert called(node(4, "Person", "Ann"), node(5, "Person", "", "a clerk")) == [
        "Ann",
        "person “a clerk”",
    ]
