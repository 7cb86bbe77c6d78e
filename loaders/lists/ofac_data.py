"""OFAC's formats as data: `ofac.yaml` beside this file, read once and put in order for reading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

NULL = "-0-"


class Field(NamedTuple):
    """A field of remarks: its prefix, the property it gives, how what follows is read.

    tell    other prefixes give the same property, so that a value needs to say which it had
    """

    prefix: str
    property: str
    how: str
    tell: bool


@cache
def data() -> dict[str, Any]:
    """Return what the file holds."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("ofac.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a safe loader either way
    return found


@cache
def fields() -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of remarks by the first word of their prefix, the longest prefix first."""
    found: defaultdict[str, list[Field]] = defaultdict(list)
    for name, ways in data()["fields"].items():
        tell = sum(map(len, ways.values())) > 1
        for how, prefixes in ways.items():
            for prefix in prefixes:
                found[prefix.partition(" ")[0].rstrip(":")].append(Field(prefix, name, how, tell))
    return {
        word: tuple(sorted(each, key=lambda field: -len(field.prefix)))
        for word, each in found.items()
    }


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the file's lists of words."""
    return frozenset(data()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one of the file's patterns."""
    return re.compile(data()[name])


def given(cell: str) -> str:
    """Return a cell without blanks around it; '' for OFAC's null, `-0-`."""
    cell = cell.strip()
    return "" if cell == NULL else cell


def is_known(cell: str) -> bool:
    """Return whether a cell says more than that nothing is known."""
    return bool(cell) and cell.casefold() not in words("unknown")
