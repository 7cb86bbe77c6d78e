"""spaCy's numbers for words: a word of its symbols has a fixed one, any other a 64-bit hash.

https://spacy.io/api/stringstore. The hash is MurmurHash64A of the UTF-8 with the seed 1
(https://github.com/aappleby/smhasher, public domain).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_M, _R, _SEED = 0xC6A4A7935BD1E995, 47, 1
_MASK = (1 << 64) - 1


def word_hash(word: str) -> int:
    """Return the hash of a word that is not empty."""
    data = word.encode("utf-8")
    whole = len(data) & ~7
    found = (_SEED ^ (len(data) * _M)) & _MASK
    for (part,) in struct.iter_unpack("<Q", data[:whole]):
        part = (part * _M) & _MASK
        part = ((part ^ (part >> _R)) * _M) & _MASK
        found = ((found ^ part) * _M) & _MASK
    if rest := data[whole:]:
        found = ((found ^ int.from_bytes(rest, "little")) * _M) & _MASK
    found = ((found ^ (found >> _R)) * _M) & _MASK
    return found ^ (found >> _R)


@cache
def _symbols() -> dict[str, int]:
    import yaml

    path = Path(__file__).with_name("spacy_symbols.yaml")
    found = yaml.safe_load(path.read_text("utf-8"))["symbols"].split()
    return {word: number for number, word in enumerate(found, 1)}


def by_number(words: Iterable[str]) -> dict[int, str]:
    """Return the words by the numbers that spaCy gives them."""
    symbols = _symbols()
    found = {0: ""}
    for word in words:
        if word:
            found[symbols.get(word) or word_hash(word)] = word
    return found
