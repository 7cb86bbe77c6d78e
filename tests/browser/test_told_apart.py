"""Paths, names and ties that look alike: told apart, the right way round, and all in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.view.page import html
from clew.graph.view.picture import Picture, Way
from tests.chromium import Seen

Open = Callable[..., Seen]
Tie = tuple[int, int, str, str]
HOUSE, MAIL = "بيت التجارة", "بريد"
#: Where ties pass and labels stand, in pixels of the canvas.
IN_SIGHT = """() => {
  const { cy } = document.getElementById("canvas")._cyreg;
  const within = ({ x, y }) => x >= 0 && y >= 0 && x <= cy.width() && y <= cy.height();
  return {
    ties: cy.edges().map((edge) => within(edge.renderedMidpoint())),
    covered: cy.edges().filter((edge) => cy.nodes().some((node) => {
      const label = { includeNodes: false, includeEdges: false };
      const { x1, y1, x2, y2 } = node.renderedBoundingBox(label);
      const [tip, from] = [edge.renderedTargetEndpoint(), edge.renderedMidpoint()];
      const part = 12 / Math.hypot(from.x - tip.x, from.y - tip.y);
      const [x, y] = [tip.x + (from.x - tip.x) * part, tip.y + (from.y - tip.y) * part];
      return x > x1 + 2 && x < x2 - 2 && y > y1 + 2 && y < y2 - 2;
    })).length,
    labels: cy.nodes().map((node) => node.data("label").split("\\n")[0]),
    named: cy.nodes().map((node) => cy.zoom() >= 0.58 || node.hasClass("named")),
  };
}"""


def page(folder: Path, names: Sequence[str], ties: Sequence[Tie], ways: Sequence[Any] = ()) -> Path:
    """Write the page of an invented picture; `?` behind a tie's status: disputed."""
    told = {"kind": "Company", "status": "reported"}
    nodes = [
        Node(f"m{at:06}", ("Company", "Entity"), {**told, "name": name, "names": [name]})
        for at, name in enumerate(names)
    ]
    edges = [
        Edge(
            f"e{at:03}",
            kind,
            f"m{start:06}",
            f"m{end:06}",
            {"status": status.strip("?"), "disputed": "?" in status},
        )
        for at, (start, end, kind, status) in enumerate(ties)
    ]
    drawn = Picture(
        title="An invented network",
        nodes=tuple(nodes),
        edges=tuple(edges),
        evidence={},
        lens="default",
        last_entry="2026-11-22",
        graph_version="0",
        ways=tuple(ways),
    )
    path = folder / "page.html"
    path.write_bytes(html(drawn).encode())
    return path


def way(*steps: int, status: str) -> Way:
    part = "planned" if status == "planned" else "stated"
    nodes = tuple(f"m{at:06}" for at in range(len(steps) + 1))
    return Way(nodes=nodes, edges=tuple(f"e{s:03}" for s in steps), status=status, part=part)


@pytest.fixture
def paths(tmp_path: Path) -> Path:
    """Three paths between the same three: one with a disputed step, one that is only planned."""
    ties = [
        (0, 1, "OWNS", "reported?"),
        (1, 2, "OPERATES", "official"),
        (1, 2, "BUILT", "planned"),
        (0, 1, "CONTROLS", "reported"),
    ]
    ways = [
        way(0, 1, status="reported"),
        way(0, 2, status="planned"),
        way(3, 1, status="reported"),
    ]
    return page(tmp_path, ("Alpha Works", "Beta Works", "Gamma Works"), ties, ways)


def test_a_path_with_a_disputed_step_says_so_wherever_it_stands(opened: Open, paths: Path) -> None:
    seen = opened(paths)
    heads = seen.page.locator("#ways .way b").all_inner_texts()
    assert heads == ["reported, disputed, 2 steps", "planned, disputed, 2 steps",
                     "reported, 2 steps"]  # fmt: skip
    record = seen.page.locator("#record h3").all_text_contents()
    assert record == [f"{at}. {head}" for at, head in enumerate(heads, 1)]
    seen.page.locator("#ways .way").first.click()
    assert seen.page.locator("#panel h2").inner_text() == "Path 1: reported, disputed, 2 steps"


def test_paths_through_the_same_nodes_are_told_apart_by_their_ties(
    opened: Open, paths: Path
) -> None:
    rows = opened(paths).page.locator("#ways .way small").all_inner_texts()
    assert [row.strip() for row in rows] == [
        "owns › operates",
        "owns › built",
        "controls › operates",
    ]


def test_an_arrow_between_names_that_run_from_the_right_keeps_its_way(
    opened: Open, tmp_path: Path
) -> None:
    seen = opened(page(tmp_path, (HOUSE, MAIL), [(0, 1, "OWNS", "alleged")]))
    row = seen.page.locator("#list-edges .row")
    assert row.inner_text().startswith(f"{HOUSE} — owns → {MAIL}")
    start, end = row.locator("bdi").all()
    assert [start.inner_text(), end.inner_text()] == [HOUSE, MAIL]
    left, right = start.bounding_box(), end.bounding_box()
    assert left and right and (left["x"] < right["x"] or left["y"] < right["y"])
    beside = seen.page.locator("#list-nodes .row .beside").first
    assert beside.inner_text().strip().startswith("(≈")


@pytest.mark.parametrize("count", [6, 40, 90])
def test_all_ties_between_two_are_in_sight_when_it_opens(
    opened: Open, tmp_path: Path, count: int
) -> None:
    ties = [(0, 1, f"RELATION_{at}", "alleged") for at in range(count)]
    seen = opened(page(tmp_path, ("Alpha Works", "Beta Works"), ties))
    assert seen.page.evaluate(IN_SIGHT)["ties"] == [True] * count


def test_every_node_of_a_small_picture_has_its_name(opened: Open, tmp_path: Path) -> None:
    names = [f"Invented {at} 王小明" for at in range(14)]
    ties = [(at, at + 1, "OWNS", "alleged") for at in range(13)]
    seen = opened(page(tmp_path, names, ties))
    assert seen.page.evaluate(IN_SIGHT)["named"] == [True] * 14


def test_what_tells_long_namesakes_apart_is_not_cut_off(opened: Open, tmp_path: Path) -> None:
    seen = opened(page(tmp_path, ["An Invented Company of a Very Long Name, Limited"] * 2, []))
    labels = seen.page.evaluate(IN_SIGHT)["labels"]
    assert [label[-11:] for label in labels] == ["… (m000000)", "… (m000001)"]


def test_names_stand_where_they_cover_few_arrowheads(opened: Open, tmp_path: Path) -> None:
    names = [f"Invented {at} Works" for at in range(15)]
    pairs = [(0, 1), (2, 0), (2, 3), (1, 4), (5, 4), (1, 6), (6, 7), (7, 8), (8, 6), (9, 8),
             (10, 8), (11, 12), (12, 13), (13, 14), (14, 4)]  # fmt: skip
    ties = [(start, end, "OWNS", "alleged") for start, end in pairs]
    covered = opened(page(tmp_path, names, ties)).page.evaluate(IN_SIGHT)["covered"]
    assert covered <= 3, "with names below whatever leads there it is 6"


def test_forced_colours_leave_the_picture_on_its_own_ground(opened: Open, paths: Path) -> None:
    seen = opened(paths)
    seen.page.emulate_media(forced_colors="active", color_scheme="dark")
    ground = "(at) => getComputedStyle(document.querySelector(at)).backgroundColor"
    for at in ("#canvas", "#legend .swatch"):
        assert seen.page.evaluate(ground, at) == "rgb(255, 255, 255)"
