"""The shell: from a pipe as scripts use it, and on a terminal as people do."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from clew.cli.prompt import Shell
from clew.graph.lens import Lens

Clew = Callable[..., Any]
FOREVER = (
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b UNWIND range(1, 1000) AS c"
    " WITH a, b, c WHERE a * b * c = -1 RETURN count(*) AS n;"
)


@pytest.fixture
def shell(demo_case: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Give a shell its lines; returns what it wrote."""
    import clew

    made = Shell(clew.open(demo_case), Lens(), form="json")

    def told(*lines: str) -> tuple[str, str]:
        capsys.readouterr()
        for line in lines:
            made.take(line)
        out, err = capsys.readouterr()
        return out, err

    return told


def test_a_text_ends_with_a_semicolon_or_an_empty_line(
    shell: Callable[..., tuple[str, str]],
) -> None:
    assert shell("MATCH (p:Person)", "RETURN count(p) AS n") == ("", "")
    assert json.loads(shell("")[0]) == [{"n": 4}]
    assert json.loads(shell("RETURN 1 AS a;")[0]) == [{"a": 1}]


def test_an_error_does_not_end_the_shell(shell: Callable[..., tuple[str, str]]) -> None:
    for line in ("CREATE (n);", ":nonsense", ":limit x", ":cite maybe", ":lens --status certain"):
        out, err = shell(line)
        assert out == "" and err.startswith("Error: "), line
    assert shell(':ask ties "Ly')[1].startswith("Error: ")
    assert json.loads(shell("RETURN 1 AS a;")[0]) == [{"a": 1}]


def test_parameters_are_set_and_shown(shell: Callable[..., tuple[str, str]]) -> None:
    shell(":param n Ly Yong Phat", ":param m [1, 2]")
    assert json.loads(shell(":param")[0]) == {"n": "Ly Yong Phat", "m": [1, 2]}
    assert json.loads(shell("RETURN $n AS n, $m AS m;")[0]) == [{"n": "Ly Yong Phat", "m": [1, 2]}]


def test_the_lens_changes_what_is_seen(shell: Callable[..., tuple[str, str]]) -> None:
    text = "MATCH (:Person)-[r:CONTROLS]->() RETURN count(r) AS n;"
    assert json.loads(shell(text)[0])[0]["n"] > 0
    assert shell(":lens --status official")[0] == "Lens: statuses official\n"
    assert json.loads(shell(text)[0]) == [{"n": 0}]
    ties = json.loads(shell(':ask ties "Ly Yong Phat" --to Compound')[0])
    assert [path["status"] for path in ties["paths"]] == ["official"]
    assert ties["lens"] == {"statuses": ["official"]}
    assert shell(":lens default")[0] == "Lens: default\n"
    assert json.loads(shell(text)[0])[0]["n"] > 0


def test_limit_cite_help_and_schema(shell: Callable[..., tuple[str, str]]) -> None:
    shell(":limit 1", ":timeout 10", ":cite on")
    out, err = shell("MATCH (p:Person) RETURN p;")
    assert len(json.loads(out)) == 1 and "evidence" in json.loads(out)[0]
    assert "Only the first 1 rows" in err
    assert ":param" in shell(":help")[0]
    assert "`Compound`" in shell(":schema Compound")[0]
    assert "--steps" in shell(":ask ties --help")[0]


def test_from_a_pipe_it_reads_to_the_end(program: Clew, demo_case: Path) -> None:
    done = program("shell", input="MATCH (p:Person)\nRETURN count(p) AS n")
    assert (done.returncode, json.loads(done.stdout)) == (0, [{"n": 4}])
    quits = program("shell", input=":quit\nCREATE (n);\n")
    assert (quits.returncode, quits.stdout) == (0, "")
    wrong = program("shell", input="CREATE (n);\nRETURN 1 AS a;\n")
    assert (wrong.returncode, json.loads(wrong.stdout)) == (2, [{"a": 1}])


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self.unread = b""  # one read may hold more than what was waited for

    def type(self, words: str) -> None:
        os.write(self.handle, words.encode())

    def until(self, pattern: str, patience: float = 20.0) -> str:
        end = time.monotonic() + patience
        while not (found := re.search(pattern.encode(), self.unread)):
            if time.monotonic() > end or not self.read():
                raise AssertionError(f"{pattern!r} did not come; this did: {self.unread!r}")
        seen, self.unread = self.unread[: found.end()], self.unread[found.end() :]
        return seen.decode("utf-8", "replace")

    def read(self) -> bool:
        """Take what is there; False where the program is gone."""
        if select.select([self.handle], [], [], 0.1)[0]:
            try:
                self.unread += os.read(self.handle, 65536)
            except OSError:
                return False
        return True


@contextmanager
def on_terminal(*arguments: str) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "clew", *arguments]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "100"}
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    ) as process:
        os.close(slave)
        try:
            yield Terminal(master), process
        finally:
            process.kill()
            os.close(master)


def test_on_a_terminal_history_stays_in_the_case(own_case: Path, monkeypatch: Any) -> None:
    home = own_case.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    with on_terminal("shell") as (terminal, process):
        terminal.until("clew> ")
        terminal.type("MATCH (p:Person)\n")
        terminal.until("… ")
        terminal.type("RETURN count(p) AS persons;\n")
        assert re.search(r"persons\s+4", terminal.until(r"1 row\."))
        terminal.until("clew> ")
        terminal.type("\x04")
        assert process.wait(20) == 0
    history = own_case / "history"
    assert "MATCH (p:Person)" in history.read_text("utf-8")
    assert history.stat().st_mode & 0o777 == 0o600
    files = [path for path in home.rglob("*") if path.is_file()]
    assert not any("Person" in path.read_text("utf-8") for path in files)
    with on_terminal("shell", "--no-history") as (terminal, process):
        terminal.until("clew> ")
        terminal.type("RETURN 42 AS kept_nowhere;\n:quit\n")
        assert process.wait(20) == 0
    assert "kept_nowhere" not in history.read_text("utf-8")


def test_ctrl_c_stops_the_question_and_not_the_shell(demo_case: Path) -> None:
    with on_terminal("shell", "--no-history") as (terminal, process):
        terminal.until("clew> ")
        terminal.type(FOREVER + "\n")
        time.sleep(1.5)
        os.killpg(process.pid, 2)
        terminal.until("Stopped", 5)
        terminal.type("RETURN 40 + 2 AS n;\n")
        assert "42" in terminal.until(r"1 row\.")
        terminal.type(":quit\n")
        assert process.wait(20) == 0
