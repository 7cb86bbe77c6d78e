"""At a real terminal: no prompt for a server that is not there, no echo, and Ctrl-C ends it."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bolt_listeners import greets_and_leaves, greets_and_stalls, listening

pty = pytest.importorskip("pty", reason="terminals of this kind are Unix's")
Said = tuple[int, str, float]
SECRET = "correct-horse-battery"
CTRL_C = "\x03"
#: What a start of Python and the first reading of the case may take on a busy machine, seconds.
LIMIT = 60.0


@pytest.fixture
def typing(own_case: Path, tmp_path: Path) -> Callable[..., Said]:
    """Run a command at a terminal of its own; gives exit code, all that stood there, seconds.

    Each answer is typed when its question stands there.
    """

    def run(arguments: list[str], *answers: tuple[str, str]) -> Said:
        unset = {name for name in os.environ if "NEO4J" in name or name == "CLEW_NETRC"}
        own = {name: value for name, value in os.environ.items() if name not in unset}
        began = time.monotonic()
        child, terminal = pty.fork()
        if child == 0:
            command = [sys.executable, "-m", "clew", *arguments]
            os.execve(sys.executable, command, own | {"HOME": str(tmp_path)})
        shown = _typed(terminal, list(answers), began + LIMIT)
        if time.monotonic() >= began + LIMIT:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), shown, time.monotonic() - began

    return run


def _typed(terminal: int, answers: list[tuple[str, str]], end: float) -> str:
    shown = ""
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            some = os.read(terminal, 65536)
        except OSError:  # the command has ended
            some = b""
        if not some:
            break
        shown += some.decode(errors="replace")
        while answers and answers[0][0] in shown:
            time.sleep(0.2)  # the echo is off a moment after the question
            os.write(terminal, answers.pop(0)[1].encode())
    return shown


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_is_not_there_is_told_at_once_and_nobody_is_asked(
    typing: Callable[..., Said],
) -> None:
    code, shown, seconds = typing(["push", f"bolt://127.0.0.1:{_free_port()}"])
    assert code == 2 and "nothing listens there" in shown
    assert "Password" not in shown and "User at" not in shown
    assert seconds < LIMIT / 2


def test_a_password_is_never_seen_at_the_terminal(typing: Callable[..., Said]) -> None:
    with listening(greets_and_leaves) as port:
        place = f"bolt://127.0.0.1:{port}"
        code, shown, _ = typing(["push", place], ("User at", "ann\n"), ("Password", f"{SECRET}\n"))
    assert code == 2 and "broke off" in shown
    assert SECRET not in shown and SECRET[:6] not in shown


@pytest.mark.parametrize("at", ["User at", "Password"])
def test_ctrl_c_at_a_question_ends_the_command(
    typing: Callable[..., Said], own_case: Path, at: str
) -> None:
    answers = [("User at", "ann\n"), ("Password", SECRET[:5] + CTRL_C)]
    if at == "User at":
        answers = [("User at", CTRL_C)]
    before = (own_case / "case.toml").read_bytes()
    with listening(greets_and_leaves) as port:
        code, shown, _ = typing(["graph", "move", f"bolt://127.0.0.1:{port}"], *answers)
    assert code == 130 and "Traceback" not in shown and SECRET[:5] not in shown
    assert (own_case / "case.toml").read_bytes() == before


def test_ctrl_c_while_a_server_is_waited_for_ends_the_command(typing: Callable[..., Said]) -> None:
    with listening(greets_and_stalls) as port:
        answers = [("User at", "\n"), ("Password", f"{SECRET}\n"), ("Pushing", CTRL_C)]
        code, shown, seconds = typing(["push", f"bolt://127.0.0.1:{port}"], *answers)
    assert code == 130 and "Traceback" not in shown and SECRET not in shown
    assert seconds < LIMIT / 2


def test_with_no_stdin_at_all_nobody_is_asked(program: Any, own_case: Path, tmp_path: Path) -> None:
    place = f"bolt://127.0.0.1:{_free_port()}"
    said = program("push", place, env={"HOME": str(tmp_path)}, preexec_fn=lambda: os.close(0))
    assert said.returncode == 2 and "nothing listens there" in said.stderr
