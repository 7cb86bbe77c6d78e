"""Pages in Chromium beside pyvis' default and plain vis-network: size, first picture, panning."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.drawn import picture, pyvis_page, vis_page
from benchmarks.timing import once
from tests.chromium import chromium, executable, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (100, 1_000, 5_000)
CAP = 30.0  # seconds that a page may take to stand still
PYVIS = "pyvis, default"
STILL = 1.0  # seconds without drawing: it stands
PAN = 3.0  # seconds of panning
#: Notes when a canvas was last drawn upon; counts frames, and those in a row that drew nothing.
WATCH = """
(() => {
  let drawn = true;
  for (const name of ["clearRect", "stroke", "fill", "fillText", "drawImage"]) {
    const own = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...all) {
      drawn = true;
      return own.apply(this, all);
    };
  }
  let before = 0;
  window.__frames = window.__still = window.__last = 0;
  const frame = (now) => {
    window.__frames += 1;
    window.__still = drawn || now - before > 100 ? 0 : window.__still + 1;
    if (drawn) window.__last = performance.now();
    before = now;
    drawn = false;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})();
"""
#: Since when the picture stands, in ms; 0 while it is drawn, or vis-network still moves its nodes.
STANDS = f"""
() => window.__last && window.__still > 30 && performance.now() - window.__last > {STILL * 1000}
  && (!window.network || window.network.physics.stabilized) ? window.__last : 0
"""
#: Where the largest canvas stands: left, top, width, height.
LARGEST = """
() => [...document.querySelectorAll("canvas")]
  .map((canvas) => canvas.getBoundingClientRect())
  .map((box) => [box.x, box.y, box.width, box.height])
  .sort((one, other) => other[2] * other[3] - one[2] * one[3])[0]
"""


@dataclass(frozen=True)
class Measured:
    """A page: bytes, seconds to make it, seconds to the first still picture (None: not in CAP)."""

    size: int
    made: float
    first: float | None
    rate: float
    requests: int


def measure() -> None:
    """Print a table; who lacks what it takes is told so."""
    if not (executable() and find_spec("playwright") and find_spec("pyvis")):
        print("view needs Chromium, and what `make test` installs: playwright and pyvis")
        return
    print(
        f"{'page':30}{'nodes':>7}{'file':>10}{'made in':>10}{'first':>10}{'pan':>9}  asked outside"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            for which, page in _pages(size).items():
                if which == PYVIS and size > 1_000:
                    print(f"{which:30}{size:>7,}  not tried: it does not come to rest at 1,000")
                    continue
                print(_row(which, size, _measured(Path(folder) / "page.html", page)), flush=True)
    print(
        f"first: until nothing was drawn for {STILL:.0f} s, at most {CAP:.0f} s; pan: frames a"
        f" second in {PAN:.0f} s; asked outside: addresses that a page asked for, all refused."
        " pyvis' default page moves its nodes by physics; vis-network 9.1.2 is given our positions."
        " Above 1,500 nodes Clew draws communities."
    )


def _pages(size: int) -> dict[str, Callable[[], str]]:
    from clew.graph.view.layout import positions
    from clew.graph.view.page import html

    drawn = picture(size)
    return {
        "Clew": lambda: html(drawn),
        PYVIS: lambda: pyvis_page(drawn),
        "vis-network, placed": lambda: vis_page(drawn, positions(drawn)),
    }


def _measured(file: Path, page: Callable[[], str]) -> Measured:
    made = once(lambda: file.write_text(page(), encoding="utf-8", newline="\n"))
    with chromium() as browser:
        first, rate, requests = _seen(browser, file)
    return Measured(file.stat().st_size, made, first, rate, requests)


def _seen(browser: Browser, file: Path) -> tuple[float | None, float, int]:
    seen = open_page(browser, file, watch=WATCH)
    page = seen.page
    first = None
    until = time.monotonic() + CAP
    while first is None and time.monotonic() < until:
        page.wait_for_timeout(100)
        first = page.evaluate(STANDS) / 1000 or None
    return first, _panned(page), len(seen.requests)


def _panned(page: Page) -> float:
    """Drag the picture to and fro for PAN seconds; return frames a second."""
    x, y, *_ = page.evaluate(LARGEST)
    x, y = x + 12, y + 12
    page.mouse.move(x, y)
    page.mouse.down()
    began, frames = time.monotonic(), page.evaluate("window.__frames")
    step = 0
    while time.monotonic() - began < PAN:
        step += 1
        page.mouse.move(x + abs(step * 5 % 400 - 200), y + abs(step * 3 % 200 - 100))
    took = time.monotonic() - began
    rate = float(page.evaluate("window.__frames") - frames) / took
    page.mouse.up()
    return rate


def _row(which: str, size: int, found: Measured) -> str:
    first = f"> {CAP:.0f} s" if found.first is None else f"{found.first:.2f} s"
    return (
        f"{which:30}{size:>7,}{found.size / 1e6:>7.2f} MB{found.made:>8.2f} s{first:>10}"
        f"{found.rate:>5.0f}/s  {found.requests:>9}"
    )
