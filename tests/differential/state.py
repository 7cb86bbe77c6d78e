"""What the makers of a query share: the dice, the names in scope, how many rows are likely."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from clew.graph.schema import schema
from tests.differential.invented import COUNTRIES, KINDS, SOURCES, TYPES

T = TypeVar("T")

#: Label: about how many nodes bear it.
LABELS = {
    "Person": 100, "Company": 75, "Compound": 30, "Organization": 95, "LegalEntity": 195,
    "Entity": 260, "Sanction": 15, "Source": 40, "Country": 8, "PublicBody": 8,
}  # fmt: skip
#: Label: the kinds whose nodes bear it.
BEARERS = {
    label: tuple(kind for kind in KINDS if label in (*schema().labels(kind), "Entity"))
    for label in LABELS
}
#: Parameter: what every query is given under that name.
GIVEN: dict[str, Any] = {
    "id": "m7", "other": "m23", "ids": ["m3", "m7", "m11", "m19", "m40", "m64"], "none": None,
    "name": "Pe A3", "n": 2, "day": "2018-06-30", "list": [1, 2, None, 3], "status": "reported",
    "statuses": ["official", "reported"], "map": {"id": "m7", "n": 3},
}  # fmt: skip
#: Rows beyond which a query is made to count or to stop.
MANY = 2500.0
TEXTS = ("id", "name", "kind", "status", "valid_from", "valid_to", "quote")
LISTS = ("claims", "quotes", "claim_statuses", "claim_sources", "names", "country")
STATUSES = ("official", "reported", "alleged", "not_stated")
DAYS = ("2014-01-01", "2016-12-31", "2018-06-30", "2021-01-01")

_PREFIX = {
    "node": "n", "edge": "r", "path": "p", "text": "t", "number": "k", "truth": "b",
    "texts": "ts", "nodes": "ns", "edges": "rs", "numbers": "xs",
}  # fmt: skip


@dataclass
class State:
    """One query in the making; `kinds` maps each name in scope to what it stands for.

    kinds   node, edge, path, text, number, truth; texts, numbers, nodes, edges: lists of these
    sorts   the kinds that a named node may be of, where that is known
    at      the kinds of the node that was made last; () where it may be any
    mixed   star or group: of these a MATCH may hold one sort only
    brief   few clauses and simple conditions, as most texts have
    """

    dice: random.Random
    kinds: dict[str, str] = field(default_factory=dict)
    sorts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    rows: float = 1.0
    made: int = 0
    mixed: str = ""
    brief: bool = False
    depth: int = 0

    def chance(self, share: float) -> bool:
        """Tell whether something of this likelihood happens."""
        return self.dice.random() < share

    def pick(self, among: Sequence[T]) -> T:
        """Return one of these."""
        return self.dice.choice(among)

    def weighted(self, among: Sequence[tuple[T, int]]) -> T:
        """Return one of these by weight."""
        return self.dice.choices([one for one, _ in among], [part for _, part in among])[0]

    def fresh(self, kind: str) -> str:
        """Return a new name and put it in scope."""
        name = self.unseen(kind)
        self.kinds[name] = kind
        return name

    def unseen(self, kind: str) -> str:
        """Return a new name that is not in scope."""
        self.made += 1
        return f"{_PREFIX[kind]}{self.made}"

    def of(self, *kinds: str) -> list[str]:
        """Return the names that stand for one of these kinds."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def node_id(self) -> str:
        """Return a quoted id of a node."""
        return f"'m{self.dice.randint(1, sum(KINDS.values()))}'"

    def source_id(self) -> str:
        """Return a quoted id of a source."""
        return f"'d{self.dice.randint(1, SOURCES)}'"

    def types(self, left: str = "", right: str = "") -> str:
        """Return one type or two alternatives, mostly such as the last node has; `at` moves on."""
        here = self.at
        ends: dict[str, tuple[str, ...]] = {}
        for name, (starts, stops, _) in TYPES.items():
            ways = [(starts, stops)] * (not left or bool(right)) + [(stops, starts)] * (not right)
            for near, far in ways:
                if not here or set(here) & set(near):
                    ends[name] = (*ends.get(name, ()), *far)
        if not ends or self.chance(0.08):
            self.at = ()
            return self.pick(sorted(TYPES))
        found = self.dice.sample(sorted(ends), 2 if len(ends) > 1 and self.chance(0.2) else 1)
        self.at = tuple(dict.fromkeys(kind for name in found for kind in ends[name]))
        return "|".join(found)

    def literal(self, name: str) -> str:
        """Return a quoted value that a property of this name may have."""
        if name in ("valid_from", "valid_to", "known_from", "published"):
            return f"'{self.pick(DAYS)}'"
        values: dict[str, Sequence[str]] = {
            "status": STATUSES,
            "claim_statuses": STATUSES,
            "kind": tuple(KINDS),
            "country": COUNTRIES,
            "quote": ("it owns it", "paid in May", ""),
            "quotes": ("it owns it", "paid in May", ""),
            "name": ("Pe A3", "Co B2", "Co", "Pe"),
            "names": ("Pe A3", "Co B2 Ltd"),
            "claim_sources": ("d1", "d7", "d20"),
        }
        if name in ("id", "claims"):
            return self.node_id()
        return f"'{self.pick(values[name])}'"
