"""Whether words describe a thing or name it, remembered: the same words come again and again."""

from __future__ import annotations

from functools import lru_cache

from clew.graph.identity.names import is_description
from clew.graph.schema import schema


@lru_cache(maxsize=1 << 17)
def is_described(words: str, kind: str) -> bool:
    """Return whether these words are a pronoun or a description of a thing of this kind."""
    return is_description(words, kind, schema())
