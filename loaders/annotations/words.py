"""The words that annotators used in some files, and what each means under their profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from clew.graph.model import STATUSES
from clew.graph.schema import UNCLASSIFIED, fold, schema
from clew.loaders.annotations.profile import Profile
from clew.loaders.annotations.reasons import NOT_KNOWN, reason_of_kind, reason_of_tie
from clew.loaders.annotations.relations import DATE, as_role, named_value
from clew.loaders.annotations.rules import IGNORE, KEEP, TieRule
from clew.loaders.annotations.said import TAG, statements
from clew.loaders.items import Attribute, Event, Identifier, Item, Mention, Note, Same, Tie

#: A profile's sections in the order of a draft; `when`: words that say when, which need no entry.
SECTIONS = tuple("kinds ties roles when attributes tags statuses true_words identifiers".split())
_FLAGS = ("protected", "generic", "negated")
#: Of an unknown attribute no more values are looked at: one of so many is no status.
_MOST = 64


@dataclass(frozen=True, slots=True)
class Word:
    """A word that annotators used: in which section of a profile, how often, what it means.

    of         the kind of event in which a role means its own, the kind of value that a relation or
               role leads to, the flag that a word is about; else ''
    meaning    the kind, tie, … that it comes to
    known      whether the profile or the vocabulary knows it
    reason     why it means that, in a few words
    """

    section: str
    word: str
    of: str
    count: int
    meaning: str
    known: bool
    reason: str


@dataclass(slots=True)
class Words:
    """Counts the words of documents, each under the profile that holds for it."""

    counts: Counter[tuple[str, str, str, Profile]] = field(default_factory=Counter)
    values: dict[tuple[str, Profile], set[str]] = field(default_factory=dict)

    def add(self, items: Sequence[Item], profile: Profile) -> None:
        """Count the words of a document's items."""
        for section, word, of, *value in _met(items, profile):
            self.counts[section, word, of, profile] += 1
            if value and len(given := self.values.setdefault((fold(word), profile), set())) < _MOST:
                given.add(fold(value[0]))

    def found(self) -> tuple[Word, ...]:
        """Return the words with their meaning, section by section, the most used first."""
        words: Counter[Word] = Counter()
        for (section, word, of, profile), count in self.counts.items():
            meaning, known, reason = _meaning(profile, section, word, of)
            if section == "attributes" and not known:
                reason += self._likely(word, profile)
            words[Word(section, word, of, 0, meaning, known, reason)] += count
        found = [replace(word, count=count) for word, count in words.items()]
        found.sort(key=lambda w: (SECTIONS.index(w.section), bool(w.of), -w.count, w.word, w.of))
        return tuple(found)

    def _likely(self, word: str, profile: Profile) -> str:
        """Return what an unknown attribute likely is, by the words that it has."""
        given = self.values.get((fold(word), profile), set())
        known = bool(given) and all(one in profile.statuses for one in given)
        return "; likely status (its words are statuses)" if known else ""


