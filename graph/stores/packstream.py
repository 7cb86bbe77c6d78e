"""PackStream, the form that values have in Bolt: what a client sends, and what it is sent.

Nodes, edges and paths go out as structures of Bolt 5, or of 4.4 where a client speaks no later one.
Their element id is Clew's own id, as text; the number that older tools ask for is made of it.
Specification: https://neo4j.com/docs/bolt/current/packstream/
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from clew.graph.model import Edge, Node, Path

#: How deep lists and maps may nest; a reader that went on would end in the depth of its own calls.
DEEPEST = 100
_NODE, _EDGE, _UNBOUND, _PATH = 0x4E, 0x52, 0x72, 0x50
#: Sizes by marker, of texts, lists, maps and bytes; and how integers of 1, 2, 4, 8 bytes are read.
_SIZED = {
    **{0xD0: ("text", ">B"), 0xD1: ("text", ">H"), 0xD2: ("text", ">I")},
    **{0xD4: ("list", ">B"), 0xD5: ("list", ">H"), 0xD6: ("list", ">I")},
    **{0xD8: ("map", ">B"), 0xD9: ("map", ">H"), 0xDA: ("map", ">I")},
    **{0xCC: ("bytes", ">B"), 0xCD: ("bytes", ">H"), 0xCE: ("bytes", ">I")},
}
_TINY = {0x8: "text", 0x9: "list", 0xA: "map", 0xB: "structure"}
_NUMBERS = {0xC8: ">b", 0xC9: ">h", 0xCA: ">i", 0xCB: ">q", 0xC1: ">d"}
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}


class Malformed(ValueError):
    """These bytes are no PackStream."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A message, or a value of a kind of its own: its tag and its fields."""

    tag: int
    fields: tuple[Any, ...]


def unpacked(data: bytes) -> Any:
    """Return the one value that these bytes hold; raises Malformed."""
    reader = _Reader(data)
    try:
        value = reader.value()
    except (struct.error, IndexError, UnicodeDecodeError, TypeError):
        raise Malformed from None
    if reader.at != len(data):
        raise Malformed
    return value


