"""The formats that a case is exported in: add one to FORMATS, and the command knows it.

A format's `write` is a pure function of what is handed on, `(given: HandedOn, place: Place) ->
Told`. It opens its files through the place (`place.open()` for the one file, `place.open("name")`
in a folder) and knows nothing of names, locks, manifests, lenses or salts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from clew.graph.errors import UsageError
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a writer says of what it wrote.

    lost    what the format could not say, a sentence each, with counts and never with names
    then    what is to be done with the files, for stdout
    more    what else the manifest is to hold, by name
    """

    lost: tuple[str, ...] = ()
    then: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


Write = Callable[[HandedOn, Place], Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of exports.

    title     what it is, in a phrase
    writer    `package.module:function` of its `write`, imported when it is used
    suffix    of its one file; '' for a folder of files
    extra     the extra of Clew that it needs, and the module by which that is seen to be there
    passes    how often the writer goes through all nodes and edges
    """

    name: str
    title: str
    writer: str
    suffix: str = ""
    extra: str = ""
    module: str = ""
    passes: int = 1

    @property
    def single(self) -> bool:
        """Whether it is one file."""
        return bool(self.suffix)

    @property
    def write(self) -> Write:
        """The writer; raises UsageError where what it needs is not installed."""
        if self.module and find_spec(self.module) is None:
            raise UsageError(
                f"{self.name} needs the extra `{self.extra}`: pip install 'clew[{self.extra}]'"
            )
        module, _, name = self.writer.partition(":")
        found: Write = getattr(import_module(module), name)
        return found


FORMATS = {
    one.name: one
    for one in (
        Format(
            name="neo4j-admin",
            title="CSV files for `neo4j-admin database import`, for graphs of any size",
            writer="clew.graph.exchange.neo4j_admin:write",
            passes=2,
        ),
        Format(
            name="cypher",
            title="a script for `cypher-shell`",
            writer="clew.graph.exchange.cypher_script:write",
            suffix=".cypher",
        ),
        Format(
            name="parquet",
            title="nodes, edges and records as Parquet, for DuckDB, Polars, Spark",
            writer="clew.graph.exchange.parquet:write",
            extra="parquet",
            module="pyarrow",
            passes=2,
        ),
        Format(
            name="graphml",
            title="entities and ties as GraphML, for networkx, igraph, Cytoscape, yEd",
            writer="clew.graph.exchange.graphml:write",
            suffix=".graphml",
            passes=2,
        ),
        Format(
            name="gexf",
            title="the same as GEXF, with places and times, for Gephi",
            writer="clew.graph.exchange.gexf:write",
            suffix=".gexf",
            passes=2,
        ),
        Format(
            name="pajek",
            title="names, ties and their statuses for Pajek",
            writer="clew.graph.exchange.pajek:write",
            suffix=".net",
        ),
        Format(
            name="csv",
            title="nodes, edges, sources and evidence as CSV, for spreadsheets",
            writer="clew.graph.exchange.csv_tables:write",
            passes=2,
        ),
        Format(
            name="json",
            title="nodes, edges, sources and claims as one JSON object",
            writer="clew.graph.exchange.network_json:write",
            suffix=".json",
        ),
        Format(
            name="turtle",
            title="RDF as Turtle: entities, ties, and each claim as a statement",
            writer="clew.graph.exchange.rdf.turtle:turtle",
            suffix=".ttl",
        ),
        Format(
            name="ntriples",
            title="the same as N-Triples, a line each",
            writer="clew.graph.exchange.rdf.lines:ntriples",
            suffix=".nt",
        ),
        Format(
            name="nquads",
            title="RDF as N-Quads, weaker ties also in a named graph of their status",
            writer="clew.graph.exchange.rdf.lines:nquads",
            suffix=".nq",
        ),
        Format(
            name="trig",
            title="the same as TriG",
            writer="clew.graph.exchange.rdf.turtle:trig",
            suffix=".trig",
        ),
        Format(
            name="jsonld",
            title="RDF as JSON-LD, flat, an object a line",
            writer="clew.graph.exchange.rdf.jsonld:jsonld",
            suffix=".jsonld",
        ),
        Format(
            name="nanopublications",
            title="each claim as a nanopublication, as TriG",
            writer="clew.graph.exchange.rdf.turtle:nanopublications",
            suffix=".trig",
        ),
        Format(
            name="ftm",
            title="FollowTheMoney's entities as JSON lines",
            writer="clew.graph.exchange.ftm.entities:write",
            suffix=".ftm.json",
        ),
        Format(
            name="ftm-statements",
            title="FollowTheMoney's statements as CSV, with the evidence of each beside",
            writer="clew.graph.exchange.ftm.statements:write",
        ),
        Format(
            name="stix",
            title="STIX 2.1 of traces alone: wallets, domains, phones, accounts",
            writer="clew.graph.exchange.stix:write",
            suffix=".stix.json",
        ),
    )
}


def format_of(name: str) -> Format:
    """Return a format by its name; raises UsageError."""
    if name not in FORMATS:
        raise UsageError(f"there is no format `{name}`: use {', '.join(FORMATS)}")
    return FORMATS[name]
