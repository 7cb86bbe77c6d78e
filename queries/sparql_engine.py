"""Processes that answer SPARQL: one is kept, since loading a case costs more than a question."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import Any

import orjson

from clew.graph.errors import QueryError, QueryRefused, QueryTimeout

_LATE = "no answer within {:g} seconds: narrow the query, or raise --timeout"
_DIED = "the query took too much memory, and was ended: narrow it"


class Engine:
    """A process that holds N-Quads and answers questions of them, one at a time."""

    def __init__(self, quads: Iterable[bytes]) -> None:
        """Start it, and hand over what it holds."""
        self._turn = threading.Lock()
        # -P: nothing is imported from the folder that one stands in
        command = [sys.executable, "-P", "-m", "clew.queries.sparql_process"]
        pipe, nowhere = (
            subprocess.PIPE,
            subprocess.DEVNULL,
        )  # what it logs may hold words of a source
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, stderr=nowhere)
        try:
            for piece in quads:
                self._write(len(piece).to_bytes(8) + piece)
            self._write(bytes(8))
            if self._read() != b"ready\n":
                raise QueryError("the process that answers SPARQL did not start: try again")
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, text: str, most: int, timeout: float) -> dict[str, Any]:
        """Return the answer, at most so many rows; the process ends with a query that is late."""
        with self._turn:
            late = threading.Event()

            def end() -> None:
                late.set()
                self._process.kill()

            timer = threading.Timer(timeout, end)
            timer.daemon = True
            timer.start()
            try:
                asked = {"text": text, "most": most, "seconds": timeout}
                self._write(orjson.dumps(asked) + b"\n")
                line = self._read()
            except BaseException:  # Ctrl-C: what is asked is not waited for
                self.close()
                raise
            finally:
                timer.cancel()
        if late.is_set():
            self.close()  # whoever asks next must not meet it dying
            raise QueryTimeout(_LATE.format(timeout))
        if not line.endswith(b"\n"):
            self.close()
            raise QueryError(_DIED)
        return _told(orjson.loads(line))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self._process.wait()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:  # it died: reading tells
            return

    def _read(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def _told(found: dict[str, Any]) -> dict[str, Any]:
    if "refused" in found:
        raise QueryRefused(found["refused"])
    if "failed" in found:
        raise QueryError(found["failed"])
    return found


_kept: dict[str, Engine] = {}
#: To be held while the kept process is asked: another thread may end it for a process of its own.
one_at_a_time = threading.Lock()


def engine(key: str, quads: Iterable[bytes]) -> Engine:
    """Return the process that holds this, by its key: the one that is kept, or a new one."""
    found = _kept.get(key)
    if found is None or not found.alive:
        forget()
        found = _kept[key] = Engine(quads)
    return found


def forget() -> None:
    """End the process that is kept."""
    while _kept:
        _kept.popitem()[1].close()


atexit.register(forget)
