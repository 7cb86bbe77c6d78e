"""Names in Latin script: case, accents, punctuation, titles, legal forms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from clew.graph.identity import words
from clew.graph.identity.readings import Reading, Script

#: Single letters with full stops between and no blank: L.Y.P., U.S
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[^\W_]+")
_QUOTES = re.compile(r"(?<=\w)['’`´ʹʼ](?=\w)|['’](?=\s|$)")


def reads(name: str) -> bool:
    """Return whether every letter of the name is Latin."""
    return name.isascii() or all(
        unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))
        for letter in name
        if letter.isalpha()
    )


def readings(name: str, person: bool) -> tuple[Reading, ...]:
    """Return the one reading of a name in Latin script; () where it holds no letter or digit.

    Initials are a person's words (`L.Y. Phat`), and one word of any other name (`L.Y.P. Group`).
    """
    if not person:
        name = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", name)
    found = words_of(name)
    if not found:
        return ()
    kept, extra = _without_titles(found) if person else _without_forms(found)
    common = frozenset() if person else words.word_set("latin", "common")
    return (Reading(kept, extra, common & frozenset(kept), how="Latin script"),)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded."""
    return tuple(_WORD.findall(fold(name)))


def fold(text: str) -> str:
    """Return text without case, accents and the apostrophes within words."""
    text = _QUOTES.sub("", text).replace("&", " and ")
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.translate(_letters())


@cache
def _letters() -> dict[int, str]:
    listed: dict[str, str] = words.data("latin")["letters"]
    return str.maketrans(listed)


def _without_titles(found: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    titles = words.word_set("latin", "honorifics")
    kept = tuple(word for word in found if word not in titles)
    extra = tuple(word for word in found if word in titles)
    return (kept, extra) if kept else (found, ())


def _without_forms(found: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    forms = words.word_set("latin", "legal_forms")
    before = words.word_set("latin", "before_legal_forms")
    end = len(found)
    while end and (found[end - 1] in forms or (end < len(found) and found[end - 1] in before)):
        end -= 1
    start = int(found[0] in words.word_set("latin", "leading_forms"))
    kept = found[start:end]
    return (kept, found[:start] + found[end:]) if kept else (found, ())


SCRIPT = Script(reads, readings)
