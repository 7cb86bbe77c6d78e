"""A quote is an exact slice, holds both ends, and is a sentence where one can be told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.passages import LONGEST, Passages, passages, quote_span


def quote(text: str, *words: str) -> str:
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in words)
    start, end = quote_span(text, spans)
    return text[start:end]


SENTENCES = {
    "company and initials": "The hotel opened. L.Y.P. Group Co., LTD owns it. Nobody objected.",
    "country": "A visit followed. The U.S. State Department named it. Then it closed.",
    "person": "They met. J. K. Rowling wrote to Mr. Pratchett. He answered.",
    "decimal": "He holds a stake. It is 3.5 percent of 1.2 million. That is little.",
    "quotes": "It rained. “We know nothing of it.” The guard left.",
    "question": "Who owns it? The senator does! Nobody asked.",
    "khmer": "ក្រុមហ៊ុននេះ។ លោកមានសណ្ឋាគារ។ គាត់ទៅ៕",
    "burmese": "သူသွားသည်။ ကုမ္ပဏီပိုင်သည်။ ပြီးပြီ။",
    "chinese": "他来了。“公司拥有酒店。”他走了！",
    "japanese": "彼は来た。会社がホテルを持つ。彼は去った。",
    "hindi": "वह आया। कंपनी होटल की मालिक है। वह गया।",
    "arabic": "جاء الرجل؟ تملك الشركة الفندق۔ ذهب الرجل.",
    "thai": "เขามาแล้ว บริษัทเป็นเจ้าของโรงแรม เขาไปแล้ว",
    "spanish": "Llegó ayer. El Sr. Toledo habló con EE.UU. en Lima. Se fue.",
    "tokens": "Melbourne ( Australia ) , 25 may ( EFE ) .\nEl dueño habló .\nFin .",
}
MIDDLE = {
    "company and initials": "L.Y.P. Group Co., LTD owns it.",
    "country": "The U.S. State Department named it.",
    "person": "J. K. Rowling wrote to Mr. Pratchett.",
    "decimal": "It is 3.5 percent of 1.2 million.",
    "quotes": "“We know nothing of it.”",
    "question": "The senator does!",
    "khmer": "លោកមានសណ្ឋាគារ។",
    "burmese": "ကုမ္ပဏီပိုင်သည်။",
    "chinese": "“公司拥有酒店。”",
    "japanese": "会社がホテルを持つ。",
    "hindi": "कंपनी होटल की मालिक है।",
    "arabic": "تملك الشركة الفندق۔",
    "thai": "บริษัทเป็นเจ้าของโรงแรม",
    "spanish": "El Sr. Toledo habló con EE.UU. en Lima.",
    "tokens": "El dueño habló .",
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_sentence_is_told_by_the_rules_of_its_script(case: str) -> None:
    text, sentence = SENTENCES[case], MIDDLE[case]
    middle = text.index(sentence) + len(sentence) // 2
    start, end = quote_span(text, ((middle, middle + 1),))
    assert text[start:end] == sentence


def test_a_company_form_ends_a_sentence_before_a_word_that_begins_one() -> None:
    text = "It belongs to the L.Y.P. Group Co. The hotel is in the U.S. He left."
    assert quote(text, "hotel") == "The hotel is in the U.S."


def test_a_tie_across_sentences_is_quoted_with_what_lies_between() -> None:
    text = "Before. Ann owns a firm. It grew. The firm owns Bay Hotel. After."
    assert quote(text, "Bay Hotel", "Ann") == "Ann owns a firm. It grew. The firm owns Bay Hotel."


def test_a_text_wrapped_to_a_width_keeps_its_sentences_whole() -> None:
    text = (
        "The company, which a senator founded many years ago in\n"
        "Phnom Penh, owns the hotel that stands at the river in\n"
        "Koh Kong. It was sold."
    )
    assert quote(text, "hotel") == text[: text.index(" It was")]


def test_a_headline_is_no_part_of_the_sentence_below_it() -> None:
    assert quote("Hotel listed\nThe senator left the house.", "senator").startswith("The senator")


def test_a_sentence_too_long_to_quote_gives_the_ends_with_what_lies_between() -> None:
    text = "word " * 300 + "Ann owns Bay" + " word" * 300
    assert quote(text, "Ann", "Bay") == "Ann owns Bay"


def test_ends_too_far_apart_to_quote_give_the_first_ends_sentence_and_both_lines() -> None:
    text = "Before.\nAnn left.\n" + "Some words. " * 200 + "\nBay stands."
    first, second = text.index("Ann"), text.index("Bay")
    spans = ((first, first + 3), (second, second + 3))
    start, end = quote_span(text, spans)
    assert text[start:end] == "Ann left."
    assert passages(text).locator(spans) == "lines 2 to 4"


SCRAPS = st.sampled_from(
    [
        "Ann",
        "Co.",
        "U.S.",
        " ",
        "\n",
        "\n\n",
        ". ",
        "។",
        "。",
        "ไทย",
        "a",
        "“",
        "”",
        "3.",
        "𝒳",
        "?!",
    ]
)


@given(st.lists(SCRAPS, min_size=1, max_size=400), st.data())
@settings(max_examples=150, deadline=None)
def test_a_quote_is_a_slice_of_at_most_1000_that_holds_both_ends(
    scraps: list[str], data: st.DataObject
) -> None:
    text = "".join(scraps)
    places = st.integers(0, len(text) - 1)
    spans = tuple((place, place + 1) for place in (data.draw(places), data.draw(places)))
    start, end = quote_span(text, spans)
    assert 0 <= start < end <= len(text)
    assert end - start <= LONGEST
    kept = spans if abs(spans[0][0] - spans[1][0]) < LONGEST else spans[:1]
    assert all(start <= low and high <= end for low, high in kept)


def test_a_line_of_a_million_characters_is_read_in_linear_time() -> None:
    began = time.perf_counter()
    Passages("a b. C " * 150_000)
    Passages("." * 1_000_000)
    Passages("\n" * 1_000_000)
    assert time.perf_counter() - began < 15


PAGES = """A HEADING
The office said on Monday that the director Zebulon
Okapi, who lives in Harbour Town, owns 51 percent of
Quagga Resort. He left.
Share
51
\f
\fIbex owns Nyala Bank.
\f"""


@pytest.mark.parametrize(
    ("words", "where", "quote"),
    [
        ("HEADING", "page 1, line 1", "A HEADING"),
        ("Zebulon", "page 1, line 2", PAGES[10 : PAGES.index(" He left")]),
        ("Quagga", "page 1, line 4", PAGES[10 : PAGES.index(" He left")]),
        ("He left", "page 1, line 4", "He left."),
        ("51\n\f", "page 1, line 6", "51"),
        ("Ibex", "page 3, line 1", "Ibex owns Nyala Bank."),
    ],
)
def test_lines_are_counted_on_their_page_and_full_ones_go_on(
    words: str, where: str, quote: str
) -> None:
    at = PAGES.index(words)
    found = Passages(PAGES)
    span = (at, at + len(words.strip()))
    assert found.locator((span,)) == where
    assert PAGES[slice(*found.quote((span,)))] == quote


def test_what_goes_over_pages_tells_both() -> None:
    first, last = PAGES.index("Zebulon"), PAGES.index("Ibex")
    spans = ((first, first + 7), (last, last + 4))
    assert Passages(PAGES).locator(spans) == "page 1, line 2 to page 3, line 1"
    assert Passages("One.\n\f").locator(((0, 3),)) == "page 1, line 1"
