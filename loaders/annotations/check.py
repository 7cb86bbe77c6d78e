"""A document's items checked once, for all loaders: spans, ids, references, cycles.

What cannot be read is rejected in a sentence of its own, and so is all that rests on it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from clew.graph.errors import InputError
from clew.graph.model import Rejected, Spans
from clew.loaders.annotations.spans import place
from clew.loaders.base import Input
from clew.loaders.items import (
    WHOLE_TEXT,
    Attribute,
    Counted,
    Edition,
    Entry,
    Event,
    Fact,
    Identifier,
    Item,
    Link,
    Mention,
    Note,
    Same,
    Text,
    Tie,
)

Feature = Attribute | Note | Identifier
_ID = re.compile(r"[A-Za-z#*]{0,2}\d{1,15}|[0-9a-f-]{8,36}")

#: So many marks may one text have, with what is said of them: each takes some two kilobytes.
MOST_MARKS = 300_000
_NAMES = {Attribute: "attributes", Note: "notes", Identifier: "normalizations"}


def bounded(items: Iterable[Item], file: Input) -> Iterator[Item]:
    """Yield a document's items; raises InputError where no memory would hold them."""
    for number, item in enumerate(items):
        if number >= MOST_MARKS:
            raise InputError(
                f"marks more than {MOST_MARKS} things in one text: split it", file.name
            )
        yield item


@dataclass(slots=True)
class Checked:
    """What stands: mentions with spans on the normal text, and what rests on them.

    features    by the id of what they speak of
    counts      what the file marks, by sort; rejected lines are not among them
    left_out    what the loader itself left out, by its word for why
    """

    file: Input
    mentions: dict[str, Mention] = field(default_factory=dict)
    spans: dict[str, Spans] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    sames: list[Same] = field(default_factory=list)
    features: dict[str, list[Feature]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, line: int, reason: str) -> None:
        """Say that a line could not be taken; no words of it."""
        self.rejected.append(self.file.rejected(line, reason))

    def trigger(self, identifier: str) -> str:
        """Return the mention that an id stands for: itself, or an event's trigger."""
        event = self.events.get(identifier)
        return event.trigger if event else identifier


def check(text: Text, items: Iterable[Item], file: Input) -> Checked:
    """Return the items of one document that hold, and the lines that do not."""
    checked = Checked(file)
    kept = list(_unique(items, checked))
    for placed in place(text.text, [item for item in kept if isinstance(item, Mention)]):
        if placed.reason:
            checked.reject(placed.mention.line, placed.reason)
        else:
            checked.mentions[placed.mention.id] = placed.mention
            checked.spans[placed.mention.id] = placed.spans
            checked.counts["spans"] += 1
    _events(checked, [item for item in kept if isinstance(item, Event)])
    _ties(checked, [item for item in kept if isinstance(item, Tie)])
    _sames(checked, [item for item in kept if isinstance(item, Same)])
    _features(checked, [item for item in kept if isinstance(item, Feature)])
    checked.rejected.sort(key=lambda one: (one.file, one.line))
    return checked


def _unique(items: Iterable[Item], checked: Checked) -> Iterator[Item]:
    """Yield items whose id is not taken; count and reject on the way."""
    lines: dict[str, int] = {}
    for item in items:
        if isinstance(item, Rejected):
            checked.rejected.append(item)
        elif isinstance(item, Counted):
            (checked.left_out if item.left_out else checked.counts)[item.name] += item.count
        elif isinstance(item, (Text, Edition, Entry, Fact, Link)):
            raise TypeError("a text's items are mentions and what is said of them, and no list's")
        elif item.id in lines:
            reason = f"{item.id} stands already on line {lines[item.id]}: give it an id of its own"
            checked.reject(item.line, reason)
        else:
            lines[item.id] = item.line
            yield item


def _missing(identifier: str) -> str:
    # what is no id may be words of the text, which no message holds (rule 24)
    shown = identifier if _ID.fullmatch(identifier) else "what is no id"
    return f"rests on {shown}, which is not there or could not be read"


