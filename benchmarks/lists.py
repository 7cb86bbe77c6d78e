"""OFAC's whole list of 2021: from its files to a graph that answers, and each question on it.

    python -m benchmarks.lists

Beside it stands what `csv` needs to read the same files alone, in the same run.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import clew
from benchmarks.timing import line, median, ms, once
from clew import Case
from clew.graph.refresh import refresh
from clew.importing import Options, run
from clew.queries.library import QUESTIONS

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "ofac-watchman-2021-bench"
FILES = ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
PUBLISHED = "2021-07-15"
#: What the questions are asked of: an entity with many ties, and another one tied to it.
START, END = "ISLAMIC REVOLUTIONARY GUARD CORPS (IRGC)-QODS FORCE", "HIZBALLAH"
GIVEN: Mapping[str, Any] = {
    "start": START,
    "entity": START,
    "to": END,
    "since": "2021-01",
    "until": "2021-12",
}
#: What a question needs besides.
MORE: Mapping[str, Mapping[str, Any]] = {"strip": {"only": "official"}}


def measure(folder: Path) -> None:
    """Print the measurements; a line says so where the list is not there."""
    files = [FOLDER / name for name in FILES]
    if not all(file.is_file() for file in files):
        print(line("the list of 2021", "not here"))
        return
    rows = once(lambda: [_rows(file) for file in files])
    case = clew.create(folder / "list")
    claims, taken, cpu = _import(case, files)
    print(line("the list of 2021: import", f"{claims / taken:,.0f} claims/s", f"{claims:,} claims"))
    began = time.process_time()
    graph = once(lambda: refresh(case.directory))
    cpu += time.process_time() - began
    print(line("the list of 2021: graph", f"{claims / graph:,.0f} claims/s", f"{graph:,.2f} s"))
    whole = taken + graph
    print(line("the list of 2021: to a graph", f"{whole:,.2f} s", ms(rows), "csv alone reads it"))
    print(line("the list of 2021: processor time", f"{cpu:,.2f} s"))
    _look_up(case)
    _ask(case)


def _rows(file: Path) -> int:
    with file.open(encoding="latin-1", newline="") as text:
        return sum(1 for _ in csv.reader(text))


def _import(case: Case, files: list[Path]) -> tuple[int, float, float]:
    """Return how many claims came, in how many seconds of the clock and of the processor."""
    began, used = time.perf_counter(), time.process_time()
    summary = run(case.directory, files, Options(facts={"published": PUBLISHED}))
    spent = time.perf_counter() - began, time.process_time() - used
    return sum(item["claims_new"] for item in summary.to_json()["sources"]), *spent


def _look_up(case: Case) -> None:
    with case.opened() as graph:
        start = graph.entity(START)
        print(line("list: exact name", ms(median(lambda: graph.entity(START)))))
        print(line("list: point look-up", ms(median(lambda: graph.node(start.id)))))
    print(line("list: find by name", ms(median(lambda: case.find("Qods Force"), 3))))
    print(line("list: find, misspelt", ms(median(lambda: case.find("Hizbalah"), 3))))


def _ask(case: Case) -> None:
    """Print each question whose parameters a list can fill; it has no compound."""
    for question in QUESTIONS.values():
        required = [p.name for p in question.parameters if p.required]
        lacking = [name for name in required if name not in GIVEN]
        if lacking:
            print(line(f"list: ask {question.name}", "not asked", "", f"needs: {lacking[0]}"))
            continue
        given = {name: GIVEN[name] for name in required} | dict(MORE.get(question.name, {}))
        spent = median(lambda q=question.name, g=given: case.ask(q, **g), 3)  # type: ignore[misc]
        print(line(f"list: ask {question.name}", ms(spent)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(line("what", "Clew", "peer", "the peer"))
        measure(Path(place))
