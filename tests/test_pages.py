"""Every command and every line of Python in README and docs is run, and prints what is shown."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_what_a_page_shows_is_what_its_commands_print(page: Path) -> None:
    run = runner()
    shown = page.read_text(encoding="utf-8")
    real = run.run(page)
    assert run.VARYING.sub("#", real) == run.VARYING.sub("#", shown)


def test_the_readme_starts_with_the_two_commands_and_their_output() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    demo = text.index("$ make demo\n")
    assert demo < text.index("What ties Ly Yong Phat to a Compound?") < text.index("$ make test\n")
    assert text.index("$ make test\n") < text.index("## ")


def test_links_between_pages_lead_somewhere() -> None:
    run = runner()
    for page in PAGES:
        for link in run.LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
