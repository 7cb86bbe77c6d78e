"""A report's page: it runs nothing, asks for nothing, fits a narrow window, leads to its notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from tests.chromium import Seen

Open = Callable[..., Seen]
NAMES = ("<img src=x onerror=__hit(1)>", "محمد علي", "陳偉", "សុខា" * 30, "A" * 300)
SOURCES = "path,title,url\n{},<script>__hit(2)</script> گزارش,https://example.invalid/{}?a=<b>\n"


@pytest.fixture
def page(case: Case, note: Callable[..., Path], tmp_path: Path) -> Path:
    marks = "".join(
        f"{{T{at} Person:{name}}} owns {{T{at + 50} Compound:Dara Park}}.\n"
        for at, name in enumerate(NAMES, 1)
    )
    ties = (f"R{at}\tOWNS Arg1:T{at} Arg2:T{at + 50}" for at in range(1, len(NAMES) + 1))
    path, sources = note(marks, *ties), tmp_path / "sources.csv"
    sources.write_text(SOURCES.format(path, "long" * 100), encoding="utf-8")
    case.load(path, sources=sources)
    return case.report(case.ask("dossier", start="Dara Park"), tmp_path / "r.html").path


def test_a_report_runs_nothing_and_fits_its_window(opened: Open, page: Path) -> None:
    for width in (400, 1200):
        seen = opened(page, size=(width, 900))
        assert seen.troubles() == {}
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert "<script>__hit(2)</script> گزارش" in seen.page.locator("body").inner_text()
    assert seen.page.locator(".note").count() == len(NAMES)
    assert seen.page.locator("script, img, link, iframe, object").count() == 0


def test_a_number_leads_to_its_note_and_back(opened: Open, page: Path) -> None:
    seen = opened(page)
    seen.page.click("#ref2")
    assert seen.page.evaluate("location.hash") == "#note2"
    assert seen.page.locator("#note2").evaluate("e => e.getBoundingClientRect().top") < 900
    seen.page.click("#note2 > a")
    assert seen.page.evaluate("location.hash") == "#ref2"
