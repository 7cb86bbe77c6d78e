"""Commands run here as a user runs them: in this process where that is the same, and quick."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.demo import demo
from tests.secrets_of_a_case import plant


@dataclass(frozen=True)
class Said:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Clew = Callable[..., Said]


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's case, for tests that only read."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    demo(folder)
    return folder


@pytest.fixture
def demo_case(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the demo's case; reading only."""
    monkeypatch.chdir(demo_folder)
    return demo_folder


@pytest.fixture
def own_case(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the demo's case that a test may change."""
    folder = tmp_path / "own"
    shutil.copytree(demo_folder, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def clew(capsys: pytest.CaptureFixture[str]) -> Clew:
    """Run a command in this process: `clew("find", "Ly Yong Phat")`."""
    from clew.cli.run import run

    def said(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(arguments)
        out, err = capsys.readouterr()
        return Said(code, str(out), str(err))

    return said


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `clew` as a process of its own."""

    def ran(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **more.pop("env", {})}
        command = [sys.executable, "-m", "clew", *arguments]
        given = {"capture_output": True, "encoding": "utf-8", "timeout": 60, **more}
        done: subprocess.CompletedProcess[str] = subprocess.run(command, env=environment, **given)
        return done

    return ran


@pytest.fixture
def secrets(
    case: Case, note: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Stand in a case with what is protected; what may not show: words, then ids."""
    planted = plant(case, note, tmp_path)
    monkeypatch.chdir(case.directory.path)
    for name in ("TMPDIR", "HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return planted
