"""What every test may use, and the rule that continuous integration skips nothing."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

CI = os.environ.get("CI") == "true"
ROOT = Path(__file__).resolve().parents[1]
R = TypeVar("R", pytest.TestReport, pytest.CollectReport)

os.environ.pop("CLEW_CASE", None)  # no test may find the developer's own case

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
