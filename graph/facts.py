"""What can be known about a source: the names of its facts, and which are dates (rule 6)."""

from __future__ import annotations

from collections.abc import Mapping

from clew.graph.errors import InputError, UsageError
from clew.graph.when import bounds

FIELDS = (
    "title",
    "publisher",
    "author",
    "language",
    "published",
    "captured",
    "url",
    "archive_url",
    "licence",
    "outlet_closed",
    "reprint_of",
)
#: What Clew itself keeps of a source: `text_by`, the tool that took its text out of the original.
OWN = ("text_by",)
DATES = ("published", "captured", "outlet_closed")


def check_facts(facts: Mapping[str, str], place: str = "") -> None:
    """Raise where a fact is none that sources have, or a date that EDTF cannot say."""
    for name, value in facts.items():
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise UsageError(f"{place or 'a source'} has no field of that name: use {known}")
        if name in DATES and value:
            try:
                bounds(value)
            except InputError:
                raise InputError(
                    f"`{name}` is no date: write it as 2024, 2024-09 or 2024-09-12", place
                ) from None
