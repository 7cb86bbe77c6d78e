"""Nodes, edges and records as Parquet: for DuckDB, Polars, Spark and whatever reads it.

    nodes.parquet     id, labels, kind, name, … a column for each property
    edges.parquet     id, type, start, end, … likewise
    records.parquet   what one source (of a list, one entry) says of one entity, to resolve anew

docs/export.md has the columns. Rows go out in groups, in the order of their ids in the case. A
property with values of several types has a column of texts, each as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from json import dumps
from typing import Any

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.identity.names import NAMING
from clew.graph.model import Edge, Evidence, Node, digest
from clew.graph.schema import schema
from clew.graph.stores.values import written

#: Rows of one group: what is in memory at once.
ROWS = 20_000
#: Properties of a record that have columns of their own, each a list of texts; identifiers stand in
#: one column, as `name=value`.
VALUES = (
    "birthDate",
    "birthPlace",
    "deathDate",
    "gender",
    "country",
    "nationality",
    "citizenship",
    "jurisdiction",
    "incorporationDate",
    "address",
    "email",
    "phone",
    "website",
)
_TEXT, _TEXTS = "text", "texts"
_MIXED = "mixed"
Types = dict[str, str]
Row = dict[str, Any]
_NODE: Types = {"id": _TEXT, "labels": _TEXTS}
_EDGE: Types = {"id": _TEXT, "type": _TEXT, "start": _TEXT, "end": _TEXT}
_RECORD: Types = {
    **dict.fromkeys(("record", "entity", "source", "entry", "kind", "name"), _TEXT),
    **dict.fromkeys(("names", *VALUES, "identifiers"), _TEXTS),
}


def write(given: HandedOn, place: Place) -> Told:
    """Write the three files."""
    mixed: list[str] = []
    renamed: dict[str, dict[str, str]] = {}
    for name, items, first in (("nodes", given.nodes, _NODE), ("edges", given.edges, _EDGE)):
        types = _types(written(item) for item in items())
        columns = _columns(types, first)
        renamed[name] = {key: column for key, column in columns.items() if key != column}
        mixed += (f"{name}.{columns[key]}" for key, kind in types.items() if kind == _MIXED)
        all_types = {**first, **{columns[key]: kind for key, kind in types.items()}}
        _file(place, name, all_types, (_row(item, columns) for item in items()))
    records = _file(place, "records", _RECORD, _records(given))
    lost = (f"Values of several types are JSON texts, in {len(mixed)} columns.",)
    more = {"records": records, "mixed": mixed, "renamed": renamed}
    return Told(lost=lost if mixed else (), more=more)


def _types(rows: Iterable[Mapping[str, Any]]) -> Types:
    """Return the type of each property, by name."""
    found: Types = {}
    for row in rows:
        for key, value in row.items():
            kind = _type(value)
            if found.setdefault(key, kind) != kind:
                found[key] = _both(found[key], kind)
    return {key: found[key] for key in sorted(found)}


def _columns(types: Iterable[str], first: Iterable[str]) -> dict[str, str]:
    """Return a column for each property: none is another's, small and capital letters aside."""
    taken, found = {name.lower() for name in first}, {"id": "id"}
    for key in types:
        column = key
        while column.lower() in taken and key != "id":
            column += "_"
        taken.add(column.lower())
        found[key] = column
    return found


def _type(value: Any) -> str:
    if type(value) is list:
        return f"{_SCALARS[type(value[0])]}s" if value else "s"
    return _SCALARS[type(value)]


_SCALARS = {str: _TEXT, int: "whole", float: "fraction", bool: "truth"}


def _both(one: str, other: str) -> str:
    """Return the type of a column with values of two types; an empty list is of any."""
    if {one, other} > {"s"} and one.endswith("s") and other.endswith("s"):
        return max(one, other, key=len)
    return _MIXED


def _row(item: Node | Edge, columns: Mapping[str, str]) -> Row:
    own = {columns[key]: value for key, value in written(item).items()}
    if isinstance(item, Node):
        return {**own, "labels": list(item.labels)}
    return {**own, "type": item.type, "start": item.start, "end": item.end}


def _file(place: Place, name: str, types: Types, rows: Iterator[Row]) -> int:
    """Write a file in groups of rows; returns how many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    plain = {
        _TEXT: pa.string(),
        "whole": pa.int64(),
        "fraction": pa.float64(),
        "truth": pa.bool_(),
        _MIXED: pa.string(),
        "s": pa.list_(pa.string()),
    }
    plain |= {f"{kind}s": pa.list_(plain[kind]) for kind in _SCALARS.values()}
    schema = pa.schema([(key, plain[kind]) for key, kind in types.items()])
    mixed = [key for key, kind in types.items() if kind == _MIXED]
    count = 0
    with place.open(f"{name}.parquet") as file:
        with closing(pq.ParquetWriter(file, schema, compression="zstd")) as writer:
            while some := list(islice(rows, ROWS)):
                for row in some if mixed else ():
                    row |= {key: dumps(row[key]) for key in mixed if key in row}
                columns = [
                    pa.array([row.get(field.name) for row in some], field.type) for field in schema
                ]
                writer.write_batch(pa.record_batch(columns, schema))
                count += len(some)
    return count


def _records(given: HandedOn) -> Iterator[Row]:
    """Yield what each source, and each entry of a list, says of each entity."""
    for item, claims in given.with_claims():
        if isinstance(item, Edge):
            return
        if "Entity" not in item.labels:
            continue
        parts: dict[tuple[str, str], list[Evidence]] = {}
        for claim in claims:
            says = claim.content.get("says", {})
            if claim.content["status"] != "denied" and "start" not in says:
                key = claim.content["source"]["id"], says.get("entry", "")
                parts.setdefault(key, []).append(claim)
        for source, entry in sorted(parts):
            yield _record(item.id, source, entry, [c.content["says"] for c in parts[source, entry]])


def _record(entity: str, source: str, entry: str, said: Sequence[Mapping[str, Any]]) -> Row:
    names = [one["name"] for one in said if one.get("name")]
    kinds = sorted(one["kind"] for one in said if "kind" in one)
    values: dict[str, set[str]] = {}
    for one in said:
        if "value" in one:
            values.setdefault(one["property"], set()).add(one["value"])
    others = set().union(*(values.get(key, ()) for key in NAMING))
    identifiers = {f"{key}={value}" for key in values if _identifies(key) for value in values[key]}
    return {
        "record": digest(entity, source, entry),
        "entity": entity,
        "source": source,
        "entry": entry,
        "kind": max(kinds, key=kinds.count, default=""),
        "name": max(sorted(names), key=names.count, default=""),
        "names": sorted({*names, *others}),
        **{key: sorted(values.get(key, ())) for key in VALUES},
        "identifiers": sorted(identifiers),
    }


def _identifies(name: str) -> bool:
    kind = schema().values.get(name)
    return kind is not None and kind.identifier
