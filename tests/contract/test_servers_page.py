"""docs/servers.md on a real server: its commands print what it shows, and its Python runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from clew.cli.credentials import forget
from clew.cli.run import run as clew
from clew.demo import demo
from docs.run import VARYING
from tests.neo4j_server import Server

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "servers.md").read_text(encoding="utf-8")
COMPOSE = ROOT / "docs" / "neo4j-compose.yaml"
BLOCK = re.compile(r"^```(text|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
BLOCKS = [body for kind, body in BLOCK.findall(PAGE) if kind == "text"]


@pytest.fixture
def in_the_sample(
    emptied: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Stand in a sample case of one's own, beside an empty server."""
    demo(tmp_path / "case")
    monkeypatch.chdir(tmp_path / "case")
    yield tmp_path / "case"
    forget()


def test_its_commands_print_what_it_shows(
    emptied: Server, in_the_sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = [found for body in BLOCKS for found in SHOWN.findall(body)]
    assert len(shown) > 3
    for line, wanted in shown:
        words = [emptied.address if w == "bolt://localhost" else w for w in shlex.split(line)]
        capsys.readouterr()
        assert clew(words[1:]) == 0, line
        printed = "".join(capsys.readouterr()).replace(emptied.address, "bolt://localhost:7687")
        assert VARYING.sub("", printed) == VARYING.sub("", wanted), line


def test_its_python_runs(
    emptied: Server, in_the_sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (body,) = [body for body in BLOCKS if body.startswith("import clew\n")]
    exec(compile(body.replace("bolt://localhost", emptied.address), "page", "exec"), {})
    wanted = f"{emptied.address} True\n" * 2 + f"['{emptied.address}']\n"
    assert capsys.readouterr().out == wanted


def test_the_container_listens_on_this_machine_alone_and_its_password_is_in_no_file() -> None:
    (shown,) = [body for kind, body in BLOCK.findall(PAGE) if kind == "yaml"]
    (service,) = yaml.safe_load(shown)["services"].values()
    assert yaml.safe_load(COMPOSE.read_text(encoding="utf-8")) == yaml.safe_load(shown)
    assert service["image"] == "neo4j:5"
    assert service["ports"] == ["127.0.0.1:7687:7687"]
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")


def test_the_readme_has_it_in_three_lines() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"^```\n(read -rs NEO4J.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert f"```\n{lines}```" in PAGE and len(lines.splitlines()) == 3
    assert COMPOSE.relative_to(ROOT).as_posix() in lines
