"""Names in the scripts of the region are letters and no empty boxes, on a machine without fonts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import Edge, Node
from clew.graph.view.names import romanised
from clew.graph.view.page import html
from clew.graph.view.picture import Picture
from tests.chromium import Seen

Open = Callable[..., Seen]
#: Invented names; two letters of each script that the page brings a font for.
NAMES = {
    "Khmer": ("សុខ ចាន់ថា", "កខ"),
    "Myanmar": ("မောင်မောင်", "ကခ"),
    "Thai": ("สมชาย ใจดี", "กข"),
    "Lao": ("ສົມສັກ ພົມມາ", "ກຂ"),
    "Chinese": ("王小明", ""),
}
#: Notes every text that a canvas is given, with the font it is drawn in.
WATCH = """
window.__drawn = [];
for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
  const own = prototype.fillText;
  prototype.fillText = function (text, ...rest) {
    window.__drawn.push([text, this.font]);
    return own.call(this, text, ...rest);
  };
}
"""
#: The bitmap of each letter in a font; U+0378 is no letter of any script.
BITMAPS = """async ([font, letters]) => {
  await document.fonts.ready;
  const loaded = await document.fonts.load(font, letters);
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const bitmap = (letter) => {
    pen.clearRect(0, 0, 80, 80);
    pen.font = font.replace(/[\\d.]+px/, "40px");
    pen.fillText(letter, 10, 50);
    return pen.getImageData(0, 0, 80, 80).data.join();
  };
  return { loaded: loaded.length, bitmaps: [...letters, "\\u0378"].map(bitmap) };
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    flags = {"generic": False, "disputed": False, "status": "reported"}
    nodes = tuple(
        Node(
            f"m{at}",
            ("Person", "Entity"),
            {"kind": "Person", "name": name, "names": [name], **flags},
        )
        for at, (name, _) in enumerate(NAMES.values())
    )
    edges = tuple(
        Edge(f"e{at}", "FAMILY_OF", "m0", f"m{at}", {"status": "reported"}) for at in range(1, 5)
    )
    drawn = Picture(
        title="Invented names in five scripts",
        nodes=nodes,
        edges=edges,
        evidence={},
        lens="default",
        last_entry="2026-11-22",
        graph_version="0",
    )
    path = tmp_path_factory.mktemp("scripts") / "page.html"
    path.write_bytes(html(drawn).encode())
    return path


@pytest.fixture(scope="module")
def page(opened_once: Open, file: Path) -> Seen:
    seen = opened_once(file, watch=WATCH)
    seen.page.evaluate("document.fonts.ready.then(() => 1)")
    seen.page.wait_for_timeout(300)
    return seen


def fonts_of(seen: Seen, name: str) -> list[str]:
    """Return the fonts in which the picture draws a name, and the one of its row in the list."""
    word = name.split()[0]
    drawn = [font for text, font in seen.page.evaluate("window.__drawn") if word in text]
    assert drawn, f"{word} is not in the picture"
    row = seen.page.locator("#list-nodes .row", has_text=word).locator("bdi").first
    style = (
        "(part) => { const s = getComputedStyle(part); return `${s.fontSize} ${s.fontFamily}`; }"
    )
    return sorted({*drawn, str(row.evaluate(style))})


@pytest.mark.parametrize("script", [script for script, (_, letters) in NAMES.items() if letters])
def test_letters_are_drawn_and_are_no_boxes(page: Seen, script: str) -> None:
    name, letters = NAMES[script]
    for font in fonts_of(page, name):
        found = page.page.evaluate(BITMAPS, [font, letters])
        assert found["loaded"] >= 1, font
        assert len(set(found["bitmaps"])) == 3, font
    assert page.troubles() == {}


@pytest.mark.parametrize("script", NAMES)
def test_a_form_in_latin_letters_stands_beside(page: Seen, script: str) -> None:
    name, _ = NAMES[script]
    beside = romanised(name)
    assert beside.isascii()
    row = page.page.locator("#list-nodes .row", has_text=name.split()[0]).inner_text()
    assert beside in row
    drawn = " ".join(text for text, _ in page.page.evaluate("window.__drawn"))
    assert beside.split()[0] in drawn


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_found_by_its_letters_and_in_latin(page: Seen, script: str) -> None:
    name, _ = NAMES[script]
    for words in (name, romanised(name)):
        page.page.locator("#search").fill(words)
        assert page.page.locator("#list-nodes .row").count() == 1
