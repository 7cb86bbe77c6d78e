"""Where a machine has no Java, tests on a server say so; with CI=true they fail instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.neo4j_server import why_not

ROOT = Path(__file__).resolve().parents[2]
ONE = "tests/contract/test_texts_of_networks.py::test_the_text_gives_each_tie_of_the_groups"


@pytest.mark.parametrize(("ci", "ended", "word"), [("", 0, "SKIPPED"), ("true", 1, "ERROR")])
def test_without_java_a_test_on_a_server_is_skipped_and_fails_in_ci(
    tmp_path: Path, ci: str, ended: int, word: str
) -> None:
    one = f"{ONE}_with_its_ends[neo4j-groups2]"
    line = [sys.executable, "-m", "pytest", "-rfEs", "-p", "no:cacheprovider", one]
    given = os.environ | {"PATH": str(tmp_path), "CI": ci}
    done = subprocess.run(line, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == ended
    (told,) = (line for line in done.stdout.splitlines() if line.startswith(word))
    assert "no Neo4j server" in done.stdout
    assert ci or "it needs Java 17 and Maven" in told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('openjdk version "11.0.22" 2024-01-16', "`java` is 11 here"),
        ('java version "1.8.0_401"', "`java` is 8 here"),
        ("No Java runtime present", "it needs Java 17 and Maven"),
    ],
)
def test_a_java_that_is_too_old_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, said: str
) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    java.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said in why_not.__wrapped__()
