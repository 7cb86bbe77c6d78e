"""Transactions of a push on their way, while the next window is prepared: they end in their order.

What is there of a push that broke off is so always its first part. Nodes of two windows are made at
once, and the second commits when the first has; edges wait for that before they begin, since the
server locks their ends: of two who want the same ones, each would wait for the other.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from clew.graph.stores.neo4j_link import Link

#: Transactions under way at once, and how long (seconds) one waits at its end for the one before:
#: where they wait for each other, the later one gives way and comes again.
LANES = 2
TURN = 30.0
_Before = Future[None] | None
Work = Callable[[Any, Callable[[], None]], None]


class Lanes:
    """Sends work to a database: functions of a transaction and of a wait for their turn to end."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._sent: deque[Future[None]] = deque()

    def send(self, work: Work, *, alone: bool) -> None:
        """Begin, `alone` after all before; raises what work sent earlier raised.

        Waits while as many are under way as may be.
        """
        while len(self._sent) >= LANES:
            self._sent.popleft().result()
        mine: Future[None] = Future()
        given = (self._link, work, self._sent[-1] if self._sent else None, alone, mine)
        threading.Thread(target=_run, args=given, name="clew-push", daemon=True).start()
        self._sent.append(mine)

    def end(self) -> None:
        """Wait for all that is under way; raises what the first of it raised."""
        while self._sent:
            self._sent.popleft().result()

    def settle(self) -> None:
        """Wait until nothing is under way, whatever it raised."""
        while self._sent:
            self._sent.popleft().exception()


class _GaveWay(Exception):
    """A transaction waited too long for its turn, and was taken back."""


def _run(link: Link, work: Work, before: _Before, alone: bool, mine: Future[None]) -> None:
    try:
        _work(link, work, before, alone)
    except BaseException as error:  # handed to the caller, who raises it
        mine.set_exception(error)
    else:
        mine.set_result(None)


def _work(link: Link, work: Work, before: _Before, alone: bool) -> None:
    if before and not alone:
        try:
            link.write(lambda tx: work(tx, lambda: _await(before)))
            return
        except _GaveWay:
            pass
    if before:
        before.result()
    link.write(lambda tx: work(tx, lambda: None))


def _await(before: Future[None]) -> None:
    try:
        before.result(TURN)
    except TimeoutError:
        if before.done():  # it was its own error
            raise
        raise _GaveWay from None
