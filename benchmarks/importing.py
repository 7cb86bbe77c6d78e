"""How fast annotated notes become a case, and a case a graph."""

from __future__ import annotations

import time
from pathlib import Path

import clew
from benchmarks import invented
from benchmarks.timing import line, ms, once
from clew import Case
from clew.graph.refresh import refresh
from clew.importing import Options, run
from clew.sample import copy_to


def measure(folder: Path, ties: int) -> tuple[Case, Case]:
    """Print spans a second of an import, and of making the graph; returns sample and generated."""
    files = copy_to(folder / "sample-files")
    sample = _case("sample", folder, files / "notes")
    number = invented.notes(folder / "notes", ties)
    generated = _case(f"{number:,} notes, {ties:,} ties", folder, folder / "notes")
    again = once(lambda: generated.load(folder / "notes"))
    print(line("the same import again", ms(again)))
    return sample, generated


def _case(name: str, folder: Path, notes: Path) -> Case:
    case = clew.create(folder / f"case-{len(list(folder.iterdir()))}")
    began = time.perf_counter()
    summary = run(case.directory, [notes], Options())
    spent = time.perf_counter() - began
    spans = sum(item["annotations"]["spans"] for item in summary.to_json()["sources"])
    graph = once(lambda: refresh(case.directory))
    print(line(f"import, {name}", f"{spans / spent:,.0f} spans/s", f"{spans:,} spans"))
    print(line(f"graph, {name}", f"{spans / graph:,.0f} spans/s", f"{graph:,.2f} s"))
    return case
