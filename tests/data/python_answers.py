"""Answers to simple queries counted in Python: a small graph, patterns, three-valued logic.

Rows are mappings from names to values; a node is ("node", id), an edge ("edge", id). Independent of
the engine and of Clew's own parser: what both say is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
KINDS = {
    "Person": ("Person", "LegalEntity", "Entity"),
    "Company": ("Company", "Organization", "LegalEntity", "Entity"),
    "Compound": ("Compound", "Place", "Entity"),
    "Source": ("Source",),
}


@dataclass(frozen=True)
class NodeSpec:
    """`(name:label {rank: value})`; name and label may be '', the value is text and function."""

    name: str = ""
    label: str = ""
    rank: tuple[str, Callable[[Row], Any]] | None = None

    def text(self) -> str:
        rank = f" {{rank: {self.rank[0]}}}" if self.rank else ""
        return f"({self.name}{':' + self.label if self.label else ''}{rank})"


@dataclass(frozen=True)
class EdgeSpec:
    """`-[name:type*1..longest]->`; direction is '>', '<' or ''; longest 1 is one edge."""

    name: str = ""
    type: str = ""
    direction: str = ">"
    longest: int = 1

    def text(self) -> str:
        inside = self.name + (f":{self.type}" if self.type else "")
        inside += f"*1..{self.longest}" if self.longest > 1 else ""
        left, right = "<" * (self.direction == "<"), ">" * (self.direction == ">")
        return f"{left}-[{inside}]-{right}"


Chain = tuple[NodeSpec | EdgeSpec, ...]


def chain_text(chain: Chain) -> str:
    return "".join(part.text() for part in chain)


class Graph:
    """Nodes and edges of `invented_graph.yaml`."""

    def __init__(self, file: Path) -> None:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        self.nodes: dict[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
            row[0]: (KINDS[row[1]], {"id": row[0], **row[2]}) for row in data["nodes"]
        }
        self.edges: dict[str, tuple[str, str, str, Mapping[str, Any]]] = {
            row[0]: (row[1], row[2], row[3], {"id": row[0], **row[4]}) for row in data["edges"]
        }

    def value(self, thing: Any, key: str) -> Any:
        """A property; None of nothing."""
        if thing is None:
            return None
        kind, name = thing
        return (self.nodes[name][1] if kind == "node" else self.edges[name][3]).get(key)

    def has(self, thing: Any, label: str) -> bool | None:
        return None if thing is None else label in self.nodes[thing[1]][0]

    def start(self, edge: Any) -> Any:
        return None if edge is None else ("node", self.edges[edge[1]][1])

    def match(self, row: Row, *chains: Chain) -> Iterator[Row]:
        """Every way the chains fit, no edge twice; a name bound to nothing fits nowhere."""
        for found, _ in self._chains(row, chains, frozenset()):
            yield found

    def _chains(
        self, row: Row, chains: tuple[Chain, ...], used: frozenset[str]
    ) -> Iterator[tuple[Row, frozenset[str]]]:
        if not chains:
            yield row, used
            return
        first = chains[0][0]
        assert isinstance(first, NodeSpec)
        for node in self._candidates(row, first):
            begun = {**row, **named(first.name, node)}
            for found, seen in self._on(begun, node, chains[0][1:], used):
                yield from self._chains(found, chains[1:], seen)

    def _candidates(self, row: Row, spec: NodeSpec) -> list[Any]:
        if spec.name in row:
            found = [row[spec.name]] if row[spec.name] is not None else []
        else:
            found = [("node", name) for name in self.nodes]
        return [node for node in found if self._fits(row, node, spec)]

    def _fits(self, row: Row, node: Any, spec: NodeSpec) -> bool:
        if spec.rank and self.value(node, "rank") != spec.rank[1](row):
            return False
        return not spec.label or self.has(node, spec.label) is True

    def _on(
        self, row: Row, node: Any, rest: Chain, used: frozenset[str]
    ) -> Iterator[tuple[Row, frozenset[str]]]:
        if not rest:
            yield row, used
            return
        spec, target = rest[0], rest[1]
        assert isinstance(spec, EdgeSpec) and isinstance(target, NodeSpec)
        for edges, end in self._walks(node[1], spec, used, spec.longest):
            if spec.name in row and row[spec.name] != ("edge", edges[0]):
                continue
            after = {**row, **named(spec.name, ("edge", edges[0]))}
            if ("node", end) in self._ends(after, target, end):
                found = {**after, **named(target.name, ("node", end))}
                yield from self._on(found, ("node", end), rest[2:], used.union(edges))

    def _walks(
        self, node: str, spec: EdgeSpec, used: frozenset[str], left: int
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        for edge, end in self._steps(node, spec):
            if edge not in used:
                yield (edge,), end
                if left > 1:
                    for more, last in self._walks(end, spec, used | {edge}, left - 1):
                        yield (edge, *more), last

    def _ends(self, row: Row, spec: NodeSpec, end: str) -> list[Any]:
        if spec.name in row:
            return self._candidates(row, spec)
        return [("node", end)] if self._fits(row, ("node", end), spec) else []

    def _steps(self, node: str, spec: EdgeSpec) -> Iterator[tuple[str, str]]:
        for edge, (kind, start, end, _) in self.edges.items():
            if spec.type and kind != spec.type:
                continue
            if start == node and spec.direction != "<":
                yield edge, end
            if end == node and spec.direction != ">" and (start != end or spec.direction == "<"):
                yield edge, start


def named(name: str, value: Any) -> Row:
    return {name: value} if name else {}


def not_(one: bool | None) -> bool | None:
    return None if one is None else not one


def and_(*parts: bool | None) -> bool | None:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def or_(*parts: bool | None) -> bool | None:
    return not_(and_(*(not_(part) for part in parts)))


def xor(one: bool | None, two: bool | None) -> bool | None:
    return None if one is None or two is None else one != two


def compare(one: Any, operator: str, two: Any) -> bool | None:
    if one is None or two is None:
        return None
    if operator in ("=", "<>"):
        return (one == two) is (operator == "=")
    return bool({"<": one < two, ">": one > two, "<=": one <= two, ">=": one >= two}[operator])


def count_true(word: str, tests: list[bool | None]) -> bool | None:
    """any, all, none, single over a list's tests."""
    if word == "any":
        return or_(*tests) if tests else False
    if word == "all":
        return and_(*tests) if tests else True
    if word == "none":
        return not_(or_(*tests)) if tests else True
    true, unknown = tests.count(True), tests.count(None)
    if true > 1:
        return False
    return None if unknown else true == 1
