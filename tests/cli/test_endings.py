"""How a call ends: exit codes, Ctrl-C, a reader that goes away, streams of every sort."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.case import Case
from clew.graph.errors import LedgerError, SecondOpinion

Clew = Callable[..., Any]
FOREVER = (
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b UNWIND range(1, 1000) AS c"
    " WITH a, b, c WHERE a * b * c = -1 RETURN count(*) AS n"
)


def test_ctrl_c_abandons_a_query_at_once(demo_case: Path) -> None:
    command = [sys.executable, "-m", "clew", "query", FOREVER, "--timeout", "60"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    since = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - since < 2
    assert process.returncode == 130
    assert out == "" and err.strip() == ""


@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_however_a_call_is_ended_its_disclosed_graph_is_gone(own_case: Path, ending: str) -> None:
    if not hasattr(signal, ending):
        return
    command = [sys.executable, "-m", "clew", "query", FOREVER, "--disclose", "all"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while not list(own_case.glob("graph/disclosed-*/current")) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(own_case.glob("graph/disclosed-*/current"))
    process.send_signal(getattr(signal, ending))
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert not list(own_case.glob("graph/disclosed-*"))


def test_a_time_limit_ends_a_query_with_a_sentence(program: Clew, demo_case: Path) -> None:
    done = program("query", FOREVER, "--timeout", "0.5")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("Error: ") and len(done.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_error(demo_case: Path) -> None:
    text = "UNWIND range(1, 9999) AS a RETURN a, 'a long line that fills the pipe' AS b"
    command = [sys.executable, "-m", "clew", "query", text]
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}  # unbuffered, Python drops short writes
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(30) == 141
    assert process.stderr.read() == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_no_encoding_of_stdout_stops_an_answer(
    encoding: str, program: Clew, demo_case: Path
) -> None:
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = program("ask", "ties", "Ly Yong Phat", "--format", "table", env=environment)
    assert done.returncode == 0 and done.stderr == ""
    assert "— controls →" in done.stdout


def test_an_unknown_failure_is_one_sentence_without_names(
    clew: Clew, demo_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("Ly Yong Phat")

    monkeypatch.setattr(Case, "find", fail)
    said = clew("find", "x")
    assert said.code == 2 and said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "Ly Yong Phat" not in said.err and "--debug" in said.err
    for line in (["find", "x", "--debug"], ["--debug", "find", "x"]):
        told = clew(*line)
        assert told.code == 2 and "Traceback" in told.err
        assert told.err.index("may hold names") < told.err.index("Traceback")


@pytest.mark.parametrize("error", [SecondOpinion("12 rows and 11"), LedgerError("they disagree")])
def test_what_must_be_looked_at_has_its_own_exit_code(
    error: Exception, clew: Clew, demo_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Case, "query", fail)
    said = clew("query", "RETURN 1 AS a")
    assert (said.code, said.out, said.err) == (1, "", f"Error: {error}\n")


def test_both_programs_are_installed(demo_folder: Path) -> None:
    for name in ("clew", "clew-demo"):
        program = Path(sys.executable).with_name(name)
        done = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith("Usage: clew")


def test_who_acted_stands_in_the_log(clew: Clew, own_case: Path) -> None:
    os.environ["CLEW_USER"] = "a.tester"
    try:
        clew("withdraw", "notes/arrest-1.txt", "--because", "to test")
    finally:
        del os.environ["CLEW_USER"]
    last = clew("log").json[-1]
    assert (last["who"], last["verb"], last["because"]) == ("a.tester", "withdraw", "to test")
