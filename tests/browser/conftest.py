"""One Chromium for all of these tests, ended when the last of them is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clew.demo import demo
from clew.queries.answer import Answer
from tests import chromium
from tests.chromium import Seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
Open = Callable[..., Seen]


class _Running:
    """The Chromium that runs: playwright's loop must not outlive these tests, so no fixture."""

    held: AbstractContextManager[Browser] | None = None
    browser: Browser | None = None

    def begin(self) -> Browser:
        if self.browser is None:
            self.held = chromium.chromium()
            self.browser = self.held.__enter__()
        return self.browser

    def end(self) -> None:
        if self.held is not None:
            self.held.__exit__(None, None, None)
        self.held = self.browser = None


_RUNNING = _Running()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """End Chromium after the last test of this folder."""
    yield
    if nextitem is None or HERE not in nextitem.path.parents:
        _RUNNING.end()


@pytest.fixture(scope="module")
def browser() -> Browser:
    """The Chromium of this machine; without one the test is skipped (CI: fails)."""
    if not chromium.executable():
        pytest.skip("there is no Chromium on this machine: on Debian, apt-get install chromium")
    return _RUNNING.begin()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Open an HTML file with every request refused and noted; see `chromium.open_page`."""
    yield from _opening(browser)


@pytest.fixture(scope="module")
def opened_once(browser: Browser) -> Iterator[Open]:
    """Open a file that several tests only read."""
    yield from _opening(browser)


def _opening(browser: Browser) -> Iterator[Open]:
    pages: list[Seen] = []

    def show(file: Path, **options: Any) -> Seen:
        pages.append(chromium.open_page(browser, file, **options))
        return pages[-1]

    yield show
    for seen in pages:
        seen.page.context.close()


@pytest.fixture(scope="session")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """What the sample case answers to its headline question."""
    return demo(tmp_path_factory.mktemp("sample")).answer


@pytest.fixture(scope="session")
def ties(answer: Answer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of that answer."""
    return answer.view(tmp_path_factory.mktemp("page") / "ties.html")


@pytest.fixture(scope="session")
def claims(answer: Answer) -> list[dict[str, Any]]:
    """Every claim behind a tie of that answer."""
    return [claim for claims in answer.evidence.values() for claim in claims]
