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
from clew.graph.item_rows import Reading
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
    span, ids = _spans(given), given.graph.items.identities(Evidence)
    for own, claim in zip(ids, given.claims(), strict=True):
        yield claim, _kind(given, own, claim), span(own, claim)


def things_of(given: HandedOn, *, values: bool = False) -> Iterator[Block]:
    """Yield every source and entity, each entity with its place on the map, and its values."""
    items = given.graph.items.read_as(Reading())
    for own, node in zip(items.identities(Node), given.nodes(), strict=True):
        if "Source" in node.labels:
            yield things.source(node)
            continue
        claims = items.evidence_about(own)
        block = things.entity(node, unsaid=plain.unsaid(node, claims))
        if values:
            block.pairs.extend(plain.values(given, node, claims))
        yield block
        if is_placed(node):
            yield from places(node, claims)


def _kind(given: HandedOn, own: str, claim: Evidence) -> str:
    """Return the kind of a claim's entity where a value's name alone does not tell its property.

    own     the claim's id in the case
    """
    says = claim.content.get("says") or {}
    if says.get("property") not in schema().own or not claim.about:
        return ""
    about = given.graph.items.get(own)
    node = given.graph.items.get(about.about[0]) if isinstance(about, Evidence) else None
    return node.labels[0] if isinstance(node, Node) else ""


def _spans(given: HandedOn) -> Callable[[str, Evidence], c.Span | None]:
    """Return what tells where a quote stands in its text, by the claim's id in the case.

    A quote in which words are masked has no locator and no place (rule 23), nor has one of a list.
    """
    query = (
        "SELECT quote_start, quote_end, d.id FROM claim JOIN document d ON d.n = claim.document"
        " WHERE claim.id = ?"
    )
    ask, handed = partial(given.graph.db.execute, query), given.graph.handing.id
    texts = given.graph.db.execute("SELECT id FROM document WHERE text IS NOT NULL")
    quotable = {handed(identity) for (identity,) in texts}

    def span(own: str, claim: Evidence) -> c.Span | None:
        known = claim.content
        source = (known.get("source") or {}).get("id")
        if source not in quotable or not (known.get("quote") and known.get("locator")):
            return None
        row = ask((own,)).fetchone()
        if row is None or handed(row[2]) != source or row[1] - row[0] != len(known["quote"]):
            return None
        return row[0], row[1]

    return span
