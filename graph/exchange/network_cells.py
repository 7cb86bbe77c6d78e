"""What nodes and ties of a networkx graph carry, as the cells of a table have it.

An attribute may hold whatever Python has. Texts, numbers, truth values and dates are taken, and
lists of them where a property may have several values; all else is refused, since what Python would
write for it (`b'…'`, `{'a': 1}`, `<object at 0x7f…>`) is nothing that a source said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from clew.graph.errors import UsageError

#: Between the values of a list in a cell.
PART = "¦"
#: How numbers and dates that are none write themselves, those of numpy and pandas too.
_NOTHING = ("nan", "NaN", "NaT", "<NA>")
_LISTS = (list, tuple, set, frozenset)
_BYTES = (bytes, bytearray, memoryview)


def cell(value: Any, name: str) -> str:
    """Return an attribute's one text; raises UsageError with its name, and no word of it."""
    value = _plain(value)
    if isinstance(value, _LISTS):
        raise _refused(name, "list", "give one text, number or date")
    return _text(value, name)


def cells(value: Any, name: str) -> str:
    """Return the values of an attribute with `PART` between them, those of a set in their order."""
    value = _plain(value)
    several = [_plain(one) for one in value] if isinstance(value, _LISTS) else [value]
    texts = [_text(one, name) for one in several]
    if any(PART in text for text in texts):
        raise UsageError(f"a value of `{name}` holds `{PART}`, which parts values: take it out")
    return f" {PART} ".join(sorted(texts) if isinstance(value, (set, frozenset)) else texts)


def whole(value: Any, name: str) -> str:
    """Return what tells a node from others; a tuple's parts, and those in them, in brackets."""
    value = _plain(value)
    if isinstance(value, (set, frozenset)):
        return _bracketed(sorted(whole(one, name) for one in value))
    if isinstance(value, (list, tuple)):
        return _bracketed(whole(one, name) for one in value)
    return _text(value, name)


def _bracketed(parts: Iterable[str]) -> str:
    return f"({', '.join(parts)})"


def _plain(value: Any) -> Any:
    """Return a value of numpy or pandas as Python's own, None for every form of no value."""
    import numpy as np

    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    elif isinstance(value, (np.generic, np.ndarray)):
        value = value.tolist()
    return None if not isinstance(value, (str, *_LISTS)) and str(value) in _NOTHING else value


def _text(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, _BYTES) or not _has_words(type(value)):
        raise _refused(name, type(value).__name__, "give a text, a number or a date")
    text = str(value)
    if text.encode(errors="ignore").decode() != text:
        raise UsageError(f"a `{name}` holds half a character, which is no text: write it anew")
    return text


def _has_words(kind: type[Any]) -> bool:
    """Tell whether values of a type write themselves, the same each time: not by their place."""
    plain: Any = object.__str__
    return issubclass(kind, (str, int, float)) or kind.__str__ is not plain


def _refused(name: str, kind: str, remedy: str) -> UsageError:
    return UsageError(f"a `{name}` is a {kind}, which no table holds: {remedy}")
