"""What attributes and notes say of an annotation, read through the profile.

A note can hold several statements, `status=alleged; means="owned or controlled"; when=2024-09`;
what is no statement is free text and kept as `note`. A date that is not EDTF is kept as a note,
too, and reported.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.graph.model import STATUSES, WEAKNESS
from clew.graph.schema import ValueType, fold, schema
from clew.graph.when import bounds
from clew.loaders.annotations.check import Checked, Feature
from clew.loaders.annotations.profile import Profile
from clew.loaders.items import WHOLE_TEXT, Attribute, Identifier, Note

_PART = re.compile(r"""(?:[^;"]|"[^"]*"|")+""")
_STATEMENT = re.compile(r"([^\W\d][\w-]*)\s*=\s*(.*)$", re.DOTALL)
_FLAGS = ("protected", "generic", "negated")
#: Folded words for a polarity that denies nothing.
_AFFIRMED = ("positive", "pos")
#: The tools' word for a note that is one word of the annotator's choice.
TAG = "tag"

#: What can be said of a whole text and holds for each of its claims.
OF_TEXTS = frozenset({"status", "attribution", "protected"})


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a feature gives: its name in the vocabulary, its text, where it was said."""

    name: str
    value: str
    id: str
    line: int


@dataclass(slots=True)
class Said:
    """What is said of one annotation; the fields are those of `clew.graph.model.Annotation`.

    value     the normal form of the words (`value=…`), '' where none is given
    values    what the vocabulary calls values, in the order of the file
    """

    status: str = "not_stated"
    negated: bool = False
    protected: bool = False
    generic: bool = False
    attribution: str = ""
    when: str = ""
    value: str = ""
    key: str = ""
    values: list[Told] = field(default_factory=list)
    extra: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def keep(self, name: str, text: str) -> None:
        """Keep a text under a name that can be a property's, once."""
        kept = self.extra[re.sub(r"\W+", "_", name).strip("_") or "note"]
        if text not in kept:
            kept.append(text)

    def date_of_value(self) -> str:
        """Return the value where it is a date and nothing else says when; it is then no value."""
        if self.when or not is_edtf(self.value):
            return ""
        date, self.value = self.value, ""
        return date

    def add(self, other: Said) -> None:
        """Take what is said elsewhere of the same: the weaker status, the first date and voice."""
        self.status = _governing(self.status, other.status)
        self.negated |= other.negated
        self.protected |= other.protected
        self.generic |= other.generic
        for name in ("attribution", "when", "value", "key"):
            setattr(self, name, getattr(self, name) or getattr(other, name))
        self.values += other.values
        for name, texts in other.extra.items():
            for text in texts:
                self.keep(name, text)


def _governing(one: str, other: str) -> str:
    """Return the status that governs: a stated one, of two the weaker (rule 3)."""
    stated = [status for status in (one, other) if status != "not_stated"]
    return max(stated, key=WEAKNESS.__getitem__, default="not_stated")


@dataclass(slots=True)
class Reader:
    """Reads features; `unmapped` counts the words that nothing knows."""

    profile: Profile
    checked: Checked
    unmapped: Counter[str]
    _read: dict[str, Said] = field(default_factory=dict)

    def read(self, targets: Iterable[str], label: str) -> Said:
        """Return what is said of the items with these ids; their label may say something, too."""
        said = Said()
        said.protected = fold(label) in self.profile.protected
        said.generic = fold(label) in self.profile.generic
        for target in targets:
            if target in self.checked.features:
                said.add(self._one(target))
        if WHOLE_TEXT in self.checked.features:
            self._take_over(said, self._one(WHOLE_TEXT))
        return said

    def idle(self) -> int:
        """Return how many features of the whole text say nothing that its claims can carry."""
        whole = self.checked.features.get(WHOLE_TEXT, [])
        names = [one.name if isinstance(one, Attribute) else "" for one in whole]
        return sum(self.profile.said(name) not in OF_TEXTS for name in names)

    def _take_over(self, said: Said, text: Said) -> None:
        """Take what is said of the whole text, where nothing nearer says it (`OF_TEXTS`)."""
        said.status = text.status if said.status == "not_stated" else said.status
        said.attribution = said.attribution or text.attribution
        said.protected |= text.protected

    def _one(self, target: str) -> Said:
        if target not in self._read:
            said = self._read[target] = Said()
            for feature in self.checked.features[target]:
                self._feature(said, feature)
        return self._read[target]

    def _feature(self, said: Said, feature: Feature) -> None:
        if isinstance(feature, Identifier):
            self._identifier(said, feature)
        elif isinstance(feature, Attribute):
            if not self._attribute(said, feature):
                self.unmapped[feature.name] += 1
                said.keep(feature.name, feature.value)
        elif fold(feature.label) in self.profile.notes:
            self._note(said, feature)
        elif fold(feature.label) == TAG:
            if not self._tag(said, feature.text):
                self.unmapped[_odd(TAG, feature.text)] += 1
                said.keep(TAG, feature.text)
        elif feature.text:
            said.keep(feature.label, feature.text)

    def _attribute(self, said: Said, feature: Attribute) -> bool:
        """Take an attribute; one that is only there or not can say what a tag says."""
        if self._state(said, feature.name, feature.value, feature):
            return True
        bare = self.profile.truth(feature.value)
        return bool(bare) and self._tag(said, feature.name)

    def _tag(self, said: Said, word: str) -> bool:
        """Take a bare word; return whether the profile knows it."""
        meant = self.profile.tag(word)
        if meant in _FLAGS:
            setattr(said, meant, True)
        elif meant in STATUSES:
            said.status = _governing(said.status, meant)
        elif meant == "keep":
            said.keep(TAG, word)
        return bool(meant)

    def _identifier(self, said: Said, feature: Identifier) -> None:
        name = self.profile.identifier(feature.scheme)
        if name == "keep":
            said.keep("identifier", f"{feature.scheme}:{feature.value}")
        elif name:
            said.values.append(Told(name, feature.value, feature.id, feature.line))
        else:
            self.unmapped[feature.scheme] += 1
            said.keep("identifier", f"{feature.scheme}:{feature.value}")

    def _note(self, said: Said, note: Note) -> None:
        free = list(self._free(said, note))
        if free:
            said.keep("note", "; ".join(free))

    def _free(self, said: Said, note: Note) -> Iterator[str]:
        """Take the note's statements; yield the parts that are none."""
        for part, name, value in statements(note.text):
            if name and value and self._state(said, name, value, note):
                continue
            if name:
                self.unmapped[name] += 1
            elif self.profile.said(part) in _FLAGS and self._state(said, part, "true", note):
                continue
            yield part

    def _state(self, said: Said, name: str, value: str, feature: Attribute | Note) -> bool:
        """Take one statement; return whether profile or vocabulary know its name."""
        meant = self.profile.said(name)
        if meant is None:
            return False
        if meant == "status":
            self._status(said, name, value)
        elif meant in ("negated", "protected", "generic"):
            self._flag(said, meant, name, value)
        elif meant == "when":
            self._when(said, name, value, feature)
        elif meant in ("attribution", "value", "key"):
            setattr(said, meant, value)
        elif meant in ("note", "keep"):
            said.keep("note" if meant == "note" else name, value)
        elif meant != "ignore":
            self._value(said, schema().values[meant], value, feature)
        return True

    def _status(self, said: Said, name: str, word: str) -> None:
        status = self.profile.statuses.get(fold(word), word)
        if status not in STATUSES:
            self.unmapped[_odd(name, word)] += 1
            said.keep("status_given", word)
        else:
            said.status = _governing(said.status, status)

    def _flag(self, said: Said, meant: str, name: str, word: str) -> None:
        truth = self.profile.truth(word)
        if meant != "negated" and fold(word) in _AFFIRMED:
            truth = None  # it says of a statement that it is affirmed, and of a flag nothing
        if truth is None:
            self.unmapped[_odd(name, word)] += 1
            said.keep(f"{meant}_given", word)
            truth = meant == "protected"  # in doubt nobody is exposed
        setattr(said, meant, truth)

    def _when(self, said: Said, name: str, value: str, feature: Attribute | Note) -> None:
        if is_edtf(value):
            said.when = value
        else:
            self._no_date(said, name, value, feature)

    def _value(self, said: Said, kind: ValueType, value: str, feature: Attribute | Note) -> None:
        if kind.type == "date" and not is_edtf(value):
            self._no_date(said, kind.name, value, feature)
            return
        text = value.lower() if kind.type == "country" and len(value) == 2 else value
        said.values.append(Told(kind.name, text, feature.id, feature.line))

    def _no_date(self, said: Said, name: str, value: str, feature: Attribute | Note) -> None:
        reason = f"{feature.id} gives a date that is not EDTF ({name}): it is kept as a note"
        self.checked.reject(feature.line, reason)
        said.keep("note", f"{name}={value}")


def _odd(name: str, word: str) -> str:
    """Return how a word without a meaning is reported: what is no single word may name somebody."""
    return f"{name}={word if len(word.split()) == 1 else '…'}"


def statements(note: str) -> Iterator[tuple[str, str, str]]:
    """Yield (part, key, value) of a note's parts between `;`; key and value '' in free text."""
    for part in _PART.findall(note):
        if words := part.strip():
            found = _STATEMENT.match(words)
            yield words, found[1] if found else "", _unquoted(found[2]) if found else ""


def is_edtf(text: str) -> bool:
    """Say whether this is a date of the Extended Date/Time Format."""
    try:
        bounds(text)
    except InputError:
        return False
    return bool(text)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return value[1:-1] if quoted else value
