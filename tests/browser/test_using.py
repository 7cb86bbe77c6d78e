"""Search, filters, fading, pins, undo, PNG and the address: what a reader does with the picture."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from clew.graph.view.picture import Picture
from clew.queries.answer import Answer
from tests.chromium import Seen

Open = Callable[..., Seen]


@pytest.fixture(scope="module")
def picture(answer: Answer) -> Picture:
    return answer.picture()


@pytest.fixture
def page(opened: Open, ties: Path) -> Seen:
    return opened(ties)


def names(seen: Seen, which: str = "nodes") -> list[str]:
    return [text.strip() for text in seen.page.locator(f"#list-{which} .row").all_inner_texts()]


def drawn(seen: Seen) -> bytes:
    """Return what the canvas shows, once it stands still: three times the same."""
    shown: list[bytes] = []
    for _ in range(100):
        seen.page.wait_for_timeout(80)
        shown = [*shown[-2:], seen.page.locator("#canvas").screenshot()]
        if len(shown) == 3 and len(set(shown)) == 1:
            break
    return shown[-1]


def shows(page: Seen, picture: bytes) -> bool:
    """Tell whether the canvas comes to show this; bytes that differ are not worth a comparison."""
    return any(drawn(page) == picture for _ in range(5))


def box(seen: Seen, key: str, value: str) -> Locator:
    return seen.page.locator(f'.filter input[data-key="{key}"][data-value="{value}"]')


@pytest.mark.parametrize("form", ["PAD SUPA", "ly, yong", "phat suphapha", "LYP group co"])
def test_a_name_is_found_in_any_of_its_forms(page: Seen, form: str) -> None:
    page.page.keyboard.press("/")
    page.page.keyboard.type(form)
    assert len(names(page)) == 1
    page.page.keyboard.press("Enter")
    heading = page.page.locator("#panel h2").inner_text()
    assert heading.startswith("L.Y.P. Group" if "group" in form else "Ly Yong Phat")


@pytest.mark.parametrize(
    ("key", "value"), [("kind", "Company"), ("tie", "OWNS"), ("status", "alleged")]
)
def test_a_filter_hides_and_undo_shows_again(page: Seen, key: str, value: str) -> None:
    nodes, edges, seen = names(page), names(page, "edges"), drawn(page)
    box(page, key, value).uncheck()
    assert len(names(page, "edges")) < len(edges)
    assert (len(names(page)) < len(nodes)) == (key == "kind")
    assert drawn(page) != seen
    page.page.locator("#undo").click()
    assert box(page, key, value).is_checked()
    assert (names(page), names(page, "edges")) == (nodes, edges)
    assert shows(page, seen)


def test_filters_say_how_many_they_stand_for(page: Seen, picture: Picture) -> None:
    words = page.page.locator(".filter label", has_text="alleged").inner_text()
    count = sum(edge.properties["status"] == "alleged" for edge in picture.edges)
    assert words.split() == ["alleged", f"({count})"]


def test_selecting_fades_the_rest_and_escape_shows_it(page: Seen) -> None:
    seen = drawn(page)
    page.page.locator("#list-edges .row").first.click()
    faded = drawn(page)
    assert faded != seen
    page.page.keyboard.press("Escape")
    assert page.page.locator("#panel h2").inner_text() == "Evidence"
    page.page.get_by_role("button", name="Reset").click()
    assert shows(page, seen)


def test_choosing_a_path_fades_the_rest(page: Seen) -> None:
    ways = page.page.locator("#ways .way")
    assert ways.count() == 4
    ways.nth(1).click()
    assert ways.nth(1).get_attribute("aria-pressed") == "true"
    one = drawn(page)
    ways.nth(0).click()
    assert drawn(page) != one


def test_dragging_pins_and_undo_puts_back(page: Seen) -> None:
    before = point_of(page, "L.Y.P. Group")
    drag(page, before, (40, 90))
    assert any("L.Y.P. Group" in name and "pinned" in name for name in names(page))
    after = point_of(page, "L.Y.P. Group")
    assert [round(a - b) for a, b in zip(after, before, strict=True)] == [40, 90]
    page.page.keyboard.press("ControlOrMeta+z")
    assert not any("pinned" in name for name in names(page))
    assert point_of(page, "L.Y.P. Group") == before
    assert page.page.locator("#undo").is_disabled()


def test_a_node_of_the_picture_can_be_clicked(page: Seen) -> None:
    page.page.mouse.click(*point_of(page, "L.Y.P. Group"))
    assert page.page.locator("#panel h2").inner_text().startswith("L.Y.P. Group")


def point_of(seen: Seen, name: str) -> tuple[float, float]:
    """Return where a node stands on the screen."""
    x, y = seen.page.evaluate(
        """(name) => {
          const box = document.getElementById("canvas");
          const named = (node) => node.data("label").startsWith(name);
          const at = box._cyreg.cy.nodes().filter(named).renderedPosition();
          const { left, top } = box.getBoundingClientRect();
          return [left + at.x, top + at.y];
        }""",
        name,
    )
    return float(x), float(y)


def drag(seen: Seen, start: tuple[float, float], by: tuple[float, float]) -> None:
    mouse = seen.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + by[0], start[1] + by[1], steps=6)
    mouse.up()


def test_pinning_by_the_panel_can_be_undone(page: Seen) -> None:
    page.page.locator("#list-nodes .row").first.click()
    page.page.get_by_role("button", name="Pin", exact=True).click()
    assert "pinned" in names(page)[0]
    page.page.keyboard.press("ControlOrMeta+z")
    assert "pinned" not in names(page)[0]


def test_hiding_can_be_undone(page: Seen) -> None:
    whole = names(page)
    page.page.locator("#list-nodes .row").nth(1).click()
    page.page.get_by_role("button", name="Hide").click()
    assert len(names(page)) == len(whole) - 1
    page.page.keyboard.press("ControlOrMeta+z")
    assert names(page) == whole


def test_reset_can_be_undone(page: Seen) -> None:
    box(page, "status", "alleged").uncheck()
    few = names(page, "edges")
    page.page.get_by_role("button", name="Reset").click()
    assert len(names(page, "edges")) > len(few)
    page.page.keyboard.press("ControlOrMeta+z")
    assert names(page, "edges") == few


def test_the_address_brings_a_selection_back(page: Seen, opened: Open, ties: Path) -> None:
    page.page.locator("#list-edges .row").nth(2).click()
    heading = page.page.locator("#panel h2").inner_text()
    fragment = page.page.url.partition("#")[2]
    again = opened(ties, fragment=fragment)
    assert again.page.locator("#panel h2").inner_text() == heading
    assert again.page.locator('.row[aria-current="true"]').count() == 1


def test_the_address_brings_a_path_back(page: Seen, opened: Open, ties: Path) -> None:
    page.page.locator("#ways .way").nth(2).click()
    again = opened(ties, fragment=page.page.url.partition("#")[2])
    assert again.page.locator("#ways .way").nth(2).get_attribute("aria-pressed") == "true"


def test_an_address_that_means_nothing_does_nothing(opened: Open, ties: Path) -> None:
    seen = opened(ties, fragment="at=nobody")
    for fragment in ("at=__proto__", "path=99", "at=%E0%A4%A", "path=<b>", "at", "path=-1"):
        seen.page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
        seen.page.wait_for_timeout(30)
    assert seen.troubles() == {}


def test_the_png_is_a_picture_with_words_below_it(
    page: Seen, opened: Open, ties: Path, tmp_path: Path
) -> None:
    with page.page.expect_download() as waited:
        page.page.get_by_role("button", name="Save as PNG").click()
    file = tmp_path / "kept.png"
    waited.value.save_as(file)
    data = file.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    canvas = page.page.locator("#canvas").bounding_box()
    assert canvas is not None
    assert width >= canvas["width"]
    assert height > canvas["height"] * width / max(900, canvas["width"])
    ink = inked(page, data)
    assert ink["share"] > 0.005
    assert ink["foot"] > 0.01
    assert page.troubles() == {}


def inked(seen: Seen, png: bytes) -> dict[str, float]:
    """Return how much of a PNG is not white: of all of it, and of its lowest twelfth."""
    found: dict[str, float] = seen.page.evaluate(
        """async (data) => {
          const picture = new Image();
          picture.src = "data:image/png;base64," + data;
          await picture.decode();
          const sheet = document.createElement("canvas");
          [sheet.width, sheet.height] = [picture.width, picture.height];
          const pen = sheet.getContext("2d", { willReadFrequently: true });
          pen.drawImage(picture, 0, 0);
          const share = (top, high) => {
            const { data } = pen.getImageData(0, top, sheet.width, high);
            const dark = data.filter((value, at) => at % 4 === 1 && value < 200);
            return dark.length / (data.length / 4);
          };
          const foot = Math.floor(sheet.height / 12);
          return { share: share(0, sheet.height), foot: share(sheet.height - foot, foot) };
        }""",
        base64.b64encode(png).decode(),
    )
    return found
