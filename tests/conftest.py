"""What every test may use, and the rule that continuous integration skips nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

import clew
from clew import Case, Lens, importing
from clew.cli.credentials import forget
from clew.graph.model import Item
from clew.graph.projection import Projection
from clew.graph.scene import look
from clew.graph.stores import address
from clew.summary import Summary
from tests import neo4j_server as neo4j_server_of_tests
from tests.fake_servers import Servers
from tests.neo4j_server import Server

CI = os.environ.get("CI") == "true"
ROOT = Path(__file__).resolve().parents[1]
R = TypeVar("R", pytest.TestReport, pytest.CollectReport)

os.environ.pop("CLEW_CASE", None)  # no test may find the developer's own case
# what was begun in the background was told to ignore these, and would tell its children so
signal.signal(signal.SIGINT, signal.default_int_handler)
for _name in ("SIGHUP", "SIGTERM"):
    if hasattr(signal, _name):
        signal.signal(getattr(signal, _name), signal.SIG_DFL)

settings.register_profile("clew", deadline=None, max_examples=50)
settings.register_profile("ci", settings.get_profile("clew"), derandomize=True, database=None)
settings.load_profile("ci" if CI else "clew")


def _no_skip(report: R) -> R:
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped test fail where CI=true."""
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a module that skips itself fail where CI=true."""
    return _no_skip((yield))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout that these tests stand in."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real samples beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ with the real samples is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The one Neo4j server of a test session, without authentication."""
    if reason := neo4j_server_of_tests.why_not():
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("neo4j")
    with neo4j_server_of_tests.running(home) as server:
        yield server
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Servers:
    """Servers in memory in the place of real ones; nobody's credentials are known."""
    made = Servers()
    monkeypatch.setattr("clew.graph.stores.neo4j_store.Neo4jStore.open", made.open)
    for name in ("leave", "held_at"):
        monkeypatch.setattr(f"clew.graph.stores.neo4j_leave.{name}", getattr(made, name))
    monkeypatch.setattr("clew.graph.stores.knock.knock", made.knock)
    for name in (*address.USER, *address.PASSWORD, address.FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    forget()
    return made


_MARKUP = re.compile(r"\{(\w+) (\w+):([^{}]*)\}")


@pytest.fixture
def note(tmp_path: Path) -> Callable[..., Path]:
    """Write an invented brat note from text with marks, `{T1 Person:Ann Lee} was there.`.

    Further arguments are lines of the .ann; returns its path.
    """

    def write(marked: str, *lines: str, name: str = "note", folder: str = "notes") -> Path:
        text, spans, end = "", [], 0
        for found in _MARKUP.finditer(marked):
            text += marked[end : found.start()]
            spans.append(f"{found[1]}\t{found[2]} {len(text)} {len(text + found[3])}\t{found[3]}")
            text, end = text + found[3], found.end()
        path = tmp_path / folder / f"{name}.ann"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".txt").write_text(text + marked[end:], encoding="utf-8", newline="")
        path.write_text("".join(f"{line}\n" for line in (*spans, *lines)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A new, empty case."""
    return clew.create(tmp_path / "case")


@pytest.fixture
def take() -> Callable[..., Summary]:
    """Import into a case's ledger alone: no graph is made."""

    def run(case: Case, *paths: Path, **options: Any) -> Summary:
        return importing.run(case.directory, paths, importing.Options(**options))

    return run


@pytest.fixture
def lines() -> Callable[..., list[str]]:
    """Return what a lens shows of a case as sorted JSON lines, without an engine."""

    def show(case: Case, **lens: Any) -> list[str]:
        with case.reading() as db:
            found = [_line(item) for item in Projection(look(db, Lens(**lens))).items()]
        return sorted(found)

    return show


def _line(item: Item) -> str:
    content: dict[str, Any] = {"sort": type(item).__name__, **asdict(item)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
