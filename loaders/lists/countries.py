"""Countries by the names that sanctions lists give them."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def country(words: str) -> str:
    """Return the ISO 3166 code in small letters, or the words where no country is called so."""
    return known_country(words) or words


def known_country(words: str) -> str:
    """Return the ISO 3166 code in small letters, '' where no country is called so."""
    known = _countries()
    return known.get(words) or known.get(" ".join(words.casefold().split()), "")


@cache
def _countries() -> dict[str, str]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("countries.yaml").read_text(encoding="utf-8")
    listed: dict[str, list[str]] = yaml.load(text, loader)  # noqa: S506 - a safe loader either way
    return {name: code for code, names in listed.items() for name in (code, *names)}
