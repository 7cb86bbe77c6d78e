"""A text rebuilt from tokens: where they stand, and what parts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clew.loaders.annotations.tokens.rebuilt import Rebuilt, sentence_starts

FORMS = st.text(
    st.sampled_from("abé\u0301🏝👩\u200d👧ក្នុងမြန်မာ中文ไทย.,(\ufeff"), min_size=1, max_size=5
)
SENTENCES = st.lists(st.lists(st.tuples(FORMS, st.booleans()), min_size=1, max_size=6), max_size=5)


@given(SENTENCES)
def test_each_token_stands_where_it_is_said_to(sentences: list[list[tuple[str, bool]]]) -> None:
    rebuilt = Rebuilt()
    for sentence in sentences:
        for form, space in sentence:
            rebuilt.token(form, space=space)
        rebuilt.end()
    text, forms = rebuilt.text, [form for sentence in sentences for form, _ in sentence]
    places = list(zip(rebuilt.starts, rebuilt.ends, strict=True))
    assert [text[start:end] for start, end in places] == forms
    ends = [0, *(end for _, end in places)]
    gaps = [text[end:start] for end, (start, _) in zip(ends, places, strict=False)]
    assert set(gaps) <= {"", " ", "\n"} and text == text.rstrip()


@given(SENTENCES)
def test_without_blanks_the_text_is_its_tokens(sentences: list[list[tuple[str, bool]]]) -> None:
    rebuilt = Rebuilt()
    for sentence in sentences:
        rebuilt.sentence(form for form, _ in sentence)
    forms = "".join(form for sentence in sentences for form, _ in sentence)
    assert "".join(rebuilt.text.split()) == "".join(forms.split())


def test_between_tokens_stands_one_blank_and_between_sentences_a_line_end() -> None:
    rebuilt = Rebuilt()
    rebuilt.sentence(["Anneke", "Vos", "left", "."])
    rebuilt.end(paragraph=True)
    rebuilt.sentence(["She", "-LRB-", "34", "-RRB-", "ran", "."])
    assert rebuilt.text == "Anneke Vos left .\n\nShe ( 34 ) ran ."
    assert rebuilt.span(4, 5) == (19, 24) and len(rebuilt) == 10


def test_scripts_without_blanks_between_words_get_none() -> None:
    rebuilt = Rebuilt()
    rebuilt.sentence(["安", "妮", "在", "Port", "Alma", "。"])
    rebuilt.sentence(["លោក", "សុខ", "ရန်ကုန်", "กรุงเทพ"])
    assert rebuilt.text == "安妮在 Port Alma 。\nលោកសុខရန်ကုန်กรุงเทพ"


def test_a_text_that_the_file_states_is_taken_where_its_tokens_stand_in_it() -> None:
    rebuilt = Rebuilt()
    rebuilt.sentence(["One", "."])
    assert rebuilt.stated('"Two  three"!', ['"', "Two", "three", '"', "!"])
    rebuilt.end()
    assert not rebuilt.stated("Two tree", ["Two", "three"])
    assert not rebuilt.stated("Two three more", ["Two", "three"])
    assert rebuilt.text == 'One .\n"Two  three"!'
    assert rebuilt.span(3, 4) == (7, 17)


def test_tokens_that_are_not_there_have_no_place() -> None:
    rebuilt = Rebuilt()
    rebuilt.sentence(["a", "b"])
    assert [rebuilt.span(*pair) for pair in ((-1, 0), (1, 0), (0, 2), (2, 2))] == [None] * 4
    assert sentence_starts([["a"], ["b", "c"], ["d"]]) == [0, 1, 3]
