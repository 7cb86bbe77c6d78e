"""Run every measurement and print it beside a peer's in the same run: medians, nothing asserted.

python -m benchmarks [--ties N]      N ties in the generated case, 50,000 without it
python -m benchmarks view            pages in Chromium alone: size, first picture, panning
python -m benchmarks annotations     each annotation format alone, beside its peer
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import asking, importing, lists, starting, view
from benchmarks.annotations import measure as measure_annotations
from benchmarks.timing import line


def main() -> None:
    """Print starting, then importing and asking: the sample, a generated case, a whole list."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--ties", type=int, default=50_000, help="ties of the generated case")
    parser.add_argument("--documents", type=int, default=2_000, help="annotated ones, per format")
    alone = ["view", "annotations"]
    parser.add_argument("what", nargs="?", choices=alone, help="this alone; else all but these")
    parser.add_argument("formats", nargs="*", help="annotation formats; else all of them")
    told = parser.parse_intermixed_args()
    if told.what == "view":
        view.measure()
        return
    if told.what == "annotations":
        measure_annotations(told.documents, told.formats)
        return
    ties = told.ties
    print(line("what", "Clew", "peer", "the peer"))
    starting.measure()
    with tempfile.TemporaryDirectory() as folder:
        sample, generated = importing.measure(Path(folder), ties)
        asking.measure("sample", sample, "Ly Yong Phat")
        asking.measure(f"{ties:,} ties", generated)
        lists.measure(Path(folder))


if __name__ == "__main__":
    main()
