"""RDF beside rdflib: writing what a case holds, and asking it; run `python -m benchmarks.rdf`.

The triples are those of a generated case's export. rdflib writes a graph that it already holds;
Clew reads the items from the disk, salts their ids and writes.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rdflib

import clew
from benchmarks.invented import notes
from benchmarks.timing import line, once
from clew.graph.exchange.rdf import jsonld, lines, turtle
from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.exchange.rdf.dataset import dataset, quads
from clew.graph.exchange.rdf.names import PREFIXES
from clew.graph.handed import HandedOn

WRITERS = {"nt": lines.write, "turtle": turtle.write, "json-ld": jsonld.write}
QUESTIONS = {
    "count": "SELECT (COUNT(*) AS ?n) { ?t a clew:Tie ; clew:status clew:alleged }",
    "join": (
        "SELECT (COUNT(*) AS ?n) { ?t a clew:Tie ; rdf:object ?b ; clew:claim ?c ."
        " ?c prov:wasDerivedFrom ?s . ?b rdfs:label ?name FILTER (STRENDS(?name, 'a')) }"
    ),
}


def measure(ties: int = 20_000) -> None:
    """Print triples a second of each writer, and seconds of each question."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        notes(place / "notes", ties)
        case = clew.create(place / "case")
        case.load(place / "notes")
        with case.opened() as graph:
            given = HandedOn(graph)
            pieces = list(quads(given))
            peer = rdflib.Dataset()
            load = once(lambda: peer.parse(data=b"".join(pieces), format="nquads"))
            count = 0
            for form, write in WRITERS.items():
                count = _written(write, given)
                own = count / once(partial(_written, write, given))
                serialize = peer.default_graph.serialize
                other = count / once(partial(serialize, format=form))
                print(line(f"write {form}, triples/s", f"{own:,.0f}", f"{other:,.0f}", "rdflib"))
        held = dataset(pieces)
        took = once(lambda: dataset(pieces))
        print(line(f"load {count:,} triples", f"{took:.1f} s", f"{load:.1f} s", "rdflib"))
        for name, text in QUESTIONS.items():
            own = once(partial(_rows, held, text))
            other = once(partial(_rows, peer, text))
            print(line(f"ask {name}", f"{own:.2f} s", f"{other:.2f} s", "rdflib alone"))


def _written(write: Callable[..., int], given: HandedOn) -> int:
    return write(io.BytesIO(), blocks(given))


def _rows(data: rdflib.Dataset, text: str) -> int:
    return len(list(data.query(text, initNs=PREFIXES)))


if __name__ == "__main__":
    measure()
