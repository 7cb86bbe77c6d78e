"""Sets that grow by union, and how decisions that keep things apart divide them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class Unions:
    """The numbers 0 to `size` - 1 in disjoint sets; a set is known by its smallest number."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))

    def find(self, item: int) -> int:
        """Return the smallest number of the item's set."""
        up = self._up
        root = item
        while up[root] != root:
            root = up[root]
        while up[item] != root:
            up[item], item = root, up[item]
        return root

    def join(self, one: int, other: int) -> bool:
        """Make the sets of both one set; return whether they were two."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return False
        self._up[max(one, other)] = min(one, other)
        return True

    def join_all(self, items: Iterable[int]) -> None:
        """Make the sets of all items one set."""
        first = -1
        for item in items:
            first = item if first < 0 else first
            self.join(first, item)

    def sets(self) -> dict[int, list[int]]:
        """Return every set by its smallest number, its members in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for item in range(len(self._up)):
            found[self.find(item)].append(item)
        return found


@dataclass(frozen=True, slots=True)
class Bar:
    """What keeps two disjoint sides apart.

    alone   only the right side is taken out of the sets that hold both; else each side is, and
            what belongs to neither side stays by itself, since nobody said to which it belongs
    """

    left: frozenset[int]
    right: frozenset[int]
    alone: bool = False


def divide(
    size: int, groups: Sequence[Sequence[int]], bars: Sequence[Bar]
) -> list[list[list[int]]]:
    """Return each group's parts: joining every part puts no bar's two sides together.

    A bar works only where the groups, all joined, would connect its sides; there each group falls
    into what is left, what is right and the rest. The order of groups and bars has no effect.
    """
    unions = Unions(size)
    for group in groups:
        unions.join_all(group)
    marks: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, bar in enumerate(bars):
        both = {unions.find(i) for i in bar.left} & {unions.find(i) for i in bar.right}
        for side, items in (("left", () if bar.alone else bar.left), ("right", bar.right)):
            for item in items:
                if unions.find(item) in both:
                    marks[item].append((number, side))
    return [_parts(group, marks) for group in groups]


def _parts(group: Sequence[int], marks: dict[int, list[tuple[int, str]]]) -> list[list[int]]:
    if not any(item in marks for item in group):
        return [list(group)]
    parts: dict[tuple[tuple[int, str], ...], list[int]] = defaultdict(list)
    for item in group:
        parts[tuple(marks.get(item, ()))].append(item)
    return list(parts.values())
