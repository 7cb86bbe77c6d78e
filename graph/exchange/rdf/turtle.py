"""Turtle and TriG, a block after another as they come: what is said of one subject in one place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import BinaryIO

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.exchange.rdf.block import TYPE, Block
from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.exchange.rdf.names import PREFIXES, compact
from clew.graph.exchange.rdf.nanopublications import nanopublications as told
from clew.graph.handed import HandedOn


def turtle(given: HandedOn, place: Place) -> Told:
    """Write Turtle (https://www.w3.org/TR/turtle/)."""
    with place.open() as file:
        return Told(more={"triples": write(file, blocks(given))})


def trig(given: HandedOn, place: Place) -> Told:
    """Write TriG (https://www.w3.org/TR/trig/), with a graph for each weaker status."""
    with place.open() as file:
        return Told(more={"quads": write(file, blocks(given, named=True))})


def nanopublications(given: HandedOn, place: Place) -> Told:
    """Write each claim as a nanopublication, as TriG (https://nanopub.net/guidelines/)."""
    with place.open() as file:
        return Told(more={"quads": write(file, told(given))})


def write(file: BinaryIO, some: Iterable[Block]) -> int:
    """Write blocks, those of a graph that follow one another in its braces; returns a count."""
    head = (f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    file.write("".join(head).encode())
    count = 0
    for graph, group in groupby(some, lambda block: block.graph):
        if graph:
            file.write(f"\n{compact(graph)} {{".encode())
        for block in group:
            count += len(block.pairs)
            file.write(_block(block).encode())
        if graph:
            file.write(b"}\n")
    return count


def _block(block: Block) -> str:
    said: dict[str, list[str]] = {}
    for predicate, value in block.pairs:
        said.setdefault(predicate, []).append(short(value))
    lines = (f"{_verb(verb)} {', '.join(values)}" for verb, values in said.items())
    return f"\n{compact(block.subject)} {_END.join(lines)} .\n"


_END = " ;\n    "


def _verb(predicate: str) -> str:
    return "a" if predicate == TYPE else compact(predicate)


def short(value: str) -> str:
    """Return an object as Turtle writes it: prefixed names for IRIs and types of literals."""
    if value[0] == "<":
        return compact(value)
    if value[-1] != ">":
        return value
    words, _, datatype = value.rpartition("^^")
    return f"{words}^^{compact(datatype)}"
