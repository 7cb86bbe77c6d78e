"""The remarks of OFAC's lists: clauses between semicolons, each a field or a few words.

What each prefix means stands in `ofac.yaml`. A clause that is no field is a post or a form of
address where its words say so; all else is not understood, and its words are kept by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from clew.loaders.lists.countries import country, known_country
from clew.loaders.lists.ofac_data import Field, data, fields, is_known, pattern, words
from clew.loaders.lists.ofac_dates import edtf

Extra = Mapping[str, tuple[str, ...]]

#: What may hold semicolons of its own begins so.
_OPENS = ("(", "a.k.a.", "f.k.a.", "n.k.a.", "d.b.a.", "alt. a", "alt. f")
_ALIAS = re.compile(r"(?:alt\. )?[afnd]\.[kb]\.a\. '")
_INITIALS = re.compile(r"(?:\w\.)+\w")
_TAIL = re.compile(r"(?:^|,?\s+)(?=(?:issued|expires|expired)\b)")
_DATED = re.compile(r"(issued|expire[sd]) ((?:[0-9]{1,2} )?(?:[A-Za-z]+ )?[0-9]{4})\b[ ,.]*")
_DIRECTIVE = re.compile(r"\s*(?:\(([^)]*)\))?[\s:]*(.*)", re.DOTALL)
_WALLET = re.compile(r"-\s*(\S+)\s+(\S+)")
#: What no number is: words ("Provisional"), and a sentence of two numbers.
_NO_NUMBER = re.compile(r"^(?=.*[a-z])[^0-9]*$| and ")
_ADDRESS = re.compile(r"([^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+)\.?(?: \(e-?mail\)\.?)?")
_SITE = re.compile(r"((?:https?://|www\.)[^\s]+?)\.?(?: \(website\)\.?)?")


class Clause(NamedTuple):
    """A slice of the remarks: where it starts, and its words."""

    start: int
    text: str


class Said(NamedTuple):
    """What a clause says.

    of        value: of the entry; sanction: of its designation; link: tied to a name;
              wallet: uses an address
    property  the vocabulary's; for a link or wallet its tie, with what else is known in `extra`
    """

    of: str
    property: str
    value: str
    extra: Extra = {}


def clauses(remarks: str) -> Iterator[Clause]:
    """Yield the clauses; a final stop is left out, and so are semicolons and blanks around."""
    start, at, pieces = 0, 0, remarks.split(";")
    while at < len(pieces):
        piece = pieces[at]
        text = piece.strip()
        if text.startswith(_OPENS) and (more := _further(text, pieces[at + 1 :])):
            piece = ";".join(pieces[at : at + more + 1])
            text, at = piece.strip(), at + more
        at += 1
        if at == len(pieces):
            text = without_stop(text)
        if text:
            yield Clause(start + len(piece) - len(piece.lstrip()), text)
        start += len(piece) + 1


def _further(text: str, pieces: list[str]) -> int:
    """Return how many pieces go on with the one before: within its quotes or brackets."""
    if text.startswith("("):
        depth = _depth(text)
        for count, piece in enumerate(pieces, 1):
            if depth <= 0:
                return count - 1
            depth += _depth(piece)
        return len(pieces) if depth <= 0 else 0
    if _ALIAS.match(text) and not _closed(text):
        for count, piece in enumerate(pieces, 1):
            if field_of(piece.strip().removeprefix("alt. ")):
                return 0
            if _closed(piece):
                return count
    return 0


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _closed(text: str) -> bool:
    return text.rstrip(" .").endswith("'")


def without_stop(text: str) -> str:
    """Return the words without a final stop, unless it is an abbreviation's own."""
    if not text.endswith("."):
        return text
    last = text.rpartition(" ")[2][:-1].casefold()
    own = last in words("abbreviations") or _INITIALS.fullmatch(last)
    return text if own else text[:-1].rstrip()


def field_of(text: str) -> tuple[Field, str] | None:
    """Return the field whose prefix a clause begins with, and what follows; None if none."""
    for field in fields().get(text.partition(" ")[0].rstrip(":,"), ()):
        if text.startswith(field.prefix):
            rest = text[len(field.prefix) :]
            if not rest or not rest[0].isalnum():
                return field, rest.strip(" :,")
    return None


