"""Threads that wait for an engine, so that the caller can stop waiting (rule 33)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

T = TypeVar("T")

#: Ctrl-C must be seen where a wait cannot be interrupted (Windows): wait in slices, seconds.
_SLICE = 0.1


class Abandoned(Exception):
    """The time limit passed before the job was done; it may still be running."""


class _Job(Generic[T]):
    """One call, and in time its result or error."""

    def __init__(self, call: Callable[[], T]) -> None:
        self.call = call
        self.done = threading.Event()
        self.result: T
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.call()
        except BaseException as error:  # handed to the caller, who raises it
            self.error = error
        self.done.set()

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        return self.result


class Workers:
    """Daemon threads, reused, since attaching one to an engine costs more than a look-up."""

    def __init__(self) -> None:
        self._idle: list[SimpleQueue[_Job[Any] | None]] = []
        self._jobs: set[_Job[Any]] = set()

    def call(self, job: Callable[[], T], timeout: float) -> T:
        """Return what `job()` returns; raises Abandoned after `timeout` seconds.

        Where the wait ends early (time, Ctrl-C) the thread is let go and ends after its job.
        """
        try:
            queue = self._idle.pop()
        except IndexError:
            queue = self._start()
        mine = _Job(job)
        self._jobs.add(mine)
        queue.put(mine)
        try:
            _wait(mine.done, timeout)
        except BaseException:
            queue.put(None)
            raise
        self._idle.append(queue)
        return mine.outcome()

    def busy(self, patience: float = 0.0) -> bool:
        """Say whether any thread is still at work after `patience` seconds."""
        end = time.monotonic() + patience
        return not all(job.done.wait(max(0.0, end - time.monotonic())) for job in list(self._jobs))

    def _start(self) -> SimpleQueue[_Job[Any] | None]:
        queue: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        thread = threading.Thread(target=self._serve, args=(queue,), name="clew-read", daemon=True)
        thread.start()
        return queue

    def _serve(self, queue: SimpleQueue[_Job[Any] | None]) -> None:
        while (job := queue.get()) is not None:
            job.run()
            self._jobs.discard(job)
            del job  # an idle thread must not keep a large result alive


def _wait(done: threading.Event, timeout: float) -> None:
    end = time.monotonic() + timeout
    while not done.wait(max(0.0, min(_SLICE, end - time.monotonic()))):
        if time.monotonic() >= end:
            raise Abandoned
