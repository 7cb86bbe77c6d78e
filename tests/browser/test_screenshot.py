"""The README's picture is what the page shows today: made again, it has the same structure."""

from __future__ import annotations

import importlib.util
import json
import struct
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "pictures"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screenshot", ROOT / "docs" / "screenshot.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(script: ModuleType, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    script.make(browser, folder)
    return folder


def size(picture: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


def test_the_picture_shows_what_it_showed(made: Path) -> None:
    new, kept = (json.loads((f / "ties.json").read_text(encoding="utf-8")) for f in (made, KEPT))
    assert new == kept, "make it anew with `python docs/screenshot.py` and look at it"


def test_the_picture_is_as_large_and_not_heavy(made: Path) -> None:
    assert size(made / "ties.png") == size(KEPT / "ties.png") == (1400, 900)
    assert (KEPT / "ties.png").stat().st_size < 300_000


def test_no_allegation_is_drawn_as_a_fact(made: Path) -> None:
    told = json.loads((made / "ties.json").read_text(encoding="utf-8"))
    lines = {(tie["status"], tie["line"]) for tie in told["ties"]}
    assert lines == {("official", "solid"), ("alleged", "dashed")}
    assert [tie["says"] for tie in told["ties"] if tie["arrow"]] == ["controls", "owns"]