def _events(checked: Checked, events: list[Event]) -> None:
    sound: dict[str, Event] = {}
    for event in events:
        if event.trigger in checked.mentions:
            sound[event.id] = event
        else:
            checked.reject(event.line, f"{event.id} {_missing(event.trigger)}")
    straight = _uncircled(sound)
    for event in sound.values():
        if event.id not in straight:
            reason = f"{event.id} takes part in itself, or in an event that does: mend its roles"
            checked.reject(event.line, reason)
    known = checked.mentions.keys() | straight
    for event in sound.values():
        if event.id in straight:
            checked.events[event.id] = _known_roles(checked, event, known)
            checked.counts["events"] += 1


def _known_roles(checked: Checked, event: Event, known: Iterable[str]) -> Event:
    for _, target in event.roles:
        if target not in known:
            checked.reject(event.line, f"a role of {event.id} {_missing(target)}")
    return replace(event, roles=tuple(pair for pair in event.roles if pair[1] in known))


def _uncircled(events: Mapping[str, Event]) -> set[str]:
    """Return the events that neither hold themselves nor an event that does."""
    inner = {
        event.id: {target for _, target in event.roles if target in events}
        for event in events.values()
    }
    outer: defaultdict[str, list[str]] = defaultdict(list)
    for event, targets in inner.items():
        for target in targets:
            outer[target].append(event)
    left = {event: len(targets) for event, targets in inner.items()}
    ready, done = [event for event, count in left.items() if not count], set[str]()
    while ready:
        done.add(target := ready.pop())
        for event in outer[target]:
            left[event] -= 1
            if not left[event]:
                ready.append(event)
    return done


def _absent(checked: Checked, identifiers: Iterable[str], also: Container[str] = ()) -> str | None:
    known = (checked.mentions, checked.events, also)
    return next((one for one in identifiers if not any(one in ids for ids in known)), None)


def _ties(checked: Checked, ties: list[Tie]) -> None:
    """Keep the ties between mentions, events, or one of these and a tie between such."""
    plain = {tie.id for tie in ties if _absent(checked, (tie.start, tie.end)) is None}
    for tie in ties:
        between = tie.start in plain and tie.end in plain
        if absent := tie.end if between else _absent(checked, (tie.start, tie.end), plain):
            checked.reject(tie.line, f"{tie.id} {_missing(absent)}")
        elif checked.trigger(tie.start) == checked.trigger(tie.end):
            checked.reject(tie.line, f"{tie.id} ties {tie.start} to itself")
        else:
            checked.ties.append(tie)
            checked.counts["relations"] += 1


def _sames(checked: Checked, sames: list[Same]) -> None:
    """Keep the sets that say something new: one that joins what is joined closes a circle."""
    roots: dict[tuple[str, str], str] = {}

    def root(label: str, member: str) -> str:
        while (above := roots.get((label, member), member)) != member:
            member = above
        return member

    for same in sames:
        if absent := _absent(checked, same.members):
            checked.reject(same.line, f"{_called(same)} {_missing(absent)}")
            continue
        members = [checked.trigger(member) for member in same.members]
        first, *others = sorted({root(same.label, member) for member in members})
        if not others:
            reason = "joins only what earlier lines join already, or a thing with itself"
            checked.reject(same.line, f"{_called(same)} {reason}")
            continue
        roots.update(((same.label, other), first) for other in others)
        checked.sames.append(same)
        checked.counts["relations" if _is_relation(same) else "equivalences"] += 1


def _is_relation(same: Same) -> bool:
    return not same.id.startswith("*")


def _called(same: Same) -> str:
    return same.id if _is_relation(same) else "the set"


def _features(checked: Checked, features: list[Feature]) -> None:
    places = {feature.id: feature.target for feature in features}
    known = {*checked.mentions, *checked.events, *(tie.id for tie in checked.ties)}
    known |= {same.id for same in checked.sames} | {WHOLE_TEXT}
    for feature in features:
        target = feature.target
        if target not in known:
            target = places.get(target, target)  # a note on an attribute speaks of what that does
        if target not in known:
            checked.reject(feature.line, f"{feature.id} {_missing(feature.target)}")
            continue
        checked.features[target].append(feature)
        checked.counts[_NAMES[type(feature)]] += 1
