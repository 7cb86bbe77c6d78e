"""How well names are matched: recall and false matches on pairs of known truth.

    python benchmarks/names.py [FOLDER]

FOLDER holds persons.csv, companies.csv and places.csv with the columns kind, lang, script, left,
right, relation (same|different), hardness. Prints; asserts nothing.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from clew.graph.identity.compare import strongest
from clew.graph.identity.scripts import readings

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "names-cross-script"


def rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield every pair of the folder's three files."""
    for name in ("persons", "companies", "places"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def matched(row: dict[str, str]) -> str:
    """Return how the pair matches, '' if it does not."""
    person = row["kind"] == "person"
    left, right = (readings(row[side], person=person) for side in ("left", "right"))
    return strongest(left, right, person=person)


def main() -> None:
    """Print a table: a line for each kind, script and language."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    counts: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    began, number = time.process_time(), 0
    for row in rows(folder):
        number += 1
        found = int(bool(matched(row)))
        truth = row["hardness"] or "same"
        counts["all", "", row["script"]][truth].append(found)
        counts[row["kind"], row["lang"], row["script"]][truth].append(found)
    spent = time.process_time() - began
    print(f"{'kind':8} {'lang':16} {'script':6} {'recall':>14} {'false, near':>14} {'easy':>12}")
    for (kind, lang, script), truths in sorted(counts.items()):
        told = [f"{sum(truths[t])}/{len(truths[t])}" for t in ("same", "near", "easy")]
        print(f"{kind:8} {lang:16} {script:6} {told[0]:>14} {told[1]:>14} {told[2]:>12}")
    print(f"{number} pairs, {number / spent:,.0f} a second of CPU")


if __name__ == "__main__":
    main()
