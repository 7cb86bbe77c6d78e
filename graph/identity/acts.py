"""The same act in the same month: a ground on which somebody unnamed is proposed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from clew.graph.identity import words
from clew.graph.identity.records import Values


@dataclass(frozen=True, slots=True)
class TieSeen:
    """An edge as identity needs it: its type, the entities at its ends, and when (EDTF)."""

    type: str
    start: str
    end: str
    when: str = ""


def targets(ties: Iterable[TieSeen], values: Mapping[str, Values]) -> dict[str, set[str]]:
    """Return, for each act whose authority and month are known, the entities it was done to.

    Equal acts are of one type, by one authority, in one month. `values` is what is said of each
    entity: the authority and the day may stand there, at the tie's end.
    """
    listed = words.data("acts")
    found: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.type in listed["ties"]:
            said = values.get(tie.end, {})
            who = {_authority(v) for name in listed["who"] for v in said.get(name, ())}
            days = (tie.when, *(v for name in listed["when"] for v in said.get(name, ())))
            for month in {month for day in days if (month := _month(day))}:
                for authority in who:
                    found[f"{tie.type} {authority} {month}"].add(tie.start)
    return found


def _month(when: str) -> str:
    """Return the year and month of an EDTF date that has both; '' for seasons and intervals."""
    found = re.match(r"(\d{4})-(0[1-9]|1[0-2])", when)
    return found[0] if found and "/" not in when else ""


def _authority(name: str) -> str:
    folded = " ".join(name.casefold().split())
    return _authorities().get(folded) or words.country(folded)


@cache
def _authorities() -> dict[str, str]:
    listed: dict[str, list[str]] = words.data("acts")["authorities"]
    return {name: code for code, names in listed.items() for name in (code, *names)}
