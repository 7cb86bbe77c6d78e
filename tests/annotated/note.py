"""An annotated document that is no tool's: what all writers of the tests write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from clew.graph.model import Spans

Said = Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """A mention, in code points of the normal text.

    said    statements by the words of Clew: status, when, protected, …, a value of the vocabulary
    """

    kind: str
    spans: Spans
    said: Said = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Bond:
    """A relation between two marks, by their numbers."""

    type: str
    start: int
    end: int
    said: Said = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Happening:
    """An event: its trigger's number, and (role, number); `quiet`: its roles' ties say nothing."""

    trigger: int
    roles: tuple[tuple[str, int], ...]
    quiet: bool = False


@dataclass(frozen=True)
class Annotated:
    """A text with what one annotator says of it; `crlf`: how its lines end where tools have it."""

    text: str
    marks: tuple[Mark, ...] = ()
    bonds: tuple[Bond, ...] = ()
    happenings: tuple[Happening, ...] = ()
    chains: tuple[tuple[int, ...], ...] = ()
    annotator: str = ""
    crlf: bool = False

    @property
    def raw(self) -> str:
        """The text as a tool has it."""
        return self.text.replace("\n", "\r\n") if self.crlf else self.text

    @property
    def keys(self) -> set[str]:
        """What is said of anything here, by name."""
        of_marks = {key for one in self.marks for key in one.said}
        return of_marks | {key for one in self.bonds for key in one.said}

    def at(self, point: int) -> int:
        """Return an offset in code points of `raw`."""
        return point + self.text.count("\n", 0, point) * self.crlf

    def at16(self, point: int) -> int:
        """Return an offset in UTF-16 units of `raw`."""
        return len(self.raw[: self.at(point)].encode("utf-16-le")) // 2

    def words(self, mark: Mark) -> str:
        """Return the words that a mark covers, its fragments with a blank between."""
        return " ".join(self.text[start:end] for start, end in mark.spans)

    def kept(self, holds: Callable[[int], bool]) -> Annotated:
        """Return the document with these marks alone, by their numbers, and what rests on them."""
        numbers = [number for number in range(len(self.marks)) if holds(number)]
        new = {old: at for at, old in enumerate(numbers)}
        events = [
            replace(one, trigger=new[one.trigger], roles=_roles(one, new))
            for one in self.happenings
            if one.trigger in new
        ]
        chains = [tuple(new[one] for one in chain if one in new) for chain in self.chains]
        return replace(
            self,
            marks=tuple(self.marks[number] for number in numbers),
            bonds=tuple(
                replace(one, start=new[one.start], end=new[one.end])
                for one in self.bonds
                if one.start in new and one.end in new
            ),
            happenings=tuple(one for one in events if one.roles),
            chains=tuple(chain for chain in chains if len(chain) > 1),
        )


def _roles(one: Happening, new: Mapping[int, int]) -> tuple[tuple[str, int], ...]:
    return tuple((role, new[target]) for role, target in one.roles if target in new)


def outer(marks: tuple[Mark, ...]) -> set[int]:
    """Return the numbers of the marks that stay where none may overlap: earlier, longer ones."""
    taken: list[tuple[int, int]] = []
    kept = set[int]()
    places = [(mark.spans[0][0], -mark.spans[-1][1], at) for at, mark in enumerate(marks)]
    for start, back, number in sorted(places):
        end = -back
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            kept.add(number)
    return kept


def lowest(marks: tuple[Mark, ...]) -> set[int]:
    """Return the numbers of the first marks on their words, where no two may stand on the same."""
    first: dict[Spans, int] = {}
    for number, mark in enumerate(marks):
        first.setdefault(mark.spans, number)
    return set(first.values())
