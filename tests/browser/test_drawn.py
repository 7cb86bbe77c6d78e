"""What is drawn does not mislead: lines, arrows, statuses, names; on narrow screens, too."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.model import STATUSES, Edge, Node
from clew.graph.view.page import html
from clew.graph.view.picture import Picture
from clew.queries.answer import Answer
from tests.chromium import Seen

Open = Callable[..., Seen]
#: Everything that the canvas draws, in pixels of the screen.
DRAWN = """() => {
  const { cy } = document.getElementById("canvas")._cyreg;
  const zoom = cy.zoom();
  const box = (item) => {
    const labels = { includeNodes: false, includeEdges: false };
    const { x1, y1, x2, y2 } = item.renderedBoundingBox(labels);
    return [x1, y1, x2, y2];
  };
  const along = (edge) => {
    const [a, b] = [edge.renderedSourceEndpoint(), edge.renderedTargetEndpoint()];
    const m = edge.renderedMidpoint();
    const c = { x: 2 * m.x - (a.x + b.x) / 2, y: 2 * m.y - (a.y + b.y) / 2 };
    const at = (t) => [a, c, b].map((p, n) => [(1 - t) ** 2, 2 * t * (1 - t), t * t][n]);
    return [...Array(41).keys()].map((n) => at(n / 40)).map(([i, j, k]) =>
      [i * a.x + j * c.x + k * b.x, i * a.y + j * c.y + k * b.y]);
  };
  return {
    nodes: cy.nodes().map((node) => ({
      id: node.id(), label: node.data("label"), box: box(node), size: node.renderedWidth() / 2,
      at: [node.renderedPosition("x"), node.renderedPosition("y")],
      letters: parseFloat(node.style("font-size")) * zoom, border: node.style("border-style"),
    })),
    edges: cy.edges().map((edge) => ({
      ends: [edge.source().id(), edge.target().id()], label: edge.data("label"), along: along(edge),
      style: edge.style("line-style"), dash: edge.style("line-dash-pattern"),
      width: edge.style("width"), arrow: edge.style("target-arrow-shape"),
      back: edge.style("source-arrow-shape"), letters: parseFloat(edge.style("font-size")) * zoom,
    })),
  };
}"""


@pytest.fixture(scope="module")
def drawn(opened_once: Open, ties: Path) -> dict[str, Any]:
    found: dict[str, Any] = opened_once(ties).page.evaluate(DRAWN)
    return found


def test_no_line_runs_through_a_node_that_it_does_not_end_at(drawn: dict[str, Any]) -> None:
    through = [
        (edge["label"], node["label"])
        for edge in drawn["edges"]
        for node in drawn["nodes"]
        if node["id"] not in edge["ends"] and nearest(edge["along"], node["at"]) < node["size"] + 4
    ]
    assert through == []


def nearest(along: list[list[float]], at: list[float]) -> float:
    return min(math.dist(point, at) for point in along)


def test_names_are_large_enough_and_stand_on_nothing(drawn: dict[str, Any]) -> None:
    nodes = drawn["nodes"]
    assert min(item["letters"] for item in (*nodes, *drawn["edges"])) >= 9.5
    for at, node in enumerate(nodes):
        assert 30 < node["box"][2] - node["box"][0] < 250
        for other in nodes[at + 1 :]:
            assert not meet(node["box"], other["box"]), (node["label"], other["label"])


def meet(one: list[float], other: list[float]) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def test_lines_between_the_same_two_stand_apart(drawn: dict[str, Any]) -> None:
    middles = [edge["along"][20] for edge in drawn["edges"]]
    for at, middle in enumerate(middles):
        for other in middles[at + 1 :]:
            assert nearest([middle], other) > 12


def test_arrows_lead_from_start_to_end_and_none_where_both_are_alike(
    drawn: dict[str, Any], answer: Answer
) -> None:
    names = {node["id"]: node["label"].split("\n")[0] for node in drawn["nodes"]}
    arrows = {
        tuple(names[end].split(" (")[0] for end in edge["ends"])
        for edge in drawn["edges"]
        if edge["arrow"] != "none"
    }
    assert arrows == {("Ly Yong Phat", "L.Y.P. Group"), ("L.Y.P. Group", "O-Smach Resort")}
    assert {edge["back"] for edge in drawn["edges"]} == {"none"}
    nodes = {node.id: node.properties["name"] for path in answer.paths for node in path.nodes}
    said = {
        (nodes[edge.start], nodes[edge.end])
        for path in answer.paths
        for edge in path.edges
        if edge.type in ("OWNS", "CONTROLS")
    }
    assert arrows == said


def test_a_class_is_drawn_apart_from_named_things(drawn: dict[str, Any]) -> None:
    borders = {node["label"].split("\n")[0]: node["border"] for node in drawn["nodes"]}
    assert [name for name, border in borders.items() if border == "dashed"] == [
        "compound “scam compounds”"
    ]


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of an invented picture with a tie of each status."""
    told = {"kind": "Person", "status": "reported"}
    nodes = tuple(
        Node(f"m{at}", ("Person", "Entity"), {**told, "name": f"Invented {at}"}) for at in range(9)
    )
    edges = tuple(
        Edge(f"e{at}", "OWNS", "m0", f"m{at + 1}", {"status": status, "disputed": at == 2})
        for at, status in enumerate(STATUSES)
    )
    drawn = Picture(
        title="A tie of each status",
        nodes=nodes,
        edges=edges,
        evidence={},
        lens="default",
        last_entry="2026-11-22",
        graph_version="0",
    )
    path = tmp_path_factory.mktemp("eight") / "page.html"
    path.write_bytes(html(drawn).encode())
    return path


def test_each_status_has_its_own_line_and_word(opened: Open, eight: Path) -> None:
    seen = opened(eight)
    edges = seen.page.evaluate(DRAWN)["edges"]
    lines = {(edge["style"], edge["dash"], edge["width"]) for edge in edges}
    assert len(lines) == len(STATUSES)
    for edge, status in zip(edges, STATUSES, strict=True):
        assert status.replace("_", " ") in edge["label"]
        firm = status in ("adjudicated", "official", "reported", "denied")
        assert (edge["style"] == "solid") == firm
    legend = seen.page.locator("#legend").inner_text()
    assert [s for s in STATUSES if s.replace("_", " ") not in legend] == []
    assert "disputed" in legend
    assert seen.page.locator("#canvas .marks").count() == 1


def test_a_narrow_screen_shows_all_one_below_the_other(opened: Open, ties: Path) -> None:
    seen = opened(ties, size=(390, 800))
    boxes = [seen.page.locator(f"#{part}").bounding_box() for part in ("tools", "canvas", "panel")]
    assert all(box and box["width"] > 330 and box["x"] >= 0 for box in boxes)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    seen.page.locator("#list-edges .row").first.click()
    seen.page.wait_for_timeout(100)
    quote = seen.page.locator("#panel blockquote").first
    assert quote.is_visible()
    assert seen.troubles() == {}
