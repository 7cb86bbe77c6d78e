"""What Neo4j's driver returns, as Clew's own values: alike to what the embedded engine gives.

Dates and times come as ISO text in Java's form (`2024-02-29T10:00Z`), points as maps. The driver
knows the ends of an edge only by the server's own ids where a query does not return them, so
these are looked up, for all rows together, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clew.graph.model import Edge, Node, Path
from clew.graph.stores.base import Row, ordered

_ENDS = "UNWIND $ids AS one MATCH (n) WHERE elementId(n) = one RETURN one, n.id"
_AT_ONCE = 10_000


def rows_of(driver: Any, tx: Any, raw: Sequence[Sequence[Any]]) -> list[Row]:
    """Return the rows of a query as Clew's values; `driver` is the driver's module."""
    convert = _Conversion(driver)
    for row in raw:
        convert.scan(row)
    convert.find_ends(tx)
    return [tuple(map(convert.value, row)) for row in raw]


class _Conversion:
    """The conversion of one result: the ids of the nodes that its edges end at."""

    def __init__(self, driver: Any) -> None:
        graph, time = driver.graph, driver.time
        self._node, self._edge, self._path = graph.Node, graph.Relationship, graph.Path
        self._times = (time.Date, time.DateTime, time.Time, time.Duration)
        self._time = time
        self._point = driver.spatial.Point
        self._ids: dict[str, str] = {}
        self._ends: set[str] = set()

    def scan(self, value: Any) -> None:
        """Note the nodes that are there, and the ends of edges."""
        if isinstance(value, self._node):
            self._ids[value.element_id] = str(value.get("id", ""))
        elif isinstance(value, self._edge):
            self._ends.update(node.element_id for node in value.nodes)
        elif isinstance(value, self._path):
            for part in (*value.nodes, *value.relationships):
                self.scan(part)
        elif isinstance(value, Mapping):
            for part in value.values():
                self.scan(part)
        elif isinstance(value, (list, tuple)) and not isinstance(value, self._point):
            for part in value:
                self.scan(part)

    def find_ends(self, tx: Any) -> None:
        """Ask for the ids of ends that no row holds."""
        for chunk in _chunks(sorted(self._ends - self._ids.keys())):
            for own, identity in tx.run(_ENDS, ids=chunk):
                self._ids[own] = str(identity or "")

    def value(self, value: Any) -> Any:
        """Return one value as Clew's own."""
        if value is None or type(value) in (str, int, float, bool):
            return value
        if isinstance(value, self._node):
            own = dict(value.items())
            return Node(str(own.get("id", "")), ordered(frozenset(value.labels)), own)
        if isinstance(value, self._edge):
            start, end = (self._ids.get(node.element_id, "") for node in value.nodes)
            own = dict(value.items())
            return Edge(str(own.get("id", "")), value.type, start, end, own)
        if isinstance(value, self._path):
            nodes, edges = map(self.value, value.nodes), map(self.value, value.relationships)
            return Path(tuple(nodes), tuple(edges))
        if isinstance(value, Mapping):
            return {key: self.value(part) for key, part in value.items()}
        if isinstance(value, self._times):
            return self._iso(value)
        if isinstance(value, self._point):
            return _point(value)
        return [self.value(part) for part in value] if isinstance(value, list) else str(value)

    def _iso(self, value: Any) -> str:
        """Return a date, a time or a duration as Java writes it."""
        if isinstance(value, (self._time.Date, self._time.Duration)):
            return str(value.iso_format())
        day = f"{value.date().iso_format()}T" if isinstance(value, self._time.DateTime) else ""
        text = f"{value.hour:02}:{value.minute:02}"
        if value.second or value.nanosecond:
            text += f":{value.second:02}"
        if value.nanosecond:
            digits = f"{value.nanosecond:09}"
            text += (
                "." + digits[: 3 if digits.endswith("000000") else 6 if digits[6:] == "000" else 9]
            )
        return f"{day}{text}{_zone(value)}"


def _zone(value: Any) -> str:
    offset = value.utc_offset()
    if offset is None:
        return ""
    seconds = round(offset.total_seconds())
    if seconds == 0:
        text = "Z"
    else:
        sign, rest = "-" if seconds < 0 else "+", abs(seconds)
        text = f"{sign}{rest // 3600:02}:{rest // 60 % 60:02}"
        text += f":{rest % 60:02}" if rest % 60 else ""
    name = getattr(value.tzinfo, "zone", None)
    return f"{text}[{name}]" if name and name != "UTC" else text


def _point(value: Any) -> dict[str, Any]:
    """Return a point as the embedded engine gives it."""
    names = ("x", "y", "z")
    own: dict[str, Any] = dict(zip(names, map(float, value), strict=False))
    crs = {7203: "cartesian", 9157: "cartesian-3D", 4326: "WGS-84", 4979: "WGS-84-3D"}
    if value.srid in (4326, 4979):
        own = {"longitude": own["x"], "latitude": own["y"], **own}
    return {**own, "crs": crs.get(value.srid, ""), "srid": value.srid}


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
