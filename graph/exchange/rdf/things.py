"""Entities, ties and sources as blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from clew.graph.exchange.rdf import literals
from clew.graph.exchange.rdf import names as n
from clew.graph.exchange.rdf.block import TYPE, Block, Pair, days, flags, texts, types
from clew.graph.model import Edge, Node
from clew.graph.schema import ENTITY, schema

_SOURCE = {
    "title": "schema:name",
    "publisher": "schema:publisher",
    "author": "schema:author",
    "language": "schema:inLanguage",
    "sha256": "schema:sha256",
    "licence": "dc:rights",
    "outlet_closed": "clew:outletClosed",
    "reprint_of": "clew:reprintOf",
    "text_by": "clew:textBy",
    "list": "clew:listName",
}
_ADDRESSES = {"url": "schema:url", "archive_url": "schema:archivedAt"}
_PUBLISHED = {"published": "schema:datePublished", "captured": "clew:captured"}
_FLAGS = {
    "generic": "clew:generic",
    "unconfirmed": "clew:unconfirmed",
    "disputed": "clew:disputed",
}
_SHARES = {"share_min": "clew:shareMin", "share_max": "clew:shareMax"}
_STATUS, _COUNT = n.term("clew:status"), n.term("clew:sourceCount")
_SUBJECT, _PREDICATE, _OBJECT = map(n.term, ("rdf:subject", "rdf:predicate", "rdf:object"))


def source(node: Node) -> Block:
    """Return a source and what is known of it."""
    known = node.properties
    pairs = types(("clew:Source", "prov:Entity", "schema:CreativeWork"))
    pairs += [*texts(known, _SOURCE), *days(known, _PUBLISHED)]
    for name, predicate in _ADDRESSES.items():
        if address := known.get(name):
            pairs.append((n.term(predicate), literals.value(str(address), "url")))
    pairs += [(n.term("clew:correction"), literals.text(t)) for t in known.get("corrections", ())]
    if known.get("origin") not in (None, "", node.id):
        pairs.append((n.term("prov:wasDerivedFrom"), n.thing(known["origin"])))
    return Block(n.thing(node.id), pairs)


def entity(node: Node, *, unsaid: Collection[str] = ()) -> Block:
    """Return what an entity is and how it is called.

    unsaid      the kinds that no claim says firmly enough for a plain triple
    """
    known = node.properties
    kinds = [label for label in node.labels if label != ENTITY and label not in unsaid]
    pairs: list[Pair] = [(TYPE, n.term("clew:Entity"))]
    pairs += [(TYPE, n.kind(label)) for label in kinds]
    pairs += _naming(known)
    pairs.append((_STATUS, n.term(f"clew:{known['status']}")))
    pairs.append((_COUNT, literals.integer(known.get("source_count", 0))))
    pairs += flags(known, _FLAGS)
    return Block(n.thing(node.id), pairs)


def _naming(known: Any) -> Iterator[Pair]:
    name = known.get("name") or ""
    if name:
        yield n.term("rdfs:label"), literals.text(name)
        yield n.term("schema:name"), literals.text(name)
    forms = dict.fromkeys(form for form in known.get("names", ()) if form and form != name)
    yield from ((n.term("skos:altLabel"), literals.text(form)) for form in forms)
    for words in known.get("descriptions", ()):
        yield n.term("clew:describedAs"), literals.text(words)
    for word in known.get("label_given", ()):
        yield n.term("clew:labelGiven"), literals.text(word)


def told(kind: str, start: str, end: str, status: str = "") -> Block:
    """Return a tie as a plain triple; a weaker one in the graph of its status.

    There its predicate says that status, too.
    """
    pairs = [(n.tie(kind, status), n.thing(end))]
    return Block(n.thing(start), pairs, n.graph_of(status) if status else "")


def tie(edge: Edge) -> Block:
    """Return a tie as a thing: its ends, its status, its claims."""
    known = edge.properties
    pairs: list[Pair] = [
        (TYPE, n.term("clew:Tie")),
        (_SUBJECT, n.thing(edge.start)),
        (_PREDICATE, n.tie(edge.type)),
        (_OBJECT, n.thing(edge.end)),
        (_STATUS, n.term(f"clew:{known['status']}")),
        (_COUNT, literals.integer(known.get("source_count", 0))),
        *flags(known, {"disputed": "clew:disputed"}),
        *texts(known, {"key": "clew:key"}),
    ]
    if edge.type in schema().ties:
        pairs.append((n.term("clew:group"), literals.text(schema().ties[edge.type].group)))
    if known.get("certain") is False:
        pairs.append((n.term("clew:certain"), literals.FALSE))
    for name, predicate in _SHARES.items():
        if name in known:
            pairs.append((n.term(predicate), literals.number(f"{Decimal(repr(known[name])):f}")))
    pairs += [(n.term("clew:claim"), n.thing(claim)) for claim in known.get("claims", ())]
    return Block(n.thing(edge.id), pairs)


def sort_of(name: str) -> str:
    """Return the type of a value's texts."""
    known = schema().values.get(name)
    return known.type if known else "text"
