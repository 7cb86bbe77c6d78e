"""Masking (rule 23): a protected name is found again whatever stands between its letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.letters import bare
from clew.graph.masks import MASK, Masks, of
from clew.graph.protection import Veil

NAME = "Xanthe Quillon"


def _shown(text: str, *names: str, start: int = 0) -> str:
    veil = Veil(references=frozenset({"m1"}), words=frozenset(names or (NAME,)))
    return veil.quote("d1", text, start, len(text))[0]


@pytest.mark.parametrize(
    "written",
    [
        "Xan\u00adthe Quil\u00adlon",
        "X\u200banthe Quillon",
        "Xanthe Quil-\nlon",
        "Xanthe&nbsp;Quillon",
        "&#88;anthe Quillon",
        "Ｘａｎｔｈｅ Ｑｕｉｌｌｏｎ",
        "Xänthe Quillón",
        "Xa\u0308nthe Quillon",
        "Xanthe! Quillon",
        "Xanthe (Quillon",
        "Xanthe | Quillon",
        "Xanthe: Quillon",
        "Xanthe\n\nQuillon",
        "**Xanthe** _Quillon",
        "<b>Xanthe</b> <i>Quillon",
        "%58anthe%2520Quillon",
        "X a n t h e  Q u i l l o n",
        "XantheQuillon",
        "Quillon, Xanthe",
    ],
)
def test_a_name_is_masked_whatever_stands_between_its_letters(written: str) -> None:
    assert _shown(f"It was {written}, he said.").endswith("[protected], he said.")
    assert not any(
        part in _shown(f"It was {written}.") for part in ("nthe", "lon", "lón", "ｌｏｎ")
    )


@pytest.mark.parametrize("written", ["Xanthe Quillons", "XantheQuillon7", "drXantheQuillon"])
def test_a_name_is_masked_in_the_plural_and_in_a_compound(written: str) -> None:
    assert "Quillon" not in _shown(f"the {written} there")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Griffin Ash", "by Gri\ufb03n Ash himself"),
        ("Jörg Groß", "von J\u00f6rg Gross."),
        ("Jo O’Brien", "with Jo O'Brien."),
        ("José Peña", "It was Jos&eacute; Pe&ntilde;a."),
        ("سعاد حداد", "وسعاد حداد"),
        ("Ánh Nguyễn", "of Anh Nguyen's"),
        ("សុខ សុភា", "x.example/%E1%9E%9F%E1%9E%BB%E1%9E%81-%E1%9E%9F%E1%9E%BB%E1%9E%97%E1%9E%B6"),
    ],
)
def test_a_name_is_masked_in_other_letters_of_its_script(name: str, text: str) -> None:
    shown = _shown(text, name)
    assert "[protected]" in shown
    assert not any(part in shown for part in ("Ash", "Gro", "rien", "Pe", "حداد", "guy", "%9E"))


def test_a_name_that_a_quote_cuts_is_masked() -> None:
    text = "It was Xanthe. Quillon fled."
    assert _shown(text, start=text.index("Quillon")) == "[protected] fled."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("An Lo", "also An Lots, an old lo-fi, can lo"),
        ("Al Ice", "alice in al ic e, malice"),
        ("Rain", "a train, rainy, brains, r ain"),
        ("Ann Lee", "the channel eel, Hann Leeds"),
    ],
)
def test_what_only_holds_the_letters_is_left(name: str, text: str) -> None:
    assert _shown(text, name) == text


WORDS = st.lists(
    st.text(st.sampled_from("aBc é-នដ陈ß"), min_size=1, max_size=9) | st.sampled_from(["Ng", "O"]),
    min_size=1,
    max_size=6,
)


@given(WORDS, WORDS, st.sampled_from([" ", "-", "", "%20", "\n"]))
def test_many_words_are_found_as_each_alone(words: list[str], said: list[str], by: str) -> None:
    text = by.join([*said, *words])
    alone = [place for word in words for place in Masks([word]).places(text)]
    every = [place for word in words if (m := of(word)) for place in m.places(text, bare(text))]
    assert set(Masks(words).places(text)) == set(alone) == set(every)


def test_a_text_is_shown_the_same_however_often_it_is_asked_for() -> None:
    veil = Veil(references=frozenset({"m1"}), words=frozenset({NAME}), titles=frozenset({"d7"}))
    for text, shown in (("none of theirs",) * 2, (f"by {NAME}", "by [protected]"), ("d7", MASK)):
        assert [veil.text(text, document) for document in ("", "d1", "")] == [shown] * 3


def test_what_is_clean_in_one_document_is_masked_in_another() -> None:
    veil = Veil(
        references=frozenset({"m1"}),
        local_words={"d1": frozenset({"Quillon"})},
        words=frozenset({NAME}),
    )
    assert [veil.text("Quillon", d) for d in ("d2", "d1", "", "d1")] == ["Quillon", MASK] * 2
