"""Claims of events: a node with a tie for each role, and the direct tie that the event means.

A relation between an event and a participant whose word is a role's is a role of that event, so
that formats with relations alone say the same as those with events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from clew.graph.model import Annotation
from clew.graph.schema import check_tie, fold
from clew.graph.schema import schema as vocabulary
from clew.loaders.annotations.claims import Claims, End, Origin
from clew.loaders.annotations.designations import tie_claims
from clew.loaders.annotations.relations import DATE, PROTECTED, named_value, value_name
from clew.loaders.annotations.rules import EventRule, TieRule
from clew.loaders.annotations.said import Said, Told, is_edtf
from clew.loaders.items import Tie

#: The tie of an acquittal: who is acquitted is not SENTENCED, which would read as a conviction.
_CLEARED, _SENTENCED, _CONCERNED = "ACQUITTED_OF", "SENTENCED", "AFFECTED"
#: An event of more pairs of participants means no direct ties.
_MOST_PAIRS = 10_000


@dataclass(frozen=True, slots=True)
class _Role:
    """A participant in a role; `by`: the relation that says so, None for the event itself.

    rule, known     what the role means, and whether anything knows it
    """

    word: str
    end: End
    rule: TieRule
    known: bool
    by: Tie | None = None

    def is_one_of(self, roles: tuple[str, ...]) -> bool:
        """Say whether it is one of these roles, by its word or by the tie that it comes to."""
        return fold(self.word) in roles or bool({fold(self.rule.tie)} & {*roles} - {""})


@dataclass(slots=True)
class _Happening:
    """An event's label, place and participants by what they are; values: (role, end, name, text).

    id, line    of the event's own item, or of its trigger where only relations tell of it
    """

    id: str
    line: int
    label: str
    trigger: End
    things: list[_Role] = field(default_factory=list)
    values: list[tuple[str, End, str, str]] = field(default_factory=list)
    when: str = ""


def event_claims(claims: Claims) -> Iterator[Annotation]:
    """Yield the claims of each event; its trigger's own mention is made with the mentions."""
    for event in _happenings(claims):
        trigger = event.trigger.id
        if event.when:
            claims.dates.setdefault(trigger, event.when)
        rule = claims.profile.event(event.label, event.trigger.kind)
        said = claims.reader.read(dict.fromkeys((trigger, event.id)), event.label)
        said.when = said.when or event.when or claims.dates.get(trigger, "") or said.date_of_value()
        if rule and rule.tie == _CLEARED:
            event.things = [_cleared(role) for role in event.things]
        node = claims.profile.kind(event.label) is not None
        pairs = list(_pairs(claims, rule, event, fitting=node)) if rule else []
        if rule and pairs:
            yield from _direct(claims, event, rule, pairs, said)
        if node or not (rule and pairs):
            yield from _roles(claims, event, event.things, said)
            yield from _values(claims, event, said)
        else:
            yield from _rest(claims, event, rule, said)


def _cleared(role: _Role) -> _Role:
    """Return the role as an acquittal has it: the words stay, the tie is no verdict's."""
    if role.rule.tie != _SENTENCED:
        return role
    return replace(role, rule=replace(role.rule, tie=_CONCERNED))


def _happenings(claims: Claims) -> Iterator[_Happening]:
    """Yield the events of the file, with what relations say of them, then those of relations."""
    told = dict(claims.roles)
    for event in claims.checked.events.values():
        made = _Happening(event.id, event.line, event.label, claims.end(event.trigger))
        for role, target in event.roles:
            _take(claims, made, role, claims.end(target))
        if len(claims.events_at[event.trigger]) == 1:
            _add(claims, made, told.pop(event.trigger, []))
        yield made
    for trigger, ties in told.items():
        mention = claims.checked.mentions[trigger]
        made = _Happening(trigger, mention.line, mention.label, claims.end(trigger))
        _add(claims, made, ties)
        yield made


