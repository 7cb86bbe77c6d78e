"""Literals as N-Triples has them: texts, partial dates, numbers, addresses, outlines.

JSON's string is also that of N-Triples and Turtle, escapes and all, so that one writer does for
both. What XML 1.0 has no character for, and so no `xsd:string` either (NUL, lone surrogates), is
U+FFFD.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import orjson

from clew.graph.errors import InputError
from clew.graph.exchange.rdf.names import term
from clew.graph.when import check

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
#: The parts of a date by its length.
_DATES = {4: ("xsd:gYear", "-01-01"), 7: ("xsd:gYearMonth", "-01"), 10: ("xsd:date", "")}
EDTF = "<http://id.loc.gov/datatypes/edtf>"
TRUE, FALSE = (f'"{word}"^^{term("xsd:boolean")}' for word in ("true", "false"))


def text(words: str) -> str:
    """Return a text as a literal."""
    legal = words if words.isprintable() else _ILLEGAL.sub("\ufffd", words)
    return orjson.dumps(legal).decode()


def typed(words: str, datatype: str) -> str:
    """Return a literal of a type, by its prefixed name."""
    return f"{text(words)}^^{term(datatype)}"


def flag(truth: object) -> str:
    """Return a literal that is true or false."""
    return TRUE if truth else FALSE


def integer(number: int) -> str:
    """Return a whole number."""
    return f'"{number}"^^{term("xsd:integer")}'


@lru_cache(maxsize=1 << 14)
def when(said: str) -> str:
    """Return a day, month or year as XML Schema has it, other EDTF as that, the rest as text."""
    if _PARTIAL.fullmatch(said):
        datatype, rest = _DATES[len(said)]
        try:
            date.fromisoformat(said + rest)
        except ValueError:
            return text(said)
        return typed(said, datatype)
    try:
        check(said)
    except InputError:
        return text(said)
    return f"{text(said)}^^{EDTF}" if said else text(said)


def number(said: str) -> str:
    """Return a decimal number as one, what is none as text."""
    return typed(said, "xsd:decimal") if _DECIMAL.fullmatch(said) else text(said)


def value(said: str, sort: str) -> str:
    """Return a source's value by the type that schema.yaml gives its property."""
    if sort == "date":
        return when(said)
    if sort == "number":
        return number(said)
    return typed(said, "xsd:anyURI") if sort == "url" and said else text(said)
