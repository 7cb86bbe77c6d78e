"""The rows of a bulk load as JSON by orjson, in place of the binding's own encoder.

That is a private function of the native build, which walks every value twice in Python; the engine
is pinned, and a test tells whether a newer build still has it. Without it all works as before.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from clew.graph.stores.arcade_engine import is_jvm

MODULE, NAME = "arcadedb._native.extras", "_enc"
_OPTIONS = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_OPTIONS |= orjson.OPT_PASSTHROUGH_SUBCLASS


@contextmanager
def quick_rows() -> Iterator[None]:
    """Encode by orjson inside; only for rows that were checked: a NaN would become null."""
    module = None if is_jvm() else importlib.import_module(MODULE)
    own = getattr(module, NAME, None)
    if own is None:
        yield
        return
    setattr(module, NAME, _encoder(own))
    try:
        yield
    finally:
        setattr(module, NAME, own)


def _encoder(own: Callable[[Any], str]) -> Callable[[Any], str | bytes]:
    def encode(value: Any) -> str | bytes:
        try:
            return orjson.dumps(value, option=_OPTIONS)
        except TypeError:  # what has no JSON of its own gets the binding's tags
            return own(value)

    return encode
