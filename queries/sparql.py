"""SPARQL over what a lens shows: read-only, limited in rows and time, ids salted as in exports.

IRIs in a text and in answers are those of every export of this case, so that a question and its
answer can be handed on together; `clew why` and `clew show` know them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from clew.graph.errors import QueryError, UsageError
from clew.graph.exchange.rdf.dataset import quads
from clew.graph.exchange.rdf.names import PREFIXES
from clew.graph.handed import HandedOn
from clew.graph.opened import Opened
from clew.graph.stores.values import encodable
from clew.queries.cypher import LIMIT, SHOWN
from clew.queries.sparql_engine import Engine, engine, one_at_a_time

if TYPE_CHECKING:
    from rdflib import Graph

Json = dict[str, Any]
_NUMBERS = {"integer": int, "decimal": float, "double": float, "nonNegativeInteger": int}
_TYPES = {f"{PREFIXES['xsd']}{name}": sort for name, sort in _NUMBERS.items()}
_BOOLEAN = f"{PREFIXES['xsd']}boolean"
_TEXT = f"{PREFIXES['xsd']}string"
#: No question takes more seconds: clocks of the system count no further than they can.
_LONGEST = 86_400.0


class Term(NamedTuple):
    """A term of an answer: `kind` is uri, literal or bnode; `datatype` is an IRI, '' for none."""

    kind: str
    text: str
    datatype: str = ""
    language: str = ""

    @property
    def value(self) -> Any:
        """What it is in Python: a number or truth where its type says so, else its text."""
        if self.datatype == _BOOLEAN:
            return self.text == "true"
        try:
            return _TYPES[self.datatype](self.text)
        except (KeyError, ValueError):
            return short(self.text) if self.kind == "uri" else self.text

    def to_json(self) -> Json:
        """Return the shape of SPARQL 1.1 Query Results JSON."""
        more = {"xml:lang": self.language} if self.language else {}
        if self.datatype and self.datatype != _TEXT and not self.language:
            more["datatype"] = self.datatype
        return {"type": self.kind, "value": self.text, **more}


def short(iri: str) -> str:
    """Return an IRI by its prefixed name where it has one: `schema:worksFor`, `id:m…`."""
    for name, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{name}:{iri[len(start) :]}"
    return iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a SPARQL text gave: iterate it for a mapping a row, by variable.

    form     SELECT, ASK or GRAPH (of CONSTRUCT and DESCRIBE, a triple a row)
    answer   of ASK; rows: terms by column, None where a variable is not bound
    cut      there are more rows than the limit lets be shown
    """

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    answer: bool | None = None
    cut: bool = False
    notes: tuple[str, ...] = ()
    lens: Json
    graph_version: str
    query: str

    def __iter__(self) -> Iterator[Json]:
        """Yield each row as a mapping of values by column; of ASK one row with `answer`."""
        if self.form == "ASK":
            yield {"answer": self.answer}
        for row in self.rows:
            yield {
                name: None if term is None else term.value
                for name, term in zip(self.columns, row, strict=True)
            }

    def __len__(self) -> int:
        """Return the number of rows; of ASK 1 for yes and 0 for no."""
        return int(bool(self.answer)) if self.form == "ASK" else len(self.rows)

    def __bool__(self) -> bool:
        """Tell whether there is any row, or ASK says yes."""
        return len(self) > 0

    def to_json(self) -> Json:
        """Return SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
        if self.form == "ASK":
            return {"head": {}, "boolean": self.answer}
        bindings = [
            {n: term.to_json() for n, term in zip(self.columns, row, strict=True) if term}
            for row in self.rows
        ]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}

    def to_rdflib(self) -> Graph:
        """Return the triples of CONSTRUCT or DESCRIBE as a graph; UsageError for others."""
        from rdflib import Graph

        if self.form != "GRAPH":
            raise UsageError("CONSTRUCT and DESCRIBE give a graph: this text gives rows")

        graph = Graph()
        for name, iri in PREFIXES.items():
            graph.bind(name, iri)
        for row in self.rows:
            subject, predicate, value = (_rdflib(term) for term in row if term)
            graph.add((subject, predicate, value))
        return graph

    def _repr_markdown_(self) -> str:
        """Return the first rows as a Markdown table, for a notebook."""
        from clew.queries.render import marked

        if self.form == "ASK":
            return f"{'Yes' if self.answer else 'No'}\n"
        if not self.rows:
            return "No rows.\n"
        lines = [f"| {' | '.join(map(marked, self.columns))} |", "| --- " * len(self.columns) + "|"]
        for row in list(self)[:SHOWN]:
            shown = ("" if value is None else marked(str(value)) for value in row.values())
            lines.append(f"| {' | '.join(shown)} |")
        rest = len(self.rows) - SHOWN
        return "\n".join([*lines, *([f"\n{rest} more rows."] if rest > 0 else [])]) + "\n"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Say for a notebook what this is: what it keeps beside the table may be handed on."""
        printer.text(f"{self.form} with {len(self)} rows of {', '.join(self.columns)}")


def _rdflib(term: Term) -> Any:
    from rdflib import BNode, Literal, URIRef

    if term.kind != "literal":
        return BNode(term.text) if term.kind == "bnode" else URIRef(term.text)
    if term.language:
        return Literal(term.text, lang=term.language)
    typed = term.datatype not in ("", _TEXT)
    datatype = URIRef(term.datatype) if typed else None
    return Literal(term.text, datatype=datatype, normalize=False)


def ask(graph: Opened, text: str, *, limit: int | None = None, timeout: float = 30.0) -> Found:
    """Answer a SPARQL text that reads; prefixes that Clew uses need not be declared.

    Raises UsageError, QueryRefused (updates, LOAD, SERVICE, graphs of others), QueryTimeout,
    QueryError.
    """
    most = LIMIT if limit is None else min(limit, sys.maxsize)
    if most < 1 or not timeout > 0:
        raise UsageError("--limit and --timeout take numbers above 0")
    if not encodable(text):
        raise QueryError("this SPARQL text holds half a character (a lone surrogate): take it out")
    found = _asked(graph, text, most, min(timeout, _LONGEST))
    notes = list(graph.notes)
    if found.get("cut"):
        notes.append(f"Only the first {most} rows are shown: raise --limit for more.")
    rows = tuple(
        tuple(None if term is None else Term(*term) for term in row)
        for row in found.get("rows", ())
    )
    return Found(
        form=found["form"],
        columns=tuple(found.get("columns", ())),
        rows=rows,
        answer=found.get("answer"),
        cut=bool(found.get("cut")),
        notes=tuple(notes),
        lens=graph.lens.to_json(),
        graph_version=graph.version,
        query=text,
    )


def _asked(graph: Opened, text: str, most: int, timeout: float) -> Json:
    """Ask the process that holds this graph; what more than the public may see is not kept."""
    given = quads(HandedOn(graph))
    if graph.lens.disclose == "public":
        key = f"{graph.folder.resolve()} {graph.reader.pointer.digest}"
        with one_at_a_time:
            return engine(key, given).ask(text, most, timeout)
    alone = Engine(given)
    try:
        return alone.ask(text, most, timeout)
    finally:
        alone.close()
