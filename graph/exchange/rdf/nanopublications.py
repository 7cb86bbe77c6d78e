"""Nanopublications: each claim by itself, in a head and three named graphs.

https://nanopub.net/guidelines/working_draft/. The assertion is the claim as a statement, and a
plain triple besides only where the claim's own status lets it be one; the provenance is source,
quote and who speaks; the publication's own is the day of the case's last entry, and who annotated.
"""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.exchange.rdf import claims as c
from clew.graph.exchange.rdf import literals
from clew.graph.exchange.rdf import names as n
from clew.graph.exchange.rdf.block import TYPE, Block, Pair
from clew.graph.exchange.rdf.blocks import claimed, things_of
from clew.graph.exchange.rdf.plain import lets
from clew.graph.handed import HandedOn
from clew.graph.model import Evidence

#: What of a claim's statement is its assertion; the rest is where it comes from.
_ASSERTED = frozenset(map(n.term, ("rdf:subject", "rdf:predicate", "rdf:object", "clew:status")))
_PARTS = ("assertion", "provenance", "pubinfo")


def nanopublications(given: HandedOn) -> Iterator[Block]:
    """Yield a nanopublication for each claim; sources and entities stand before in the default."""
    yield from things_of(given)
    for _ in given.edges():
        continue  # so that progress reaches its end: ties stand in their claims
    day = given.last_entry
    for claim, kind, span in claimed(given):
        if c.said(claim, kind) is not None:
            yield from _nanopublication(claim, kind, span, day)


def _nanopublication(claim: Evidence, kind: str, span: c.Span | None, day: str) -> Iterator[Block]:
    whole, head = n.thing(claim.id, "nanopublication"), n.thing(claim.id, "head")
    assertion, provenance, info = (n.thing(claim.id, part) for part in _PARTS)
    yield Block(
        whole,
        [
            (TYPE, n.term("np:Nanopublication")),
            (n.term("np:hasAssertion"), assertion),
            (n.term("np:hasProvenance"), provenance),
            (n.term("np:hasPublicationInfo"), info),
        ],
        head,
    )
    statement = c.statement(claim, kind)
    is_own = [verb == TYPE or verb in _ASSERTED for verb, _ in statement.pairs]
    asserted = [pair for pair, own in zip(statement.pairs, is_own, strict=True) if own]
    yield Block(statement.subject, asserted, assertion)
    if (plain := _plain(claim, kind)) is not None:
        yield plain._replace(graph=assertion)
    rest = [pair for pair, own in zip(statement.pairs, is_own, strict=True) if not own]
    derived = [pair for pair in rest if pair[0] == n.term("prov:wasDerivedFrom")]
    about: list[Pair] = [*derived, (n.term("clew:claim"), statement.subject)]
    yield Block(assertion, about, provenance)
    if rest:
        yield Block(statement.subject, rest, provenance)
    for block in c.quote(claim, span):
        yield block._replace(graph=provenance)
    told: list[Pair] = [(n.term("dcterms:created"), literals.when(day))] if day else []
    who = claim.content.get("annotators", ())
    told += [(n.term("dc:creator"), literals.text(name)) for name in who]
    yield Block(whole, told, info)


def _plain(claim: Evidence, kind: str) -> Block | None:
    """Return what a claim says as a plain triple, where its own status lets it be one."""
    triple = c.said(claim, kind)
    if triple is None or triple[1] == TYPE or not lets(claim):
        return None
    return Block(triple[0], [triple[1:]])
