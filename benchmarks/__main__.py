"""Run every measurement and print it beside a peer's in the same run: medians, nothing asserted.

python -m benchmarks [--ties N]      N ties in the generated case, 50,000 without it
python -m benchmarks view            pages in Chromium alone: size, first picture, panning
python -m benchmarks annotations     each annotation format alone, beside its peer
python -m benchmarks exports [--ties N] [--rounds N] [FORMAT…]  exports beside `ftm`, and floors
python -m benchmarks sparql [--ties N]  RDF and SPARQL beside plain rdflib
python -m benchmarks server [PART…]  a graph on a Neo4j server: push, ftm, asking; all of it
python -m benchmarks scale [--ties N]  growth from 10,000 ties to N, a million without it
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import asking, exports, importing, lists, scale, server, sparql, starting, view
from benchmarks.annotations import measure as measure_annotations
from benchmarks.timing import line


def main() -> None:
    """Print starting, then importing and asking: the sample, a generated case, a whole list."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--ties", type=int, help="ties of the generated case, or the largest one")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--documents", type=int, default=2_000, help="annotated ones, per format")
    alone = ["view", "annotations", "exports", "sparql", "server", "scale"]
    parser.add_argument("what", nargs="?", choices=alone, help="this alone; else all but these")
    parser.add_argument("parts", nargs="*", help="formats, or parts of `server`; else all")
    told = parser.parse_intermixed_args()
    if told.what == "view":
        view.measure()
        return
    if told.what == "annotations":
        measure_annotations(told.documents, told.parts)
        return
    if told.what == "exports":
        exports.measure(told.ties or 80_000, told.rounds, told.parts)
        return
    if told.what == "sparql":
        sparql.measure(told.ties or 5_200, told.rounds)
        return
    if told.what == "server":
        server.measure(told.ties or 300_000, told.rounds, told.parts)
        return
    if told.what == "scale":
        scale.measure(told.ties or 1_000_000)
        return
    ties = told.ties or 50_000
    print(line("what", "Clew", "peer", "the peer"))
    starting.measure()
    with tempfile.TemporaryDirectory() as folder:
        sample, generated = importing.measure(Path(folder), ties)
        asking.measure("sample", sample, "Ly Yong Phat")
        asking.measure(f"{ties:,} ties", generated)
        lists.measure(Path(folder))


if __name__ == "__main__":
    main()
