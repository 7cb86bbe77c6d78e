"""Which word of a structure is its label, and what its other features say.

The label of a span or relation is its feature `value` (or the like: `label`, `type`, …), else the
only feature that says nothing else, else the only one whose word is a kind or a tie. Where the
layer's own name is a kind or a tie and that word is none, it is the layer's name, and the word
stays a feature: a layer `Date` with the value `2024-09` is a Date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clew.graph.schema import UNCLASSIFIED, fold, schema
from clew.loaders.annotations.inception.cas import Structure
from clew.loaders.annotations.inception.cas_types import Layer
from clew.loaders.annotations.profile import Profile
from clew.loaders.annotations.rules import KEEP
from clew.loaders.items import Attribute, Identifier

_LABELS = ("value", "label", "type", "kind", "category", "class", "name")
_NO_LABEL = re.compile(r"true|false|[+-]?\d[\d.,]*", re.IGNORECASE)
_WIKIDATA = re.compile(
    r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wikidata:)?(Q\d+)", re.I
)
_SCHEME = re.compile(r"(?:https?://(?:www\.)?([\w.-]+)/|([A-Za-z]\w*):)(.+)")
_NEUTRAL = "LINKED_TO"


def label(structure: Structure, layer: Layer, profile: Profile) -> tuple[str, str]:
    """Return a structure's label, and the feature that gives it ('': the layer's name)."""
    feature = next(_label_features(structure, layer, profile), "")
    if not feature:
        return layer.short, ""
    word = structure.values[feature][0]
    tie = layer.sort == "relation"
    if _means(layer.short, tie, profile) and not _means(word, tie, profile):
        return layer.short, ""
    return word, feature


def _label_features(structure: Structure, layer: Layer, profile: Profile) -> Iterator[str]:
    given = [name for name in layer.words if any(structure.values.get(name, ()))]
    if layer.sort == "link" and "referenceType" in given:
        yield "referenceType"
    folded = {fold(name): name for name in reversed(given)}
    yield from (folded[name] for name in _LABELS if name in folded)
    if len(layer.words) == 1 and given and not _is_said(given[0], profile):
        word = structure.values[given[0]][0]
        if not _NO_LABEL.fullmatch(word):
            yield given[0]
    yield from _only_free(structure, layer, given, profile)


def _only_free(
    structure: Structure, layer: Layer, given: list[str], profile: Profile
) -> Iterator[str]:
    """Yield the only feature whose name says nothing, or else the only one whose word does."""
    free = [name for name in layer.words if profile.said(name) is None and not _names(name)]
    words = {name: structure.values[name][0] for name in given if name in free}
    found = [name for name, word in words.items() if not _NO_LABEL.fullmatch(word)]
    if len(free) > 1:
        tie = layer.sort == "relation"
        found = [name for name in found if _means(words[name], tie, profile)]
    if len(found) == 1:
        yield found[0]


def is_kind(word: str, profile: Profile) -> bool:
    """Say whether a word is a kind of thing that the vocabulary has."""
    kind = profile.kind(word)
    return kind is not None and kind.name != UNCLASSIFIED


def _is_said(feature: str, profile: Profile) -> bool:
    """Say whether a feature's name already means something of its annotation."""
    return profile.said(feature) not in (None, KEEP) or _names(feature)


def _names(feature: str) -> bool:
    """Say whether a feature gives the entry of a register."""
    return fold(feature) == "identifier"


def _means(word: str, tie: bool, profile: Profile) -> bool:
    """Say whether a word is a kind, or a tie that says more than that there is one."""
    if tie:
        rule, known = profile.tie(word)
        return known and rule.tie != _NEUTRAL and (rule.value != "" or rule.tie in schema().ties)
    return is_kind(word, profile)


def features(structure: Structure, target: str, used: str) -> Iterator[Attribute | Identifier]:
    """Yield what the features of a structure but its label say of the item `target`."""
    for name, given in structure.values.items():
        if name == used:
            given = given[1:]
        for number, value in enumerate(given):
            if value.strip():
                more = f".{number}" if number else ""
                identifier = f"{structure.id}.{name}{more}"
                yield _feature(identifier, structure.line, target, name, value.strip())


def _feature(
    identifier: str, line: int, target: str, name: str, value: str
) -> Attribute | Identifier:
    if found := _WIKIDATA.fullmatch(value):
        if fold(name) == "identifier" or ":" in value:
            return Identifier(
                id=identifier, line=line, target=target, scheme="Wikidata", value=found[1]
            )
    elif fold(name) == "identifier":
        found = _SCHEME.fullmatch(value)
        scheme, rest = (found[1] or found[2], found[3]) if found else (name, value)
        return Identifier(id=identifier, line=line, target=target, scheme=scheme, value=rest)
    return Attribute(id=identifier, line=line, target=target, name=name, value=value)
