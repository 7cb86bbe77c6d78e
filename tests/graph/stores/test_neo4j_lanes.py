"""Transactions under way at once commit in their order, and nothing behind one that failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, cast

import pytest

from clew.graph.stores import neo4j_lanes
from clew.graph.stores.neo4j_lanes import LANES, Lanes
from clew.graph.stores.neo4j_link import Link

Turn = Callable[[], None]


class _Database:
    """Stands for a database: what was begun, committed and rolled back, in that order."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.open = self.most = 0
        self._lock = threading.Lock()

    def write(self, work: Callable[[list[str]], None]) -> None:
        name: list[str] = []
        with self._lock:
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            work(name)
        except BaseException:
            self.told.append(f"{name[0]} undone")
            raise
        else:
            self.told.append(name[0])
        finally:
            with self._lock:
                self.open -= 1


@pytest.fixture
def database() -> _Database:
    return _Database()


@pytest.fixture
def lanes(database: _Database) -> Lanes:
    return Lanes(cast(Link, database))


def _work(name: str, *, lasts: float = 0.0, fails: bool = False) -> Callable[[Any, Turn], None]:
    def work(tx: list[str], turn: Turn) -> None:
        tx[:] = [name]
        time.sleep(lasts)
        if fails:
            raise ArithmeticError(name)
        turn()

    return work


def test_a_later_one_that_is_done_first_waits_to_commit(lanes: Lanes, database: _Database) -> None:
    for number, lasts in enumerate((0.2, 0.0, 0.1, 0.0, 0.0)):
        lanes.send(_work(str(number), lasts=lasts), alone=False)
    lanes.end()
    assert database.told == ["0", "1", "2", "3", "4"]
    assert database.most == LANES


def test_nothing_behind_one_that_failed_is_kept_and_its_error_is_told(
    lanes: Lanes, database: _Database
) -> None:
    lanes.send(_work("a"), alone=False)
    lanes.send(_work("b", lasts=0.1, fails=True), alone=False)
    with pytest.raises(ArithmeticError, match="b"):
        for name in "cdef":
            lanes.send(_work(name), alone=name == "d")
    lanes.settle()
    assert {one for one in database.told if "undone" not in one} == {"a"}


def test_what_goes_alone_begins_when_all_before_is_there(lanes: Lanes, database: _Database) -> None:
    begun_after: list[list[str]] = []

    def work(tx: list[str], turn: Turn) -> None:
        begun_after.append(list(database.told))
        _work("alone")(tx, turn)

    lanes.send(_work("a", lasts=0.1), alone=False)
    lanes.send(work, alone=True)
    lanes.end()
    assert begun_after == [["a"]]


def test_of_two_that_wait_for_each_other_the_later_gives_way_and_comes_again(
    lanes: Lanes, database: _Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_lanes, "TURN", 0.05)
    lock, begun = threading.Lock(), threading.Event()

    def earlier(tx: list[str], turn: Turn) -> None:
        tx[:] = ["earlier"]
        assert begun.wait(5)
        assert lock.acquire(timeout=5)
        lock.release()
        turn()

    def later(tx: list[str], turn: Turn) -> None:
        tx[:] = ["later"]
        with lock:
            begun.set()
            turn()

    lanes.send(earlier, alone=False)
    lanes.send(later, alone=False)
    lanes.end()
    assert database.told == ["later undone", "earlier", "later"]
