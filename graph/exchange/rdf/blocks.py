"""All that a lens shows of a case as RDF, block by block, in a fixed order; nothing is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from clew.graph.exchange.rdf import claims as c
from clew.graph.exchange.rdf import things
from clew.graph.exchange.rdf.block import Block
from clew.graph.exchange.rdf.names import ACCUSING, FACTS
from clew.graph.exchange.rdf.places import is_placed, places
from clew.graph.handed import HandedOn
from clew.graph.model import Evidence, Node
from clew.graph.schema import schema

#: A claim as it is handed on, with the kind of its entity and the place of its quote.
Claimed = tuple[Evidence, str, c.Span | None]


def blocks(given: HandedOn, *, named: bool = False) -> Iterator[Block]:
    """Yield sources and entities, ties, then claims; `named`: with a graph of each weaker status.

    In those graphs a tie has a predicate that says the status, and never the plain one: many
    stores answer from all graphs at once, and there a plain triple would read as a fact.
    """
    yield from things_of(given)
    for edge in given.edges():
        if (plain := things.plain(edge)) is not None:
            yield plain
        elif named:
            yield things.told(edge.type, edge.start, edge.end, edge.properties["status"])
        yield things.tie(edge)
    for claim, kind, span in claimed(given):
        yield from _claim(claim, kind, span, named=named)


def claimed(given: HandedOn) -> Iterator[Claimed]:
    """Yield every claim with what its statement needs to know besides."""
    span = _spans(given)
    for own, claim in zip(given.graph.items.evidence(), given.claims(), strict=True):
        yield claim, _kind(given, own), span(own)


def things_of(given: HandedOn) -> Iterator[Block]:
    """Yield every source and entity, each entity with its place on the map."""
    for own, node in zip(given.graph.nodes(), given.nodes(), strict=True):
        if "Source" in node.labels:
            yield things.source(node)
            continue
        about = partial(given.graph.items.evidence_about, own.id)
        yield things.entity(node, accused=ACCUSING.isdisjoint(node.labels) or _accused(about()))
        if is_placed(own):
            yield from places(node.id, about())


def _accused(claims: Iterable[Evidence]) -> bool:
    """Tell whether a claim of FACTS says a kind that accuses."""
    kinds = (o.content["says"].get("kind") for o in claims if o.content["status"] in FACTS)
    return not ACCUSING.isdisjoint(kinds)


def _claim(claim: Evidence, kind: str, span: c.Span | None, *, named: bool) -> Iterator[Block]:
    if (plain := c.plain(claim, kind)) is not None:
        yield plain
    says = claim.content.get("says") or {}
    if named and "type" in says and claim.content["status"] == "denied":
        yield things.told(says["type"], says["start"], says["end"], "denied")
    yield c.statement(claim, kind)
    yield from c.quote(claim, span)


def _kind(given: HandedOn, own: Evidence) -> str:
    """Return the kind of a claim's entity where a value's name alone does not tell its property."""
    says = own.content.get("says") or {}
    if says.get("property") not in schema().own or not own.about:
        return ""
    node = given.graph.items.get(own.about[0])
    return node.labels[0] if isinstance(node, Node) else ""


def _spans(given: HandedOn) -> Callable[[Evidence], c.Span | None]:
    """Return what tells where a quote stands in its text.

    A quote in which words are masked has no locator and no place (rule 23), nor has one of a list.
    """
    query = (
        "SELECT quote_start, quote_end FROM claim JOIN document d ON d.n = claim.document"
        " WHERE claim.id = ? AND d.id = ? AND d.text IS NOT NULL"
    )
    ask = partial(given.graph.db.execute, query)

    def span(own: Evidence) -> c.Span | None:
        known = own.content
        source = (known.get("source") or {}).get("id")
        if not (source and known.get("quote") and known.get("locator")):
            return None
        row = ask((own.id, source)).fetchone()
        if row is None or row[1] - row[0] != len(known["quote"]):
            return None
        return row[0], row[1]

    return span
