"""Names in any script can be read on a machine without fonts for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clew.graph.view.names as names
from clew.graph.model import Node

FOLDER = Path(names.__file__).parent / "fonts"
KHMER, BURMESE, THAI, LAO = "លី យ៉ុងផាត់", "ရွှေကုက္ကို", "บริษัท น้ำ", "ຫຼ່ຽມຄຳ"


def node(name: str, *forms: str) -> Node:
    return Node("m1", ("Person",), {"name": name, "names": [name, *forms]})


def test_a_name_in_latin_letters_has_nothing_beside() -> None:
    for name in ("Ly Yong Phat", "Zoë Müller-Đặng", "K.K. 2 (Park)", "", "🦊"):
        assert names.shown(node(name, "អ្វីមួយ")) == (name, "", "")


def test_a_form_that_a_source_gives_stands_beside_unmarked() -> None:
    shown = names.shown(node(KHMER, "李永发", "L.Y.P. Group", "Ly Yong Phat", "Лю"))
    assert shown == (KHMER, "Ly Yong Phat", "km")


@pytest.mark.parametrize(
    ("name", "made", "language"),
    [
        ("李勇法", "LiYongFa", "zh"),
        (KHMER, "lei yongphata", "km"),
        (BURMESE, "rvhekukkiu", "my"),
        (THAI, "brisath nam", "th"),
        (LAO, "hlymkham", "lo"),
        ("Лю Юнфа", "Lyu Yunfa", "und-Cyrl"),
        ("شركة النور", "shrkh lnwr", "und-Arab"),
        ("한국", "HanGug", "ko"),
        ("カジノ", "kajino", "ja"),
    ],
)
def test_what_is_made_by_machine_is_marked(name: str, made: str, language: str) -> None:
    assert names.shown(node(name)) == (name, f"{names.MARK}{made}", language)
    assert names.MADE.startswith(names.MARK)


def test_letters_that_only_look_latin_are_no_source_s_latin_form() -> None:
    assert names.shown(node("Лю", "Ly\u0443")).beside.startswith(names.MARK)
    assert names.shown(node("ＡＢＣ")).beside == f"{names.MARK}ABC"


def test_a_very_long_name_is_cut_beside() -> None:
    assert len(names.shown(node("李" * 1_000_000)).beside) < 140


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_what_stands_beside_is_a_form_given_or_marked_ascii(name: str, forms: list[str]) -> None:
    beside = names.shown(node(name, *forms)).beside
    assert not beside or beside in forms or beside.startswith(names.MARK)
    if beside not in forms:
        assert beside.removeprefix(names.MARK).rstrip("…").isascii()


def test_only_fonts_of_scripts_in_use_are_carried() -> None:
    assert names.fonts(["Ly Yong Phat", "李勇法", "Лю", "\u200d\u25cc", ""]) == []
    families = [face.family for face in names.fonts([THAI, "", f"“{KHMER}”", THAI])]
    assert families == ["Clew Khmer", "Clew Thai"]
    assert len(names.fonts([BURMESE, LAO, KHMER, THAI])) == 4


def test_every_font_is_the_one_that_the_manifest_names() -> None:
    fonts = names.manifest()
    for font in fonts.values():
        data = (FOLDER / font["file"]).read_bytes()
        assert data[:4] == b"wOF2"
        assert hashlib.sha256(data).hexdigest() == font["sha256"]
        assert "SIL Open Font License" in (FOLDER / font["licence_file"]).read_text("ascii")
    listed = {name for font in fonts.values() for name in (font["file"], font["licence_file"])}
    assert {file.name for file in FOLDER.iterdir()} == {*listed, "manifest.yaml"}


def test_no_font_takes_latin_letters_from_the_reader_s_own() -> None:
    for face in names.fonts([KHMER, BURMESE, THAI, LAO]):
        for part in face.unicode_range.split(", "):
            assert int(part.removeprefix("U+").split("-")[0], 16) >= 0x0E01
