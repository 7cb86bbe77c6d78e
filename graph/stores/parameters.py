"""What a query and its parameters may be: what every engine takes, and gives back alike.

Left to themselves the engines differ: one drops the zone of a time, or takes half a surrogate
pair, where the other breaks off in the middle of its own code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from clew.graph.errors import QueryError
from clew.graph.stores.values import encodable

_INT64 = 1 << 63
_TIMES = (datetime, time, timedelta)
#: Lists and maps within one another; the engines' own limits lie beyond it.
_DEPTH = 100


def passed(cypher: str, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a text's parameters as every engine takes them; sets and tuples become lists.

    Raises QueryError, naming the parameter and never its value, for what an engine would change,
    and for a text that none can be sent.
    """
    if not encodable(cypher):
        raise QueryError("The query holds half a surrogate pair, which is no character.")
    found = {}
    for name, value in (parameters or {}).items():
        if type(name) is not str or not encodable(name):
            raise QueryError("The name of a parameter is no text: give $name a value by its name.")
        try:
            found[name] = _value(value, _DEPTH)
        except _Unfit as unfit:
            raise QueryError(f"The parameter ${name} cannot be passed on: {unfit}.") from None
    return found


class _Unfit(Exception):
    """Why a value is no parameter."""


def _value(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if not encodable(value):
            raise _Unfit("its text holds half a surrogate pair")
        return value
    if isinstance(value, int):
        if not -_INT64 <= value < _INT64:
            raise _Unfit("the number needs more than 64 bits")
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, _TIMES):
        raise _Unfit("times are given as text: datetime($name), time($name), duration($name)")
    if isinstance(value, date):
        return value
    return _many(value, depth)


def _many(value: Any, depth: int) -> Any:
    if depth == 0:
        raise _Unfit("its lists and maps nest too deeply")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) and encodable(key) for key in value):
            raise _Unfit("the keys of a map must be text")
        return {key: _value(part, depth - 1) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_value(part, depth - 1) for part in value]
    raise _Unfit(
        f"{type(value).__name__} is not text, a number, true, false, a date, or a list or map of"
        " these"
    )
