"""What formats of attributes have in common: a type for each property, labels, and what is lost.

A network's file (GraphML, GEXF, Pajek) has entities as nodes and ties as edges. Sources are none of
both, since no edge touches them (rule 15): each item names its own under `claim_source_titles`.
A tie's label holds its status, since a tool may show labels alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clew.graph.handed import HandedOn
from clew.graph.json_text import compact
from clew.graph.model import Edge, Node
from clew.graph.stores.values import written

#: The type of a property's values. A list's are JSON text, as those of several types are.
TEXT, WHOLE, FRACTION, TRUTH, LIST, MIXED = "text", "whole", "fraction", "truth", "list", "mixed"
_TYPES: Mapping[type, str] = {str: TEXT, int: WHOLE, float: FRACTION, bool: TRUTH, list: LIST}
#: The titles of the sources that `claim_sources` names, in its order.
TITLES = "claim_source_titles"
JSON_LISTS = "Lists are JSON texts, in {} attributes."
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A property as a file has it: under this name, with values of this type."""

    name: str
    type: str

    def text(self, value: Any) -> str:
        """Return a value as text."""
        if self.type in (LIST, MIXED):
            return compact(value).decode()
        if self.type == TRUTH:
            return "true" if value else "false"
        return value if type(value) is str else repr(value)


Columns = Mapping[str, Column]


def columns(
    rows: Iterable[Mapping[str, Any]],
    taken: Iterable[str],
    called: Callable[[str], str] = str,
) -> Columns:
    """Return the columns of these rows; see `columns_of`."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for key, value in row.items():
            types.setdefault(key, set()).add(type(value))
    return columns_of(types, taken, called)


def columns_of(
    types: Mapping[str, set[type]], taken: Iterable[str], called: Callable[[str], str] = str
) -> Columns:
    """Return the column of each property, by its name in the case; `called` makes a name fit.

    `types` are those of its values. No column has one of the names in `taken`, or another's, small
    and capital letters aside.
    """
    used, found = {name.lower() for name in taken}, dict[str, Column]()
    for key in sorted(types):
        name = called(key)
        while name.lower() in used:
            name += "_"
        used.add(name.lower())
        kinds = {_TYPES[kind] for kind in types[key]}
        found[key] = Column(name, kinds.pop() if len(kinds) == 1 else MIXED)
    return found


def more_of(nodes: Columns, edges: Columns) -> dict[str, Any]:
    """Return what a manifest tells of columns: types, and the names that are not the property's."""
    parts = {"nodes": nodes, "edges": edges}
    types = {part: {own.name: own.type for own in had.values()} for part, had in parts.items()}
    names = {
        part: {key: own.name for key, own in had.items() if own.name != key}
        for part, had in parts.items()
    }
    return {"types": types, "renamed": names}


def mixed_or_listed(*given: Columns) -> list[str]:
    """Return what a report says of types that a format has none for."""
    types = [own.type for part in given for own in part.values()]
    found = [JSON_LISTS.format(types.count(LIST))] if LIST in types else []
    if MIXED in types:
        found.append(f"Values of several types are JSON texts, in {types.count(MIXED)} attributes.")
    return found


@dataclass(frozen=True, slots=True)
class Network:
    """Entities and ties of what is handed on, each with its properties as a row."""

    given: HandedOn
    titles: Mapping[str, str]

    @classmethod
    def of(cls, given: HandedOn) -> Network:
        """Return the network, the titles of its sources read: they alone are held."""
        return cls(given, {one.id: one.properties.get("title", "") for one in given.sources()})

    def nodes(self) -> Iterator[tuple[Node, Row]]:
        """Yield every entity with its row."""
        for node in self.given.nodes():
            if node.id not in self.titles:
                yield node, {**self._row(node), "labels": list(node.labels)}

    def edges(self) -> Iterator[tuple[Edge, Row]]:
        """Yield every tie with its row."""
        for edge in self.given.edges():
            yield edge, {**self._row(edge), "type": edge.type}

    def left_out(self) -> list[str]:
        """Return what a report says of everything that is no node and no edge here."""
        told = [f"{len(self.titles)} sources are no nodes: `{TITLES}` names them."]
        return [*(told if self.titles else ()), NOT_HERE]

    def _row(self, item: Node | Edge) -> Row:
        row = written(item)
        del row["id"]
        if sources := row.get("claim_sources"):
            row[TITLES] = [self.titles.get(one, "") for one in sources]
        return row


NOT_HERE = (
    "Denials that make no tie, places in a source, replies and corrections are not in this format:"
    " `clew export json` has them."
)


def node_label(node: Node) -> str:
    """Return how a node is called: by its name or title, else by its kind in brackets."""
    own = node.properties
    return str(own.get("name") or own.get("title") or f"({node.labels[0]})")


def edge_label(edge: Edge) -> str:
    """Return a tie's type with its status, and whether it is disputed: `OWNS (alleged)`."""
    own = edge.properties
    said = [str(own.get("status") or "not_stated").replace("_", " ")]
    if own.get("disputed") is True:
        said.append("disputed")
    if own.get("certain") is False:
        said.append("not certain on that day")
    return f"{edge.type} ({', '.join(said)})"
