"""Compare the engines on generated queries: `python -m tests.differential --seed 1 --count 500`.

It starts a Neo4j server of its own (Java 17 and, the first time, Maven), fills both engines with
the invented graph, prints a count of each verdict, and every query that is not answered alike.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.differential.comparing import verdict
from tests.differential.grammar import make
from tests.differential.running import engines
from tests.neo4j_server import running, why_not

#: What is not printed query by query.
QUIET = ("same", "order", "refused", "time", "many", "error both")


def main() -> int:
    """Run, print, and return 1 where a query is answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--quiet", action="store_true", help="print wrong ones only")
    asked = parser.parse_args()
    if reason := why_not():
        print(reason)
        return 2
    numbers = range(asked.first, asked.first + asked.count)
    texts = [make(asked.seed, number).text for number in numbers]
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with running(place / "server") as server, engines(place, server) as both:
            began = time.monotonic()
            empty, here_seconds, there_seconds = 0, 0.0, 0.0
            for number, (text, here, there) in zip(numbers, both.pairs(texts), strict=True):
                said = verdict(text, here, there, both)
                found[said] += 1
                empty += there.rows is not None and not there.rows.rows
                here_seconds += here.seconds
                there_seconds += there.seconds
                if said == "wrong" or (said not in QUIET and not asked.quiet):
                    print(f"{said} {asked.seed}:{number} {here.words or there.words}\n  {text}")
            took = time.monotonic() - began
    print(dict(found.most_common()))
    print(f"{empty} without rows; {took:.0f} s, embedded {here_seconds:.0f}, server {there_seconds:.0f}")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
