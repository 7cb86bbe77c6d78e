"""What a document that is no plain text gives: its text, and which tool took it out."""

from __future__ import annotations

from dataclasses import dataclass

from clew.graph.errors import InputError

#: So many characters may a document have.
MOST_CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's text, its pages parted by form feeds, and the tool with its version."""

    text: str
    tool: str


def longest(found: Extracted, name: str) -> Extracted:
    """Return what was extracted; raises InputError where it is too long."""
    if len(found.text) > MOST_CHARACTERS:
        raise InputError(f"has {len(found.text)} characters of text: split it", name)
    return found
