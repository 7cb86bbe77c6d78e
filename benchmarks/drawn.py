"""A generated picture with evidence, and the same graph as pages of pyvis and of vis-network.

All of it is invented. Communities with hubs, three edges for two nodes, some of them parallel.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from benchmarks.invented import STATUSES, name_of
from clew.graph.model import Edge, Node
from clew.graph.view.picture import Picture

KINDS = ("Person", "Person", "Company", "Company", "Compound", "PublicBody", "City")
TIES = ("OWNS", "DIRECTOR_OF", "LINKED_TO", "FAMILY_OF", "LOCATED_IN")
Positions = Mapping[str, tuple[float, float]]
_PLAIN = """<!doctype html><meta charset="utf-8"><title>plain</title>
<style>html,body,#net{{height:100%;margin:0}}</style><div id="net"></div>
<script>{library}</script><script>
const data = {{nodes: new vis.DataSet({nodes}), edges: new vis.DataSet({edges})}};
new vis.Network(document.getElementById("net"), data,
  {{physics: {{enabled: false}}, layout: {{improvedLayout: false}}, edges: {{arrows: "to"}}}});
</script>"""


def picture(size: int, seed: int = 7) -> Picture:
    """Return a picture of so many nodes, each edge and node with a claim and its quote."""
    dice = random.Random(seed)
    nodes = tuple(_node(number) for number in range(size))
    edges = tuple(_edges(dice, nodes))
    ids = [*(node.id for node in nodes), *(edge.id for edge in edges)]
    return Picture(
        title=f"A generated graph of {size:,} nodes; all of it is invented",
        nodes=nodes,
        edges=edges,
        evidence={one: [_claim(number)] for number, one in enumerate(ids)},
        lens="the default lens",
        last_entry="2026-11-22",
        graph_version="0",
        focus=(nodes[0].id,),
    )


def _node(number: int) -> Node:
    name = f"{name_of(number * 17)} {name_of(number * 31 + 5)}"
    kind = KINDS[number % len(KINDS)]
    flags = {"generic": False, "disputed": False, "computed": False, "source_count": 1}
    told = {"kind": kind, "name": name, "names": [name], "status": STATUSES[number % 3], **flags}
    return Node(f"m{number:032x}", (kind, "Entity"), told)


def _edges(dice: random.Random, nodes: tuple[Node, ...]) -> Iterator[Edge]:
    """Draw most ends from one community of about forty, its first members far more often."""
    for number in range(len(nodes) * 3 // 2):
        first = dice.randrange(0, len(nodes), 40) if len(nodes) > 40 else 0
        ends = [_member(dice, first, len(nodes)) for _ in range(2)]
        if dice.random() < 0.1:
            ends[1] = dice.randrange(len(nodes))
        if ends[0] == ends[1]:
            ends[1] = (ends[0] + 1) % len(nodes)
        start, end = (nodes[at].id for at in ends)
        told = {"status": STATUSES[number % 3], "when": "2024", "source_count": 1}
        yield Edge(f"e{number:032x}", dice.choice(TIES), start, end, told)


def _member(dice: random.Random, first: int, size: int) -> int:
    return min(size - 1, first + int(40 * dice.random() ** 2))


def _claim(number: int) -> dict[str, Any]:
    words = " ".join(name_of(number * 7 + at).lower() for at in range(6))
    source = {
        "title": f"Generated note {number % 200}",
        "publisher": "nobody: invented",
        "published": "2024-09-12",
        "url": f"https://invented.invalid/{number % 200}",
        "archive_url": "",
        "sha256": f"{number % 200:064x}",
        "id": f"d{number % 200:032x}",
    }
    return {
        "id": f"c{number:032x}",
        "status": STATUSES[number % 3],
        "attribution": "",
        "quote": f"{words.capitalize()}.",
        "locator": f"line {number}",
        "source": source,
        "when": "2024",
        "valid_from": "2024-01-01",
        "valid_to": "2024-12-31",
        "known_from": "2024-09-12",
        "annotators": ["nobody"],
        "says": {},
    }


def pyvis_page(drawn: Picture) -> str:
    """Return what pyvis writes by default, with its library in the page."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    for node in drawn.nodes:
        net.add_node(node.id, label=node.properties["name"], title=_quote(drawn, node.id))
    for edge in drawn.edges:
        net.add_edge(edge.start, edge.end, label=edge.type, title=_quote(drawn, edge.id))
    return str(net.generate_html())


def vis_page(drawn: Picture, positions: Positions) -> str:
    """Return the least page of vis-network (the one in pyvis): placed as ours, without physics."""
    nodes = [
        {
            "id": node.id,
            "label": node.properties["name"],
            "title": _quote(drawn, node.id),
            **dict(zip("xy", positions[node.id], strict=True)),
        }
        for node in drawn.nodes
    ]
    edges = [
        {"from": e.start, "to": e.end, "label": e.type, "title": _quote(drawn, e.id)}
        for e in drawn.edges
    ]
    library = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js")
    told = {"nodes": json.dumps(nodes), "edges": json.dumps(edges)}
    return _PLAIN.format(library=library.read_text(encoding="utf-8"), **told)


def _quote(drawn: Picture, identity: str) -> str:
    return str(drawn.evidence[identity][0]["quote"])
