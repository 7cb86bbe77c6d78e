"""The watch over a page must see what a page does: else the other tests here prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.chromium import Seen

BAD = """<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="img-src 'none'">
<img src="https://pixel.invalid/"><script>
__hit("script"); console.error("an error"); alert("a dialog");
fetch("https://home.invalid/").catch(() => 0);
throw new Error("thrown");
</script>"""


def test_what_a_page_does_is_seen(opened: Callable[..., Seen], tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(BAD, encoding="utf-8")
    seen = opened(file)
    with seen.page.expect_popup():
        seen.page.evaluate("window.open('https://window.invalid/')")
    found = seen.troubles()
    assert found["executed"] == ["script"]
    assert found["dialogs"] == ["a dialog"]
    assert found["errors"] == ["thrown"]
    assert "an error" in found["console"]
    assert any("home.invalid" in address for address in found["requests"])
    assert any("img-src: https://pixel.invalid" in text for text in found["refused by the policy"])
    assert len(found["windows"]) == 1


def test_a_quiet_page_troubles_nobody(opened: Callable[..., Seen], tmp_path: Path) -> None:
    file = tmp_path / "quiet.html"
    file.write_text("<!doctype html><title>Quiet</title><p>Nothing here.</p>", encoding="utf-8")
    assert opened(file).troubles() == {}


def test_without_scripts_nothing_runs(opened: Callable[..., Seen], tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(BAD, encoding="utf-8")
    seen = opened(file, scripts=False)
    assert not seen.dialogs
    assert not seen.errors
