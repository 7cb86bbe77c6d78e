"""Profiles drafted from what a project's files hold, and checked against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clew.graph.model import STATUSES
from clew.graph.schema import UNCLASSIFIED, fold
from clew.loaders.annotations.profile import Profile, load
from clew.loaders.annotations.said import statements
from clew.loaders.batches import documents
from clew.loaders.items import Attribute, Event, Identifier, Item, Mention, Note, Same, Tie
from clew.loaders.texts.shelf import Shelf
from clew.loaders.walk import Failure

_SECTIONS = ("kinds", "ties", "roles", "attributes", "statuses", "identifiers")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that annotators used: in which section of a profile, how often, what it means.

    of         for a role that means its own in the events of one kind: that kind, else ''
    meaning    the kind, tie, … that it comes to; '' for an identifier's scheme that nothing knows
    known      whether the profile or the vocabulary knows it
    """

    section: str
    word: str
    of: str
    count: int
    meaning: str
    known: bool

    @property
    def reason(self) -> str:
        """Why it means that, in a few words."""
        if self.known:
            return f"known, in a {self.of}" if self.of else "known"
        return "not known: kept under its own word until you say what it means"


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed profile as YAML, the words it rests on, and the files that could not be read."""

    yaml: str
    words: tuple[Word, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a profile leaves unmapped in some files, and which files could not be read."""

    unmapped: tuple[Word, ...]
    words: tuple[Word, ...]
    failures: tuple[Failure, ...]


def draft(paths: Iterable[Path | str], *, text: Path | None = None) -> Draft:
    """Propose a profile for the words in these files; raises nothing for a bad file."""
    words, failures = _words(paths, load(), text)
    return Draft(_yaml(words), words, failures)


def check(profile: Path, paths: Iterable[Path | str] = (), *, text: Path | None = None) -> Check:
    """Check a profile file, against the words of these files; raises InputError if it is broken."""
    words, failures = _words(paths, load(profile), text)
    return Check(tuple(word for word in words if not word.known), words, failures)


def _words(
    paths: Iterable[Path | str], profile: Profile, text: Path | None
) -> tuple[tuple[Word, ...], tuple[Failure, ...]]:
    counts, failures = Counter[tuple[str, str, str]](), list[Failure]()
    for found in documents(
        paths, lambda found: Counter(_met(list(found.items), profile)), shelf=Shelf(text)
    ):
        if isinstance(found, Failure):
            failures.append(found)
        else:
            counts.update(found)
    words = [Word(*key, count, *_meaning(profile, *key)) for key, count in counts.items()]
    words.sort(key=lambda w: (_SECTIONS.index(w.section), bool(w.of), -w.count, w.word, w.of))
    return tuple(words), tuple(failures)


def _met(items: Sequence[Item], profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield (section, word, of) for each use of a word; see `Word`."""
    labels = {one.id: one.label for one in items if isinstance(one, Mention | Event)}
    kinds = {one: profile.kind(label) for one, label in labels.items()}
    values = {one for one, kind in kinds.items() if kind and kind.is_value}
    for item in items:
        match item:
            case Mention():
                yield "kinds", item.label, ""
            case Tie() if item.start not in values and item.end not in values:
                yield "ties", item.label, ""
            case Same():
                yield "ties", item.label, ""
            case Event():
                kind = kinds[item.id]
                for role, target in item.roles:
                    if target not in values:
                        yield "roles", role, profile.special(role, kind.name if kind else "")
            case Attribute():
                yield from _attribute(profile, item.name, item.value)
            case Note() if fold(item.label) in profile.notes:
                for _, name, value in statements(item.text):
                    if name:
                        yield from _attribute(profile, name, value)
            case Identifier():
                yield "identifiers", item.scheme, ""
            case _:
                pass


def _attribute(profile: Profile, name: str, value: str) -> Iterator[tuple[str, str, str]]:
    yield "attributes", name, ""
    if profile.said(name) == "status":
        yield "statuses", value, ""


def _meaning(profile: Profile, section: str, word: str, of: str) -> tuple[str, bool]:
    if section == "kinds":
        known = profile.kind(word)
        return (known.name if known else UNCLASSIFIED), known is not None
    if section in ("ties", "roles"):
        rule, sure = profile.role(word, of) if section == "roles" else profile.tie(word)
        tie = f"{{value: {rule.value}}}" if rule.value else rule.tie
        return (f"{{tie: {rule.tie}, swap: true}}" if rule.swap else tie), sure
    if section == "attributes":
        said = profile.said(word)
        return said or "keep", said is not None
    if section == "statuses":
        status = profile.statuses.get(fold(word), word)
        return (status, True) if status in STATUSES else ("not_stated", False)
    value = profile.identifier(word)
    return value or "", value is not None


def _yaml(words: Iterable[Word]) -> str:
    lines = ["# A profile drafted from your annotations: say what each word means.", "name: draft"]
    section = ""
    for word in words:
        if word.section != section:
            lines += ["", f"{word.section}:"]
            section = word.section
        # what means its own in one kind of event is no general rule
        off = "" if word.meaning and not word.of else "# "
        lines.append(f"  {off}{_quoted(word.word)}: {word.meaning}  # {word.count}, {word.reason}")
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    import json

    return json.dumps(word, ensure_ascii=False)
