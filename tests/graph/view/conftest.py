"""An invented picture with everything in it that a page can show."""

from __future__ import annotations

from typing import Any

import pytest

from clew.graph.model import STATUSES, Edge, Node
from clew.graph.view.picture import Picture, Way

KHMER = "លី យ៉ុងផាត់"


def _node(at: int, kind: str, name: str, **told: Any) -> Node:
    known = {"id": f"m{at:032x}", "kind": kind, "name": name, "names": [name], "status": "reported"}
    return Node(f"m{at:032x}", (kind, "Entity"), {**known, "source_count": 1, **told})


def _claim(at: int, status: str, **told: Any) -> dict[str, Any]:
    source = {
        "id": f"d{at % 2}",
        "title": f"Invented note {at % 2} <b>",
        "publisher": "An invented publisher",
        "published": "2024-09-12",
        "url": "https://notes.invalid/a?b=1&c=2",
        "archive_url": "https://archive.invalid/1" if at % 2 else "",
        "sha256": f"{at % 2}" * 64,
    }
    known = {
        "id": f"c{at:032x}",
        "status": status,
        "attribution": "An invented speaker",
        "quote": f"Sentence {at} says “so & so” <of> one.",
        "locator": f"line {at}",
        "when": "2023-05",
        "known_from": "2024-09-12",
        "annotators": ["anna (brat)"],
        "source": source,
    }
    return {**known, **told}


def _tie(edge: Edge) -> dict[str, str]:
    return {"type": edge.type, "start": edge.start, "end": edge.end}


@pytest.fixture
def picture() -> Picture:
    """Two paths, a tie of each status, a disputed one, a class, another script."""
    nodes = (
        _node(0, "Person", "Ann Example"),
        _node(1, "Company", "Twin Gate"),
        _node(2, "Compound", "Twin Gate"),
        _node(3, "Compound", "", generic=True, descriptions=["scam compounds"]),
        _node(4, "Person", KHMER, names=[KHMER]),
    )
    ends = [(0, 1), (1, 2), (0, 3), (0, 1), (1, 2), (4, 1), (4, 0), (2, 0)]
    types = ["OWNS", "OPERATES", "LINKED_TO", "CONTROLS", "MADE_UP", "OWNS", "FAMILY_OF", "OWNS"]
    edges = tuple(
        Edge(
            f"e{at:032x}",
            types[at],
            nodes[start].id,
            nodes[end].id,
            {"status": status, "source_count": 1, "disputed": at == 2, "when": "", "certain": True},
        )
        for at, ((start, end), status) in enumerate(zip(ends, STATUSES, strict=True))
    )
    evidence = {edge.id: [_claim(at, STATUSES[at])] for at, edge in enumerate(edges)}
    evidence[edges[0].id].append(_claim(20, "alleged"))
    says = {"kind": "Person", "name": "Ann Example"}
    evidence[nodes[0].id] = [_claim(30, "official", says=says, remarks=["reply: invented"])]
    unseen = {"type": "CONTROLS", "start": nodes[4].id, "end": nodes[2].id}
    ids, steps = [node.id for node in nodes], [edge.id for edge in edges]
    return Picture(
        title="What ties Ann Example to a Compound?",
        nodes=nodes,
        edges=edges,
        evidence=evidence,
        lens="the default lens",
        last_entry="2026-11-22",
        graph_version="abc",
        focus=(ids[0],),
        ways=(
            Way(nodes=tuple(ids[:3]), edges=tuple(steps[:2]), status="official"),
            Way(nodes=(ids[0], ids[3]), edges=(steps[2],), status="alleged"),
        ),
        denials=(_claim(40, "denied", says=_tie(edges[2])), _claim(41, "denied", says=unseen)),
        not_known=("Since when is not stated.",),
        notes=("An invented note.",),
        query="MATCH (a) RETURN a",
        parameters={"start": "Ann Example"},
    )


@pytest.fixture
def circle(picture: Picture) -> dict[str, tuple[float, float]]:
    """Positions for that picture."""
    return {node.id: (100.0 * at, 50.0 * (at % 2)) for at, node in enumerate(picture.nodes)}
