"""Tables as CSV, for spreadsheets and whatever reads them: RFC 4180, UTF-8 with a BOM for Excel.

    nodes.csv     every entity, a column for each property
    edges.csv     every tie, likewise, with its ends and a label that holds its status
    sources.csv   every source
    evidence.csv  every claim, denials too, beside each entity and tie that it speaks of

A cell is never a formula: a text that a spreadsheet would take for one, or that begins with
apostrophes before one, has an apostrophe in front (`unformulated`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from clew.graph.exchange.attributes import (
    LIST,
    MIXED,
    TEXT,
    Columns,
    columns_of,
    edge_label,
    mixed_or_listed,
    node_label,
)
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.json_text import compact
from clew.graph.model import Edge, Node

#: How a formula begins for a spreadsheet; those of full width are signs to some, too.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠|%]")
_FIRST = frozenset("'=+-@\t\r\n＝＋－＠|%")
_NODE, _EDGE = ("id", "label"), ("id", "start", "end", "type", "label")
#: Columns of evidence.csv, by where a claim has what they hold.
_CLAIM = "status attribution quote locator when valid_from valid_to known_from".split()
_SOURCE = "id title publisher published url archive_url sha256".split()
_ADDED = ("assessments", "replies", "corrections")
_OF_SOURCE = [f"source_{name}" for name in _SOURCE]
_EVIDENCE = ["claim", "about", "about_is", "says", *_CLAIM, "annotators", *_OF_SOURCE, *_ADDED]
Cells = list[str]
_BLANKS = "{} empty texts look like cells with nothing in them."


def write(given: HandedOn, place: Place) -> Told:
    """Write the four files."""
    tables, types = _Tables(place), given.types()
    entities = (node for node in given.nodes() if "Source" not in node.labels)
    had = {
        "nodes": tables.items("nodes", _NODE, types["nodes"], entities, _node),
        "edges": tables.items("edges", _EDGE, types["edges"], given.edges(), _edge),
        "sources": tables.items("sources", _NODE, types["sources"], given.sources(), _node),
    }
    tables.write("evidence", _EVIDENCE, _evidence(given))
    more = {
        "types": {name: {own.name: own.type for own in had[name].values()} for name in had},
        "renamed": {
            name: {key: own.name for key, own in had[name].items() if key != own.name}
            for name in had
        },
        "rows": tables.rows,
    }
    blanks = [_BLANKS.format(tables.blanks)] if tables.blanks else []
    return Told(lost=(*mixed_or_listed(*had.values()), *blanks), more=more)


def unformulated(text: str) -> str:
    """Return a cell's text that no spreadsheet takes for a formula; `formulated` undoes it."""
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def formulated(cell: str) -> str:
    """Return the text that a cell stands for."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


class _Tables:
    """Writes tables; `rows` counts them by name, `blanks` the texts without a letter."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.rows: dict[str, int] = {}
        self.blanks = 0

    def items(
        self,
        name: str,
        first: Sequence[str],
        types: Mapping[str, set[type]],
        items: Iterable[Node | Edge],
        head: Callable[[Any], Cells],
    ) -> Columns:
        """Write a table of items, after their `head` a column for each property; return these."""
        more: dict[str, set[type]] = {"labels": {list}} if types and name != "edges" else {}
        own = {key: kinds for key, kinds in types.items() if key != "id"}
        had = columns_of({**own, **more}, first)
        heads = [*first, *(unformulated(column.name) for column in had.values())]
        self.write(name, heads, (head(item) + self._cells(item, had) for item in items))
        return had

    def write(self, name: str, heads: Iterable[str], rows: Iterable[Cells]) -> None:
        """Write a table."""
        with self._place.open(f"{name}.csv") as raw:
            with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
                put = csv.writer(file).writerow
                put(heads)
                self.rows[name] = 0
                for row in rows:
                    put(row)
                    self.rows[name] += 1

    def _cells(self, item: Node | Edge, had: Columns) -> Cells:
        cells, own = list[str](), item.properties
        if isinstance(item, Node):
            own = {**own, "labels": list(item.labels)}
        for key, column in had.items():
            value = own.get(key)
            if value is None:
                cells.append("")
            elif column.type == TEXT:
                self.blanks += value == ""
                cells.append(unformulated(value))
            elif column.type == LIST:  # begins with a bracket
                cells.append(compact(value).decode())
            elif column.type == MIXED:
                cells.append(unformulated(column.text(value)))
            else:
                cells.append(column.text(value))
        return cells


def _node(node: Node) -> Cells:
    return [node.id, unformulated(node_label(node))]


def _edge(edge: Edge) -> Cells:
    label = unformulated(edge_label(edge))
    return [edge.id, edge.start, edge.end, unformulated(edge.type), label]


def _evidence(given: HandedOn) -> Iterator[Cells]:
    """Yield each claim beside each item that it speaks of."""
    sources: dict[int, tuple[object, Cells]] = {}
    for claim in given.claims():
        source = claim.content.get("source")
        if id(source) not in sources:  # claims of one source share what is said of it
            known: Mapping[str, Any] = source or {}
            sources[id(source)] = source, [_cell(known.get(key)) for key in _SOURCE]
        rest = [*_claim(claim.content), *sources[id(source)][1], *_added(claim.content)]
        for about in claim.about:
            yield [claim.id, about, "tie" if about.startswith("e") else "entity", *rest]


def _claim(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a claim says, then what it rests on."""
    yield compact(content.get("says", {})).decode()
    for key in _CLAIM:
        yield _cell(content.get(key))
    yield unformulated("; ".join(content.get("annotators", ())))


def _added(content: Mapping[str, Any]) -> Iterator[str]:
    for key in _ADDED:
        yield compact(content[key]).decode() if content.get(key) else ""


def _cell(value: Any) -> str:
    """Return a text's cell; nothing said is an empty cell, and not an empty text."""
    return unformulated(value if type(value) is str else repr(value)) if value else ""
