"""Masking (rule 23): a protected name is found again whatever stands between its letters."""

from __future__ import annotations

import pytest

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
