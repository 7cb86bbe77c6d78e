"""Keys alone suffice, from opening the page to a quote, a copy, a filter; the focus is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.queries.answer import Answer
from tests.chromium import Seen

Open = Callable[..., Seen]
FOCUS = """() => {
  const part = document.activeElement;
  const style = getComputedStyle(part);
  const box = part.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const words = part.getAttribute("aria-label") || part.innerText || part.placeholder || "";
  return { ring, within, words: words.trim(), id: part.id, tag: part.tagName,
           list: part.closest("ul, ol")?.id || "", value: part.dataset.value || "" };
}"""


@pytest.fixture
def page(opened: Open, ties: Path) -> Seen:
    return opened(ties)


def focus(seen: Seen) -> dict[str, str]:
    """Return what has the focus, which must be seen."""
    found: dict[str, str] = seen.page.evaluate(FOCUS)
    if found["tag"] != "BODY":
        assert found["ring"], f"no visible focus on {found}"
        assert found["within"], f"out of sight: {found}"
    return found


def press(seen: Seen, *keys: str) -> dict[str, str]:
    for key in keys:
        seen.page.keyboard.press(key)
    return focus(seen)


def tab_to(seen: Seen, key: str, value: str, most: int = 60) -> dict[str, str]:
    """Press Tab until what has the focus has this id, list, value or beginning of its words."""
    for _ in range(most):
        found = press(seen, "Tab")
        if found[key].startswith(value):
            return found
    raise AssertionError(f"Tab does not reach {value}")


def test_from_opening_to_a_quote_a_copy_a_filter_and_back(page: Seen, answer: Answer) -> None:
    tab_to(page, "list", "list-edges")
    second = press(page, "ArrowDown")
    assert second["list"] == "list-edges"
    press(page, "Enter")
    quote = page.page.locator("#panel blockquote").first.inner_text()
    assert quote in {claim["quote"] for claims in answer.evidence.values() for claim in claims}
    assert page.page.locator("#told").inner_text().startswith("Selected: ")
    tab_to(page, "words", "Copy as citation")
    press(page, "Enter")
    page.page.wait_for_timeout(60)
    assert page.page.locator("#told").inner_text() == "Copied."
    assert focus(page)["words"].startswith("Copy as citation")
    press(page, "/", "Tab")
    count = page.page.locator("#list-edges .row").count()
    tab_to(page, "value", "alleged")
    press(page, "Space")
    assert page.page.locator("#list-edges .row").count() < count
    press(page, "ControlOrMeta+z")
    assert page.page.locator("#list-edges .row").count() == count
    assert page.page.locator("#told").inner_text().startswith("Undone")
    assert page.troubles() == {}


def test_every_control_is_reached_and_seen(page: Seen) -> None:
    reached = set()
    for _ in range(80):
        found = press(page, "Tab")
        reached.add(found["words"])
        if found["tag"] == "BODY":
            break
    assert focus(page)["tag"] == "BODY", "Tab does not come to an end"
    wanted = {"Fit", "Reset", "Save as PNG", "All evidence as a table", "Zoom in"}
    assert wanted <= reached
    assert any(words.startswith("Picture of ") for words in reached)


def test_the_picture_is_walked_and_moved_by_keys(page: Seen) -> None:
    tab_to(page, "id", "canvas")
    before = view(page)
    press(page, "ArrowRight")
    moved = view(page)
    assert moved != before
    press(page, "+")
    assert view(page)[0] > moved[0]
    press(page, "0")
    headings = set()
    for _ in range(3):
        assert press(page, "n")["id"] == "canvas"
        headings.add(page.page.locator("#panel h2").inner_text())
    assert len(headings) == 3


def view(seen: Seen) -> list[float]:
    """Return how the picture is zoomed and moved."""
    found: list[float] = seen.page.evaluate(
        """() => {
          const { cy } = document.getElementById("canvas")._cyreg;
          return [cy.zoom(), cy.pan().x, cy.pan().y];
        }"""
    )
    return found


def test_the_table_of_evidence_is_reached_by_keys(page: Seen) -> None:
    tab_to(page, "words", "All evidence as a table")
    press(page, "Enter")
    assert page.page.locator("#record table").first.is_visible()


def test_search_leads_to_a_node_and_back(page: Seen) -> None:
    assert press(page, "/")["id"] == "search"
    page.page.keyboard.type("L.Y.P")
    press(page, "ArrowDown")
    assert focus(page)["list"] == "list-nodes"
    press(page, "Enter")
    assert focus(page)["tag"] == "H2"
    press(page, "Escape")
    assert page.page.locator("#panel h2").inner_text() == "Evidence"


def test_what_screen_readers_need_is_there(page: Seen) -> None:
    unnamed = page.page.evaluate(
        """() => [...document.querySelectorAll("button, input, [tabindex='0']")].filter((part) =>
             !(part.getAttribute("aria-label") || part.innerText.trim() || part.labels?.length)
             && part.offsetParent !== null).map((part) => part.outerHTML.slice(0, 90))"""
    )
    assert unnamed == []
    assert page.page.locator("[aria-live]").count() == 1
    assert page.page.locator("html").get_attribute("lang") == "en"
    assert page.page.locator("h1").count() == 1
