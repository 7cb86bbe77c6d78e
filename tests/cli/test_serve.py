"""`clew serve` as a process of its own: what listens, what is left, where the password stands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Clew = Callable[..., Any]
Json = dict[str, Any]


@contextmanager
def serving(case: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], Json]]:
    """Run `clew serve` in a case; gives the process and what it said on stdout."""
    command = [sys.executable, "-m", "clew", "serve", "--case", str(case), "--bolt", "0"]
    process = subprocess.Popen(
        [*command, "--format", "json", *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said, process.communicate()[1]
        yield process, json.loads(said)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def sockets(process: int) -> dict[str, list[str]]:
    """Return the sockets of a process, by kind, as /proc has them: its own address and state."""
    held = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        target = os.readlink(link)
        if target.startswith("socket:["):
            held.add(target[8:-1])
    found: dict[str, list[str]] = {}
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "unix"):
        for line in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[6 if kind == "unix" else 9] in held:
                found.setdefault(kind, []).append(f"{parts[1]} {parts[3]}")
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="sockets are read from /proc, on Linux alone")
def test_one_socket_listens_and_it_is_bolt_on_loopback(own_case: Path) -> None:
    neo4j = pytest.importorskip("neo4j")
    with serving(own_case) as (process, said):
        port = int(said["address"].rpartition(":")[2])
        assert said["address"] == f"bolt://127.0.0.1:{port}"
        listens = {"tcp": [f"0100007F:{port:04X} 0A"]}
        assert sockets(process.pid) == listens
        auth = said["user"], said["password"]
        with neo4j.GraphDatabase.driver(said["address"], auth=auth) as driver:
            count = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
            connected = sockets(process.pid)
        assert count == said["nodes"] == 71
        assert {
            kind: [one for one in all if one.endswith("0A")] for kind, all in connected.items()
        } == listens
        assert {one.split()[0] for one in connected["tcp"]} == {f"0100007F:{port:04X}"}


def test_the_password_is_said_once_and_kept_nowhere(own_case: Path) -> None:
    with serving(own_case) as (process, said):
        password = said["password"]
        if sys.platform == "linux":
            told = Path(f"/proc/{process.pid}/cmdline").read_text()
            told += Path(f"/proc/{process.pid}/environ").read_text()
            assert "serve" in told and password not in told
        files = [path for path in own_case.rglob("*") if path.is_file()]
        assert [path.name for path in files if password.encode() in path.read_bytes()] == []
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert password not in out + err and process.returncode == 0
    assert not list(own_case.glob("graph/served-*"))


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGHUP"])
def test_however_it_is_ended_the_copy_is_gone(own_case: Path, ending: str) -> None:
    if not hasattr(signal, ending):
        return
    with serving(own_case) as (process, _):
        assert len(list(own_case.glob("graph/served-*/engine"))) == 1
        process.send_signal(getattr(signal, ending))
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0 and err == "Served no more; the copy is removed.\n"
    assert not list(own_case.glob("graph/served-*"))


def test_what_a_killed_one_left_goes_with_the_next_command_and_no_other(
    own_case: Path, clew: Clew
) -> None:
    with serving(own_case) as (alive, _):
        kept = set(own_case.glob("graph/served-*"))
        with serving(own_case) as (process, _):
            (left,) = set(own_case.glob("graph/served-*")) - kept
            process.kill()
            process.wait(30)
        assert left.exists()
        assert clew("verify").code == 0
        assert set(own_case.glob("graph/served-*")) == kept and alive.poll() is None


def test_words_say_where_and_what_is_not_safe(own_case: Path) -> None:
    command = [sys.executable, "-m", "clew", "serve", "--bolt", "0", "--status", "official"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    lines = [process.stderr.readline() for _ in range(5)]
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    said = "".join(lines)
    assert out == "" and "bolt://127.0.0.1:" in said and "Lens: statuses official." in said
    assert "User neo4j, password " in said and "no longer in the case" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--bolt", "80"), "1024"),
        (("--bolt", "0", "--disclose", "all"), "public"),
        (("--bolt", "0", "--limit", "0"), "above 0"),
        (("--bolt", "0", "--timeout", "0"), "above 0"),
        ((), "--bolt"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    own_case: Path, clew: Clew, arguments: tuple[str, ...], words: str
) -> None:
    said = clew("serve", *arguments)
    assert said.code == 2 and said.out == "" and words in said.err
    assert not list(own_case.glob("graph/served-*"))


def test_a_copy_that_is_being_made_when_it_is_ended_goes_too(own_case: Path) -> None:
    command = [sys.executable, "-m", "clew", "serve", "--case", str(own_case), "--bolt", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 30
    while not list(own_case.glob("graph/served-*/engine")) and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert not list(own_case.glob("graph/served-*"))
