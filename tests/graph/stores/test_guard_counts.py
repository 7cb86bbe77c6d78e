"""The right answers of wrong_answers.yaml, each counted by hand-written Python over the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.counting import Counting

FILE = Path(__file__).resolve().parents[2] / "data" / "wrong_answers.yaml"
RIGHT: dict[str, Any] = {
    entry["id"]: entry["right"]
    for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if "right" in entry
}


def degree(c: Counting, name: str) -> int:
    return sum(name in (a, b) for _, a, b, _ in c.edges)


def sources(c: Counting, name: str) -> list[str]:
    return list(c.get(name, "sources", []))


COUNTS: dict[str, Callable[[Counting], list[list[Any]]]] = {
    "G-boolean": lambda c: c.paid(lambda a, b: c.get(b, "active") or c.get(a, "rank") == 100),
    "G-any": lambda c: c.owns(lambda a, b, r: a in c.persons or "s1" in r.get("sources", [])),
    "G-year": lambda c: c.owns(lambda a, b, r: c.get(a, "rank") < int(r["valid_from"][:4])),
    "G-not-exists": lambda c: c.owns(lambda a, b, r: a in c.persons or not c.out("PAID", b)),
    "G-start-node": lambda c: [[len(c.tie("OWNS"))]],
    "G-xor": lambda c: c.owns(lambda a, b, r: (a in c.persons) != (c.get(b, "rank") == 1)),
    "G-coalesce": lambda c: c.owns(lambda a, b, r: c.get(a, "rank") == 1 or c.get(b, "active")),
    "G-case": lambda c: c.owns(lambda a, b, r: 1 in (c.get(a, "rank"), c.get(b, "rank"))),
    "G-reduce": lambda c: c.owns(lambda a, b, r: c.get(a, "rank") == 1 or len(sources(c, b)) > 1),
    "G-properties": lambda c: c.owns(
        lambda a, b, r: c.get(a, "name") and c.get(a, "name") == c.get(b, "name")
    ),
    "G-in-count": lambda c: [[c.active_or_rank(c.persons)]],
    "G-in-exists": lambda c: [
        [
            sum(
                any(
                    c.get(b, "active") and c.get(a, "rank") in (1, c.get(one, "rank"))
                    for a, b, _ in c.tie("PAID")
                )
                for one in c.persons
            )
        ]
    ],
    "G-optional-fresh": lambda c: [
        [c.active_or_rank([name for name in c.n if "Compound" in c.labels[name]])]
    ],
    "I-second-optional": lambda c: [
        [
            sum(max(1, c.out("PAID", a).count(b or "")) for a, b in c.owned()),
            sum(bool(b) * max(1, c.out("PAID", a).count(b or "")) for a, b in c.owned()),
        ]
    ],
    "I-not-paid": lambda c: [[sum(b not in c.out("PAID", a) for a, b in c.owned())]],
    "I-match": lambda c: [[sum(c.out("PAID", a).count(b) for a, b in c.owned() if b)]],
    "I-relationship": lambda c: [[sum(a in c.persons for a, _, _ in c.tie("OWNS"))]],
    "I-comprehension": lambda c: [[sum(len(c.out("PAID", b)) for _, b in c.owned() if b)]],
    "I-chain-of-optionals": lambda c: [
        [
            sum(max(1, len(c.out("PAID", b or ""))) for _, b in c.owned()),
            sum(len(c.out("PAID", b or "")) for _, b in c.owned()),
        ]
    ],
    "M-optional-call": lambda c: [
        [sum(max(1, len(found)) for found in hundreds(c)), sum(map(len, hundreds(c)))]
    ],
    "M-star": lambda c: [[sum(max(1, len(found)) for found in hundreds(c))]],
    "A-limit-where": lambda c: [[x] for x in range(1, 6) if x > 3],
    "J-star": lambda c: c.registered(),
    "J-dropped-filtered": lambda c: c.registered(lambda b: c.get(b, "rank") > 1),
    "N-star-and-more": lambda c: [[b + 1, b, (b + 1) * b] for b in (1, 3)],
    "N-distinct": lambda c: [[b, b > 2] for b in (1, 3)],
    "F-property": lambda c: [[sum(len(sources(c, a)) for a in c.persons)]],
    "F-name": lambda c: [
        [
            sum(
                c.get(a, "name") is not None and c.get(a, "name") == c.get(b, "name")
                for a, b in product(c.persons, c.persons)
            )
        ]
    ],
    "C-rewritten": lambda c: [[len(c.trails(4, lambda r: r["weight"] != 2))]],
    "B-own": lambda c: [[c.both("Person")]],
    "K-any": lambda c: c.owns(lambda a, b, r: sources(c, a)),
    "K-all": lambda c: c.owns(
        lambda a, b, r: (
            c.get(a, "sources") is not None and (not sources(c, a) or b in c.out("PAID", a))
        )
    ),
    "K-in-count": lambda c: [[sum(bool(b) for _, b in c.owned())]],
    "K-is-null": lambda c: [
        [sum(not c.out("OWNS", a) and c.get(a, "active") is None for a in c.persons)]
    ],
    "D-element-ids": lambda c: [[sum(a in c.persons for a, _, _ in c.tie("OWNS"))]],
    "J-grouped": lambda c: by_rank(c),
    "N3-paths": lambda c: [[shortest(c, "n21", "n26")]],
    "O-case": lambda c: persons(c, lambda a: "s3" in sources(c, a) and c.get(a, "active")),
    "O-element": lambda c: persons(c, lambda a: c.get(a, "active")),
    "O-not": lambda c: persons(
        c,
        lambda a: (
            c.get(a, "sources") is None or "s3" in sources(c, a) or c.get(a, "active") is False
        ),
    ),
    "P-relationship": lambda c: c.owns(lambda a, b, r: c.get(b, "rank") == r["weight"]),
    "P-unnamed": lambda c: c.owns(
        lambda a, b, r: (
            c.get(b, "rank") == r["weight"] and (c.get(a, "active") or c.get(a, "rank") == 1)
        )
    ),
    "P-optional": lambda c: weighed(c),
    "Q-named": lambda c: [[sum(c.shortest_owned(3).values())]],
    "R-loop": lambda c: [[sum(a == b and a in c.persons for _, a, b, _ in c.edges)]],
    "R-ring": lambda c: [
        [
            sum(
                (a, b) == (x, y)
                for a, b, _ in c.tie("OWNS")
                if a in c.persons
                for x, y, _ in c.tie()
            )
            - sum(a in c.persons for a, _, _ in c.tie("OWNS"))
        ]
    ],
    "L-or": lambda c: c.split(lambda a, b: c.get(a, "name") is None),
    "L-not": lambda c: c.split(lambda a, b: not degree(c, a) < 2),
    "L-and": lambda c: c.split(lambda a, b: False),
    "S-not": lambda c: many(c, lambda n: n != 1),
    "S-case": lambda c: [
        [kind, sum(bool(c.out("OWNS", a)) is bool(kind) for a in c.persons)] for kind in (0, 1)
    ],
    "S-element": lambda c: [["Person", False]],
    "S-in": lambda c: [["Person", any(c.get(b or "n1", "rank") == 100 for _, b in c.owned() if b)]],
    "S-order": lambda c: sorted(
        sorted(by_rank(c), key=lambda row: (row[1] % 2, row[0]))[:2], key=str
    ),
    "T-length": lambda c: [[len(doubles(c, lambda r: True))]],
    "U-directed": lambda c: [
        [
            sum(a in c.persons and r["weight"] == 3 for a, _, r in c.tie("OWNS"))
            + len(doubles(c, lambda r: r["weight"] == 3))
        ]
    ],
    "V-beside": lambda c: [[sum(len(c.out("PAID", b)) for _, b in near(c))]],
    "W-label": lambda c: [[len(c.shortest_owned(3))]],
    "W-searched": lambda c: [[sum(steps > 1 for steps in c.shortest_owned(3).values())]],
    "X-comprehension": lambda c: [[sum(a == b and a in c.persons for a, b, _ in c.tie("OWNS"))]],
    "N1-labels": lambda c: [[sum("Person" in c.labels[a] for _, a, _, _ in c.edges)]],
    "N2-count": lambda c: [[sum(bool(b) and not c.out("PAID", b or "") for _, b in c.owned())]],
}
#: Other texts for the same question.
SAME = {
    "G-boolean-said": "G-boolean", "G-in-node": "G-boolean", "G-index-of-list": "G-properties",
    "G-in-bare-count": "G-in-count", "G-in-call": "G-in-count", "I-not-exists": "I-not-paid",
    "I-count": "I-not-paid", "I-call": "I-match", "J-dropped": "J-star", "J-named": "J-star",
    "J-return": "J-star", "F-where": "F-property", "B-bare": "B-own", "L-turned": "L-or",
    "L-brackets": "L-or", "N-order": "N-distinct", "O-inside": "O-case", "O-compared": "O-case",
    "P-later": "P-relationship", "P-comprehension": "P-relationship", "P-where": "P-relationship",
    "Q-path": "Q-named", "R-count": "R-loop", "S-apart": "S-not", "U-part": "U-directed",
    "W-where": "W-label", "W-optional": "W-label", "W-found": "W-label",
    "X-where": "X-comprehension", "X-exists": "X-comprehension",
}  # fmt: skip


def persons(c: Counting, test: Callable[[str], Any]) -> list[list[Any]]:
    return [[sum(bool(test(a)) for a in c.persons)]]


def many(c: Counting, test: Callable[[int], bool]) -> list[list[Any]]:
    """How many owners there are by whether the number of what they own passes."""
    found = Counter(test(len(c.out("OWNS", a))) for a in c.persons if c.out("OWNS", a))
    return sorted(([key, count] for key, count in found.items()), key=str)


def doubles(c: Counting, test: Callable[[Any], bool]) -> list[tuple[str, str]]:
    """Ways of two different ties of OWNS that pass, from a person."""
    ties = [(a, b, r["id"]) for a, b, r in c.tie("OWNS") if test(r)]
    return [
        (one, two)
        for (a, b, one), (x, _, two) in product(ties, ties)
        if a in c.persons and b == x and one != two
    ]


def near(c: Counting) -> set[tuple[str, str]]:
    """(person, company) with at most two steps between them, over edges in either direction."""
    steps = {pair for _, a, b, _ in c.edges for pair in ((a, b), (b, a))}
    pairs = steps | {(a, z) for (a, b), (y, z) in product(steps, steps) if b == y}
    return {(a, b) for a, b in pairs if a in c.persons and "Company" in c.labels[b]}


def weighed(c: Counting) -> list[list[Any]]:
    """Persons with each possession whose rank is the weight of owning it, or one row without."""
    fits = [
        sum(one == a and c.get(b, "rank") == r["weight"] for one, b, r in c.tie("OWNS"))
        for a in c.persons
    ]
    return [[sum(max(1, one) for one in fits), sum(fits)]]


def hundreds(c: Counting) -> list[list[str]]:
    """What each rank-100 possession of a person paid, a person without one giving an empty list."""
    found: list[list[str]] = []
    for a in c.persons:
        owned = [b for b in c.out("OWNS", a) if c.get(b, "rank") == 100]
        found += [c.out("PAID", b) for b in owned] or [[]]
    return found


def by_rank(c: Counting) -> list[list[Any]]:
    """(rank of the place, how many are registered there)."""
    found = Counter(c.get(b, "rank") for _, b, _ in c.tie("REGISTERED_AT"))
    return sorted(([rank, n] for rank, n in found.items()), key=str)


def shortest(c: Counting, start: str, end: str) -> int:
    """How many shortest ways join two nodes, over edges in either direction."""
    ways = Counter({start: 1})
    seen = {start}
    while end not in ways:
        after: Counter[str] = Counter()
        for _, a, b, _ in c.edges:
            for one, two in {(a, b), (b, a)}:
                if one in ways and two not in seen:
                    after[two] += ways[one]
        seen |= after.keys()
        ways = after
    return ways[end]


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_right_answers_are_what_python_counts(name: str, invented: Any) -> None:
    count = COUNTS[SAME.get(name, name)]
    assert count(Counting(invented)) == RIGHT[name]
