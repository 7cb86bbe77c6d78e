"""An invented graph as plain lookups, and what the right answers of guarded texts count there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any


class Counting:
    """The graph as plain lookups: `n[id]` a node's values, `tie(type)` (start, end, values)."""

    def __init__(self, graph: Any) -> None:
        self.labels = {name: labels for name, (labels, _) in graph.nodes.items()}
        self.n = {name: values for name, (_, values) in graph.nodes.items()}
        self.edges = [(kind, a, b, values) for kind, a, b, values in graph.edges.values()]
        self.persons = [name for name in self.n if "Person" in self.labels[name]]

    def tie(self, kind: str = "") -> list[tuple[str, str, Any]]:
        return [(a, b, v) for one, a, b, v in self.edges if kind in ("", one)]

    def out(self, kind: str, start: str) -> list[str]:
        return [b for a, b, _ in self.tie(kind) if a == start]

    def get(self, name: str, key: str, default: Any = None) -> Any:
        return self.n[name].get(key, default)

    def owned(self) -> Iterator[tuple[str, str | None]]:
        """(person, what it owns or None): MATCH (a:Person) OPTIONAL MATCH (a)-[:OWNS]->(b)."""
        for a in self.persons:
            owned: list[str | None] = [*self.out("OWNS", a)]
            for b in owned or [None]:
                yield a, b

    def owns(self, test: Callable[[str, str, Any], Any]) -> list[list[Any]]:
        return [[sum(bool(test(a, b, r)) for a, b, r in self.tie("OWNS"))]]

    def paid(self, test: Callable[[str, str], Any]) -> list[list[Any]]:
        return [[sum(bool(test(a, b)) for a, b, _ in self.tie("PAID"))]]

    def both(self, ends: str) -> int:
        """Edges at nodes of one list, each from both ends, a self loop once."""
        at = [name for name in self.n if ends in self.labels[name]]
        return sum((a in at) + (b in at and a != b) for _, a, b, _ in self.edges)

    def active_or_rank(self, wanted: list[str]) -> int:
        return sum(
            bool(self.get(b, "active")) or self.get(a, "rank") == self.get(c, "rank")
            for c, (a, b, _) in product(wanted, self.tie("PAID"))
        )

    def trails(self, longest: int, test: Callable[[Any], bool]) -> set[tuple[str, str]]:
        """(person, company) joined by a directed trail whose edges all pass."""
        found: set[tuple[str, str]] = set()
        for start in self.persons:
            waiting: list[tuple[str, tuple[str, ...]]] = [(start, ())]
            while waiting:
                node, used = waiting.pop()
                for a, b, values in self.tie():
                    if a == node and values["id"] not in used and test(values):
                        if "Company" in self.labels[b]:
                            found.add((start, b))
                        if len(used) + 1 < longest:
                            waiting.append((b, (*used, values["id"])))
        return found

    def shortest_owned(self, longest: int) -> dict[tuple[str, str], int]:
        """How many steps of OWNS lead at least from a person to a company, at most `longest`."""
        found: dict[tuple[str, str], int] = {}
        for start in self.persons:
            ends = {start}
            for steps in range(1, longest + 1):
                ends = {b for a, b, _ in self.tie("OWNS") if a in ends}
                for end in ends:
                    if "Company" in self.labels[end]:
                        found.setdefault((start, end), steps)
        return found

    def registered(self, keep: Callable[[str], bool] = lambda b: True) -> list[list[Any]]:
        """The far ends of the first three by id, as rows in the order of text."""
        first = sorted(self.tie("REGISTERED_AT"), key=lambda tie: str(tie[2]["id"]))[:3]
        return sorted([b] for _, b, _ in first if keep(b))

    def split(self, test: Callable[[str, str], bool]) -> list[list[Any]]:
        found = Counter(test(a, b) for a, b, _ in self.tie("OWNS"))
        return sorted(([key, count] for key, count in found.items()), key=str)
