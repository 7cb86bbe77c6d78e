"""What Neo4j answers wrongly, counted in Python over the same items, by none of Clew's own code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.model import Edge, Node
from tests.differential.invented import items

FILE = Path(__file__).resolve().parents[1] / "data" / "differential.yaml"
WRONG: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["neo4j"]


def edges(kind: str = "") -> Iterator[Edge]:
    """Every edge of a type, or of all."""
    return (one for one in items() if isinstance(one, Edge) and kind in ("", one.type))


def labels() -> dict[str, tuple[str, ...]]:
    """The labels of every node."""
    return {one.id: one.labels for one in items() if isinstance(one, Node)}


def n1() -> int:
    """(a) is a person, or a company that is no organization; (b) a person; every edge at (b)."""
    known = labels()
    degree = Counter(end for one in edges() for end in {one.start, one.end})
    return sum(
        degree[one.end]
        for one in edges()
        if {"Person", "Company"} & {*known[one.start]}
        and "Organization" not in known[one.start]
        and "Person" in known[one.end]
    )


def n2() -> int:
    """Possessions (b): edges from (b) to a compound, times other edges into (b), are not two."""
    known, found = labels(), 0
    for owned in edges("OWNS"):
        out = [one for one in edges() if one.start == owned.end and "Compound" in known[one.end]]
        into = [one for one in edges() if one.end == owned.end]
        found += sum(one.id != two.id for one in out for two in into) != 2
    return found


def n4() -> bool:
    """The mean of the whole numbers from 0 to 4, each as often as the others."""
    numbers = [i % 5 for i in range(1, 31)]
    return sum(numbers) == 2 * len(numbers)


COUNTS: dict[str, Callable[[], int]] = {"N1-labels": n1, "N2-count": n2, "N4-mean": n4}


@pytest.mark.parametrize("entry", WRONG, ids=[entry["id"] for entry in WRONG])
def test_the_right_answers_are_what_python_counts(entry: dict[str, Any]) -> None:
    assert COUNTS[entry["id"]]() == entry["right"] != entry["neo4j"]