def read(text: str, titles: Mapping[str, str] = {}) -> Said | None:
    """Return what a clause says, None where it is not understood.

    titles   what the title column says of the same entry (see `titles_of`): remarks repeat it
    """
    text = text[5:] if text[:5] in ("alt. ", "Alt. ") else text
    if found := field_of(text):
        field, rest = found
        return _READERS[field.how](field, text if field.how in ("whole", "sanction") else rest)
    if name := titles.get(text.rstrip(".")):
        return Said("value", name, text) if name != "notes" else None
    if match := _ADDRESS.fullmatch(text):
        return Said("value", "email", match[1])
    if match := _SITE.fullmatch(text):
        return Said("value", "website", match[1])
    if text.casefold().rstrip(".") in words("honours"):
        return Said("value", "title", text)
    if pattern("posts").search(text) and not pattern("kin").match(text):
        return Said("value", "position", text)
    return None


def titles_of(cell: str) -> dict[str, str]:
    """Return the parts of a title cell, each with the property that it is a value of."""
    found: dict[str, str] = {}
    if not cell:
        return found
    for part in filter(None, map(str.strip, cell.split(";"))):
        name = "position"
        if pattern("kin").match(part):
            name = "notes"
        elif part.casefold().rstrip(".") in words("honours"):
            name = "title"
        found[part.rstrip(".")] = name
    return found


def _told(field: Field, **more: str) -> Extra:
    extra = {name: (value,) for name, value in more.items() if value}
    return {"means": (field.prefix,), **extra} if field.tell else extra


def _text(field: Field, rest: str) -> Said | None:
    rest = rest.rstrip(".") if field.property in ("website", "email") else rest
    return Said("value", field.property, rest, _told(field)) if rest else None


def _whole(field: Field, text: str) -> Said:
    return Said("value", field.property, text)


def _lower(field: Field, rest: str) -> Said | None:
    return _text(field, rest.lower())


def _date(field: Field, rest: str) -> Said | None:
    return _text(field, edtf(rest))


def _country(field: Field, rest: str) -> Said | None:
    if rest and not is_known(rest):
        return Said("value", "notes", f"{field.prefix} {rest}")
    return _text(field, country(rest))


def _number(field: Field, rest: str) -> Said | None:
    """Read `0291622 (Belize) issued 09 Aug 2013 expires 09 Aug 2023`."""
    dates: dict[str, str] = {}
    if tail := _TAIL.search(rest):
        dates = _dates(rest[tail.end() :])
        rest = rest[: tail.start()]
    where = ""
    while rest.endswith(")") and (bracket := rest.rfind("(")) >= 0:
        code = known_country(rest[bracket + 1 : -1])
        if not code or where not in ("", code):
            break
        where, rest = code, rest[:bracket].rstrip()
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = rest[1:-1]
    if not rest or _NO_NUMBER.search(rest):
        return None
    return Said("value", _form(field, rest), rest, _told(field, country=where, **dates))


def _dates(tail: str) -> dict[str, str]:
    """Return when a document was issued and expires; what else is said of that is its note."""
    found = {}
    for word, day in _DATED.findall(tail):
        if known := edtf(day):
            found["expires" if word.startswith("expire") else word] = known
    rest = _DATED.sub("", tail).strip()
    return {**found, "note": tail} if rest else found


def _form(field: Field, number: str) -> str:
    for name, form in data()["forms"].items():
        if field.prefix == form["of"] and re.fullmatch(form["like"], number):
            return str(name)
    return field.property


def _sanction(field: Field, text: str) -> Said:
    return Said("sanction", field.property, text)


def _sanction_date(field: Field, rest: str) -> Said | None:
    match = _DIRECTIVE.fullmatch(rest)
    day = edtf(match[2]) if match else ""
    if not match or not day:
        return None
    return Said("sanction", field.property, day, {"means": (match[1],)} if match[1] else {})


def _link(field: Field, rest: str) -> Said | None:
    return Said("link", field.property, rest) if rest else None


def _wallet(field: Field, rest: str) -> Said | None:
    match = _WALLET.fullmatch(rest)
    return Said("wallet", field.property, match[2], {"currency": (match[1],)}) if match else None


def _name(field: Field, rest: str) -> Said | None:
    """Read a name: in quotes it is a weak one."""
    rest = rest.rstrip(" .") if rest.rstrip(" .").endswith("'") else rest
    if len(rest) > 2 and rest[0] == rest[-1] == "'":
        return _text(field, rest[1:-1].strip())
    name = "previousName" if field.prefix == "f.k.a." else "alias"
    return Said("value", name, rest, _told(field)) if rest.strip("'") else None


_READERS: Mapping[str, Callable[[Field, str], Said | None]] = {
    "text": _text,
    "whole": _whole,
    "lower": _lower,
    "date": _date,
    "country": _country,
    "number": _number,
    "sanction": _sanction,
    "sanction-date": _sanction_date,
    "link": _link,
    "wallet": _wallet,
    "name": _name,
}
