"""What a file is made of: all that is said of one subject in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from clew.graph.exchange.rdf import literals
from clew.graph.exchange.rdf.names import term

Pair = tuple[str, str]
TYPE = term("rdf:type")


class Block(NamedTuple):
    """Predicates and objects of one subject; `graph` is '' for the default graph."""

    subject: str
    pairs: list[Pair]
    graph: str = ""


def texts(values: Mapping[str, object], names: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the texts under these names that are not empty, by the prefixed predicate of each."""
    for name, predicate in names.items():
        if said := values.get(name):
            yield term(predicate), literals.text(str(said))


def flags(values: Mapping[str, object], names: Mapping[str, str]) -> Iterator[Pair]:
    """Yield what is true of these."""
    for name, predicate in names.items():
        if values.get(name):
            yield term(predicate), literals.TRUE


def days(values: Mapping[str, object], names: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the days, months and years under these names."""
    for name, predicate in names.items():
        if said := values.get(name):
            yield term(predicate), literals.when(str(said))


def types(names: Iterable[str]) -> list[Pair]:
    """Return what says that something is each of these, by prefixed name."""
    return [(TYPE, term(name)) for name in names]
