"""Names that can be read on a bare machine: a form in Latin letters beside, and fonts to carry.

Khmer, Lao, Myanmar and Thai letters come with the picture as fonts of 9 to 47 KB. Chinese has too
many: a subset for some sixty of them weighs 540 KB in ready-made slices, and cutting it to measure
would need a font of 3.5 MB and a font compiler on every machine; the Latin form stands in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from clew.graph.model import Node

#: Stands before a form that no source gives, without a blank so that no line breaks between; a page
#: that shows one explains it with MADE.
MARK = "≈"
MADE = (
    "≈ before a name: put into Latin letters by machine, letter by letter, so that it can be read "
    "aloud and searched for. No source spells it so."
)
#: A longer name is put into Latin letters up to here.
_LONGEST = 120
_FONTS = Path(__file__).parent / "fonts"
#: The language most written in a script, where there is one, by the script's name in Unicode.
_LANGUAGES = {
    "KHMER": "km",
    "MYANMAR": "my",
    "THAI": "th",
    "LAO": "lo",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "HEBREW": "und-Hebr",
    "GREEK": "el",
    "DEVANAGARI": "und-Deva",
    "BENGALI": "bn",
    "TAMIL": "ta",
}


class Shown(NamedTuple):
    """A name as a page shows it.

    name           as the graph has it
    beside         in Latin letters where the name is not: a source's form, or MARK and ours, or ''
    language_hint  a BCP 47 tag for the page's `lang` attribute, '' for Latin letters
    """

    name: str
    beside: str
    language_hint: str


@dataclass(frozen=True, slots=True)
class FontFace:
    """A font that a page embeds: WOFF2, used for the letters of `unicode_range` alone (CSS)."""

    family: str
    data: bytes
    unicode_range: str


def shown(node: Node) -> Shown:
    """Return a node's name, and beside it a form in Latin letters where it has none itself."""
    name = str(node.properties.get("name") or "")
    if is_latin(name):
        return Shown(name, "", "")
    forms = [form for form in node.properties.get("names", ()) if isinstance(form, str)]
    return Shown(name, beside(name, forms), language_hint(name))


def beside(name: str, forms: Iterable[str] = ()) -> str:
    """Return a name in Latin letters: the source's form most like ours, else ours with MARK."""
    made = romanised(name)
    given = sorted(form for form in forms if is_latin(form) and _letters(form))
    if given:
        likeness = SequenceMatcher(autojunk=False)
        likeness.set_seq2(made.casefold())
        return max(given, key=lambda form: _ratio(likeness, form))
    return MARK + made if made else ""


def _ratio(likeness: SequenceMatcher[str], form: str) -> float:
    likeness.set_seq1(form.casefold()[:_LONGEST])
    return likeness.ratio()


def romanised(name: str) -> str:
    """Return a name in ASCII, each sign by itself: a help to the eye and no one's spelling."""
    from anyascii import anyascii

    made = " ".join(str(anyascii(name[:_LONGEST])).split())
    return made[:_LONGEST] + "…" if len(name) > _LONGEST or len(made) > _LONGEST else made


def is_latin(text: str) -> bool:
    """Tell whether every letter of a text is Latin; a text without letters is."""
    return text.isascii() or all(_script(c) in ("LATIN", "") for c in text)


def language_hint(text: str) -> str:
    """Return the BCP 47 tag of the first script in a text that is not Latin, '' where all is."""
    scripts = [script for c in text if (script := _script(c)) not in ("LATIN", "")]
    if "HIRAGANA" in scripts or "KATAKANA" in scripts:
        return "ja"
    return _LANGUAGES.get(scripts[0], "und") if scripts else ""


def _letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


@cache
def _script(letter: str) -> str:
    """Return the first word of a letter's Unicode name, which is its script; '' for no letter."""
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "UNNAMED").removeprefix("HALFWIDTH ")
    return "LATIN" if letter in "ªºµ" or name.startswith("MODIFIER") else name.split()[0]


def fonts(texts: Iterable[str]) -> list[FontFace]:
    """Return the fonts for the scripts that these texts use, in the order of their names."""
    used: set[str] = set()
    for text in texts:
        if not text.isascii():
            used.update(_used(text))
    return [_face(script) for script in sorted(used)]


def _used(text: str) -> set[str]:
    letters = {ord(c) for c in text if c >= "\u0e01"}
    return {
        script
        for script, ranges in _ranges().items()
        if any(first <= letter <= last for letter in letters for first, last in ranges)
    }


@cache
def manifest() -> dict[str, dict[str, str]]:
    """Return what is known of each font, by script: family, file, SHA-256, range, licence."""
    given: dict[str, dict[str, str]] = yaml.safe_load((_FONTS / "manifest.yaml").read_bytes())
    return given


@cache
def _ranges() -> dict[str, list[tuple[int, int]]]:
    """Return each script's own blocks, without the signs that all of them use."""
    return {
        script: [
            span
            for span in map(_span, font["range"].split(", "))
            if span[0] < 0x2000 or span[0] > 0xA000
        ]
        for script, font in manifest().items()
    }


def _span(text: str) -> tuple[int, int]:
    first, _, last = text.removeprefix("U+").partition("-")
    return int(first, 16), int(last or first, 16)


@cache
def _face(script: str) -> FontFace:
    font = manifest()[script]
    return FontFace(font["family"], (_FONTS / font["file"]).read_bytes(), font["range"])
