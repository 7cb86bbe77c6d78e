"""What ArcadeDB returns, as Clew's own values.

The native build gives a node or an edge as a map with `@rid` and `@type`, an edge without its
ends, and a path as text, `(#7:0)-[#16:0]->(#13:0)`; the JVM build gives Java objects, which are
brought into the same shape first. Record ids (RIDs) are resolved for all rows together: one
look-up each would cost more than the query.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from clew.graph.model import Edge, Node, Path
from clew.graph.stores.arcade_engine import engine, is_jvm
from clew.graph.stores.base import Row, ordered

_PATH = re.compile(r"\(#\d+:\d+\)(?:<?-\[#\d+:\d+\]->?\(#\d+:\d+\))*")
_RID = re.compile(r"#\d+:\d+")
_AT_ONCE = 5000


def edge_types(database: Any) -> frozenset[str]:
    """Return the types of edges that a database knows."""
    types = database.query("sql", "SELECT name FROM schema:types WHERE type = 'edge'").to_list()
    return frozenset(row["name"] for row in types)


def rows_of(
    database: Any,
    edges: frozenset[str],
    raw: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
) -> list[Row]:
    """Return the converted rows of what a query gave; `edges`: see `edge_types`."""
    if not raw:
        return []
    records = [row if not is_jvm() else _from_java(dict(row)) for row in raw]
    convert = _Conversion(database, edges, records)
    return [tuple(convert.value(row.get(name)) for name in columns) for row in records]


class _Conversion:
    """The conversion of one result: which types are edges, and the records behind its RIDs."""

    def __init__(self, database: Any, types: frozenset[str], records: Iterable[Any]) -> None:
        self._database, self._edge_types = database, types
        edges: set[str] = set()
        texts: set[str] = set()
        for record in records:
            self._scan(record, edges, texts)
        members = {rid for text in texts for rid in _RID.findall(text)}
        self._records = dict(self._load(members))
        edges.update(rid for rid, found in self._records.items() if self._is_edge(found))
        self._ends = dict(self._find_ends(edges))

    def _is_edge(self, record: Mapping[str, Any]) -> bool:
        return record["@type"] in self._edge_types

    def _scan(self, value: Any, edges: set[str], texts: set[str]) -> None:
        """Collect the RIDs of edges, and the texts that look like paths."""
        if isinstance(value, dict):
            if "@rid" in value and "@type" in value:
                if self._is_edge(value):
                    edges.add(str(value["@rid"]))
                return
            value = value.values()
        elif isinstance(value, str):
            if value.startswith("(#") and _PATH.fullmatch(value):
                texts.add(value)
            return
        elif not isinstance(value, (list, set)):
            return
        for element in value:
            self._scan(element, edges, texts)

    def _load(self, rids: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        for chunk in _chunks(sorted(rids)):
            for row in self._database.query("sql", f"SELECT FROM [{','.join(chunk)}]"):
                element = row.get_element()
                rid = str(row.get_rid())
                yield rid, {**row.to_dict(), "@rid": rid, "@type": str(element.get_type_name())}

    def _find_ends(self, rids: Iterable[str]) -> Iterator[tuple[str, tuple[str, str]]]:
        fields = "@rid.asString() AS r, @out.id AS s, @in.id AS e"
        for chunk in _chunks(sorted(rids)):
            found = self._database.query("sql", f"SELECT {fields} FROM [{','.join(chunk)}]")
            for row in found.to_list():
                yield row["r"], (row["s"], row["e"])

    def value(self, value: Any) -> Any:
        """Return one value as Clew's own."""
        kind = type(value)
        if kind is dict:
            if "@rid" in value and "@type" in value:
                return self._item(value)
            return {key: self.value(element) for key, element in value.items()}
        if kind is list or kind is set:
            return [self.value(element) for element in value]
        if kind is str and value.startswith("(#") and _PATH.fullmatch(value):
            return self._path(value)
        if isinstance(value, (date, datetime, time)):
            return value.isoformat()
        if kind is Decimal:
            return int(value) if value == value.to_integral_value() else float(value)
        return value if kind in (str, int, float, bool, type(None)) else str(value)

    def _item(self, record: Mapping[str, Any]) -> Node | Edge:
        own = {key: entry for key, entry in record.items() if key[:1] != "@"}
        name = str(own.get("id", ""))
        if self._is_edge(record):
            start, end = self._ends[str(record["@rid"])]
            return Edge(name, record["@type"], start, end, own)
        return Node(name, ordered(frozenset(record["@type"].split("~"))), own)

    def _path(self, text: str) -> Path | str:
        """Return the path; a text that only looks like one names records that do not join."""
        items = [self._item(self._records[r]) for r in _RID.findall(text) if r in self._records]
        nodes = tuple(item for item in items[::2] if isinstance(item, Node))
        edges = tuple(item for item in items[1::2] if isinstance(item, Edge))
        whole = len(nodes) == len(edges) + 1 and len(items) == len(nodes) + len(edges)
        pairs = zip(nodes, edges, nodes[1:], strict=False)
        joined = whole and all({a.id, b.id} == {e.start, e.end} for a, e, b in pairs)
        return Path(nodes, edges) if joined else text


def _chunks(rids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(rids), _AT_ONCE):
        yield rids[start : start + _AT_ONCE]


def _from_java(value: Any) -> Any:
    """Return a value of the JVM build in the shape that the native build gives."""
    if isinstance(value, dict):
        return {key: _from_java(element) for key, element in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_from_java(element) for element in value]
    if not hasattr(value, "getClass"):
        return value
    if hasattr(value, "getTypeName") and hasattr(value, "getIdentity"):
        record = dict(_plain(value.toMap(False)))
        return {**record, "@rid": str(value.getIdentity()), "@type": str(value.getTypeName())}
    return str(value)


def _plain(java_map: Any) -> Mapping[str, Any]:
    conversion = importlib.import_module(f"{engine().__name__}.type_conversion")
    converted: Mapping[str, Any] = _from_java(conversion.convert_java_to_python(java_map))
    return converted
