"""What goes through pyvis is inert, too: nothing is asked for, nothing of the data runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.view.pyvis_page import network
from tests.chromium import Seen
from tests.hostile import hostile_picture

Open = Callable[..., Seen]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a hostile picture, with what a user might add that fetches and runs."""
    made = network(hostile_picture())
    made.heading = made.bgcolor = "</style><script>__hit('heading')</script>"
    made.select_menu = made.filter_menu = True
    made.add_node(
        "<script>__hit('id')</script>",
        label="<img src=x onerror=__hit('label')>",
        title="<img src=x onerror=__hit('title')> href",
        shape="image",
        image="https://pixel.invalid/a.png",
    )
    made.add_edge("<script>__hit('id')</script>", "centre", title="href <svg onload=__hit('edge')>")
    options: Any = made.options
    options["configure"] = "</script><script>__hit('options')</script>"
    return Path(made.save(tmp_path_factory.mktemp("pyvis") / "page.html"))


def hover(seen: Seen, number: int) -> str:
    """Move the mouse onto a node, and return what the tooltip holds as HTML."""
    place = seen.page.evaluate(
        """(number) => {
          const inside = network.canvasToDOM(network.getPosition(number));
          const frame = document.getElementById("network").getBoundingClientRect();
          return { x: frame.left + inside.x, y: frame.top + inside.y };
        }""",
        number,
    )
    seen.page.mouse.move(place["x"] - 2, place["y"])
    seen.page.mouse.move(place["x"], place["y"])
    tooltip = seen.page.locator("div.vis-tooltip")
    tooltip.wait_for(state="visible")
    return str(tooltip.inner_html())


def test_nothing_runs_and_nothing_is_asked(opened: Open, page: Path) -> None:
    seen = opened(page)
    drawn = len(hostile_picture().nodes) + 1
    assert str(seen.page.get_attribute("#network", "data-drawn")).startswith(f"{drawn} ")
    for number in (0, 3, drawn - 1):
        seen.page.evaluate("(n) => network.focus(n, { scale: 1 })", number)
        held = hover(seen, number)
        assert "&lt;" in held or "Ann Centre" in held
        assert "<" not in held.replace("<br>", "")
    seen.page.wait_for_timeout(300)
    blocked = seen.refused()
    assert [one for one in blocked if "pixel.invalid" not in one] == []
    seen.page.evaluate("window.__refused = []")
    assert {k: v for k, v in seen.troubles().items() if k != "console"} == {}


def test_a_chosen_tie_is_told_below_as_text(opened: Open, page: Path) -> None:
    seen = opened(page)
    seen.page.evaluate(
        "network.selectEdges([0]); network.body.emitter.emit('select', { nodes: [], edges: [0] })"
    )
    told = seen.page.locator("#told")
    assert "</script><script>__hit('script')</script>" in str(told.text_content())
    assert told.locator("*").count() == 0
    assert seen.executed() == []


def test_every_tie_and_node_stands_in_words_without_scripts(opened: Open, page: Path) -> None:
    seen = opened(page, scripts=False)
    picture = hostile_picture()
    assert seen.page.locator("#edges > li").count() == len(picture.edges) + 1
    assert seen.page.locator("#nodes > li").count() == len(picture.nodes) + 1
    assert seen.page.locator("#edges > li").first.locator("*").count() == 0
    assert seen.troubles() == {}


def test_a_notebook_holds_it_in_a_frame_that_reaches_nothing(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "notebook.html"
    shown = network(hostile_picture())._repr_html_()
    file.write_bytes(f"<!doctype html><meta charset=utf-8><p>above</p>{shown}".encode())
    seen = opened(file)
    (frame,) = seen.page.main_frame.child_frames
    frame.wait_for_selector("#network[data-drawn]", state="attached")
    assert seen.page.locator("body > *").count() == 2
    assert frame.evaluate("window.__refused.concat(window.__hits || [])") == []
    reached = "() => { try { return parent.document.title + 'reached'; } catch { return ''; } }"
    assert frame.evaluate(reached) == ""
    assert seen.troubles() == {}
