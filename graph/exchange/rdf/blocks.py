"""All that a lens shows of a case as RDF, block by block, in a fixed order; nothing is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

from clew.graph.exchange.rdf import claims as c
from clew.graph.exchange.rdf import plain, things
from clew.graph.exchange.rdf.block import Block
from clew.graph.exchange.rdf.names import WEAKER
from clew.graph.exchange.rdf.once import Once
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
    yield from things_of(given, values=True)
    with closing(Once()) as once:
        for edge, firm in plain.ties(given):
            status = "" if firm else edge.properties["status"]
            between = edge.type, edge.start, edge.end
            if firm or (named and status in WEAKER):
                if not _has_key(edge.type) or once.first(status, *between):
                    yield things.told(*between, status)
            yield things.tie(edge)
        for claim, kind, span in claimed(given):
            says = claim.content.get("says") or {}
            if named and "type" in says and claim.content["status"] == "denied":
                between = says["type"], says["start"], says["end"]
                if once.first("denied", *between):
                    yield things.told(*between, "denied")
            yield c.statement(claim, kind)
            yield from c.quote(claim, span)


def _has_key(kind: str) -> bool:
    """Tell whether there may be several ties of a type between the same two (rule 9)."""
    known = schema().ties.get(kind)
    return known is None or bool(known.key)


def claimed(given: HandedOn) -> Iterator[Claimed]:
    """Yield every claim with what its statement needs to know besides."""
    span = _spans(given)
    for own, claim in zip(given.graph.items.evidence(), given.claims(), strict=True):
        yield claim, _kind(given, own), span(own)


def things_of(given: HandedOn, *, values: bool = False) -> Iterator[Block]:
    """Yield every source and entity, each entity with its place on the map, and its values."""
    for own, node in zip(given.graph.nodes(), given.nodes(), strict=True):
        if "Source" in node.labels:
            yield things.source(node)
            continue
        claims = given.graph.items.evidence_about(own.id)
        block = things.entity(node, unsaid=plain.unsaid(own, claims))
        if values:
            block.pairs.extend(plain.values(given, own, claims))
        yield block
        if is_placed(own):
            yield from places(node, claims)


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
