"""JSON read whole, and refused before it is parsed where it would not fit the memory."""

from __future__ import annotations

import orjson

from clew.graph.errors import InputError

#: So many bytes may the values of a file take: an object, a list and what stands before a comma
#: take at most this much each, whatever little of the file they are.
MOST_MEMORY = 512 * 1024 * 1024
_TAKEN = ((b"{", 240), (b"[", 72), (b",", 64))
#: No JSON has more values than this for one of its bytes: `{"":{"":…`.
_MOST_OF_A_BYTE = 48


def parsed(data: bytes, name: str = "") -> object:
    """Return what this JSON says; raises InputError where it is none, too deep or too much."""
    bounded(data, name)
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        reason = f"is no JSON, or too deep (from character {error.pos} on): export it again"
        raise InputError(reason, name, error.lineno) from None


def bounded(data: bytes, name: str = "") -> None:
    """Raise InputError where JSON holds more than the memory has room for."""
    if len(data) * _MOST_OF_A_BYTE < MOST_MEMORY:
        return
    if sum(data.count(sign) * size for sign, size in _TAKEN) > MOST_MEMORY:
        raise InputError("holds more values than can be read at once: split it", name)
