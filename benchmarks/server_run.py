"""A server of the tests' own kind for measurements, and what it takes of time, memory and disk.

On a machine that others use, the clock says little: processor seconds of client and server are
measured beside it. Its settings are those of the tests: 512 MB of heap, 64 MB of page cache.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clew.graph.stores.address import Address, address
from clew.graph.stores.neo4j_empty import clear_schema, empty
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import look, swap
from tests import neo4j_server

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: of the clock, of this process's processor time, and of the server's."""

    clock: float
    client: float
    server: float

    @property
    def processor(self) -> float:
        """Processor seconds of both sides."""
        return self.client + self.server


@dataclass
class Bench:
    """A running server, and what is measured of it."""

    server: neo4j_server.Server

    @property
    def place(self) -> Address:
        """Its address."""
        return address(self.server.address)

    def spent(self, job: Callable[[], object]) -> Spent:
        """Return what a job takes."""
        before = time.perf_counter(), time.process_time(), self._processor()
        job()
        after = time.perf_counter(), time.process_time(), self._processor()
        return Spent(*(late - early for early, late in zip(before, after, strict=True)))

    def empty(self) -> None:
        """Leave nothing in the database: no item, no mark, no index."""
        link = Link(self.place)
        if held := link.read(look):
            swap(link, held, None, "whole")
        empty(link, None)
        clear_schema(link)
        link.close()

    def memory(self) -> float:
        """Return the most megabytes of memory that the server's process ever had."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def stopped(self) -> float:
        """Stop it; return the megabytes of its database, without the log of transactions."""
        self.server.stop()
        return size(self.server.home / "data" / "databases" / "neo4j")

    def _processor(self) -> float:
        try:
            told = Path(f"/proc/{self.server.process.pid}/stat").read_text(encoding="ascii")
        except OSError:  # no such files on this system
            return 0.0
        fields = told.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


def size(folder: Path) -> float:
    """Return the megabytes of the files in a folder, or of one file."""
    files = folder.rglob("*") if folder.is_dir() else (folder,)
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


@contextmanager
def bench(folder: Path) -> Iterator[Bench | None]:
    """Run a server in a folder until the block ends; None, with a line why, where there is none."""
    if reason := neo4j_server.why_not():
        print(reason)
        yield None
        return
    with neo4j_server.running(folder) as server:
        yield Bench(server)
