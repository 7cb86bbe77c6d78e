"""The quick encoder writes what the standard library writes: ids and commitments rest on it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.json_text import compact, ordered, parsed

PLAIN = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None))
CONTENT = st.recursive(PLAIN, lambda s: st.lists(s) | st.dictionaries(st.text(), s), max_leaves=20)


def by_library(content: Any, *, sort_keys: bool = False) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)
    return text.encode(errors="surrogatepass")


def test_every_character_is_written_as_the_library_does() -> None:
    every = [chr(code) for code in range(0x110000)]
    for start in range(0, len(every), 0x800):
        part = every[start : start + 0x800]
        assert compact(part) == by_library(part)
        keys = {name: 1 for name in reversed(part)}
        assert ordered(keys) == by_library(keys, sort_keys=True)


@given(CONTENT)
def test_content_without_fractions_has_the_same_bytes(content: Any) -> None:
    assert compact(content) == by_library(content)
    assert ordered(content) == by_library(content, sort_keys=True)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e-7, 51.0, 1 << 62])
def test_every_number_comes_back(number: float) -> None:
    back = parsed(ordered({"n": number, "nothing": None}))
    assert repr(back) == repr({"n": number, "nothing": None})


def test_keys_that_are_no_text_are_written_too() -> None:
    assert compact({1: ("a", True)}) == b'{"1":["a",true]}'