class _Reader:
    """Reads values one behind another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.depth = data, 0, 0

    def value(self) -> Any:
        marker = self.data[self.at]
        self.at += 1
        if marker < 0x80 or marker >= 0xF0:
            return marker if marker < 0x80 else marker - 0x100
        if marker in _CONSTANTS:
            return _CONSTANTS[marker]
        if marker in _NUMBERS:
            return self._number(_NUMBERS[marker])
        if marker in _SIZED:
            kind, form = _SIZED[marker]
            return self._sized(kind, self._number(form))
        if marker >> 4 in _TINY:
            return self._sized(_TINY[marker >> 4], marker & 0x0F)
        raise Malformed

    def _number(self, form: str) -> Any:
        size = struct.calcsize(form)
        (number,) = struct.unpack_from(form, self.data, self.at)
        self.at += size
        return number

    def _sized(self, kind: str, size: int) -> Any:
        if kind in ("text", "bytes"):
            part = self.data[self.at : self.at + size]
            if len(part) < size:
                raise Malformed
            self.at += size
            return part.decode() if kind == "text" else part
        if self.depth == DEEPEST:
            raise Malformed
        self.depth += 1
        found = self._parts(kind, size)
        self.depth -= 1
        return found

    def _parts(self, kind: str, size: int) -> Any:
        if kind == "list":
            return [self.value() for _ in range(size)]
        if kind == "map":
            return {self.value(): self.value() for _ in range(size)}
        tag = self.data[self.at]
        self.at += 1
        return Structure(tag, tuple(self.value() for _ in range(size)))


def packed(value: Any, version: tuple[int, int]) -> bytes:
    """Return a value as a client of this version of Bolt reads it; of a message, all of it."""
    out = bytearray()
    _pack(value, version, out)
    return bytes(out)


def number(identity: str) -> int:
    """Return the number that stands for an id: older tools take numbers alone, JavaScript 53 bits.

    Of two million ids any two share one with a chance of one in two thousand; nothing of ours rests
    on it.
    """
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest()) >> 12


def _pack(value: Any, version: tuple[int, int], out: bytearray) -> None:
    if isinstance(value, str):  # first what there is most of
        data = value.encode(errors="replace")
        out += _head(len(data), 0x80, (0xD0, 0xD1, 0xD2))
        out += data
    elif value is None or value is True or value is False:
        out.append({None: 0xC0, False: 0xC2, True: 0xC3}[value])
    elif isinstance(value, int):
        out += _integer(value)
    elif isinstance(value, float):
        out += struct.pack(">Bd", 0xC1, value)
    elif isinstance(value, (list, tuple)):
        out += _head(len(value), 0x90, (0xD4, 0xD5, 0xD6))
        for part in value:
            _pack(part, version, out)
    elif isinstance(value, Mapping):
        out += _head(len(value), 0xA0, (0xD8, 0xD9, 0xDA))
        for name, part in value.items():
            _pack(str(name), version, out)
            _pack(part, version, out)
    else:
        _pack_structure(_structure(value, version), version, out)


def _pack_structure(value: Structure, version: tuple[int, int], out: bytearray) -> None:
    out += bytes((0xB0 | len(value.fields), value.tag))
    for part in value.fields:
        _pack(part, version, out)


def _integer(value: int) -> bytes:
    if -16 <= value < 128:
        return struct.pack(">b", value)
    for marker, form, bits in ((0xC8, ">Bb", 7), (0xC9, ">Bh", 15), (0xCA, ">Bi", 31)):
        if -(1 << bits) <= value < 1 << bits:
            return struct.pack(form, marker, value)
    return struct.pack(">Bq", 0xCB, value)


def _head(size: int, tiny: int, markers: tuple[int, int, int]) -> bytes:
    if tiny and size < 16:
        return bytes((tiny | size,))
    if size < 1 << 8:
        return struct.pack(">BB", markers[0], size)
    return struct.pack(">BH" if size < 1 << 16 else ">BI", markers[1 + (size >= 1 << 16)], size)


def _structure(value: Any, version: tuple[int, int]) -> Structure:
    """Return a node, an edge or a path as a structure; 4.4 knows numbers alone as ids."""
    later = version >= (5, 0)
    if isinstance(value, Structure):
        return value
    if isinstance(value, Node):
        own = (number(value.id), list(value.labels), value.properties)
        return Structure(_NODE, (*own, value.id) if later else own)
    if isinstance(value, Edge):
        ends = (number(value.start), number(value.end))
        own_edge = (number(value.id), *ends, value.type, value.properties)
        names = (value.id, value.start, value.end)
        return Structure(_EDGE, (*own_edge, *names) if later else own_edge)
    if isinstance(value, Path):
        return _path(value, later)
    raise TypeError(f"Bolt has no form for {type(value).__name__}")


def _path(path: Path, later: bool) -> Structure:
    """Return a path: its nodes and edges once each, and where the way goes, by their places."""
    nodes = list({node.id: node for node in path.nodes}.values())
    edges = list({edge.id: edge for edge in path.edges}.values())
    places = {node.id: place for place, node in enumerate(nodes)}
    turns = {edge.id: place for place, edge in enumerate(edges, 1)}
    way: list[int] = []
    for before, edge, after in zip(path.nodes, path.edges, path.nodes[1:], strict=False):
        forth = before.id == edge.start
        way += [turns[edge.id] if forth else -turns[edge.id], places[after.id]]
    unbound = [_unbound(edge, later) for edge in edges]
    return Structure(_PATH, (nodes, unbound, way))


def _unbound(edge: Edge, later: bool) -> Structure:
    own = (number(edge.id), edge.type, edge.properties)
    return Structure(_UNBOUND, (*own, edge.id) if later else own)
