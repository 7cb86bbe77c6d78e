"""Values that tell two records apart: dates, countries, identifiers (rule 20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from clew.graph.errors import InputError
from clew.graph.identity import words
from clew.graph.when import bounds

if TYPE_CHECKING:
    from clew.graph.identity.records import Values
    from clew.graph.schema import Schema


def conflicts(several: Iterable[Values], judged: Mapping[str, str]) -> tuple[str, ...]:
    """Return the properties of which two say values where none of the one fits any of the other.

    `judged` is what `judged_values` returns.
    """
    said: dict[str, set[frozenset[str]]] = defaultdict(set)
    for values in several:
        for name in values and values.keys() & judged.keys():
            said[name].add(values[name])
    return tuple(
        sorted(
            name
            for name, sets in said.items()
            if any(not _fit(judged[name], *pair) for pair in combinations(sets, 2))
        )
    )


def identifiers(schema: Schema) -> Iterable[str]:
    """Return the vocabulary's properties whose equal values are the same thing."""
    return (name for name, value in schema.values.items() if value.identifier)


def folded(value: str) -> str:
    """Return an identifier as equal ones are equal: letters and digits, without case."""
    return "".join(filter(str.isalnum, value.casefold()))


def judged_values(schema: Schema) -> Mapping[str, str]:
    """Return the properties that can conflict, each with how it does."""
    listed = {
        name: sort for sort in ("dates", "countries") for name in words.word_set("joining", sort)
    }
    single = set(identifiers(schema)) - words.word_set("joining", "never_conflict")
    return {**dict.fromkeys(sorted(single), "identifiers"), **listed}


def _fit(sort: str, one: frozenset[str], other: frozenset[str]) -> bool:
    if sort == "dates":
        return any(_may_be_one_day(a, b) for a in one for b in other)
    if sort == "countries":
        return bool({words.country(a) for a in one} & {words.country(b) for b in other})
    return bool({folded(a) for a in one} & {folded(b) for b in other})


def _may_be_one_day(one: str, other: str) -> bool:
    """Return whether two dates (EDTF) allow a common day: 1958-10-01 and 1958 or `[1957..1959]`.

    What is no EDTF is compared as text.
    """
    if one.startswith(other) or other.startswith(one):
        return True
    try:
        (first, last), (begin, end) = bounds(one), bounds(other)
    except InputError:
        return False
    return (not last or begin <= last) and (not end or first <= end)
