"""A quote by hand is an exact slice of its source's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import UsageError
from clew.quoting import NOT_THERE, places, quote_in

TEXT = "Ann Lee owns\n  Acme Ltd. Ann  Lee met Bo. He left; the rest of Bo went."


def test_a_quote_is_found_to_the_letter() -> None:
    start, end = quote_in(TEXT, "met Bo. He left")
    assert TEXT[start:end] == "met Bo. He left"


def test_blanks_are_folded_where_that_leaves_one_place() -> None:
    start, end = quote_in(TEXT, "  Ann Lee owns Acme Ltd. ")
    assert TEXT[start:end] == "Ann Lee owns\n  Acme Ltd."


def test_a_quote_to_the_letter_goes_before_one_with_other_blanks() -> None:
    assert quote_in(TEXT, "Ann Lee") == (0, 7)


@pytest.mark.parametrize("words", ["Ann lee", "owns Acme", "", " \n", "Ann Lee owns Acme Ltd!"])
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(UsageError):
        quote_in(TEXT.replace("  Acme", "the Acme"), words)


def test_a_quote_that_stands_twice_needs_its_place() -> None:
    with pytest.raises(UsageError, match="stands 3 times: say --at with one of 0, 10, 20"):
        quote_in("one of us one of us one of us", "one of us")
    assert quote_in("one of us one of us one of us", "one of us", at=10) == (10, 19)
    with pytest.raises(UsageError, match="but at 0, 10"):
        quote_in("one of us one of us", "one of us", at=1)


def test_places_that_overlap_are_several() -> None:
    with pytest.raises(UsageError, match="stands 2 times"):
        quote_in("aXaXa", "aXa")


def test_a_quote_is_not_longer_than_a_quote_may_be() -> None:
    with pytest.raises(UsageError, match="1000 characters, and this has 1001"):
        quote_in("a" * 2000, "a" * 1001)


def test_normal_forms_are_not_mixed() -> None:
    with pytest.raises(UsageError, match=NOT_THERE[:30]):
        quote_in("caf\u00e9 noir", "cafe\u0301 noir")


def test_an_end_is_a_whole_word_where_words_have_blanks() -> None:
    text = "Bo and Bob, and 李明在李明公司"
    assert places(text, (0, len(text)), "Bo") == [(0, 2)]
    assert len(places(text, (0, len(text)), "李明")) == 2
    assert places(text, (3, len(text)), "Bo") == []


@given(st.text(min_size=1, max_size=40), st.data())
def test_what_is_found_is_what_was_asked_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    try:
        first, last = quote_in(text, words)
    except UsageError:
        return
    assert text[first:last].split() == words.split()
