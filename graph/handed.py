"""What a lens shows of a case as it may leave it: every id salted, no place on a disk (rule 24).

A push gives it to a server, an export to a file's writer. It streams: nothing is held in a list,
and each way through it gives the same items in the same order.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import PureWindowsPath
from typing import Any

from clew.graph.handing import ID
from clew.graph.item_rows import Reading
from clew.graph.item_table import ItemTable
from clew.graph.ledger.ids import is_known
from clew.graph.model import Edge, Evidence, Node
from clew.graph.opened import Opened

Pair = tuple[Node | Edge, list[Evidence]]
#: Types of values by property, of nodes, edges and sources.
Types = dict[str, dict[str, set[type]]]
#: How a path begins that leads through the folders of a machine.
_OUTSIDE = re.compile(r"/|\\|\.\.?[/\\]|~|[A-Za-z]:[/\\]")


@dataclass(slots=True)
class HandedOn:
    """A projection through a public lens, with other ids than the case's.

    lens      in words; options: what of it is set, by option
    on_item   is called for every node and edge that is given
    """

    graph: Opened
    lens: str = "default"
    options: Mapping[str, Any] = field(default_factory=dict)
    on_item: Callable[[], None] | None = None
    _counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def last_entry(self) -> str:
        """The day of the ledger's last entry, `YYYY-MM-DD`; '' where it has none."""
        return self.graph.handing.last_entry

    @property
    def count(self) -> tuple[int, int]:
        """How many nodes, sources too, and edges there are."""
        return self.graph.items.count_entities(), self.graph.items.count_ties()

    def items(self) -> Iterator[Node | Edge]:
        """Yield every node, sources first, then every edge."""
        yield from self.nodes()
        yield from self.edges()

    def nodes(self) -> Iterator[Node]:
        """Yield every node, sources first."""
        kinds = Counter[str]()
        for node in self._table().nodes():
            kinds[node.labels[0]] += 1
            yield self._told(_node(node))
        self._counts["nodes"] = dict(sorted(kinds.items()))

    def edges(self) -> Iterator[Edge]:
        """Yield every edge."""
        types = Counter[str]()
        for edge in self._table().edges():
            types[edge.type] += 1
            yield self._told(edge)
        self._counts["edges"] = dict(sorted(types.items()))

    def edges_to(self, type: str, label: str) -> Iterator[Edge]:
        """Yield the edges of a type whose ends have a label, in the order of where they start.

        They are not counted: `edges` and `with_claims` give them in their turn.
        """
        yield from self._table().edges_to(type, label)

    def sources(self) -> Iterator[Node]:
        """Yield the `Source` nodes alone."""
        yield from map(_node, self._table().sources())

    def claims(self) -> Iterator[Evidence]:
        """Yield every claim, denials too, as answers show it (docs/shapes.md)."""
        yield from map(_claim, self._table().evidence())

    def types(self) -> Types:
        """Return what `types_of` does; inside of the case it is the same, and nothing is salted."""
        return types_of(map(self._told, self.graph.items.graph()))

    def with_claims(self) -> Iterator[Pair]:
        """Yield every node, then every edge, with all claims that speak of it, denials too."""
        table, own = self._table(), self.graph.items.identities
        for kind, items in ((Node, table.nodes()), (Edge, table.edges())):
            for identity, item in zip(own(kind), items, strict=True):
                about = [_claim(one) for one in table.evidence_about(identity)]
                yield self._told(_node(item) if isinstance(item, Node) else item), about

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many nodes of each kind, and edges of each type, there are."""
        alone = HandedOn(self.graph)
        for part, items in (("nodes", alone.nodes), ("edges", alone.edges)):
            if part not in self._counts:  # nobody went through all of them yet
                deque(items(), maxlen=0)
        return {"nodes": {}, "edges": {}} | alone._counts | self._counts

    def _told(self, item: Any) -> Any:
        if self.on_item:
            self.on_item()
        return item

    def _table(self) -> ItemTable:
        """Return the items, read with other ids than the case's."""
        hand = self.graph.handing
        whole = partial(whole_id, self.graph)
        read = partial(hand.read, ids=whole)
        return self.graph.items.read_as(Reading(read, hand.id, without_folders))


def types_of(items: Iterable[Node | Edge]) -> Types:
    """Return of which types the values of each property are: of nodes, edges and sources."""
    found: Types = {"nodes": {}, "edges": {}, "sources": {}}
    for item in items:
        part = "edges"
        if isinstance(item, Node):
            part = "sources" if "Source" in item.labels else "nodes"
        types = found[part]
        for key, value in item.properties.items():
            if key not in types:
                types[key] = {type(value)}
            elif type(value) not in types[key]:
                types[key].add(type(value))
    return found


def whole_id(graph: Opened, word: str) -> str:
    """Return the id of the case that a word is, or begins; '' where it is none."""
    if not ID.fullmatch(word):
        return next(iter(graph.items.ids(word)), "")
    known = graph.items.get(word) is not None or is_known(graph.db, word)
    return word if known else ""


def _node(node: Node) -> Node:
    if "Source" not in node.labels:
        return node
    return Node(node.id, node.labels, without_folders(node.properties))


def _claim(claim: Evidence) -> Evidence:
    for said in claim.content.get("replies", ()):
        if source := said.get("source"):
            said["source"] = without_folders(source)
    return claim


def without_folders(source: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a source whose title, where that is a place on a disk, is a file's name alone.

    A source without a title is called by its path, which tells whose machine it lay on.
    """
    title = source.get("title") or ""
    return {**source, "title": _file_name(title)} if _OUTSIDE.match(title) else source


@lru_cache(maxsize=1024)
def _file_name(path: str) -> str:
    return PureWindowsPath(path).name
