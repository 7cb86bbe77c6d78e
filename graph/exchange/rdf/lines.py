"""N-Triples and N-Quads: a line each, so that whatever reads lines reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.exchange.rdf.block import Block
from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.handed import HandedOn

#: Blocks that are written together.
_AT_ONCE = 2_000


def ntriples(given: HandedOn, place: Place) -> Told:
    """Write N-Triples (https://www.w3.org/TR/n-triples/)."""
    with place.open() as file:
        return Told(more={"triples": write(file, blocks(given))})


def nquads(given: HandedOn, place: Place) -> Told:
    """Write N-Quads (https://www.w3.org/TR/n-quads/), with a graph for each weaker status."""
    with place.open() as file:
        return Told(more={"quads": write(file, blocks(given, named=True))})


def write(file: BinaryIO, some: Iterable[Block]) -> int:
    """Write blocks as lines, those of a graph with its name; returns how many lines."""
    count = 0
    for lines in told(some):
        count += len(lines)
        file.write("".join(lines).encode())
    return count


def told(some: Iterable[Block]) -> Iterator[list[str]]:
    """Yield the lines of blocks, many at a time."""
    for part in _parts(some):
        yield [
            f"{subject} {predicate} {value} {graph} .\n"
            if graph
            else f"{subject} {predicate} {value} .\n"
            for subject, pairs, graph in part
            for predicate, value in pairs
        ]


def _parts(some: Iterable[Block]) -> Iterator[list[Block]]:
    rest = iter(some)
    while part := list(islice(rest, _AT_ONCE)):
        yield part
