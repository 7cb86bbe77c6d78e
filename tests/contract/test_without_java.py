"""Where a machine has no Java, tests on a server say so; with CI=true they fail instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
