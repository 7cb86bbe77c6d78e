"""What is a name, in which order it is read, and which of several stands for all (rule 11)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from clew.graph.identity import words
from clew.graph.schema import Schema

#: The properties that hold other names, but for those too weak to match alone.
ALIASES = ("alias", "previousName")
NAMING = (*ALIASES, "weakAlias")

_POSSESSIVE = re.compile(r"(?<=\w)['’]s$|(?<=s)['’]$")


def is_pronoun(text: str) -> bool:
    """Return whether the words are a pronoun, of any language listed in descriptions.yaml."""
    word = text.strip()
    if len(word) > 1 and word.isupper():
        return False
    return word.casefold() in _listed("pronouns") or word in words.word_set(
        "descriptions", "pronouns_small"
    )


def is_description(text: str, kind: str, schema: Schema) -> bool:
    """Return whether the words are a pronoun or describe the thing instead of naming it.

    Kinds that bear no proper names (a charge, a wallet) are named by any words but a pronoun, and
    an event by words with a capital. A script without case tells nothing: its words are a name.
    """
    parts = text.split()
    if not parts or is_pronoun(text):
        return True
    if schema.is_a(kind, "Event"):
        # A trigger ("arrested") tells what happened; two of them are not one event.
        return text == text.lower() and not _has_caseless_letters(text)
    if not any(schema.is_a(kind, proper) for proper in words.word_set("descriptions", "proper")):
        return False
    if _has_caseless_letters(text) or not any(map(str.isalpha, text)):
        return False
    told = _told_by(parts)
    if all(map(_is_common, told)) and not all(map(_is_nation, told)):
        titled = told[-1] != parts[-1] and _is_capital(told[-1])
        return not titled or schema.is_a(kind, words.PERSON)
    if _is_capital(told[-1]):
        return False
    after = _plain(told[-1]) in _listed("after_a_name")
    return not (after and any(_is_capital(p) and not _is_common(p) for p in told[:-1]))


def _told_by(parts: list[str]) -> list[str]:
    """Return the words that name or describe: without what stands before and what is said after."""
    owners = [i for i, part in enumerate(parts[:-1]) if _POSSESSIVE.search(part)]
    rest = parts[owners[-1] + 1 :] if owners else parts
    while len(rest) > 1 and _plain(rest[0]) in _listed("determiners") and not _begins_a_name(rest):
        rest = rest[1:]
    for place, part in enumerate(rest):
        if place and part == part.lower() and _plain(part) in _listed("linking"):
            if rest[place - 1].lower() not in _listed("particles"):
                return rest[:place]
        if place and part.endswith(",") and place + 1 < len(rest):
            return rest[: place + 1]
    return rest


def _begins_a_name(parts: list[str]) -> bool:
    """Return whether a small word opens a name: "La Habana", "de la Cruz"."""
    return _plain(parts[0]) in _listed("particles") and any(map(_is_capital, parts[1:2]))


def _is_capital(word: str) -> bool:
    return any(map(str.isupper, word)) or not any(map(str.isalpha, word))


def _is_common(word: str) -> bool:
    return _plain(word) in _listed("common") or _is_nation(word)


def _is_nation(word: str) -> bool:
    return _plain(word) in _listed("nations")


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold().strip(',;:()[]"“”«»'))


def _has_caseless_letters(text: str) -> bool:
    return any(unicodedata.category(character) == "Lo" for character in text)


@cache
def _listed(key: str) -> frozenset[str]:
    """Return a list of descriptions.yaml whose lines hold several words each."""
    lines: list[str] = words.data("descriptions")[key]
    return frozenset(word for line in lines for word in line.split())


def reading_order(name: str, kind: str, countries: Iterable[str] = ()) -> str:
    """Return a person's name as it is read: `LY, Yong Phat` as `Ly Yong Phat`; others unchanged.

    `countries` are nationalities and birthplaces, as codes or words: some put the surname first.
    """
    name = " ".join(name.split())
    if kind != words.PERSON:
        return name
    surname, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not surname or not _is_given(given):
        return _title_case(name, listed=False)
    surname, given = _title_case(surname, listed=True), _title_case(given, listed=True)
    if surname_first(countries):
        return f"{surname} {given}"
    last = given.rsplit(" ", 1)
    if len(last) == 2 and _is_suffix(last[1]):
        return f"{last[0]} {surname} {last[1]}"
    return f"{given} {surname}"


def orders(name: str) -> tuple[str, ...]:
    """Return a name as it stands; of "LY, Yong Phat" also both orders, without comma (rule 11)."""
    surname, comma, given = name.partition(", ")
    return (name, f"{surname} {given}", f"{given} {surname}") if comma else (name,)


def surname_first(countries: Iterable[str]) -> bool:
    """Return whether a person of one of these countries is named surname first (rule 11)."""
    listed = words.data("order")["countries"]
    return any(words.country(country) in listed for country in countries)


def _is_given(text: str) -> bool:
    """Return whether what follows the comma is a given name: no suffix, nothing described."""
    parts = text.split()
    return (
        bool(parts)
        and "," not in text
        and not _is_suffix(parts[0])
        and all(part == part.title() or not part.islower() for part in parts)
    )


def _is_suffix(word: str) -> bool:
    return word.casefold().strip(".") in words.word_set("order", "suffixes")


def _title_case(text: str, *, listed: bool) -> str:
    """Return the words in capitals in title case; initials and numerals stay."""
    whole = listed or text.isupper()
    return " ".join(_titled(part, whole) for part in text.split(" "))


@lru_cache(maxsize=1 << 16)
def _titled(word: str, whole: bool) -> str:
    if not word.isupper():
        return word
    letters = [character for character in word if character.isalpha()]
    if len(letters) < 2 or re.search(r"\w\.\w", word) or _is_suffix(word):
        return word
    if not any(unicodedata.normalize("NFD", letter)[0] in "AEIOUY" for letter in letters) and (
        letters[0].isascii() and not whole
    ):
        return word
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)


def choose_name(forms: Mapping[str, int], kind: str, countries: Iterable[str] = ()) -> str:
    """Return the form that most claims give, then Latin script, then the shortest; '' of none.

    `forms` holds how many claims give each; forms that read the same count as one.
    """
    countries = tuple(countries)
    read: Counter[str] = Counter()
    for form, count in forms.items():
        read[reading_order(form, kind, countries)] += count
    if len(read) == 1:
        return next(iter(read))
    return min(
        read, key=lambda form: (-read[form], not _is_latin(form), len(form), form), default=""
    )


def _is_latin(text: str) -> bool:
    return text.isascii() or all(
        unicodedata.name(character, "").startswith("LATIN")
        for character in text
        if character.isalpha()
    )
