"""Above so many nodes the picture shows communities with counts, and says how to see less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.drawn import picture
from clew.graph.view.page import html
from clew.graph.view.picture import MOST_NODES
from tests.chromium import Seen

Open = Callable[..., Seen]
SIZE = MOST_NODES + 100


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "page.html"
    path.write_bytes(html(picture(SIZE)).encode())
    return path


@pytest.fixture(scope="module")
def seen(opened_once: Open, file: Path) -> Seen:
    return opened_once(file)


def test_communities_stand_for_their_members(seen: Seen) -> None:
    drawn = seen.page.evaluate("document.getElementById('canvas')._cyreg.cy.nodes().length")
    assert 2 <= drawn <= 300
    assert f"{SIZE:,}" in seen.page.locator("header").inner_text()
    assert seen.troubles() == {}


def test_a_community_tells_what_is_in_it_and_how_to_narrow(seen: Seen) -> None:
    seen.page.locator("#list-nodes .row").first.click()
    panel = seen.page.locator("#panel").inner_text()
    assert "clew view" in panel
    assert "--status official" in panel
    assert "person" in panel.lower()
    assert "alleged" in panel


def test_it_reads_without_scripts(opened: Open, file: Path) -> None:
    seen = opened(file, scripts=False)
    words = seen.page.locator("body").inner_text()
    assert "clew view" in words
    assert seen.troubles() == {}