def _met(items: Sequence[Item], profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield (section, word, of), of an unknown attribute its value, too, for each use of a word."""
    labels = {one.id: one.label for one in items if isinstance(one, Mention | Event)}
    kinds = {one: kind.name for one, label in labels.items() if (kind := profile.kind(label))}
    for item in items:
        match item:
            case Mention():
                yield "kinds", item.label, ""
            case Tie():
                yield _tie(profile, item.label, _kind(kinds, item.start), _kind(kinds, item.end))
            case Same():
                yield "ties", item.label, ""
            case Event():
                here = _kind(kinds, item.id)
                for role, target in item.roles:
                    yield _role(profile, role, here, _kind(kinds, target))
            case Attribute():
                yield from _attribute(profile, item.name, item.value)
            case Note() if fold(item.label) in profile.notes:
                for _, name, value in statements(item.text):
                    if name:
                        yield from _attribute(profile, name, value)
            case Note() if fold(item.label) == TAG:
                yield "tags", item.text, ""
            case Identifier():
                yield "identifiers", item.scheme, ""
            case _:
                pass


def _kind(kinds: dict[str, str], identifier: str) -> str:
    return kinds.get(identifier, UNCLASSIFIED)


def _tie(profile: Profile, label: str, start: str, end: str) -> tuple[str, str, str]:
    values = [kind for kind in (start, end) if schema().kinds[kind].is_value]
    if values:
        return _of_value(profile, "ties", label, values[0])
    if role := as_role(profile, label, start, end):
        turned, word = role
        return "roles", label, profile.special(word, end if turned else start)
    return "ties", label, ""


def _role(profile: Profile, role: str, kind: str, target: str) -> tuple[str, str, str]:
    if schema().kinds[target].is_value:
        return _of_value(profile, "roles", role, target)
    return "roles", role, profile.special(role, kind)


def _of_value(profile: Profile, section: str, word: str, kind: str) -> tuple[str, str, str]:
    says_when = kind == DATE and not named_value(profile, word)
    return ("when" if says_when else section), word, kind


def _attribute(profile: Profile, name: str, value: str) -> Iterator[tuple[str, ...]]:
    said = profile.said(name)
    if said is None and profile.truth(value) and profile.tag(name):
        yield "tags", name, ""
        return
    yield ("attributes", name, "") if said else ("attributes", name, "", value)
    if said == "status":
        yield "statuses", value, ""
    elif said in _FLAGS and profile.truth(value) is None:
        yield "true_words", value, said


def _meaning(profile: Profile, section: str, word: str, of: str) -> tuple[str, bool, str]:
    """Return what a word means, whether that is known, and why."""
    if section == "kinds":
        known = profile.kind(word)
        name = IGNORE if profile.ignores(word) else known.name if known else UNCLASSIFIED
        return name, name == IGNORE or known is not None, reason_of_kind(profile, word)
    if section in ("ties", "roles") and of and schema().kinds[of].is_value:
        return _meaning_to_value(profile, word, of)
    if section in ("ties", "roles"):
        rule, sure = profile.role(word, of) if section == "roles" else profile.tie(word)
        return _written(rule), sure, reason_of_tie(profile, section, word, of)
    if section == "when":
        return section, True, f"says when, in relations to a {of}"
    if section == "tags":
        meant = profile.tag(word)
        return meant or KEEP, bool(meant), "by the profile" if meant else NOT_KNOWN
    if section == "attributes":
        said = profile.said(word)
        return said or KEEP, said is not None, _reason(said, word)
    if section == "statuses":
        status = profile.statuses.get(fold(word), word)
        sure = status in STATUSES
        return (status if sure else "not_stated"), sure, _reason(status if sure else None, word)
    if section == "true_words":
        return "", False, f"not known: says neither yes nor no of {of}"
    scheme = profile.identifier(word)
    return scheme or KEEP, scheme is not None, _reason(scheme, word)


def _meaning_to_value(profile: Profile, word: str, of: str) -> tuple[str, bool, str]:
    if value := named_value(profile, word):
        return f"{{value: {value.name}}}", True, f"{_reason(value.name, word)}, of a {of}"
    if name := profile.values.get(of):
        return f"{{value: {name}}}", True, f"what a {of} is"
    _, sure = profile.tie(word)
    return KEEP, sure, reason_of_tie(profile, "ties", word, "")


def _written(rule: TieRule) -> str:
    """Return a rule as a profile writes it."""
    swap = ", swap: true" if rule.swap else ""
    if rule.value:
        return f"{{value: {rule.value}{swap}}}"
    if rule.ignored:
        return IGNORE
    return f"{{tie: {rule.tie}{swap}}}" if swap else rule.tie


def _reason(meaning: str | None, word: str) -> str:
    if meaning is None:
        return NOT_KNOWN
    return "exact name" if fold(meaning) == fold(word) else "known synonym"


def unmapped(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return the words that nothing knows."""
    return tuple(word for word in words if not word.known)
