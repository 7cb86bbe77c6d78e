"""The vocabulary: kinds, ties, statuses and values, read once from schema.yaml.

A word that the vocabulary does not know is kept and never refused (rule 13): its kind is
`Unclassified`, its tie's type is made from the word by `tie_type`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from clew.graph.schema_types import Kind, Status, Term, Tie, ValueType

__all__ = [
    "ENTITY",
    "OTHER_LABELS",
    "UNCLASSIFIED",
    "Kind",
    "Schema",
    "Status",
    "Tie",
    "ValueType",
    "check_tie",
    "fold",
    "schema",
    "tie_type",
]

#: The label of every node that is not a source, and in a tie's ends: any kind.
ENTITY = "Entity"
#: The kind of what no word of the vocabulary fits.
UNCLASSIFIED = "Unclassified"
#: Labels that are no kinds.
OTHER_LABELS = (ENTITY, "Source")


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole vocabulary; look up by name in the mappings, by any word with the methods."""

    kinds: Mapping[str, Kind]
    ties: Mapping[str, Tie]
    statuses: Mapping[str, Status]
    values: Mapping[str, ValueType]
    groups: Mapping[str, str]
    own: Mapping[str, str]
    namespaces: Mapping[str, str]
    _kind_words: Mapping[str, str] = field(repr=False)
    _tie_words: Mapping[str, str] = field(repr=False)
    _value_words: Mapping[str, str] = field(repr=False)

    def kind(self, word: str) -> Kind | None:
        """Return the kind that a label means, by name or synonym; None if the word is unknown."""
        name = self._kind_words.get(fold(word))
        return self.kinds[name] if name else None

    def event(self, word: str) -> Kind | None:
        """Return the kind of an event's trigger: there `Charge` is the charging, no offence."""
        known = self.kind(word)
        if known and known.root == "Event":
            return known
        return self.kind(f"{word} event") or known

    def tie(self, word: str) -> Tie | None:
        """Return the tie that a relation's or role's word means; None if it is unknown."""
        name = self._tie_words.get(fold(word))
        return self.ties[name] if name else None

    def value(self, word: str) -> ValueType | None:
        """Return the property that a word means; None if it is unknown."""
        name = self._value_words.get(fold(word))
        return self.values[name] if name else None

    def labels(self, kind: str) -> tuple[str, ...]:
        """Return a node's labels but `Entity`, most special first."""
        known = self.kinds.get(kind)
        return (known.name, *known.parents) if known else (UNCLASSIFIED,)

    def root(self, kind: str) -> str:
        """Return the topmost kind above this one; `Unclassified` for an unknown one."""
        known = self.kinds.get(kind)
        return known.root if known else UNCLASSIFIED

    def is_a(self, kind: str, above: str) -> bool:
        """Return whether a kind is the other or a case of it; everything is an `Entity`."""
        return above == ENTITY or above in self.labels(kind)

    def phrase(self, tie: str) -> str:
        """Return a tie's type as words between its ends: `controls`."""
        known = self.ties.get(tie)
        return known.phrase if known else tie.lower().replace("_", " ")

    def is_symmetric(self, tie: str) -> bool:
        """Tell whether a tie means the same in both directions."""
        known = self.ties.get(tie)
        return known is not None and known.symmetric

    def property(self, word: str, kind: str = "") -> str:
        """Return the property name for a source's value, prefixed where it would hide ours.

        `kind` is that of the node, or for an edge its FollowTheMoney name (rule 12).
        """
        name = re.sub(r"\W+", "_", word).strip("_") or "value"
        if name in self.own:
            above = (kind, *self.labels(kind))
            named = (v.name for v in self.values.values() if v.of in above and _last(v) == name)
            return next(named, f"{fold(kind) or 'given'}_{name}")
        known = self.value(word)
        return known.name if known else name


@cache
def schema() -> Schema:
    """Return the vocabulary of schema.yaml, read on the first call."""
    import yaml

    # libyaml reads the file four times as fast; wheels have it, a source build may not
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with Path(__file__).with_name("schema.yaml").open(encoding="utf-8") as file:
        raw: dict[str, Any] = yaml.load(file, loader)
    kinds = {name: _kind(name, raw["kinds"]) for name in raw["kinds"]}
    ties = {name: _tie(name, entry) for name, entry in raw["ties"].items()}
    values = {name: _value(name, entry) for name, entry in raw["values"].items()}
    return Schema(
        kinds=kinds,
        ties=ties,
        statuses=_statuses(raw["statuses"]),
        values=values,
        groups=raw["groups"],
        own=raw["own"],
        namespaces=raw["namespaces"],
        _kind_words=_words(kinds.values()),
        _tie_words=_words(ties.values()),
        _value_words=_words(values.values()),
    )


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Return a word as look-ups compare it: no case, no blanks, no `-` and `_`."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", word)).casefold()


