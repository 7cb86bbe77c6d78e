"""What every engine keeps alike: the check that an item passes before it is written (rule 12)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from clew.graph.errors import StoreError
from clew.graph.model import Edge, Node

#: Bytes of UTF-8 that an index takes on both engines (Neo4j: 8,164 for all of one key).
INDEXED_BYTES = 8000
#: The embedded engine makes file names of types, and of all labels of a node, in URL encoding.
NAME_BYTES = 200
_INT64 = 1 << 63
_TEXT = {str}


def written(item: Node | Edge) -> dict[str, Any]:
    """Return the properties to write, `id` among them.

    Raises StoreError, naming item and property, for what an engine would change or refuse.
    """
    _check_names(item)
    for key, value in item.properties.items():
        fits = value.isascii() if type(value) is str and key != "name" else False
        if not (_is_key(key) and (fits or _fits(key, value))):
            reason = _refusal(key, value)
            raise StoreError(f"The property {key!r} of {item.id} cannot be stored: {reason}.")
    own = item.properties.get("id", item.id)
    if own != item.id or not isinstance(item.id, str) or not item.id:
        raise StoreError(f"The property 'id' of {item.id!r} is not its id.")
    return {**item.properties, "id": item.id}


def quoted(name: str) -> str:
    """Return a label, type or name as Cypher text; no backslash is in it (see `written`)."""
    return "`" + name.replace("`", "``") + "`"


def encodable(text: str) -> bool:
    """Tell whether a text is one of whole characters: half a surrogate pair is none."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_names(item: Node | Edge) -> None:
    if not _are_names(item.labels if isinstance(item, Node) else (item.type,)):
        raise StoreError(
            f"The labels or the type of {item.id} cannot be stored: there is none, one is empty, "
            "holds '~', a backslash or control characters, or they have over "
            f"{NAME_BYTES} bytes (URL-encoded)."
        )


@lru_cache(maxsize=4096)
def _are_names(names: tuple[str, ...]) -> bool:
    # Neo4j reads \u0060 as a quotation mark, within quotation marks, too.
    plain = all(name and name.isprintable() and not {"~", "\\"} & {*name} for name in names)
    short = plain and len(quote("~".join(names)).replace("~", "%7E")) <= NAME_BYTES
    return bool(names) and short


@lru_cache(maxsize=4096)
def _is_key(key: object) -> bool:
    return isinstance(key, str) and bool(key) and key[0] != "@" and encodable(key)


def _fits(key: str, value: object) -> bool:
    """Say whether every engine keeps the value; runs for each property of a whole graph."""
    if type(value) is list:
        kinds = set(map(type, value))
        if kinds == _TEXT:  # two halves of a pair stay halves where they meet
            return encodable("".join(value))
        return len(kinds) <= 1 and all(map(_is_scalar, value))
    if key == "name" and type(value) is str and len(value) * 4 > INDEXED_BYTES:
        return len(value.encode(errors="replace")) <= INDEXED_BYTES and _is_scalar(value)
    return _is_scalar(value)


def _is_scalar(value: object) -> bool:
    kind = type(value)
    if kind is str:
        return encodable(value)  # type: ignore[arg-type]
    if kind is int:
        return -_INT64 <= value < _INT64  # type: ignore[operator]
    if kind is float:
        return math.isfinite(value)  # type: ignore[arg-type]
    return kind is bool


def _refusal(key: object, value: object) -> str:
    """Return why no engine may have what `_fits` or `_is_key` does not pass."""
    if not _is_key(key):
        return "its name is empty, no text, or starts with '@'"
    values = value if type(value) is list else [value]
    if len(set(map(type, values))) > 1:
        return "a list must hold values of one type"
    kind = next(type(one) for one in values if not _is_scalar(one) or key == "name")
    if kind is str:
        return f"the text holds half a surrogate pair, or is a name of over {INDEXED_BYTES} bytes"
    if kind in (int, float):
        return "the number is not finite or needs more than 64 bits"
    return f"{kind.__name__} is not text, a number, true or false, or a list of one of these"
