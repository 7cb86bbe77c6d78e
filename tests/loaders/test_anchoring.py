"""Selectors lead to the place that they mean, or to a sentence that says why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.loaders.annotations.spans import positions
from clew.loaders.annotations.web.anchoring import Anchors, Found
from clew.loaders.annotations.web.counting import Reading
from clew.loaders.annotations.web.selectors import (
    BadAnnotation,
    Position,
    Quote,
    Selector,
    selection,
)

TEXT = "Vos met Ode. 🏝 Then Ode left; Vos stayed.\nភាសា 中文 မြန်မာ Vos."


def find(text: str, *selectors: Mapping[str, object]) -> Found:
    return Anchors(text, [Reading(text)]).find(selection(list(selectors)))


def quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, object]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def position(start: object, end: object) -> dict[str, object]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("count", [len, units], ids=["code points", "UTF-16"])
def test_the_quote_tells_what_a_position_was_counted_in(count: object) -> None:
    at = TEXT.rindex("Vos")
    start = count(TEXT[:at])  # type: ignore[operator]
    found = find(TEXT, quote("Vos"), position(start, start + 3))
    assert (found.spans, found.how, found.moved) == (((at, at + 3),), "position", False)


def test_a_position_without_a_quote_is_counted_in_code_points_unless_the_others_tell() -> None:
    at = TEXT.index("left")
    anchors = Anchors(TEXT, [Reading(TEXT)])
    bare = [Position(units(TEXT[:at]), units(TEXT[:at]) + 4)]
    assert anchors.find(bare).spans != ((at, at + 4),)
    place = TEXT.index("stayed")
    start = units(TEXT[:place])
    anchors.learn([[Quote("stayed"), Position(start, start + 6)]])
    assert anchors.find(bare).spans == ((at, at + 4),)


def test_positions_may_be_counted_on_the_line_ends_and_the_mark_of_the_file() -> None:
    raw = "\ufeffOne.\r\nTwo Vos.\r\nVos."
    text = raw[1:].replace("\r\n", "\n")
    readings = [Reading(text), Reading(raw, positions(raw))]
    at, there = text.rindex("Vos"), raw.rindex("Vos")
    anchors = Anchors(text, readings)
    for start in (at, there):
        found = anchors.find([Quote("Vos"), Position(start, start + 3)])
        assert found.spans == ((at, at + 3),) and not found.moved


def test_where_two_ways_of_counting_fit_a_quote_its_surroundings_tell_which() -> None:
    raw = "A.\r\nB.\r\nSee 1-1-1 there."
    text = raw.replace("\r\n", "\n")
    start = raw.index("1")
    chosen: list[Selector] = [Quote("1", "See ", "-1-1"), Position(start, start + 1)]
    anchors = Anchors(text, [Reading(text), Reading(raw, positions(raw))])
    anchors.learn([chosen])
    found = anchors.find(chosen)
    assert found.spans == ((text.index("1"), text.index("1") + 1),) and not found.moved


def test_the_count_under_which_a_quote_stands_letter_for_letter_goes_first() -> None:
    text = "the 👩\u200d👧 👩 there"  # in code points the same place holds a joiner, too
    chosen: list[Selector] = [Quote("👩"), Position(4, 6)]
    anchors = Anchors(text, [Reading(text)])
    anchors.learn([chosen])
    assert anchors.find(chosen).spans == ((4, 5),)
    raw = "Vos\r\nthe 👩\u200d👧."  # a quote that goes over a line is compared with its ends as LF
    text = raw.replace("\r\n", "\n")
    chosen = [Quote("Vos\r\nthe 👩"), Position(0, 11)]
    anchors = Anchors(text, [Reading(text), Reading(raw, positions(raw))])
    anchors.learn([chosen])
    assert anchors.find(chosen).spans == ((0, 9),)


def test_a_quote_that_moved_is_found_by_its_words_and_said_to_have_moved() -> None:
    found = find(TEXT, quote("left"), position(0, 4))
    assert (found.how, found.moved, found.spans) == ("quote", True, ((20 + 4, 28),))


def test_of_several_places_the_surroundings_tell_one() -> None:
    at = TEXT.rindex("Vos")
    found = find(TEXT, quote("Vos", "မြန်မာ ", "."), position(1, 4))
    assert (found.how, found.moved, found.spans) == ("surroundings", True, ((at, at + 3),))
    assert find(TEXT, quote("Vos", "Old "), position(1, 4)).reason == (
        "its quote of 3 characters stands 3 times in the text, and nothing tells which is meant"
    )


def test_where_the_surroundings_fit_two_places_none_is_taken() -> None:
    text = "He met Vos there. Later he met Vos there."
    found = find(text, quote("Vos", "met ", " there"))
    assert not found.spans and "stands 2 times" in found.reason
    halves = find("a Vos x. b Vos c.", quote("Vos", "a ", " c"))
    assert not halves.spans and "stands 2 times" in halves.reason
    assert find(text, quote("Vos", "he met ", " there")).spans == ((31, 34),)


def test_quotes_that_moved_as_far_as_the_others_are_found_by_that() -> None:
    text, more = "Ann saw Vos. Vos ran. Ben met Vos.", "A new beginning. "
    told = [(Quote(word), text.index(word)) for word in ("Ann", "saw", "ran", "Ben")]
    anchors = Anchors(more + text, [Reading(more + text)])
    anchors.learn([[one, Position(at, at + 3)] for one, at in told])
    at = text.index("Vos", 12)
    found = anchors.find([Quote("Vos"), Position(at, at + 3)])
    assert found.spans == ((len(more) + at, len(more) + at + 3),)
    assert (found.how, found.moved) == ("neighbours", True)


def test_a_quote_whose_position_has_other_words_is_never_taken_by_its_position() -> None:
    found = find(TEXT, quote("Nobody"), position(0, 3))
    assert not found.spans and "6 characters does not stand in the text" in found.reason


def test_blanks_and_composed_letters_do_not_matter() -> None:
    text = unicodedata.normalize("NFD", "Then José\n   Peña came.")
    found = find(text, quote("José Peña"), position(5, 14))
    words = text[slice(*found.spans[0])]
    assert unicodedata.normalize("NFC", " ".join(words.split())) == "José Peña"
    burmese = "ဦ"  # two code points in which NFC sees one letter
    assert find(f"a {burmese} b", quote(unicodedata.normalize("NFC", burmese))).spans == ((2, 4),)


def test_blanks_at_the_ends_of_a_selection_are_no_part_of_it() -> None:
    assert find(TEXT, quote("met "), position(4, 8)).spans == ((4, 7),)


def test_a_selector_is_refined_within_what_it_selects() -> None:
    outer = {**quote("Then Ode left; Vos stayed"), "refinedBy": quote("Vos")}
    at = TEXT.index("Vos", 5)
    assert find(TEXT, outer).spans == ((at, at + 3),)
    inner = {**quote("Then Ode left"), "refinedBy": position(5, 8)}
    place = TEXT.index("Ode left")
    assert find(TEXT, inner).spans == ((place, place + 3),)
    characters = {"type": "FragmentSelector", "value": "char=4,7"}
    assert find(TEXT, characters).spans == ((4, 7),)
    assert "16 characters" not in find(TEXT, {**inner, "refinedBy": position(5, 99)}).reason


def test_a_range_between_two_selections_ends_where_the_second_begins() -> None:
    ends = {"startSelector": quote("Then"), "endSelector": quote("left")}
    found = find(TEXT, {"type": "RangeSelector", **ends})
    assert TEXT[slice(*found.spans[0])] == "Then Ode"


def test_an_end_of_a_range_may_be_a_point_of_its_text_or_of_an_element() -> None:
    start, end = TEXT.index("Then"), TEXT.index(" left")
    ends = {"startSelector": position(start, start), "endSelector": position(end, end)}
    assert find(TEXT, {"type": "RangeSelector", **ends}).spans == ((start, end),)
    inside = {**quote("Then Ode left"), "refinedBy": position(8, 8)}
    ends["endSelector"] = inside
    assert find(TEXT, {"type": "RangeSelector", **ends}).spans == ((start, end),)
    inside["refinedBy"] = position(99, 99)
    assert "an offset is 99" in find(TEXT, {"type": "RangeSelector", **ends}).reason


BAD: dict[str, tuple[list[dict[str, object]], str]] = {
    "nothing": ([], "tells no place in the text"),
    "beyond the end": ([position(0, 10**9)], "an offset is"),
    "huge": ([position(0, 10**30)], "out of all bounds"),
    "negative": ([position(-3, 2)], "an offset is -3"),
    "turned": ([position(5, 2)], "where it begins"),
    "no number": ([position("1", True)], "no whole number"),
    "NaN": ([position(float("nan"), 2)], "no whole number"),
    "blanks": ([position(3, 4)], "nothing but blanks"),
    "an empty quote": ([quote(" ")], "its quote is empty"),
    "a picture": ([{"type": "SvgSelector", "value": "<svg/>"}], "SvgSelector"),
    "a range without its page": (
        [{"type": "XPathSelector", "value": "/p[1]"}],
        "give the page as HTML",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_leads_nowhere_is_told_in_a_sentence_without_words_of_the_text(case: str) -> None:
    selectors, reason = BAD[case]
    found = find(TEXT, *selectors)
    assert not found.spans and reason in found.reason
    assert not any(word in found.reason for word in ("Vos", "Ode", "stayed"))


def test_selectors_of_wrong_types_and_depths_are_refused() -> None:
    deep: dict[str, object] = quote("Vos")
    for _ in range(200):
        deep = {**quote("Vos"), "refinedBy": deep}
    for bad in (deep, [7], {"type": "TextQuoteSelector", "exact": 7}, [quote("Vos")] * 1000):
        with pytest.raises(BadAnnotation):
            selection(bad)


WORDS = st.text(st.sampled_from("ab \n\u00e9\u0301🏝។ខ中န်"), min_size=1, max_size=40)


@given(WORDS, st.data())
def test_any_selection_of_any_text_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    if not words.strip():
        return
    low = units(text[:start])
    for first, last in ((start, end), (low, low + units(words))):
        found = find(text, quote(words), position(first, last))
        assert found.spans and text[slice(*found.spans[0])] == words.strip()
    found = find(text, quote(words), position(start, end))
    lead = len(words) - len(words.lstrip())
    assert found.spans == ((start + lead, start + lead + len(words.strip())),)
