"""What a heading means: by the words of `headings.yaml` and of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.schema import fold, schema

_BRACKETS = re.compile(r"(.*?)\s*[(\[/_,-]\s*([A-Za-z]+)\s*[)\]]?\s*")


def name_of(heading: str) -> str:
    """Return which sort of name a heading says: `name`, `alias`, …; '' for none."""
    return _meaning("names", heading)


def is_kind(heading: str) -> bool:
    """Tell whether a heading says what a row is."""
    return fold(heading) in _folded(_data()["kinds"])


def value_of(heading: str) -> str:
    """Return the property that a heading says, '' for none."""
    found = _meaning("values", heading)
    if not found and (known := schema().value(heading)):
        found = known.name
    return found


def said_of(heading: str) -> str:
    """Return what a heading says of how the row knows it: `source`, `from`, …; '' for none."""
    return _meaning("said", heading)


def role_of(heading: str) -> tuple[str, Mapping[str, Any]] | None:
    """Return the name and the rule of a role that a heading says, None for none."""
    for name, rule in _data()["roles"].items():
        if fold(heading) in _folded(rule["words"]):
            return name, rule
    return None


def language_of(heading: str) -> tuple[str, str]:
    """Return a heading without the language that it names, and that language's code or ''."""
    languages = {name.casefold(): code for name, code in _data()["languages"].items()}
    if code := languages.get(heading.casefold()):
        return "other names", code
    if matched := _BRACKETS.fullmatch(heading):
        before, word = matched.groups()
        if code := languages.get(word.casefold()):
            return before, code
    first, _, rest = heading.partition(" ")
    if rest and (code := languages.get(first.casefold())):
        return rest, code
    return heading, ""


def language_in(script: str) -> str:
    """Return the language that alone writes in a script, '' for none."""
    found: str = _data()["scripts"].get(script, "")
    return found


def is_id(heading: str) -> bool:
    """Tell whether a heading says that it tells rows apart."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " ").split()
    ids = {str(word).casefold() for word in _data()["ids"]}
    return bool(words) and words[-1].strip(".:").casefold() in ids


def kind_in(words: str) -> str:
    """Return the kind of things that a heading or a file's name speaks of, '' for none.

    It is the first word of the heading, or two, or all of it: `Compound name`, `victim group`.
    """
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).replace("_", " ").replace("-", " ").split()
    for end in (len(parts), 2, 1):
        for word in (" ".join(parts[:end]), " ".join(parts[:end]).removesuffix("s")):
            known = schema().kind(word) if word else None
            if known and not known.is_value:
                return known.name
    return ""


def _meaning(section: str, heading: str) -> str:
    for meaning, words in _data()[section].items():
        if fold(heading) in _folded(words):
            return str(meaning)
    return ""


def _folded(words: Iterable[str]) -> set[str]:
    return {fold(word) for word in words}


@cache
def _data() -> Mapping[str, Any]:
    import yaml

    path = Path(__file__).with_name("headings.yaml")
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
