"""Offsets in UTF-16 units and bytes: every place of any text, and nothing between two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clew.loaders.annotations.offsets import BadOffset, Offsets, code_points, utf8, utf16

KHMER, BURMESE, CHINESE = "ខ្មែរ ភ្នំពេញ។", "မြန်မာနိုင်ငံ။", "西港的园区𠮷。"
EMOJI = "👩‍👩‍👧 🇰🇭 🏝️"
PIECES = st.sampled_from([*KHMER, *BURMESE, *CHINESE, *EMOJI, *"aZ é", "e\u0301", "\r\n", "\ufeff"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)
COUNTS: dict[str, tuple[Callable[[str], Offsets], Callable[[str], int]]] = {
    "UTF-16": (utf16, lambda text: len(text.encode("utf-16-be")) // 2),
    "UTF-8": (utf8, lambda text: len(text.encode())),
    "code points": (code_points, len),
}


@pytest.mark.parametrize("count", COUNTS)
@given(TEXTS)
@example(KHMER + EMOJI + BURMESE + "\r\n" + CHINESE + "e\u0301")
@settings(max_examples=100, deadline=None)
def test_every_place_of_a_text_is_found_and_nothing_inside_a_character(
    count: str, text: str
) -> None:
    make, measure = COUNTS[count]
    offsets = make(text)
    places = {measure(text[:point]): point for point in range(len(text) + 1)}
    for at in range(-1, measure(text) + 2):
        if at in places:
            assert offsets.point(at) == places[at]
            assert offsets.units(places[at]) == at
        else:
            with pytest.raises(BadOffset):
                offsets.point(at)


@pytest.mark.parametrize("count", COUNTS)
@given(TEXTS.filter(bool), st.data())
@settings(max_examples=100, deadline=None)
def test_spans_cover_the_words_that_the_tool_marked(
    count: str, text: str, data: st.DataObject
) -> None:
    make, measure = COUNTS[count]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = make(text).span(measure(text[:start]), measure(text[:end]))
    assert text[first:last] == text[start:end]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (0, 99, "the text has 3 UTF-16 units"),
        (-1, 2, "is -1"),
        (2, 1, "ends at 1"),
        (1, 1, "ends at 1"),
        (0, 10**4000, "out of all bounds"),
        ("0", 1, "no whole number"),
        (True, 2, "no whole number"),
        (0.0, 2, "no whole number"),
        (None, 2, "no whole number"),
    ],
)
def test_what_is_no_span_is_said_in_a_sentence(start: object, end: object, why: str) -> None:
    with pytest.raises(BadOffset, match=why):
        utf16("abc").span(start, end)


@pytest.mark.parametrize("make", [utf16, utf8])
def test_an_offset_inside_a_character_is_never_moved(make: Callable[[str], Offsets]) -> None:
    with pytest.raises(BadOffset, match="inside a character"):
        make("a🏝b").span(2, 3)
