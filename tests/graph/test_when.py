"""Partial dates: the examples of the EDTF specification, and what holds on a day (rule 28)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.errors import InputError
from clew.graph.when import bounds, check, check_day, holds

# examples of https://www.loc.gov/standards/datetime/ (4 February 2019), level by level
SPECIFICATION = [
    # level 0: dates, dates with times, intervals
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("2005/2006-02", "2005-01-01", "2006-02-28"),
    # level 1: seasons, qualified, unspecified, open and unknown ends
    ("2001-21", "2001-03-01", "2001-12-22"),
    ("2001-24", "2001-01-01", "2002-03-21"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("1985-04-12/..", "1985-04-12", ""),
    ("1985-04/..", "1985-04-01", ""),
    ("1985/..", "1985-01-01", ""),
    ("../1985-04-12", "", "1985-04-12"),
    ("../1985", "", "1985-12-31"),
    ("1985-04-12/", "1985-04-12", ""),
    ("1985/", "1985-01-01", ""),
    ("/1985-04-12", "", "1985-04-12"),
    ("/1985-04", "", "1985-04-30"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30"),
    ("1984?/2004%", "1984-01-01", "2004-12-31"),
    # level 2: significant digits, seasons, sets, parts qualified or unspecified
    ("1950S2", "1900-01-01", "1999-12-31"),
    ("2001-25", "2001-03-01", "2001-06-21"),
    ("2001-34", "2001-04-01", "2001-06-30"),
    ("2001-41", "2001-07-01", "2001-12-31"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    ("[..1760-12-03]", "", "1760-12-03"),
    ("[1760-12..]", "1760-12-01", ""),
    ("[1760-01, 1760-02, 1760-12..]", "1760-01-01", ""),
    ("[1667, 1760-12]", "1667-01-01", "1760-12-31"),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31"),
    ("{1960, 1961-12}", "1960-01-01", "1961-12-31"),
    ("{..1984}", "", "1984-12-31"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("2004-06~-11", "2004-06-11", "2004-06-11"),
    ("2004?-06-11", "2004-06-11", "2004-06-11"),
    ("?2004-06-~11", "2004-06-11", "2004-06-11"),
    ("2004-%06-11", "2004-06-11", "2004-06-11"),
    ("156X-12-25", "1560-12-25", "1569-12-25"),
    ("15XX-12-25", "1500-12-25", "1599-12-25"),
    ("XXXX-12-XX", "", ""),
    ("1XXX-XX", "1000-01-01", "1999-12-31"),
    ("1XXX-12", "1000-12-01", "1999-12-31"),
    ("1984-1X", "1984-10-01", "1984-12-31"),
    ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lower", "upper"), SPECIFICATION)
def test_the_examples_of_the_specification_have_their_bounds(
    text: str, lower: str, upper: str
) -> None:
    assert bounds(text) == (lower, upper)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("", "", ""),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("0999", "0999-01-01", "0999-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("20XX-02-29", "2000-02-29", "2096-02-29"),
        ("2024-XX-31", "2024-01-31", "2024-12-31"),
        ("9999-24", "9999-01-01", "9999-03-21"),
        ("2024/2024-03", "2024-01-01", "2024-03-31"),
        ("2024-09-12/2024", "2024-09-12", "2024-12-31"),
    ],
)
def test_bounds_follow_the_calendar(text: str, lower: str, upper: str) -> None:
    assert bounds(text) == (lower, upper)


@pytest.mark.parametrize(
    "nonsense",
    ["2024-13-45", "2024-02-30", "2023-02-29", "2024-9-1", "12.09.2024", "yesterday", "2024-00",
     "2024-42", "2024-09-12T25:00:00", "2024-09T10:00:00", "2024-09-1XT10:00:00", "0000", "-0100",
     "Y17000", "2024/Y17000", "2024/2023", "2024/2025/2026", "[]", "{2024", "[..]", "2024S5",
     "2024-21-03", "20XXS2", "٢٠٢٤", " 1985", "1985-04-12\n", "XXXX-02-30", "2" * 300],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence_that_does_not_repeat_it(nonsense: str) -> None:
    with pytest.raises(InputError) as refused:
        check(nonsense)
    told = str(refused.value)
    assert nonsense not in told and str(len(nonsense)) in told


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("", "may"),
        ("2024-09-12", "yes"),
        ("2024-09-11", "no"),
        ("2024-09-12?", "may"),
        ("2024", "may"),
        ("2023", "no"),
        ("2024-09-XX", "may"),
        ("2019/2024-09-12", "yes"),
        ("2019/2024", "may"),
        ("2024/2025", "may"),
        ("2023/2025", "yes"),
        ("2023~/2025", "may"),
        ("2020-01-01/2024-09-11", "no"),
        ("2019/..", "yes"),
        ("2024-09/..", "may"),
        ("2025/..", "no"),
        ("../2025", "yes"),
        ("../..", "yes"),
        ("2019/", "may"),
        ("2024-09-12/", "yes"),
        ("2024-09-13/", "no"),
        ("/2025", "may"),
        ("/2024-09-12", "yes"),
        ("/", "may"),
        ("[2024-09-12,2024-09-13]", "may"),
        ("[2024-09-12]", "yes"),
        ("[..2024-09-12]", "may"),
        ("{2024-09-12,2024-09-20}", "yes"),
        ("{2024-09-10,2024-09-20}", "no"),
        ("{2024-09-01..2024-09-20}", "yes"),
        ("{2023..2025}", "may"),
        ("XXXX-12-25", "may"),
        ("2024-23", "may"),
    ],
)
def test_what_holds_on_a_day_is_certain_possible_or_neither(when: str, answer: str) -> None:
    assert holds(when, "2024-09-12") == answer


@pytest.mark.parametrize("day", ["", "2024", "2024-09", "2024-09-1X", "2024-02-30", "2024-09-12?"])
def test_a_day_to_ask_about_is_a_whole_day(day: str) -> None:
    with pytest.raises(InputError, match="characters"):
        holds("2024", day)
    assert check_day("2024-09-12") == "2024-09-12"


DAYS = st.dates(min_value=date(1, 1, 1)).map(date.isoformat)
MODEST = settings(deadline=None, max_examples=100)


@st.composite
def partial(draw: st.DrawFn) -> str:
    """A day, cut short, blurred or qualified."""
    day = draw(DAYS)
    blurred = day[: draw(st.sampled_from([4, 7, 10]))]
    hidden = draw(st.integers(0, 2)) if len(blurred) > 4 else draw(st.integers(0, 3))
    blurred = blurred[: len(blurred) - hidden] + "X" * hidden if hidden else blurred
    return blurred + draw(st.sampled_from(["", "?", "~", "%"]))


@MODEST
@given(DAYS)
def test_the_bounds_of_a_day_are_itself(day: str) -> None:
    assert bounds(day) == (day, day)
    assert holds(day, day) == "yes"


@MODEST
@given(partial(), DAYS)
def test_bounds_are_ordered_and_say_what_may_hold(text: str, day: str) -> None:
    lower, upper = bounds(text)
    assert lower <= upper and check_day(lower) and check_day(upper)
    assert (holds(text, day) != "no") == (lower <= day <= upper)


@MODEST
@given(partial(), partial())
def test_an_interval_holds_the_bounds_of_both_ends(one: str, other: str) -> None:
    start, end = sorted((one, other), key=bounds)
    lower, upper = bounds(f"{start}/{end}")
    assert (lower, upper) == (bounds(start)[0], bounds(end)[1])
    assert holds(f"{start}/..", "9999-12-31") != "no" and bounds(f"{start}/..") == (lower, "")


@MODEST
@given(DAYS, DAYS, DAYS)
def test_an_interval_of_days_is_certain_within_and_nowhere_else(
    one: str, other: str, day: str
) -> None:
    start, end = sorted((one, other))
    assert holds(f"{start}/{end}", day) == ("yes" if start <= day <= end else "no")


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="0129X-/.?~%[]{},STY:Z", max_size=24))
def test_any_text_has_bounds_or_is_refused(text: str) -> None:
    try:
        lower, upper = bounds(text)
    except InputError as refused:
        assert str(len(text)) in str(refused)
    else:
        assert lower <= upper or not upper
