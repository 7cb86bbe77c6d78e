"""Claims as blocks: a reified statement each, with its quote, source, dates and who said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from clew.graph.exchange.rdf import literals
from clew.graph.exchange.rdf import names as n
from clew.graph.exchange.rdf.block import TYPE, Block, Pair, days, texts, types
from clew.graph.exchange.rdf.things import sort_of
from clew.graph.model import Evidence
from clew.graph.remarks import ANSWERS
from clew.graph.remarks import words as correction
from clew.graph.schema import schema

Json = Mapping[str, Any]
#: Where a quote stands in its text: code points, from 0.
Span = tuple[int, int]

_SUBJECT, _PREDICATE, _OBJECT = map(n.term, ("rdf:subject", "rdf:predicate", "rdf:object"))
_STATUS, _FROM = n.term("clew:status"), n.term("prov:wasDerivedFrom")
_ANNOTATION, _SPECIFIC, _QUOTE = map(
    n.term, ("oa:Annotation", "oa:SpecificResource", "oa:TextQuoteSelector")
)
_BODY, _TARGET, _CREATOR = map(n.term, ("oa:hasBody", "oa:hasTarget", "dc:creator"))
_HAS_SOURCE, _SELECTOR, _EXACT = map(n.term, ("oa:hasSource", "oa:hasSelector", "oa:exact"))
_DESCRIBING = n.term("oa:motivatedBy"), n.term("oa:describing")
_CLAIM = types(("rdf:Statement", "clew:Claim"))
_TEXTS = {"attribution": "clew:attribution", "locator": "clew:locator"}
_SAID = {"name": "schema:name", "entry": "clew:entry", "key": "clew:key"}
_REMARKS = frozenset(("assessments", "replies", "corrections"))
_DAYS = {
    "when": "clew:when",
    "valid_from": "clew:validFrom",
    "valid_to": "clew:validTo",
    "known_from": "clew:knownFrom",
}


@lru_cache(maxsize=4096)
def property_of(name: str, kind: str) -> str:
    """Return the property of a value that a claim names, on a node of this kind."""
    return schema().property(name, kind)


def said(claim: Evidence, kind: str = "") -> tuple[str, str, str] | None:
    """Return what a claim says as subject, predicate and object; None for what is not shown.

    kind    that of the entity, where the value's name alone does not tell its property
    """
    says = claim.content.get("says") or {}
    if "type" in says:
        return n.thing(says["start"]), n.tie(says["type"]), n.thing(says["end"])
    subject = n.thing(claim.about[0]) if claim.about else ""
    if "kind" in says:
        return subject, TYPE, n.kind(says["kind"])
    if "value" in says:
        return subject, *value(says["property"], says["value"], kind)
    return None


def value(name: str, words: str, kind: str) -> Pair:
    """Return predicate and object of a value that a claim names, on a node of this kind."""
    name = property_of(name, kind)
    return n.value(name), literals.value(words, sort_of(name))


def statement(claim: Evidence, kind: str = "") -> Block:
    """Return a claim as a reified statement, with all that it rests on but for its quote."""
    known, says = claim.content, claim.content.get("says") or {}
    pairs = [*_CLAIM]
    if triple := said(claim, kind):
        pairs += [(_SUBJECT, triple[0]), (_PREDICATE, triple[1]), (_OBJECT, triple[2])]
    pairs.append((_STATUS, n.term(f"clew:{known['status']}")))
    if len(statuses := known.get("statuses", ())) > 1:
        others = (one for one in statuses if one != known["status"])
        pairs += [(n.term("clew:otherStatus"), n.term(f"clew:{one}")) for one in others]
    if known.get("protected"):
        pairs.append((n.term("clew:protected"), literals.TRUE))
    if source := (known.get("source") or {}).get("id"):
        pairs.append((_FROM, n.thing(source)))
    pairs += [*texts(known, _TEXTS), *days(known, _DAYS)]
    pairs += texts(says, _SAID)
    if "with" in says:
        pairs += _with(says)
    if not known.keys().isdisjoint(_REMARKS):
        pairs += _remarks(known)
    return Block(n.thing(claim.id), pairs)


def quote(claim: Evidence, span: Span | None = None) -> list[Block]:
    """Return a claim's quote as a Web Annotation of its source; [] where it has none.

    span    where the quote stands; None where that is withheld or the source has no text
    """
    known = claim.content
    source = (known.get("source") or {}).get("id")
    if not known.get("quote") or not source:
        return []
    own = f"{n.thing(claim.id)[:-1]}#"
    whole, target, words = f"{own}quote>", f"{own}target>", f"{own}words>"
    about: list[Pair] = [
        (TYPE, _ANNOTATION),
        (_BODY, n.thing(claim.id)),
        (_TARGET, target),
        _DESCRIBING,
        *((_CREATOR, literals.text(who)) for who in known.get("annotators", ())),
    ]
    at: list[Pair] = [(TYPE, _SPECIFIC), (_HAS_SOURCE, n.thing(source)), (_SELECTOR, words)]
    exact: list[Pair] = [(TYPE, _QUOTE), (_EXACT, literals.text(known["quote"]))]
    found = [Block(whole, about), Block(target, at), Block(words, exact)]
    if span:
        place = f"{own}place>"
        at.append((_SELECTOR, place))
        ends: list[Pair] = [(n.term("oa:start"), _at(span[0])), (n.term("oa:end"), _at(span[1]))]
        found.append(Block(place, [(TYPE, n.term("oa:TextPositionSelector")), *ends]))
    return found


def _at(number: int) -> str:
    return f'"{number}"^^{n.term("xsd:nonNegativeInteger")}'


def _with(says: Json) -> Iterator[Pair]:
    """Yield what a claim says besides: a share, the source's own word for a tie."""
    for name, values in says.get("with", {}).items():
        own = property_of(name, says.get("type", ""))
        for one in dict.fromkeys(values):
            yield n.value(own), literals.value(one, sort_of(own))


def _remarks(known: Json) -> Iterator[Pair]:
    """Yield what people added, each signed: assessments, replies, corrections."""
    for one in known.get("assessments", ()):
        yield _remark("clew:assessment", one, f"{one['pair']}, {one['meaning']}: {one['line']}")
    for one in known.get("replies", ()):
        who = ", ".join(filter(None, (one.get("of", {}).get("name"), one["who"])))
        asked = f", asked {one['asked']}" if one["asked"] else ""
        how = f" {one['how']}" if one["how"] else ""
        on = f" on {one['answered']}" if one["answered"] else ""
        text = f": {one['text']}" if one["text"] else ""
        said = f"{who or 'who was asked'}{asked}{how}, {ANSWERS[one['answer']]}{on}{text}"
        yield _remark("clew:reply", one, said)
    for one in known.get("corrections", ()):
        where = f"; {one['url']}" if one["url"] else ""
        yield _remark("clew:correction", one, f"{correction(one)}{where}")


def _remark(predicate: str, one: Json, words: str) -> Pair:
    return n.term(predicate), literals.text(f"{words} (by {one['by']}, {one['at'][:10]})")
