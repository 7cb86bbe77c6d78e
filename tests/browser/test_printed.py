"""What a browser prints is read again: pages, columns, ligatures, hyphens, Khmer."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.passages import passages
from clew.loaders.annotations.web.anchoring import Anchors
from clew.loaders.annotations.web.counting import Reading
from clew.loaders.annotations.web.folded import Loose
from clew.loaders.annotations.web.selectors import selection
from clew.loaders.texts.pdf import read_pdf
from tests.chromium import Seen

Open = Callable[..., Seen]

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
@font-face {{ font-family: Khmer; src: url(data:font/woff2;base64,{font}) }}
:lang(km) {{ font-family: Khmer }}
.columns {{ columns: 2; width: 13cm; text-align: justify; hyphens: auto }}
section {{ break-before: page }}
</style><body><h1>An invented report</h1>
<p>The <mark>“Quagga” office</mark> was affluent; <mark>fifteen efficient officers</mark> found the
<mark>film’s files</mark>.</p>
<p lang="km">លោកអូកាពី ជាម្ចាស់ <mark>ក្រុមហ៊ុនភ្នំពេញ</mark>។</p>
<div class="columns"><p>Investigators said that representatives of the international consortium
transferred administrative payments through intermediaries incorporated elsewhere.</p><p>The other
column says that <mark>the well-known Zebulon Okapi</mark> owns it.</p></div>
<section><p>On another page: <mark>Nyala Bank</mark>.</p></section>"""

MARKED = """() => {
  const whole = document.body.textContent;
  return [...document.querySelectorAll("mark")].map((mark) => {
    const range = document.createRange();
    range.setStart(document.body, 0);
    range.setEndBefore(mark);
    const start = range.toString().length;
    const end = start + mark.textContent.length;
    return {
      type: "TextQuoteSelector", exact: mark.textContent,
      prefix: whole.slice(Math.max(0, start - 32), start), suffix: whole.slice(end, end + 32),
    };
  });
}"""


@pytest.fixture
def printed(opened: Open, tmp_path: Path, root: Path) -> tuple[str, list[dict[str, str]]]:
    """The text of the printed page, and what a browser tells of each mark in the page."""
    font = root / "graph/view/fonts/noto-sans-khmer-khmer-400-normal.woff2"
    (tmp_path / "page.html").write_text(
        PAGE.format(font=base64.b64encode(font.read_bytes()).decode())
    )
    page = opened(tmp_path / "page.html").page
    page.evaluate("document.fonts.ready.then(() => true)")
    return read_pdf(page.pdf(format="A4"), "page.pdf").text, page.evaluate(MARKED)


def test_what_is_marked_in_the_page_is_found_in_what_is_printed_of_it(
    printed: tuple[str, list[dict[str, str]]],
) -> None:
    text, marks = printed
    assert len(marks) == 6 and "officers found" in text  # ligatures are opened
    anchors = Anchors(text, [Reading(text)])
    for mark in marks:
        found = anchors.find(selection([mark]))
        ((start, end),) = found.spans
        assert Loose.of(text[start:end]) == Loose.of(mark["exact"]), mark["exact"]
    places = passages(text)
    assert places.locator(((text.index("Nyala"), text.index("Nyala") + 5),)) == "page 2, line 1"
    # columns one after the other, and not line by line
    assert text.index("incorporated") < text.index("The other") < text.index("Zebulon")
