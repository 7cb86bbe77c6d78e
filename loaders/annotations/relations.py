"""Claims of relations and of sets of what is the same."""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.model import Annotation
from clew.graph.schema import schema
from clew.loaders.annotations.claims import Claims, End, Origin
from clew.loaders.annotations.said import is_edtf
from clew.loaders.items import Same, Tie

#: The kind of words that say when.
DATE = "Date"


def relation_claims(claims: Claims) -> Iterator[Annotation]:
    """Yield a tie for each relation between things, a value for each to an amount or the like.

    A relation to a date is a value where its word is one (`birthDate`); else it says when the
    thing was, which `Claims.dates` keeps for the claims about it.
    """
    for tie in claims.checked.ties:
        start, end = claims.end(tie.start), claims.end(tie.end)
        if start.refused or end.refused:
            claims.left_out["ties of single victims"] += 1
        elif start.value and end.value:
            claims.left_out["ties between values"] += 1
        elif start.value or end.value:
            thing, value = (end, start) if start.value else (start, end)
            yield from _value(claims, tie, thing, value)
        else:
            yield _tie(claims, tie, start, end)


def _tie(claims: Claims, tie: Tie, start: End, end: End) -> Annotation:
    rule, known = claims.profile.tie(tie.label)
    if not known:
        claims.unmapped[tie.label] += 1
    origin = Origin(id=tie.id, line=tie.line, label=tie.label)
    return claims.tie(rule, start, end, claims.reader.read((tie.id,), tie.label), origin)


def _value(claims: Claims, tie: Tie, thing: End, value: End) -> Iterator[Annotation]:
    worth = claims.worth(value)
    name = value_name(claims, tie.label, value.kind, worth)
    if name is None and value.kind == DATE:
        claims.dates.setdefault(thing.id, worth)
        return
    if name is None:
        claims.unmapped[tie.label] += 1
        name = schema().property(tie.label)
    origin = Origin(id=tie.id, line=tie.line, label=tie.label)
    said = claims.reader.read((tie.id,), tie.label)
    yield claims.value(thing, name, worth, said, origin, value)


def value_name(claims: Claims, word: str, kind: str, worth: str) -> str | None:
    """Return the name of the value that a relation's or role's word, or else the kind, means.

    A date in words is no date: it gets a name of its own, so that nobody compares it with one.
    """
    value = schema().value(word) if claims.profile.said(word) != "when" else None
    if kind == DATE and not is_edtf(worth):
        return f"{value.name if value and value.type == 'date' else 'date'}_given"
    return value.name if value else claims.profile.values.get(kind)


def set_claims(claims: Claims) -> Iterator[Annotation]:
    """Yield for each set the ties from one member to the next, in order of place."""
    for same in claims.checked.sames:
        ends = [claims.end(member) for member in same.members]
        things = sorted({end for end in ends if end.thing}, key=lambda end: (end.spans, end.id))
        claims.left_out["members of sets that are no things"] += len(ends) - len(things)
        if len(things) > 1:
            yield from _chain(claims, same, things)


def _chain(claims: Claims, same: Same, things: list[End]) -> Iterator[Annotation]:
    rule, known = claims.profile.tie(same.label)
    if not known:
        claims.unmapped[same.label] += 1
    origin = Origin(id=same.id, line=same.line, label=same.label)
    said = claims.reader.read((same.id,), same.label)
    for start, end in zip(things, things[1:], strict=False):
        yield claims.tie(rule, start, end, said, origin)
