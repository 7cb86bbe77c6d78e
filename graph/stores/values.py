"""What every engine keeps alike: the check that an item passes before it is written (rule 12)."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import quote

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node

_SCALARS = (str, bool, int, float)
#: Bytes of UTF-8 that an index takes on both engines (Neo4j: 8,164 for all of one key).
INDEXED_BYTES = 8000
#: The embedded engine makes file names of types, and of all labels of a node, in URL encoding.
NAME_BYTES = 200
_INT64 = 1 << 63


def written(item: Node | Edge) -> dict[str, Any]:
    """Return the properties to write, `id` among them.

    Raises StoreError, naming item and property, for what an engine would change or refuse.
    """
    _check_names(item)
    for key, value in item.properties.items():
        reason = _refusal(key, value)
        if reason:
            raise StoreError(f"The property {key!r} of {item.id} cannot be stored: {reason}.")
    own = item.properties.get("id", item.id)
    if own != item.id or not isinstance(item.id, str) or not item.id:
        raise StoreError(f"The property 'id' of {item.id!r} is not its id.")
    return {**item.properties, "id": item.id}


def _check_names(item: Node | Edge) -> None:
    names = item.labels if isinstance(item, Node) else (item.type,)
    plain = all(name and name.isprintable() and "~" not in name for name in names)
    if not names or not plain or len(quote("~".join(names)).replace("~", "%7E")) > NAME_BYTES:
        raise StoreError(
            f"The labels or the type of {item.id} cannot be stored: there is none, one is empty, "
            f"holds '~' or control characters, or they have over {NAME_BYTES} bytes (URL-encoded)."
        )


def _refusal(key: str, value: object) -> str:
    """Return why no engine may have this property, or '' where it may."""
    if not isinstance(key, str) or not key or key.startswith("@") or not _encodable(key):
        return "its name is empty, no text, or starts with '@'"
    if isinstance(value, list):
        types = {type(element) for element in value}
        if len(types) > 1:
            return "a list must hold values of one type"
        return next(filter(None, map(_scalar_refusal, value)), "")
    if key == "name" and isinstance(value, str) and len(value.encode()) > INDEXED_BYTES:
        return f"a name may have {INDEXED_BYTES} bytes"
    return _scalar_refusal(value)


def _scalar_refusal(value: object) -> str:
    if type(value) not in _SCALARS:
        return f"{type(value).__name__} is not text, a number, true or false, or a list of one"
    if isinstance(value, str) and not _encodable(value):
        return "the text holds half a surrogate pair"
    if type(value) is int and not -_INT64 <= value < _INT64:
        return "the number needs more than 64 bits"
    if type(value) is float and not math.isfinite(value):
        return "the number is not finite"
    return ""


def _encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
