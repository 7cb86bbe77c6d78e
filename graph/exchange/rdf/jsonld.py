"""JSON-LD 1.1 in a flat form: a context, and a graph with a line for each block.

`{"@context": {…}, "@graph": [` is the first line, each further one an object with `@id`, `@type`
and lists of values, the last `]}`. One subject may have several lines: JSON-LD adds them up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.exchange.rdf.block import TYPE, Block
from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.exchange.rdf.names import PREFIXES, compact
from clew.graph.handed import HandedOn


def jsonld(given: HandedOn, place: Place) -> Told:
    """Write JSON-LD (https://www.w3.org/TR/json-ld11/)."""
    with place.open() as file:
        return Told(more={"triples": write(file, blocks(given))})


def write(file: BinaryIO, some: Iterable[Block]) -> int:
    """Write blocks as objects; returns how many triples."""
    named = {name: {"@id": iri, "@prefix": True} for name, iri in PREFIXES.items()}
    context = orjson.dumps({"@version": 1.1, **named}).decode()
    file.write(f'{{"@context": {context}, "@graph": ['.encode())
    count, comma = 0, "\n"
    for block in some:
        count += len(block.pairs)
        file.write(f"{comma}{_object(block)}".encode())
        comma = ",\n"
    file.write(b"\n]}\n")
    return count


def _object(block: Block) -> str:
    said: dict[str, list[str]] = {}
    for predicate, value in block.pairs:
        shown = f'"{_name(value)}"' if predicate == TYPE else _value(value)
        said.setdefault('"@type"' if predicate == TYPE else f'"{_name(predicate)}"', []).append(
            shown
        )
    parts = [f'"@id": "{_name(block.subject)}"']
    parts += [f"{name}: [{', '.join(values)}]" for name, values in said.items()]
    return f"{{{', '.join(parts)}}}"


def _value(value: str) -> str:
    if value[0] == "<":
        return f'{{"@id": "{_name(value)}"}}'
    if value[-1] != ">":
        return f'{{"@value": {value}}}'
    words, _, datatype = value.rpartition("^^")
    return f'{{"@value": {words}, "@type": "{_name(datatype)}"}}'


def _name(iri: str) -> str:
    short = compact(iri)
    return short[1:-1] if short[0] == "<" else short
