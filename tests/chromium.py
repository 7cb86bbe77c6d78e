"""A Chromium that fetches nothing: pages are opened with every request refused and written down."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: What is in the file or made by it; all else is a request.
OWN = ("file:", "data:", "blob:", "about:")
#: Milliseconds that a page may take to load, on a busy machine.
PATIENCE = 90_000
WATCH = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__refused.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


def executable() -> str:
    """Return the path of the Chromium on this machine, '' where there is none."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), "")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium, without its own traffic; it ends with the block."""
    from playwright.sync_api import sync_playwright

    options = ["--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=options)
        yield browser
        browser.close()


@dataclass
class Seen:
    """A page that was opened, and what it tried: `requests` of addresses outside the file."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)

    def refused(self) -> list[str]:
        """Return what the page's security policy refused."""
        return self._told("__refused")

    def executed(self) -> list[str]:
        """Return what ran that was planted: a plant calls `__hit(its place)`."""
        return self._told("__hits")

    def _told(self, name: str) -> list[str]:
        found: Any = self.page.evaluate(f"window.{name} || []")
        return [str(one) for one in found]

    def troubles(self) -> dict[str, list[str]]:
        """Return everything that a page of ours never does; {} is what is hoped for."""
        told = {
            "requests": self.requests,
            "refused by the policy": self.refused(),
            "executed": self.executed(),
            "console": self.console,
            "errors": self.errors,
            "dialogs": self.dialogs,
            "windows": self.windows,
        }
        return {name: found for name, found in told.items() if found}


def open_page(
    browser: Browser,
    file: Path,
    *,
    scripts: bool = True,
    size: tuple[int, int] = (1400, 900),
    fragment: str = "",
    scale: float = 1,
    watch: str = "",
) -> Seen:
    """Open a file in a context of its own, and wait until it is loaded; see `Seen`.

    watch   a script that runs before any of the page's own
    """
    context = browser.new_context(
        java_script_enabled=scripts,
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        accept_downloads=True,
        reduced_motion="reduce",
    )
    context.add_init_script(WATCH + "window.__hit = (at) => (window.__hits ||= []).push(at);")
    if watch:
        context.add_init_script(watch)
    seen = Seen(context.new_page())
    _watch(context, seen)
    address = file.resolve().as_uri() + (f"#{fragment}" if fragment else "")
    seen.page.goto(address, wait_until="load", timeout=PATIENCE)
    return seen


def _watch(context: BrowserContext, seen: Seen) -> None:
    page = seen.page

    def answer(route: Route) -> None:
        if route.request.url.startswith(OWN):
            route.continue_()
        else:
            seen.requests.append(route.request.url)
            route.abort()

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.console.append(message.text)

    def asked(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    context.route("**/*", answer)
    page.on("websocket", lambda socket: seen.requests.append(socket.url))
    page.on("console", said)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("dialog", asked)
    context.on("page", lambda other: seen.windows.append(other.url))
