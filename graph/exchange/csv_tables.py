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
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from clew.graph.exchange.attributes import (
    LIST,
    MIXED,
    TEXT,
    Column,
    Columns,
    Row,
    columns,
    edge_label,
    mixed_or_listed,
    node_label,
)
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.json_text import compact
from clew.graph.model import Edge, Evidence, Node
from clew.graph.stores.values import written

#: How a formula begins for a spreadsheet; those of full width are signs to some, too.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠|%]")
_NODE, _EDGE = ("id", "label"), ("id", "start", "end", "type", "label")
#: Columns of evidence.csv, by where a claim has what they hold.
_CLAIM = "status attribution quote locator when valid_from valid_to known_from".split()
_SOURCE = "id title publisher published url archive_url sha256".split()
_ADDED = ("assessments", "replies", "corrections")
_OF_SOURCE = [f"source_{name}" for name in _SOURCE]
_EVIDENCE = ["claim", "about", "about_is", "says", *_CLAIM, "annotators", *_OF_SOURCE, *_ADDED]
Items = Callable[[], Iterable[tuple[Node | Edge, Row]]]
_BLANKS = "{} empty texts look like cells with nothing in them."


def write(given: HandedOn, place: Place) -> Told:
    """Write the four files."""
    tables = _Tables(place)
    sorts: dict[str, Items] = {
        "nodes": lambda: ((n, _node(n)) for n in given.nodes() if "Source" not in n.labels),
        "edges": lambda: ((e, _edge(e)) for e in given.edges()),
        "sources": lambda: ((n, _node(n)) for n in given.sources()),
    }
    taken = {"nodes": _NODE, "edges": _EDGE, "sources": _NODE}
    had: dict[str, Columns] = {}
    for name, items in sorts.items():
        had[name] = columns((_own(item) for item, _ in items()), taken[name])
        first = {key: Column(key, TEXT) for key in taken[name]}
        tables.write(name, [*first.values(), *had[name].values()], _rows(items, had[name]))
    tables.write("evidence", [Column(key, TEXT) for key in _EVIDENCE], _evidence(given))
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
    return f"'{text}" if _FORMULA.match(text) else text


def formulated(cell: str) -> str:
    """Return the text that a cell stands for."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


class _Tables:
    """Writes tables; `rows` counts them by name, `blanks` the texts without a letter."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.rows: dict[str, int] = {}
        self.blanks = 0

    def write(self, name: str, had: Iterable[Column], rows: Iterable[Row]) -> None:
        named = list(had)
        with self._place.open(f"{name}.csv") as raw:
            with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
                put = csv.writer(file).writerow
                put([unformulated(own.name) for own in named])
                self.rows[name] = 0
                for row in rows:
                    put([self._cell(own, row) for own in named])
                    self.rows[name] += 1

    def _cell(self, own: Column, row: Row) -> str:
        if own.name not in row:
            return ""
        value = row[own.name]
        text = own.text(value)
        self.blanks += value == "" and own.type == TEXT
        return unformulated(text) if own.type in (TEXT, LIST, MIXED) else text


def _own(item: Node | Edge) -> Row:
    """Return an item's properties, and the labels of a node."""
    row = written(item)
    del row["id"]
    return {**row, "labels": list(item.labels)} if isinstance(item, Node) else row


def _node(node: Node) -> Row:
    return {"id": node.id, "label": node_label(node)}


def _edge(edge: Edge) -> Row:
    ends = {"id": edge.id, "start": edge.start, "end": edge.end, "type": edge.type}
    return {**ends, "label": edge_label(edge)}


def _rows(items: Items, had: Columns) -> Iterator[Row]:
    for item, row in items():
        yield {**row, **{had[key].name: value for key, value in _own(item).items()}}


def _evidence(given: HandedOn) -> Iterator[Row]:
    """Yield each claim beside each item that it speaks of."""
    for claim in given.claims():
        row = _claim(claim)
        for about in claim.about:
            yield {**row, "about": about, "about_is": _sort(about)}


def _claim(claim: Evidence) -> Row:
    content = claim.content
    source: Mapping[str, Any] = content.get("source", {})
    row = {key: content.get(key) or "" for key in _CLAIM}
    row |= {f"source_{key}": source.get(key) or "" for key in _SOURCE}
    row |= {key: compact(content[key]).decode() for key in _ADDED if content.get(key)}
    row["says"] = compact(content.get("says", {})).decode()
    row["annotators"] = "; ".join(content.get("annotators", ()))
    # nothing said is an empty cell, and not an empty text
    return {"claim": claim.id, **{key: value for key, value in row.items() if value != ""}}


def _sort(about: str) -> str:
    return "tie" if about.startswith("e") else "entity"