def _take(claims: Claims, event: _Happening, word: str, end: End) -> None:
    if end.refused:
        claims.left_out["ties of single victims"] += 1
    elif end.thing:
        event.things.append(_Role(word, end, *claims.profile.role(word, event.trigger.kind)))
    else:
        _value(claims, event, word, end)


def _add(claims: Claims, event: _Happening, ties: list[tuple[str, End, Tie]]) -> None:
    for word, end, tie in ties:
        rule, known = claims.profile.role(word, event.trigger.kind)
        event.things.append(_Role(tie.label, end, rule, known, tie))


def _value(claims: Claims, event: _Happening, role: str, end: End) -> None:
    worth = claims.worth(end)
    if claims.hidden(end):
        claims.left_out[PROTECTED] += 1
        return
    named = named_value(claims.profile, role)
    if end.kind == DATE and not (event.when or named) and is_edtf(worth):
        event.when = worth
        return
    name = value_name(claims, role, end.kind, worth)
    if name is None and end.kind == DATE:
        name = "date"  # a second one: it is kept, and dates nothing
    if name is None:
        claims.unmapped[role] += 1
        name = vocabulary().property(role)
    event.values.append((role, end, name, worth))


def _pairs(
    claims: Claims, rule: EventRule, event: _Happening, *, fitting: bool
) -> Iterator[tuple[_Role, _Role]]:
    """Yield the participants that the direct tie ties; of a node's only those that fit its ends."""
    starts = [role for role in event.things if role.is_one_of(rule.start)]
    ends = [role for role in event.things if role.is_one_of(rule.end)]
    if len(starts) * len(ends) > _MOST_PAIRS:
        claims.left_out["ties of events with too many participants"] += len(starts) * len(ends)
        return
    for start, end in product(starts, ends):
        fits = not (fitting and check_tie(rule.tie, start.end.kind, end.end.kind))
        if fits and start.end.id != end.end.id:
            yield start, end


def _direct(
    claims: Claims,
    event: _Happening,
    rule: EventRule,
    pairs: list[tuple[_Role, _Role]],
    said: Said,
) -> Iterator[Annotation]:
    origin = Origin(id=event.id, line=event.line, label=event.label)
    for start, end in pairs:
        more = Said()
        more.values += [Told(name, text, event.id, event.line) for _, _, name, text in event.values]
        more.add(said)
        for role in (start, end):
            more.add(_of_role(claims, role))
        yield from tie_claims(claims, TieRule(rule.tie), start.end, end.end, more, origin)


def _rest(claims: Claims, event: _Happening, rule: EventRule, said: Said) -> Iterator[Annotation]:
    """Yield what the direct tie has no place for: it stays with the event, as a node."""
    tied = rule.start + rule.end
    others = [role for role in event.things if not role.is_one_of(tied)]
    if others:
        yield from _roles(claims, event, others, said)
    else:
        claims.silent.add(event.trigger.id)


def _values(claims: Claims, event: _Happening, said: Said) -> Iterator[Annotation]:
    for role, end, name, worth in event.values:
        origin = Origin(id=event.id, line=event.line, label=role)
        yield claims.value(event.trigger, name, worth, said, origin, end)


def _roles(
    claims: Claims, event: _Happening, roles: list[_Role], said: Said
) -> Iterator[Annotation]:
    for role in roles:
        if not role.known:
            claims.unmapped[role.word] += 1
        # values said of the event are its node's; a role's tie takes its status, voice and date
        bare = Said()
        bare.add(said)
        bare.values.clear()
        bare.add(_of_role(claims, role))
        by = role.by or event
        origin = Origin(id=by.id, line=by.line, label=role.word)
        if role.rule.value:
            words = claims.words(role.end)
            name, told = role.rule.value, role.by is not None
            yield claims.value(event.trigger, name, words, bare, origin, role.end, own=told)
        elif role.rule.ignored:
            claims.left_out["roles that the profile leaves out"] += 1
        else:
            yield claims.tie(role.rule, event.trigger, role.end, bare, origin)


def _of_role(claims: Claims, role: _Role) -> Said:
    """Return what is said of the relation that gives a role."""
    return claims.said_of(role.by) if role.by else Said()
