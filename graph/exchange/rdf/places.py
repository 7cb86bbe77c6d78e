"""Points and outlines as GeoSPARQL has them, of what a claim of FACTS gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clew.graph.exchange.rdf import literals
from clew.graph.exchange.rdf import names as n
from clew.graph.exchange.rdf.block import TYPE, Block
from clew.graph.exchange.rdf.plain import lets
from clew.graph.model import Evidence, Node

_FEATURE = (TYPE, n.term("geo:Feature"))
GIVEN = ("latitude", "longitude", "boundary", "radius")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WKT = re.compile(r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*\([-0-9.,()\s]+\)", re.IGNORECASE)


def is_placed(node: Node) -> bool:
    """Tell whether sources give a node's place on the map."""
    return any(name in node.properties for name in GIVEN[:3])


def places(node: Node, claims: Iterable[Evidence]) -> list[Block]:
    """Return the geometries of a node as it is handed on, by the claims about it.

    Where sources differ on a coordinate no pair of them is certain, and there is no point.
    """
    said: dict[str, dict[str, None]] = {name: {} for name in GIVEN}
    for claim in claims:
        says = claim.content.get("says") or {}
        if says.get("property") in GIVEN and lets(claim):
            said[says["property"]][says.get("value", "")] = None
    blocks = [_geometry(node.id, f"outline{i}", w, said) for i, w in _outlines(said)]
    if (point := _point(said)) is not None:
        blocks.insert(0, _geometry(node.id, "point", point, said))
    if blocks:
        about = [] if n.term("geo:Feature") in map(n.kind, node.labels) else [_FEATURE]
        about += [(n.term("geo:hasGeometry"), block.subject) for block in blocks]
        blocks.insert(0, Block(n.thing(node.id), about))
    return blocks


def _outlines(said: dict[str, dict[str, None]]) -> list[tuple[int, str]]:
    return [(i, words) for i, words in enumerate(said["boundary"], 1) if _WKT.fullmatch(words)]


def _point(said: dict[str, dict[str, None]]) -> str | None:
    """Return the one point said, as WKT: east before north, as CRS84 has it."""
    east, north = ([*said[name]] for name in ("longitude", "latitude"))
    if len(east) != 1 or len(north) != 1:
        return None
    if not all(_NUMBER.fullmatch(one) for one in (*east, *north)):
        return None
    on_earth = abs(float(east[0])) <= 180 and abs(float(north[0])) <= 90
    return f"POINT({east[0]} {north[0]})" if on_earth else None


def _geometry(identity: str, part: str, wkt: str, said: dict[str, dict[str, None]]) -> Block:
    pairs = [
        (TYPE, n.term("geo:Geometry")),
        (n.term("geo:asWKT"), literals.typed(wkt, "geo:wktLiteral")),
    ]
    radius = [one for one in said["radius"] if _NUMBER.fullmatch(one)]
    if part == "point" and len(radius) == 1:
        accuracy = literals.typed(radius[0], "xsd:double")
        pairs.append((n.term("geo:hasMetricSpatialAccuracy"), accuracy))
    return Block(n.thing(identity, part), pairs)
