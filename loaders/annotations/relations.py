"""Claims of relations and of sets of what is the same."""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.model import Annotation
from clew.graph.schema import UNCLASSIFIED, ValueType, check_tie, fold, schema
from clew.loaders.annotations.claims import Claims, End, Origin
from clew.loaders.annotations.designations import tie_claims
from clew.loaders.annotations.profile import Profile
from clew.loaders.annotations.said import Told, is_edtf
from clew.loaders.items import Same, Tie

#: The kind of words that say when.
DATE = "Date"
_LEFT_OUT = "relations that the profile leaves out"
#: What is protected and would stand, as a date or value, on a claim that is not.
PROTECTED = "protected dates and values of ties"


def relation_claims(claims: Claims) -> Iterator[Annotation]:
    """Yield a tie for each relation between things, a value for each to an amount or the like.

    A relation to a date is a value where its word is one (`birthDate`); else it says when the
    thing was, which `Claims.dates` keeps for the claims about it. What is tied to a relation says
    when that was, or is a value of it. A role of an event is kept for it in `Claims.roles`.
    """
    ties = {tie.id: tie for tie in claims.checked.ties}
    about = [tie for tie in ties.values() if tie.start in ties or tie.end in ties]
    for tie in about:
        _about_tie(claims, tie, tie.start if tie.start in ties else tie.end)
    for tie in claims.checked.ties:
        if tie.start in ties or tie.end in ties:
            continue
        start, end = claims.end(tie.start), claims.end(tie.end)
        rule, _ = claims.profile.tie(tie.label)
        if start.refused or end.refused:
            claims.left_out["ties of single victims"] += 1
        elif rule.ignored:
            claims.left_out[_LEFT_OUT] += 1
        elif start.value and end.value:
            claims.left_out["ties between values"] += 1
        elif start.value or end.value:
            thing, value = (end, start) if start.value else (start, end)
            yield from _value(claims, tie, thing, value)
        elif role := as_role(claims.profile, tie.label, start.kind, end.kind):
            event, other = (end, start) if role[0] else (start, end)
            claims.roles.setdefault(event.id, []).append((role[1], other, tie))
        else:
            yield from _tie(claims, tie, start, end)


def _about_tie(claims: Claims, tie: Tie, told: str) -> None:
    """Keep what a relation from a value to a relation says of that relation."""
    end = claims.end(tie.end if told == tie.start else tie.start)
    if not end.value:
        reason = f"{tie.id} ties a relation to what is no date and no value: tie its ends"
        claims.checked.reject(tie.line, reason)
        claims.checked.counts["relations"] -= 1
        return
    worth, kept = claims.worth(end), claims.told[told]
    if claims.hidden(end):
        claims.left_out[PROTECTED] += 1
        return
    kept.add(claims.reader.read((tie.id,), tie.label))
    name = value_name(claims, tie.label, end.kind, worth)
    if name is None and end.kind == DATE:
        kept.when = kept.when or worth
        return
    if name is None:
        claims.unmapped[tie.label] += 1
        name = schema().property(tie.label)
    kept.values.append(Told(name, worth, tie.id, tie.line))


def as_role(profile: Profile, label: str, start: str, end: str) -> tuple[bool, str] | None:
    """Return a role, and whether the event is at the end, for a relation between these kinds.

    None where it gives no role. Its word, or the tie that it comes to, is a role's. From
    participant to event it is turned, since no role's tie starts at a participant.
    """
    rule, _ = profile.tie(label)
    told = schema().ties.get(rule.tie)
    mapped = told is not None and fold(label) in profile.ties
    word = rule.tie if mapped else label
    of_events = told is not None and told.group == "event"
    first, second = (end, start) if rule.swap else (start, end)
    ways = [(first, rule.swap), (second, not rule.swap)]
    ways.sort(key=lambda way: schema().root(way[0]) != "Event")  # a charge takes part in an arrest
    event, turned = next((way for way in ways if profile.happens(way[0])), ("", False))
    if not event or not (of_events or _is_role(profile, word, event)):
        return None
    if told is not None and not check_tie(rule.tie, first, second):
        if not of_events and (mapped or turned != rule.swap):
            return None  # a tie in its own right
        if not profile.happens(first) and first != UNCLASSIFIED:
            return None  # a text about an event
    return turned, word


def _is_role(profile: Profile, word: str, kind: str) -> bool:
    """Say whether the profile has a word among the roles of things of this kind."""
    return fold(word) in profile.roles or bool(profile.special(word, kind))


def _tie(claims: Claims, tie: Tie, start: End, end: End) -> Iterator[Annotation]:
    rule, known = claims.profile.tie(tie.label)
    if not known:
        claims.unmapped[tie.label] += 1
    origin = Origin(id=tie.id, line=tie.line, label=tie.label)
    said = claims.said_of(tie)
    if rule.value:
        thing, words = (end, start) if rule.swap else (start, end)
        yield claims.value(thing, rule.value, claims.words(words), said, origin, words, own=True)
    else:
        yield from tie_claims(claims, rule, start, end, said, origin)


def _value(claims: Claims, tie: Tie, thing: End, value: End) -> Iterator[Annotation]:
    worth = claims.worth(value)
    name = value_name(claims, tie.label, value.kind, worth)
    if name is None and value.kind == DATE:
        if claims.hidden(value):
            claims.left_out[PROTECTED] += 1
            return
        if claims.dates.setdefault(thing.id, worth) == worth:
            words = len(claims.checked.features.get(tie.id, ()))
            claims.left_out["words on relations that only say when"] += words
            return
        name = "date"  # a second one: it is kept, and dates nothing
    if name is None:
        name = schema().property(tie.label)
        if not claims.profile.tie(tie.label)[1]:
            claims.unmapped[tie.label] += 1
    origin = Origin(id=tie.id, line=tie.line, label=tie.label)
    said = claims.said_of(tie)
    yield claims.value(thing, name, worth, said, origin, value, own=True)


def named_value(profile: Profile, word: str) -> ValueType | None:
    """Return the value that a relation's or role's own word means, None where it means none."""
    named = profile.tie(word)[0].value or word
    return schema().value(named) if profile.said(word) != "when" else None


def value_name(claims: Claims, word: str, kind: str, worth: str) -> str | None:
    """Return the name of the value that a relation's or role's word, or else the kind, means.

    A date in words is no date: it gets a name of its own, so that nobody compares it with one.
    """
    value = named_value(claims.profile, word)
    if kind == DATE and not is_edtf(worth):
        return f"{value.name if value and value.type == 'date' else 'date'}_given"
    if value and value.type == "date" and kind != DATE and not is_edtf(worth):
        return f"{value.name}_given"
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
    if rule.ignored:
        claims.left_out[_LEFT_OUT] += 1
        return
    if not known:
        claims.unmapped[same.label] += 1
    origin = Origin(id=same.id, line=same.line, label=same.label)
    said = claims.reader.read((same.id,), same.label)
    for start, end in zip(things, things[1:], strict=False):
        yield claims.tie(rule, start, end, said, origin)
