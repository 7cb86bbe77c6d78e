"""Claims of events: a node with a tie for each role, or a tie between two participants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from clew.graph.model import Annotation
from clew.graph.schema import fold, schema
from clew.loaders.annotations.claims import Claims, End, Origin
from clew.loaders.annotations.profile import EventRule, TieRule
from clew.loaders.annotations.relations import DATE, value_name
from clew.loaders.annotations.said import Said, Told, is_edtf
from clew.loaders.items import Event


@dataclass(slots=True)
class _Parts:
    """An event's participants by what they are: things, and values (role, end, name, text)."""

    things: list[tuple[str, End]] = field(default_factory=list)
    values: list[tuple[str, End, str, str]] = field(default_factory=list)
    when: str = ""


def event_claims(claims: Claims) -> Iterator[Annotation]:
    """Yield the claims of each event; its trigger's own mention is made with the mentions."""
    for event in claims.checked.events.values():
        parts = _parts(claims, event)
        if parts.when:
            claims.dates.setdefault(event.trigger, parts.when)
        rule = claims.profile.events.get(fold(event.label))
        said = claims.reader.read((event.trigger, event.id), event.label)
        said.when = said.when or parts.when or claims.dates.get(event.trigger, "")
        if rule and (pairs := _pairs(rule, parts)):
            yield from _as_tie(claims, event, rule, pairs, parts, said)
        else:
            yield from _as_node(claims, event, parts, said)


def _parts(claims: Claims, event: Event) -> _Parts:
    parts = _Parts()
    for role, target in event.roles:
        end = claims.end(target)
        if end.refused:
            claims.left_out["ties of single victims"] += 1
        elif end.thing:
            parts.things.append((role, end))
        else:
            _value(claims, role, end, parts)
    return parts


def _value(claims: Claims, role: str, end: End, parts: _Parts) -> None:
    worth = claims.worth(end)
    if end.kind == DATE and not parts.when and is_edtf(worth):
        parts.when = worth
        return
    name = value_name(claims, role, end.kind, worth)
    if name is None:
        claims.unmapped[role] += 1
        name = schema().property(role)
    parts.values.append((role, end, name, worth))


def _pairs(rule: EventRule, parts: _Parts) -> list[tuple[End, End]]:
    starts = [end for role, end in parts.things if fold(role) == rule.start]
    ends = [end for role, end in parts.things if fold(role) == rule.end]
    return [(start, end) for start in starts for end in ends]


def _as_tie(
    claims: Claims,
    event: Event,
    rule: EventRule,
    pairs: list[tuple[End, End]],
    parts: _Parts,
    said: Said,
) -> Iterator[Annotation]:
    origin = Origin(id=event.id, line=event.line, label=event.label)
    more = Said(
        values=[Told(name, text, event.id, event.line) for _, _, name, text in parts.values]
    )
    more.add(said)
    for start, end in pairs:
        yield claims.tie(TieRule(rule.tie), start, end, more, origin)
    others = [pair for pair in parts.things if fold(pair[0]) not in (rule.start, rule.end)]
    if others:
        # what the tie has no place for stays with the event, as a node
        yield from _roles(claims, event, others, said)
    else:
        claims.silent.add(event.trigger)


def _as_node(claims: Claims, event: Event, parts: _Parts, said: Said) -> Iterator[Annotation]:
    yield from _roles(claims, event, parts.things, said)
    for role, end, name, worth in parts.values:
        origin = Origin(id=event.id, line=event.line, label=role)
        yield claims.value(claims.end(event.trigger), name, worth, said, origin, end)


def _roles(
    claims: Claims, event: Event, things: list[tuple[str, End]], said: Said
) -> Iterator[Annotation]:
    trigger = claims.end(event.trigger)
    # values said of the event are its node's; a role's tie takes its status, voice and date
    bare = Said()
    bare.add(said)
    bare.values.clear()
    for role, end in things:
        rule, known = claims.profile.role(role, trigger.kind)
        if not known:
            claims.unmapped[role] += 1
        origin = Origin(id=event.id, line=event.line, label=role)
        if rule.value:
            yield claims.value(trigger, rule.value, claims.words(end), said, origin, end)
        else:
            yield claims.tie(rule, trigger, end, bare, origin)
