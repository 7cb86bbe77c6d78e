"""The word lists that identity works with: data beside this file, read once."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

#: The kind whose names have titles, bare given names and an order of their parts.
PERSON = "Person"


@cache
def data(name: str) -> dict[str, Any]:
    """Return what `<name>.yaml` beside this file holds."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a safe loader either way
    return found


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return one list of `<name>.yaml`."""
    return frozenset(data(name)[key])


@lru_cache(maxsize=1 << 16)
def is_full(name: str, person: bool) -> bool:
    """Return whether a folded name has two words or more; a person's title is none of them."""
    parts = [part for part in name.split() if any(map(str.isalnum, part))]
    if person and len(parts) > 1:
        titles = word_set("latin", "honorifics")
        parts = [part for part in parts if part.strip(".") not in titles]
    return len(parts) > 1


def country(value: str) -> str:
    """Return a country's code where a name or adjective of it is listed, else the value folded."""
    folded = " ".join(value.casefold().split())
    known = _countries()
    return known.get(folded) or known.get(folded.rpartition(", ")[2], folded)


@cache
def _countries() -> dict[str, str]:
    listed: dict[str, list[str]] = data("order")["countries"]
    return {name: code for code, names in listed.items() for name in (code, *names)}
