"""Whether the engine's graph is what the items say: the part of `clew verify` about the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from clew.graph.generations import Reader
from clew.graph.item_rows import content_digest
from clew.graph.model import Edge, Node
from clew.graph.stores.base import Store

T = TypeVar("T")

_AT_ONCE = 2000
_TIMEOUT = 300.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the engine's graph compares: ids that are missing or differ, how many are too many."""

    items: int
    missing: tuple[str, ...]
    different: tuple[str, ...]
    surplus: int

    @property
    def is_sound(self) -> bool:
        """Whether the engine holds exactly the items."""
        return not (self.missing or self.different or self.surplus)


def verify(reader: Reader) -> Verdict:
    """Compare every node and edge of the engine with the items, by digest, in chunks."""
    store, missing, different, count = reader.store, [], [], 0
    for ours, theirs in _pairs(reader, store):
        count += 1
        if theirs is None:
            missing.append(ours.id)
        elif content_digest(ours) != content_digest(theirs):
            different.append(ours.id)
    held = _count(store, "MATCH (n) RETURN count(n)") + _count(
        store, "MATCH ()-[r]->() RETURN count(r)"
    )
    return Verdict(count, tuple(missing), tuple(different), held - count + len(missing))


def _pairs(reader: Reader, store: Store) -> Iterator[tuple[Node | Edge, Node | Edge | None]]:
    for nodes in _chunks(reader.items.nodes()):
        found = {node.id: node for node in _engine_nodes(store, nodes)}
        yield from ((node, found.get(node.id)) for node in nodes)
        out = {edge.id: edge for edge in _engine_edges(store, nodes)}
        for node in nodes:
            yield from ((edge, out.get(edge.id)) for edge in reader.items.edges_from(node.id))


def _engine_nodes(store: Store, nodes: Iterable[Node]) -> Iterator[Node]:
    for label in ("Entity", "Source"):
        text = f"UNWIND $ids AS i MATCH (n:{label} {{id: i}}) RETURN n"
        given = {"ids": [node.id for node in nodes if label in node.labels]}
        yield from (row[0] for row in store.read(text, given, timeout=_TIMEOUT).rows)


def _engine_edges(store: Store, starts: Iterable[Node]) -> Iterator[Edge]:
    text = "UNWIND $ids AS i MATCH (:Entity {id: i})-[r]->() RETURN r"
    given = {"ids": [node.id for node in starts]}
    yield from (row[0] for row in store.read(text, given, timeout=_TIMEOUT).rows)


def _count(store: Store, text: str) -> int:
    return int(store.read(text, timeout=_TIMEOUT).rows[0][0])


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(islice(source, _AT_ONCE)):
        yield chunk
