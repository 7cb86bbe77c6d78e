"""Finding entities by name: what finds them, in which order, by which reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.identity.find import _Asked, find

NAMES = {
    "a": ["Ly Yong Phat", "លី យ៉ុងផាត់"],
    "b": ["Lim Yong Phat"],
    "c": ["L.Y.P. Group", "L.Y.P. GROUP CO., LTD"],
    "d": ["Sihanoukville"],
    "e": ["O-Smach Resort"],
    "f": ["Trương Mỹ Lan"],
}


@pytest.mark.parametrize(
    ("query", "entity", "way"),
    [
        ("ly yong  PHAT", "a", "identical"),
        ("លី យ៉ុងផាត់", "a", "identical"),
        ("LY, Yong Phat", "a", "same words"),
        ("truong my lan", "f", "same words"),
        ("LYP Group", "c", "same words"),
        ("Oknha Ly Yong Phat", "a", "same words but for title or legal form"),
        ("O'Smach Resort", "e", "spelled alike"),
        ("Yong Phat Ly", "a", "same words in another order"),
        ("L. Y. Phat", "a", "initials"),
        ("Yong Phat", "a", "holds the words"),
        ("ly yo", "a", "words begin so"),
        ("smach", "e", "holds the words"),
        ("anoukv", "d", "holds the letters"),
        ("យ៉ុង", "a", "words begin so"),
        ("Sihanoukvile", "d", "near in part"),
    ],
)
def test_a_name_is_found_however_it_is_written(query: str, entity: str, way: str) -> None:
    best = find(query, NAMES)[0]
    assert (best.entity, best.way) == (entity, way)


def test_a_whole_name_is_told_from_a_part() -> None:
    assert [m.entity for m in find("LY, Yong Phat", NAMES) if m.whole] == ["a"]
    assert not [m for m in find("Yong Phat", NAMES) if m.whole]


def test_each_entity_is_found_once_by_its_best_name_and_better_ones_come_first() -> None:
    found = find("L.Y.P. GROUP CO., LTD", NAMES)
    ways = [(m.entity, m.way) for m in found]
    assert ways == [("c", "identical"), ("a", "initials"), ("b", "initials")]
    assert found[0].name == "L.Y.P. GROUP CO., LTD"
    assert [m.entity for m in find("Yong Phat", NAMES)] == ["a", "b"]


def test_the_reading_that_matched_is_told() -> None:
    assert find("truong my lan", NAMES)[0].reading == "Latin script"
    assert find("យ៉ុង", NAMES)[0].reading == "as written"


@pytest.mark.parametrize("query", ["", "…", "Nobody Invented", "CamboJA"])
def test_what_nothing_bears_finds_nothing(query: str) -> None:
    assert find(query, NAMES | {"g": ["Cambodia"]}) == []


WORDS = "ly yong phat group ltd co. PT lazarus lazaros lasarus o'smach osmach L.Y.P. LYP J. S. john"
NAMED = st.lists(
    st.sampled_from([*WORDS.split(), "smith", "Smyth", "resort", "(Cambodia)"]), max_size=4
)


@settings(max_examples=400)
@given(NAMED, NAMED)
def test_the_look_that_costs_little_hides_no_match(one: list[str], other: list[str]) -> None:
    query, name = " ".join(one), " ".join(other)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_Asked, "may_fit", lambda self, name: True)
        without = find(query, {"m1": [name]})
    assert find(query, {"m1": [name]}) == without
