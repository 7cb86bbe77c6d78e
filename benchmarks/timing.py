"""How long something takes: the median of some runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median(job: Callable[[], object], runs: int = 7) -> float:
    """Return the median of `runs` runs in seconds, after one that does not count."""
    job()
    return statistics.median(once(job) for _ in range(runs))


def once(job: Callable[[], object]) -> float:
    """Return how many seconds one run takes."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def ms(seconds: float) -> str:
    """Return seconds as milliseconds for a table."""
    return f"{seconds * 1000:,.2f} ms"


def line(what: str, own: str, peer: str = "", which: str = "") -> str:
    """Return a line of the table."""
    return f"{what:44} {own:>16} {peer:>16}  {which}".rstrip()
