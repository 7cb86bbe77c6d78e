"""Places of one text in another that differs by its blanks, in any script."""

from __future__ import annotations

import random
import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.unspaced import Units, moved, same_text, unspaced

#: Letters that compose with one another or across blanks, Khmer, Burmese, Hangul, emoji, quotes.
_SIGNS = [*"abé.,-()", *"“”\"'`‘’", "e\u0301", "\u0300", "\u0323", "\u0958", "\u212b", "\ufb1d"]
_SIGNS += ["ក", "្ខ", "ុ", "ំ", "មြ", "\u1025\u102e", "가", "각", "\u1100", "\u1161", "\u11a8"]
_SIGNS += ["\u09c7", "\u09be", "😀", "👩\u200d👩", "🇰🇭", "中", "文", "ก็"]
_BLANKS = ["", "", "", " ", "\n", "\r\n\n", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff"]

_HEAPS = ["\u0301\u0323" * 40, "\u0323" * 70]

signs = st.lists(st.sampled_from(_SIGNS), min_size=1, max_size=30)
hostile = st.lists(st.sampled_from([*_SIGNS, *_HEAPS]), min_size=1, max_size=20)
chances = st.randoms(use_true_random=False)


def _spaced(bare: str, chance: random.Random) -> str:
    return "".join(sign + chance.choice(_BLANKS) for sign in bare)


@given(hostile, chances)
def test_blanks_anywhere_change_neither_the_text_nor_where_its_words_are(
    parts: list[str], chance: random.Random
) -> None:
    bare = "".join(parts)
    one, other = _spaced(bare, chance), _spaced(bare, chance)
    assert unspaced(one) == unspaced(other) and same_text(one) == same_text(other)
    places = moved(one, other)
    assert Units(one).size == len(unspaced(one)) == Units(other).size
    for _ in range(5):
        start = chance.randrange(len(one))
        end = chance.randrange(start, len(one)) + 1
        first, last = places.span(start, end)
        assert 0 <= first <= last <= len(other)
        begin, stop = places.old.signs(start, end)
        if begin < stop:  # the very signs, or the whole of one that stands for several
            there = places.new.signs(first, last)
            assert there[0] <= begin and stop <= there[1]
            assert other[first:last] == other[first:last].strip() != ""


@given(st.lists(st.sampled_from([*"abé中កខ😀", "ក្ខ"]), min_size=1, max_size=30), chances)
def test_words_of_letters_that_stand_for_themselves_are_the_same_words(
    parts: list[str], chance: random.Random
) -> None:
    bare = "".join(parts)
    one, other = _spaced(bare, chance), _spaced(bare, chance)
    places = moved(one, other)
    for start in range(len(one)):
        for end in range(start + 1, len(one) + 1):
            first, last = places.span(start, end)
            assert unspaced(other[first:last]) == unspaced(one[start:end])
            if unspaced(one[start:end]):  # there and back again is where it was, edges aside
                back = moved(other, one).span(first, last)
                assert one[slice(*back)] == one[start:end].strip().strip("\u200b\ufeff").strip()


@given(signs, chances)
def test_composed_and_decomposed_letters_are_one_text(
    parts: list[str], chance: random.Random
) -> None:
    text = _spaced("".join(parts), chance)
    for form in ("NFC", "NFD"):
        other = normalize(form, text)
        places = moved(text, other)
        assert places.span(0, len(text))[1] <= len(other)


@pytest.mark.parametrize(
    ("one", "words", "other", "there"),
    [
        ("He said `` yes '' .", "`` yes ''", "He said “yes”.", "“yes”"),
        ("He said '' yes '' .", "yes", 'He said "yes".', "yes"),
        ("Vanna 's", "Vanna 's", "Vanna’s", "Vanna’s"),
        ("ភ្នំពេញ ជា", "ជា", "ភ្នំពេញ\u200bជា", "ជា"),
        ("cafe\u0301 bar", "cafe\u0301", "café  bar", "café"),
        ("Ann  Lee\n,", "Ann  Lee\n", "Ann Lee,", "Ann Lee"),
    ],
)
def test_words_are_found_as_the_other_text_writes_them(
    one: str, words: str, other: str, there: str
) -> None:
    start = one.index(words)
    first, last = moved(one, other).span(start, start + len(words))
    assert other[first:last] == there


@pytest.mark.parametrize(
    ("one", "other"), [("Ann Lee", "Ann Lea"), ("1-2", "1–2"), ("-LRB-", "("), ("a b", "A b")]
)
def test_texts_that_differ_in_more_are_two(one: str, other: str) -> None:
    assert same_text(one) != same_text(other)
    with pytest.raises(ValueError, match="more than their blanks"):
        moved(one, other)


@pytest.mark.parametrize(
    "sign", ["a b ", "ក្ខុំ ", "e\u0301 ", "\u1100\u1161 ", "“a” ", "\u0301", "\u0301\u0323"]
)
def test_a_long_text_takes_seconds(sign: str) -> None:
    text = sign * (100_000 // len(sign))
    began = time.process_time()
    places = moved(text, text.replace(" ", "\n\n"))
    for start in range(0, len(text) - 10, 100):
        places.span(start, start + 5)
    assert time.process_time() - began < 4
