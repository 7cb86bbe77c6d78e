"""Each question of the library on one case twice: its graph in the case, and on the server.

The two copies of a case are asked in turn, with all that a question does: opening the graph,
asking it, checking what it says against the ledger. Of the small case and of a generated one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import clew
from benchmarks import invented
from benchmarks.server_run import Bench
from benchmarks.timing import line, ms, once
from clew import Case
from clew.demo import demo
from clew.graph.errors import ClewError
from clew.graph.model import Node
from clew.graph.opened import Opened
from clew.importing import Options, run
from clew.queries.library import QUESTIONS

#: Ties of the generated case: half as many entities.
TIES = 40_000
RUNS = {"sample": 15, "generated": 5}
#: What a question needs besides its ends and days.
MORE: dict[str, dict[str, Any]] = {"strip": {"only": "official"}}
QUERIES = {
    "point look-up": "MATCH (n:Entity {id: $a}) RETURN n.name",
    "3 steps": "MATCH (n:Entity {id: $a})-[*3]-(m:Entity) RETURN count(DISTINCT m.id)",
    "shortest path": (
        "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}), p = shortestPath((a)-[*..6]-(b))"
        " RETURN length(p)"
    ),
    "all of a type": "MATCH ()-[r:OWNS]->() WHERE r.status = 'official' RETURN count(r)",
}


def measure(bench: Bench, folder: Path) -> None:
    """Print medians of one call for both cases."""
    for name, own in (("sample", _sample(folder)), ("generated", _generated(folder))):
        place = folder / f"{name}-on-server"
        shutil.copytree(own.directory.path, place)
        served = clew.open(place)
        served.move_graph(f"{bench.place}", replace=True)
        _measure(name, own, served, RUNS[name])


def _measure(name: str, own: Case, served: Case, runs: int) -> None:
    with ExitStack() as stack:
        here, there = (stack.enter_context(case.opened()) for case in (own, served))
        start, end = _ends(here)
        given = {"a": start.id, "b": end.id}
        for what, text in QUERIES.items():
            _told(
                f"{name}: {what}",
                lambda text=text: here.read(text, given),  # type: ignore[misc]
                lambda text=text: there.read(text, given),  # type: ignore[misc]
                runs,
            )
        compound = next((n for n in here.nodes() if "Compound" in n.labels), start)
    for what, parameters in _questions(start.id, end.id, compound.id):
        _told(
            f"{name}: ask {what}",
            lambda q=what, p=parameters: own.ask(q, **p),  # type: ignore[misc]
            lambda q=what, p=parameters: served.ask(q, **p),  # type: ignore[misc]
            runs,
        )


def _questions(start: str, end: str, compound: str) -> Iterator[tuple[str, dict[str, Any]]]:
    known = {"start": start, "entity": start, "to": end, "since": "2024-01", "until": "2024-12"}
    known["compound"] = compound
    for question in QUESTIONS.values():
        needed = [each.name for each in question.parameters if each.required]
        if all(name in known for name in needed):
            yield (
                question.name,
                {name: known[name] for name in needed} | MORE.get(question.name, {}),
            )


def _told(what: str, own: Callable[[], object], peer: Callable[[], object], runs: int) -> None:
    """Print the medians of two jobs that take turns, after one round that does not count."""
    try:
        times = [(once(own), once(peer)) for _ in range(runs + 1)][1:]
    except ClewError as error:
        print(line(what, type(error).__name__))
        return
    here, there = (median(each) for each in zip(*times, strict=True))
    print(line(what, ms(here), ms(there), f"on the server: {there / here:.1f} times as long"))


def _ends(graph: Opened) -> tuple[Node, Node]:
    """Return two named people, one with a middling number of ties, and one who is tied to it."""
    degrees: dict[str, int] = {}
    for edge in graph.edges():
        for end in (edge.start, edge.end):
            degrees[end] = degrees.get(end, 0) + 1
    people = [n for n in graph.nodes() if "Person" in n.labels and n.properties["name"]]
    people = sorted((n for n in people if n.id in degrees), key=lambda n: (degrees[n.id], n.id))
    return people[len(people) // 2], people[-1]


def _sample(folder: Path) -> Case:
    return demo(folder / "sample").case


def _generated(folder: Path) -> Case:
    invented.notes(folder / "notes", TIES)
    case = clew.create(folder / "generated")
    run(case.directory, [folder / "notes"], Options())
    with case.opened():
        return case