@lru_cache(maxsize=4096)
def tie_type(word: str) -> str:
    """Return the edge type for a relation's word: the known tie's, else the word in UPPER_SNAKE.

    An unknown word's type holds letters, digits and `_` alone, so that no text needs quoting, and
    ends in `_TIE` where a label has its name, which the embedded engine refuses (rule 13).
    """
    known = schema().tie(word)
    if known:
        return known.name
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", unicodedata.normalize("NFKC", word))
    upper = unicodedata.normalize("NFKC", parted.upper())
    # some numerals count as letters of a word and stand in no name all the same
    named = "".join(letter if f"_{letter}".isidentifier() else "_" for letter in upper)
    name = re.sub(r"[\W_]+", "_", named).strip("_")
    if not name:
        return "UNNAMED_TIE"
    if not name[0].isidentifier():
        name = f"TIE_{name}"
    labels = {label.casefold() for label in (*schema().kinds, *OTHER_LABELS)}
    return f"{name}_TIE" if name.casefold() in labels else name


@lru_cache(maxsize=4096)
def check_tie(type: str, start_kind: str, end_kind: str) -> str | None:
    """Return a sentence where the ends do not fit the tie, else None; unknown words always fit."""
    known = schema().ties.get(type)
    if known is None or _fits(known, start_kind, end_kind):
        return None
    if known.symmetric and _fits(known, end_kind, start_kind):
        return None
    allowed = f"{_one_of(known.start)} to {_one_of(known.end)}"
    return f"{type} goes from {allowed}, and not from {start_kind} to {end_kind}."


def _fits(tie: Tie, start_kind: str, end_kind: str) -> bool:
    return _is_one_of(start_kind, tie.start) and _is_one_of(end_kind, tie.end)


def _is_one_of(kind: str, allowed: Iterable[str]) -> bool:
    if schema().root(kind) == UNCLASSIFIED:
        return True
    return not schema().kinds[kind].is_value and any(schema().is_a(kind, a) for a in allowed)


def _one_of(kinds: tuple[str, ...]) -> str:
    return "anything" if ENTITY in kinds else " or ".join(kinds)


def _last(term: Term) -> str:
    return (term.ftm or "").rpartition(":")[2]


def _term(name: str, entry: Mapping[str, Any], *, predicate: bool = False) -> dict[str, Any]:
    ftm = entry["ftm"]
    return {
        "name": name,
        "meaning": entry["meaning"],
        "ftm": ftm,
        "nearest": entry.get("nearest"),
        "rdf": entry.get("rdf") or (f"ftm:{ftm}" if ftm and not predicate else f"clew:{name}"),
        "synonyms": tuple(entry.get("synonyms", ())),
    }


def _kind(name: str, entries: Mapping[str, Mapping[str, Any]]) -> Kind:
    entry, parents = entries[name], list[str]()
    while above := entries[parents[-1] if parents else name].get("above"):
        parents.append(above)
    return Kind(
        **_term(name, entry),
        parents=tuple(parents),
        root=parents[-1] if parents else name,
        is_value=entry.get("value", False),
        is_trace=entry.get("trace", False),
        hub=any(entries[one].get("hub", False) for one in (name, *parents)),
        refused=entry.get("refused", False),
    )


def _tie(name: str, entry: Mapping[str, Any]) -> Tie:
    return Tie(
        # FollowTheMoney's edges are classes in RDF, so a tie is a predicate of Clew's own
        **_term(name, entry, predicate=True),
        start=tuple(entry["start"]),
        end=tuple(entry["end"]),
        key=entry.get("key", ""),
        group=entry["group"],
        symmetric=entry.get("symmetric", False),
        phrase=entry["phrase"],
    )


def _value(name: str, entry: Mapping[str, Any]) -> ValueType:
    return ValueType(
        **_term(name, entry),
        type=entry["type"],
        identifier=entry.get("identifier", False),
        of=entry.get("of", ""),
    )


def _statuses(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Status]:
    last = len(entries) - 1
    return {
        name: Status(
            name=name,
            meaning=entry["meaning"],
            strength=last - rank,
            ladder=entry.get("ladder", True),
        )
        for rank, (name, entry) in enumerate(entries.items())
    }


def _words(terms: Iterable[Term]) -> dict[str, str]:
    return {fold(word): term.name for term in terms for word in (term.name, *term.synonyms)}
