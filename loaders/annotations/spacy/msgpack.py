"""MessagePack, as far as data needs it; https://github.com/msgpack/msgpack/blob/master/spec.md.

Own, since a reader of plain data is a page long and every length can be held against the bytes that
are there. Extension types are kept as bytes and never made into objects.
"""

from __future__ import annotations

import struct
from collections.abc import Hashable
from typing import Any

_DEEPEST, _MOST = 32, 4_000_000
#: The first byte, then how the number behind it is packed.
_NUMBERS = {
    0xCA: ">f", 0xCB: ">d",
    0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q",
    0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q",
}  # fmt: skip
_SIZES = {
    0xC4: ("bytes", ">B"), 0xC5: ("bytes", ">H"), 0xC6: ("bytes", ">I"),
    0xC7: ("ext", ">B"), 0xC8: ("ext", ">H"), 0xC9: ("ext", ">I"),
    0xD9: ("text", ">B"), 0xDA: ("text", ">H"), 0xDB: ("text", ">I"),
    0xDC: ("list", ">H"), 0xDD: ("list", ">I"),
    0xDE: ("map", ">H"), 0xDF: ("map", ">I"),
}  # fmt: skip
_WORDS = {0xC0: None, 0xC2: False, 0xC3: True}
_SHORT = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}


class BadPack(ValueError):
    """Bytes that are no MessagePack of plain data; the message says why."""


def unpack(data: bytes) -> Any:
    """Return the object that these bytes hold; raises BadPack."""
    reader = _Reader(data)
    found = reader.value(0)
    if reader.at != len(data):
        raise BadPack("has bytes after its end")
    return found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.values = data, 0, 0

    def value(self, depth: int) -> Any:
        self.values += 1
        if self.values > _MOST:
            raise BadPack(f"has more than {_MOST} values")
        first = self._take(1)[0]
        if first < 0x80 or first >= 0xE0:
            return first if first < 0x80 else first - 0x100
        if first < 0x90:
            return self._sized("map", first & 0x0F, depth)
        if first < 0xA0:
            return self._sized("list", first & 0x0F, depth)
        if first < 0xC0:
            return self._sized("text", first & 0x1F, depth)
        if first in _WORDS:
            return _WORDS[first]
        if first in _NUMBERS:
            return self._number(_NUMBERS[first])
        if first in _SHORT:
            return self._sized("ext", _SHORT[first], depth)
        if first not in _SIZES:
            raise BadPack("has a byte that begins nothing")
        sort, size = _SIZES[first]
        return self._sized(sort, int(self._number(size)), depth)

    def _number(self, form: str) -> Any:
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _take(self, size: int) -> bytes:
        if size > len(self.data) - self.at:
            raise BadPack("is cut short")
        self.at += size
        return self.data[self.at - size : self.at]

    def _sized(self, sort: str, size: int, depth: int) -> Any:
        if sort == "bytes":
            return self._take(size)
        if sort == "ext":
            return self._take(size + 1)[1:]
        if sort == "text":
            try:
                return self._take(size).decode("utf-8")
            except UnicodeDecodeError:
                raise BadPack("has a text that is not UTF-8") from None
        if depth >= _DEEPEST:
            raise BadPack("is too deep")
        if sort == "list":
            return [self.value(depth + 1) for _ in range(size)]
        return {self._key(depth): self.value(depth + 1) for _ in range(size)}

    def _key(self, depth: int) -> Hashable:
        key = self.value(depth + 1)
        if not isinstance(key, str | bytes | int):
            raise BadPack("has a key that is none")
        return key
