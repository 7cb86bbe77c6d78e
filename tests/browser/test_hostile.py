"""Nothing of a case's data runs, asks the network, or breaks the page; hostile names are found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.view.page import html
from tests.chromium import Seen
from tests.hostile import PLANTS, hostile_case, hostile_picture

Open = Callable[..., Seen]
ALL = "MATCH (a:Entity)-[r]->(b:Entity) RETURN a, r, b"


@pytest.fixture(scope="module", params=["case", "picture"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a hostile case that came through the loaders; and of what they would refuse."""
    folder = tmp_path_factory.mktemp("hostile")
    if request.param == "case":
        return hostile_case(folder).query(ALL).view(folder / "page.html")
    file = folder / "page.html"
    file.write_bytes(html(hostile_picture()).encode())
    return file


def test_the_plants_are_in_the_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lost = [p for p in PLANTS if p.isascii() and _inert(p) not in text]
    assert lost == []
    assert len(text) < 3_000_000


def _inert(plant: str) -> str:
    """Return a plant as the data of the page holds it."""
    text = plant.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def test_nothing_runs_and_nothing_is_asked(opened: Open, page: Path) -> None:
    seen = opened(page)
    for text in ("onerror", "proto", "Ann", ""):
        seen.page.keyboard.press("Escape")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type(text)
        seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(300)
    assert seen.troubles() == {}


def test_nothing_runs_without_scripts_either(opened: Open, page: Path) -> None:
    assert opened(page, scripts=False).troubles() == {}


def test_every_item_can_be_selected(opened: Open, page: Path) -> None:
    seen = opened(page)
    count, took = seen.page.evaluate(
        """() => {
          const began = performance.now();
          const rows = () => [...document.querySelectorAll(".list .row")];
          const ids = rows().map((row) => row.dataset.id);
          for (const id of ids) rows().find((row) => row.dataset.id === id).click();
          return [ids.length, performance.now() - began];
        }"""
    )
    assert count > 40
    assert took < 20_000
    assert seen.page.locator("#panel blockquote").count() >= 1
    assert seen.troubles() == {}


def test_bidi_text_stays_in_its_place(opened: Open, page: Path) -> None:
    seen = opened(page)
    loose = seen.page.evaluate(
        """() => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const loose = [];
          const TURNS = /[\\u202a-\\u202e\\u2066-\\u2069]/;
          while (texts.nextNode()) {
            const node = texts.currentNode;
            if (node.parentElement.closest("script, svg")) continue;
            if (TURNS.test(node.data)) loose.push(node.parentElement.outerHTML);
          }
          return loose;
        }"""
    )
    assert loose == []
