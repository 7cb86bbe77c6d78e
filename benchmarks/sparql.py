"""RDF beside rdflib: writing what a case holds, and asking a million triples of it.

The triples are those of a generated case's export (`exports_items`). rdflib writes a graph that it
already holds; Clew reads the items from the disk, salts their ids and writes. Seconds are of the
processor, all threads together, the least of some rounds.
"""

from __future__ import annotations

import io
import logging
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rdflib

from benchmarks.exports_child import case, make
from benchmarks.timing import line
from clew.graph.exchange.rdf import jsonld, lines, turtle
from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.exchange.rdf.dataset import dataset, quads
from clew.graph.exchange.rdf.names import PREFIXES
from clew.graph.handed import HandedOn

WRITERS = {"nt": lines.write, "turtle": turtle.write, "json-ld": jsonld.write}
QUESTIONS = {
    "all ties of a status": "SELECT (COUNT(*) AS ?n) { ?t a clew:Tie ; clew:status clew:reported }",
    "ties, claims, names": (
        "SELECT (COUNT(*) AS ?n) { ?t a clew:Tie ; rdf:object ?b ; clew:claim ?c ."
        " ?c prov:wasDerivedFrom ?s . ?b rdfs:label ?name FILTER (STRENDS(?name, 'a')) }"
    ),
    "owners of owners": (
        "SELECT (COUNT(*) AS ?n) { ?a ftm:Ownership ?b . ?b ftm:Ownership ?c . FILTER (?a != ?c) }"
    ),
}


def measure(ties: int, rounds: int) -> None:
    """Print triples a second of each writer, then seconds of loading and of each question."""
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), round(ties * 1.5), ties)
        with case(Path(name)).opened() as graph:
            given = HandedOn(graph)
            pieces = list(quads(given))
            peer = rdflib.Dataset()
            load = _cpu(lambda: peer.parse(data=b"".join(pieces), format="nquads"))
            count = _written(lines.write, given)
            print(line(f"{count:,} triples", "Clew", "rdflib alone", "times"))
            for form, write in WRITERS.items():
                own = min(_cpu(partial(_written, write, given)) for _ in range(rounds))
                other = _cpu(partial(peer.default_graph.serialize, format=form))
                mine, theirs = (f"{count / spent:,.0f}/s" for spent in (own, other))
                print(line(f"write {form}", mine, theirs, f"{other / own:.1f}"))
    own = min(_cpu(partial(dataset, pieces)) for _ in range(rounds))
    print(line("load", f"{own:.1f} s", f"{load:.1f} s", f"{load / own:.1f}"))
    held = dataset(pieces)
    for what, text in QUESTIONS.items():
        own = min(_cpu(partial(_answer, held, text)) for _ in range(rounds))
        other = min(_cpu(partial(_answer, peer, text)) for _ in range(rounds))
        same = "" if _answer(held, text) == _answer(peer, text) else "  other answers!"
        print(line(f"ask {what}", f"{own:.3f} s", f"{other:.3f} s", f"{other / own:.1f}{same}"))


def _cpu(job: Callable[[], object]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


def _written(write: Callable[..., int], given: HandedOn) -> int:
    return write(io.BytesIO(), blocks(given))


def _answer(data: rdflib.Dataset, text: str) -> list[object]:
    return list(data.query(text, initNs=PREFIXES))
