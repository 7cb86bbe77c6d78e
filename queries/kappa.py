"""How far two people who coded the same things agree: F1 and Cohen's kappa, from counts alone.

F1 is for what either may mark and nobody can count the unmarked of (spans, ties): 2 x what both
marked over what each did, the same whoever comes first; where the unmarked are very many, kappa
comes near to it (Hripcsak and Rothschild 2005, J Am Med Inform Assoc 12:296-298). Kappa is Cohen's
(1960, Educ Psychol Meas 20:37-46), each coder's own shares as chance: the kappa of Artstein and
Poesio 2008, Computational Linguistics 34:555-596.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

_C = TypeVar("_C", bound=Hashable)


def f1(first: int, second: int, both: int) -> float | None:
    """Return F1 of the numbers that each marked and that both did; None where nothing is marked."""
    return 2 * both / (first + second) if first + second else None


def cohen(table: Mapping[tuple[_C, _C], int]) -> float | None:
    """Return Cohen's kappa of how often each pair of codes was given to one thing.

    None where nothing was coded, and where both gave one and the same code throughout: chance
    alone would have them agree, and there is nothing to measure (0/0).
    """
    whole = sum(table.values())
    rows: Counter[_C] = Counter()
    columns: Counter[_C] = Counter()
    agreed = 0
    for (one, other), count in table.items():
        rows[one] += count
        columns[other] += count
        agreed += count if one == other else 0
    chance = sum(count * columns[code] for code, count in rows.items())
    possible = whole * whole - chance
    return (whole * agreed - chance) / possible if possible else None


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of those that are defined: over pairs, Light's kappa and F1's average."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
