"""A graph on a Neo4j server: pushing, beside the driver and `ftm export-cypher`; and asking.

The server is that of the tests, with their settings. Everything that is compared runs in turn in
one run; what else the machine does goes into both, and the spread is told.
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks import server_asking, server_ftm, server_push
from benchmarks.server_run import bench
from benchmarks.timing import line

PARTS = ("push", "ftm", "asking")
#: For each tie of the benchmark two thirds of a node, as in 300,000 and 200,000.
SHARE = 2 / 3


def measure(ties: int, rounds: int, wanted: list[str]) -> None:
    """Print the measurements that are wanted, all where none is named."""
    rust = "with" if find_spec("neo4j._rust") else "without"
    print(line("what", "Clew", "peer", f"the peer; {rust} neo4j-rust-ext"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with bench(folder / "server") as own:
            if own is None:
                return
            if not wanted or "push" in wanted:
                server_push.measure(own, folder, round(ties * SHARE), ties, rounds)
            if not wanted or "ftm" in wanted:
                server_ftm.measure(own, folder)
            if not wanted or "asking" in wanted:
                server_asking.measure(own, folder)
