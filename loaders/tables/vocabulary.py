"""The words of the vocabulary that a mapping may use, and those that it must not (rule 25)."""

from __future__ import annotations

from collections.abc import Callable

from clew.graph.model import STATUSES
from clew.graph.schema import schema
from clew.loaders.tables.entries import nearest
from clew.loaders.tables.victims import group_properties

#: Takes a word; returns the vocabulary's own, and what is wrong with it ('' where nothing is).
Check = Callable[[str], tuple[str, str]]

VICTIM = "is a single victim, who is never named: use VictimGroup with a count"
SAME = "would join records, which a person decides: `clew same`"


def kind(word: str) -> tuple[str, str]:
    """Return a kind of things."""
    known = schema().kind(word)
    if known is None:
        near = nearest(word, (one.name for one in schema().kinds.values() if not one.is_value))
        return "", f"names a kind {word!r} that `clew schema` does not list{near}"
    if known.refused:
        return "", f"names a kind {word!r}, which {VICTIM}"
    if known.is_value:
        return "", f"names a kind {word!r} that is a value of things and no thing"
    return known.name, ""


def tie(word: str) -> tuple[str, str]:
    """Return a tie's type."""
    known = schema().tie(word)
    if known is None:
        near = nearest(word, schema().ties)
        return "", f"names a tie {word!r} that `clew schema` does not list{near}"
    return ("", f"names a tie {word!r}, which {SAME}") if known.name == "SAME_AS" else (word, "")


def status(word: str) -> tuple[str, str]:
    """Return a status."""
    if word in STATUSES:
        return word, ""
    return "", f"names a status {word!r} that `clew schema` does not list{nearest(word, STATUSES)}"


def value(word: str, own: frozenset[str]) -> tuple[str, str]:
    """Return a property: the vocabulary's, or one that the mapping declares itself."""
    if word in own:
        return word, ""
    known = schema().value(word)
    if known is not None:
        return known.name, ""
    if word == "name":
        return "", "gives `name` as a value: it belongs under `names`"
    near = nearest(word, schema().values)
    if not near.endswith("?"):
        near = ": declare it under `properties`, or use one that it lists"
    return "", f"names a property {word!r} that `clew schema` does not list{near}"


def name(word: str) -> tuple[str, str]:
    """Return a property that holds names."""
    known, problem = value(word, frozenset())
    if problem or is_name(known):
        return known, problem
    return "", f"gives `{word}` as a name: it belongs under `values`"


def is_name(property: str) -> bool:
    """Tell whether a property holds names of the thing itself."""
    known = schema().values.get(property)
    return property == "name" or (known is not None and known.type == "name")


def group_problem(kinds: frozenset[str], property: str) -> str:
    """Return what is wrong with a property of a record that can be victims, '' where nothing is."""
    if "VictimGroup" in kinds and (is_name(property) or property in group_properties()):
        return f"gives `{property}` of victims: they are counted and described, never named"
    return ""
