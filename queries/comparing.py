"""What two annotators marked in the texts that both read, summed up, and what each measure says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from clew.queries.codings import Coding, characters, overlapping
from clew.queries.kappa import cohen, f1

#: In the order of answers; `clew.queries.annotators` says what they are.
MEASURES = (
    "spans",
    "overlapping spans",
    "spans and kinds",
    "characters",
    "kinds",
    "ties",
    "types of ties",
    "statuses of ties",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What one measure says of a pair; of the mean of pairs only `f1` and `kappa`.

    None where it is not defined: nothing to compare, or one code throughout.
    """

    of: str
    first: int | None = None
    second: int | None = None
    both: int | None = None
    f1: float | None = None
    kappa: float | None = None


#: All that one thing was called, in order; how often each pair of these was given to a thing.
_Code = tuple[str, ...]
_Table = Counter[tuple[_Code, _Code]]
_T = TypeVar("_T")


@dataclass(slots=True)
class Sums:
    """A pair's texts, summed up: `marked` by first, second and both, `codes` of the same things."""

    documents: int = 0
    marked: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    codes: defaultdict[str, _Table] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, text: str, one: Coding, other: Coding) -> None:
        """Add a text that both read."""
        self.documents += 1
        self._spans(one.spans, other.spans)
        self._sets("ties", set(one.status), set(other.status))
        for (mine, its), count in characters(text, one.spans, other.spans).items():
            self.codes["characters"][_code(mine), _code(its)] += count
        self._codes("kinds", one.spans, other.spans)
        self._codes("types of ties", one.ties, other.ties)
        for tie in one.status.keys() & other.status.keys():
            self.codes["statuses of ties"][(one.status[tie],), (other.status[tie],)] += 1

    def _spans(self, one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> None:
        self._sets("spans", set(one), set(other))
        self._add("overlapping spans", len(one), len(other), len(overlapping(one, other)))
        kinds = ({(a, kind) for a in spans for kind in spans[a]} for spans in (one, other))
        self._sets("spans and kinds", *kinds)

    def _codes(self, of: str, one: Mapping[_T, set[str]], other: Mapping[_T, set[str]]) -> None:
        for key in one.keys() & other.keys():
            self.codes[of][_code(one[key]), _code(other[key])] += 1

    def _sets(self, of: str, one: set[_T], other: set[_T]) -> None:
        self._add(of, len(one), len(other), len(one & other))

    def _add(self, of: str, first: int, second: int, both: int) -> None:
        before = self.marked.get(of, (0, 0, 0))
        self.marked[of] = (before[0] + first, before[1] + second, before[2] + both)

    def measures(self) -> Iterator[Measure]:
        """Yield what each of MEASURES says."""
        for of in MEASURES:
            table = self.codes[of]
            if of in self.marked:
                yield Measure(of, *self.marked[of], f1=f1(*self.marked[of]))
            elif of == "characters":
                given = _given(table)
                yield Measure(of, *given, f1=f1(*given), kappa=cohen(table))
            else:
                whole = table.total()
                both = sum(count for (one, other), count in table.items() if one == other)
                yield Measure(of, whole, whole, both, kappa=cohen(table))


def _code(said: Iterable[str]) -> _Code:
    return tuple(sorted(said))


def _given(table: _Table) -> tuple[int, int, int]:
    """Return to how many things each gave a code, and to how many both gave the same one."""
    first = sum(count for (one, _), count in table.items() if one)
    second = sum(count for (_, other), count in table.items() if other)
    return first, second, sum(n for (one, other), n in table.items() if one and one == other)
