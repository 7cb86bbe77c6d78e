"""Rule 25: a table that holds victims' names, passports, phones or faces is refused.

It is refused whole, since a case keeps the files that it reads, and told by its headings; the words
are in `victims.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path, PurePath
from typing import Any

#: So many Latin or Cyrillic letters may end a stem: `victims`, `жертвами`.
_ENDING, _FIRST_OTHER = 3, "\u0530"
#: Khmer, Thai and Burmese words are parted by a blank of no width; other signs of none go.
_UNSEEN = {0x200B: " ", **dict.fromkeys((0xAD, *range(0x200C, 0x2010), 0x2060, 0xFEFF))}
_REFUSED = "holds victims' personal data, which no case may keep"
_REMEDY = "take it out of the file, or rename it where it holds none"


@dataclass(frozen=True, slots=True)
class _Words:
    stems: tuple[str, ...]
    words: frozenset[str]

    def are_in(self, heading: str) -> bool:
        """Tell whether a heading holds one of them."""
        bare = "".join(tokens(heading))
        return bool(self.words & set(tokens(heading))) or any(stem in bare for stem in self.stems)

    def are_all_of(self, heading: str, listing: frozenset[str]) -> bool:
        """Tell whether a heading holds one of them, and beside it only numbers and these."""
        rest = (token for token in self.without(heading) if not token.isdigit())
        return self.are_in(heading) and set(rest) <= listing

    def without(self, heading: str) -> list[str]:
        """Return the words of a heading that are none of them, in any of their forms."""
        rest = [self._beyond(token) for token in tokens(heading) if token not in self.words]
        return [token for token in rest if token]

    def _beyond(self, token: str) -> str:
        stem = next((stem for stem in self.stems if stem in token), "")
        rest = token.replace(stem, "", 1)
        ending = len(rest) <= _ENDING and all(sign < _FIRST_OTHER for sign in rest)
        return "" if stem and ending else rest


def refusal(place: str, headings: Iterable[str]) -> str:
    """Return why a table is refused for its headings, '' where it is not.

    `place` is the file's name without folders, with its sheet.
    """
    headings = tuple(heading for heading in headings if not _counts(heading))
    by_row = _is_list_of_victims(place) or any(map(_names_one, headings))
    for heading in headings:
        if _victims().are_in(heading) and _personal().are_in(heading):
            return f"column {heading!r} {_REFUSED}: {_REMEDY}"
        if by_row and _personal().are_in(heading) and not _beyond_personal(heading):
            return f"column {heading!r}, where each row is a victim, {_REFUSED}: {_REMEDY}"
    return ""


def bare_headings(headings: Iterable[str]) -> tuple[str, ...]:
    """Return the headings that say `victims` and no more: numbers may stand there, no names."""
    return tuple(h for h in headings if _victims().are_all_of(h, _set("listing")))


def cell_refusal(cells: Mapping[str, str], bare: Iterable[str]) -> str:
    """Return why a row is refused for what stands under such a heading, '' where it is not."""
    for heading in bare:
        if _may_name(cells[heading]):
            again = "call it `number of victims` or `description of victims` where it names nobody"
            return f"column {heading!r} may name victims, which no case may keep: {again}"
    return ""


def _may_name(cell: str) -> bool:
    said = tokens(cell)
    if set(said) <= _set("saying") or not any(map(str.isalpha, cell)):
        return False
    begins_as_name = [word[:1].isupper() for word in cell.split()[:2]] == [True, True]
    return begins_as_name or not any(map(str.isdigit, cell))


@cache
def group_properties() -> frozenset[str]:
    """Return what a record of victims may not have, names aside."""
    return frozenset(_data()["properties"])


def tokens(heading: str) -> list[str]:
    """Return a heading's words, without case, accents and marks: `VictimName` has two."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return _plain(parted).split()


def _plain(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text).casefold().translate(_UNSEEN)
    # Latin and Cyrillic accents go; marks of other scripts are letters of their words
    bare = re.sub(r"[\u0300-\u036f]", "", marks)
    return re.sub(r"[^\w\u0300-\uffff]|_", " ", unicodedata.normalize("NFKC", bare))


def _is_list_of_victims(place: str) -> bool:
    names = (PurePath(part).stem for part in place.split(", sheet "))
    return any(_victims().are_all_of(name, _set("listing")) for name in names)


def _counts(heading: str) -> bool:
    return " ".join(tokens(heading)) in _set("counting")


def _names_one(heading: str) -> bool:
    rest = _victims().without(heading)
    return _victims().are_in(heading) and bool(rest) and set(rest) <= _set("identifying")


def _beyond_personal(heading: str) -> bool:
    return bool(set(_personal().without(heading)) - _set("filling"))


@cache
def _data() -> Mapping[str, Any]:
    import yaml

    path = Path(__file__).with_name("victims.yaml")
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@cache
def _set(name: str) -> frozenset[str]:
    given = _data()[name]
    return frozenset(chain.from_iterable(one if isinstance(one, list) else [one] for one in given))


@cache
def _words(name: str) -> _Words:
    given = _data()[name]
    stems = tuple("".join(_plain(stem).split()) for stem in given["stems"])
    return _Words(stems, frozenset("".join(_plain(word).split()) for word in given["words"]))


def _victims() -> _Words:
    return _words("victims")


def _personal() -> _Words:
    return _words("personal")
