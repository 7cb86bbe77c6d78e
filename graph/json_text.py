"""JSON text, fast: the same bytes for the same content, whichever encoder writes them.

orjson writes what it writes as the standard library does; the library writes the rest: lone
surrogates, numbers beyond 64 bits, keys that are no text, NaN. Numbers with a fraction may be
written otherwise by the two (1e-7, 1e-07): ids and commitments hold none.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_PLAIN |= orjson.OPT_PASSTHROUGH_SUBCLASS
_SORTED = _PLAIN | orjson.OPT_SORT_KEYS
#: Made once: `json.dumps` would make one at every call.
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_COMPACT_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def compact(content: Any) -> bytes:
    """Return content without numbers of a fraction as compact JSON, its keys as they come."""
    try:
        return orjson.dumps(content, option=_PLAIN)
    except TypeError:
        return _COMPACT.encode(content).encode(errors="surrogatepass")


def ordered(content: Any) -> bytes:
    """Return content as compact JSON with sorted keys; a NaN stays one."""
    try:
        text = orjson.dumps(content, option=_SORTED)
    except TypeError:
        return _COMPACT_SORTED.encode(content).encode(errors="surrogatepass")
    # orjson writes NaN as null, which is another value
    return _COMPACT_SORTED.encode(content).encode() if b"null" in text else text


def parsed(text: str | bytes) -> Any:
    """Return what JSON text says, NaN too; a whole number beyond 64 bits becomes a float."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
