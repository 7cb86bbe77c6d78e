"""What an export says is to be typed works when it is copied, whatever its folder is called."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from clew import Case
from clew.demo import demo

FOLDERS = ("plain", 'it\'s "two" words', "$HOME `id`; \\n &", "-rf", "line\nend", "ភ្នំពេញ 😀")
#: A tool that tells where it was called, and with what.
TOOL = '#!/bin/sh\npwd; printf "<%s>\\n" "$@"\n'


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(params=FOLDERS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with tools beside it, where a user is at work."""
    tools, folder = tmp_path / "tools", tmp_path / "work" / request.param
    tools.mkdir()
    folder.mkdir(parents=True)
    for name in ("neo4j-admin", "cypher-shell"):
        (tools / name).write_text(TOOL)
        (tools / name).chmod(0o700)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("CDPATH", str(tools))
    monkeypatch.chdir(tmp_path / "work")
    return Path(request.param)


def typed(text: str) -> list[str]:
    done = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_call_of_an_import_works_from_where_it_was_made(sample: Case, place: Path) -> None:
    done = sample.export("neo4j-admin", place / place.name)
    begin = done.then.index("cd ")
    told = typed(done.then[begin : done.then.index("\nIt runs:")])
    folder = place.absolute() / place.name
    assert "\n".join(told).startswith(f"{folder}\n<database>\n<import>\n<full>\n<neo4j>\n")
    names = [one for line in told if "es=" in line for one in line[1:-1].split("=")[1].split(",")]
    assert len(names) > 10 and all((folder / one).is_file() for one in names)


def test_the_call_of_a_script_works_from_where_it_was_made(sample: Case, place: Path) -> None:
    done = sample.export("cypher", place / "a b.cypher")
    said = done.then.partition(": ")[2].replace(" -a ADDRESS -u USER -d DATABASE", "")
    told = "\n".join(typed(said))
    assert Path(told[told.index("<-f>\n<") + 6 : -1]).is_file()
