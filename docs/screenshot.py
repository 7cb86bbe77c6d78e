"""Make the README's picture: the sample case's answer in Chromium, and in words what it shows.

    python docs/screenshot.py        writes docs/pictures/ties.png and ties.json

A test makes both again: what is in words must be the same, and the picture as large.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).with_name("pictures")
NAME = "ties"
SIZE = (1400, 900)
#: What differs from case to case and day to day.
VARYING = re.compile(r"\b[0-9a-f]{64}\b|\bc[0-9a-f]{8,32}\b|(?<=Ledger of )\d{4}-\d\d-\d\d")
#: Ids of the sample that leave it are salted; this one has a salt that anybody can have.
SALT = bytes(32)
Json = dict[str, Any]


def main() -> None:
    """Make both anew, where they are kept."""
    from tests.chromium import chromium

    PICTURES.mkdir(exist_ok=True)
    with chromium() as browser:
        make(browser, PICTURES)


def make(browser: Browser, folder: Path) -> None:
    """Write the picture and its structure into a folder."""
    from tests.chromium import open_page

    with tempfile.TemporaryDirectory() as case:
        seen = open_page(browser, page_of_the_sample(Path(case)), size=SIZE)
    select(seen.page)
    seen.page.screenshot(path=folder / f"{NAME}.png")
    told = json.dumps(structure(seen.page), ensure_ascii=False, indent=1)
    seen.page.context.close()
    (folder / f"{NAME}.json").write_text(f"{told}\n", encoding="utf-8", newline="\n")


def page_of_the_sample(folder: Path) -> Path:
    """Make the sample case, ask its question, and write the page of the answer."""
    from clew.demo import PERSON, demo

    case = demo(folder / "sample").case
    case.directory.salt.write_bytes(SALT)
    return case.ask("ties", start=PERSON, to="Compound").view(folder / "ties.html")


def select(page: Page) -> None:
    """Select what is alleged of who owns the company: its evidence stands beside the picture."""
    page.locator("#list-edges .row", has_text="owns").click()
    page.mouse.move(0, 0)
    page.evaluate("document.getElementById('tools').scrollTop = 0")
    page.wait_for_timeout(500)


#: What the canvas holds: nodes and where they stand, ties and how they are drawn.
DRAWN = """() => {
  const { cy } = document.getElementById("canvas")._cyreg;
  const line = (edge) => edge.style("line-style") === "solid" ? "solid"
    : parseFloat(edge.style("line-dash-pattern").split(" ")[0]) < 4 ? "dotted" : "dashed";
  const words = (item) => item.data("label").split("\\n");
  return {
    nodes: cy.nodes().map((node) => ({
      name: words(node).join(" "),
      at: [Math.round(node.position("x")), Math.round(node.position("y"))],
    })),
    ties: cy.edges().map((edge) => ({
      from: words(edge.source())[0],
      says: words(edge)[0],
      to: words(edge.target())[0],
      status: words(edge)[1],
      line: line(edge),
      width: parseFloat(edge.style("width")),
      arrow: edge.style("target-arrow-shape") !== "none",
    })),
  };
}"""


def structure(page: Page) -> Json:
    """Return what the picture shows: nodes and where they stand, ties and their lines, words."""
    told = {
        "title": words(page.locator("h1").inner_text()),
        **page.evaluate(DRAWN),
        "legend": [words(text) for text in page.locator("#legend li").all_inner_texts()],
        "strip": words(page.locator("#strip").inner_text()),
        "panel": [words(line) for line in page.locator("#panel").inner_text().split("\n") if line],
    }
    told["instead"] = instead(told)
    return told


def instead(told: Json) -> str:
    """Return what the README says to who cannot see the picture."""
    ties = "; ".join(
        f"{tie['from']} {tie['says']} {tie['to']} ({tie['status']}, a {tie['line']} line)"
        for tie in told["ties"]
    )
    return f"{told['title']} {len(told['nodes'])} nodes and {len(told['ties'])} ties: {ties}."


def words(text: str) -> str:
    """Return a text with its blanks folded and what varies as `#`."""
    return VARYING.sub("#", " ".join(text.split()))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests.chromium
    main()
