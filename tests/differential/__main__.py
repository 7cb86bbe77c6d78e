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
from contextlib import suppress
from pathlib import Path

from clew.graph.errors import QueryRefused
from clew.graph.stores.guard import guard
from tests.differential.comparing import verdict
from tests.differential.grammar import make
from tests.differential.running import Engines, engines
from tests.differential.shrinking import shrink
from tests.neo4j_server import running, why_not

#: What is not printed query by query.
QUIET = ("same", "order", "refused", "time", "many", "error both", "loose", "N1", "N2", "N3", "N4")


def main() -> int:
    """Run, print, and return 1 where a query is answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--text", help="compare this text alone, and show both answers")
    parser.add_argument("--shrink", action="store_true", help="make wrong ones as small as can be")
    parser.add_argument("--quiet", action="store_true", help="print wrong ones only")
    asked = parser.parse_args()
    if reason := why_not():
        print(reason)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with running(place / "server") as server, engines(place, server) as both:
            return show(asked.text, both) if asked.text else compare(asked, both)


def compare(asked: argparse.Namespace, both: Engines) -> int:
    """Compare generated queries and print what is not alike."""
    numbers = range(asked.first, asked.first + asked.count)
    texts = [make(asked.seed, number).text for number in numbers]
    found: Counter[str] = Counter()
    empty, seconds, began = 0, [0.0, 0.0], time.monotonic()
    for number, (text, here, there) in zip(numbers, both.pairs(texts), strict=True):
        said = verdict(text, here, there, both)
        found[said] += 1
        empty += there.rows is not None and not there.rows.rows
        seconds = [seconds[0] + here.seconds, seconds[1] + there.seconds]
        if said == "wrong" or (said not in QUIET and not asked.quiet):
            print(f"{said} {asked.seed}:{number} {here.words or there.words}\n  {text}", flush=True)
            if asked.shrink and said in ("wrong", "caught"):
                print(f"  SMALL {shrink(text, lambda one: differs(one, both))}", flush=True)
    took = time.monotonic() - began
    print(f"seed {asked.seed}: {dict(found.most_common())}")
    print(
        f"{empty} without rows; {took:.0f} s, embedded {seconds[0]:.0f}, server {seconds[1]:.0f}",
        flush=True,
    )
    return 1 if found["wrong"] else 0


def differs(text: str, both: Engines) -> bool:
    """Tell whether the guarded engine answers a text otherwise than the server."""
    here = both.here(text, opinion=False)
    said = verdict(text, here, both.there(text), both) if here.kind == "rows" else ""
    return said in ("wrong", "caught")


def show(text: str, both: Engines) -> int:
    """Print what both engines make of one text, plain and guarded."""
    with suppress(QueryRefused):
        print("guarded:", guard(text).text)
    here, there, plain = both.here(text), both.there(text), both.read(both.embedded, text)
    for name, one in (("plain", plain), ("embedded", here), ("server", there)):
        rows = one.rows.rows if one.rows else []
        print(f"{name}: {one.kind} {one.words} {len(rows)} rows, {rows[:5]}, second {one.second}")
    print(verdict(text, here, there, both))
    return 0


if __name__ == "__main__":
    sys.exit(main())
