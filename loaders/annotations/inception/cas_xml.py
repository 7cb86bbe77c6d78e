"""UIMA's XML read safely, as events of the standard library's expat, and its type systems.

https://uima.apache.org/d/uimaj-current/ref.html (component descriptors).
A document type is refused, so that there are no entities and nothing outside is ever asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

from clew.graph.errors import InputError
from clew.loaders.annotations.inception.cas_types import Types

_DEEPEST = 64
#: An element that is as long as this has a text in it, and no more attributes than these.
_LONG = re.compile(rb"<[^<]{1000000,}")
_MOST_ATTRIBUTES = 100_000

_Start = Callable[[int, str, dict[str, str]], None]
_End = Callable[[str, str], None]


def events(data: bytes, start: _Start, end: _End) -> None:
    """Call `start(line, tag, attributes)` and `end(tag, text)`; names are `namespace}name`.

    Raises InputError where the XML is broken, has a document type, or is nested too deep.
    """
    for long in _LONG.finditer(data):
        if sum(long[0].count(sign) for sign in (b'="', b"='")) > _MOST_ATTRIBUTES:
            raise InputError(f"has an element of more than {_MOST_ATTRIBUTES} attributes")
    parser = expat.ParserCreate(namespace_separator="}")
    depth, words = 0, list[str]()

    def doctype(*_: object) -> None:
        reason = "has a document type (<!DOCTYPE>), which Clew refuses: take it out"
        raise InputError(reason, line=parser.CurrentLineNumber)

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise InputError("is nested too deep for UIMA XML", line=parser.CurrentLineNumber)
        words.clear()
        start(parser.CurrentLineNumber, tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag, "".join(words))
        words.clear()

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = words.append
    parser.buffer_text = True
    try:
        # expat reads XML 1.0 alone; 1.1 differs in characters that no text of a document has
        parser.Parse(data.replace(b'<?xml version="1.1"', b'<?xml version="1.0"', 1), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = error.lineno if isinstance(error, expat.ExpatError) else 0
        why = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else "encoding"
        raise InputError(f"is no sound XML ({why}): export it again", line=line) from None


@lru_cache(maxsize=1)
def read_types(data: bytes) -> Types:
    """Return the types that a type system's XML declares; raises InputError."""
    parents: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    type_, feature, inside = "", "", False

    def start(_line: int, tag: str, _attributes: dict[str, str]) -> None:
        nonlocal type_, feature, inside
        name = local(tag)
        if name == "typeDescription":
            type_ = ""
        inside = name == "featureDescription" or (inside and name != "typeDescription")

    def end(tag: str, text: str) -> None:
        nonlocal type_, feature, inside
        name, said = local(tag), text.strip()
        if name == "name" and inside:
            feature = said
        elif name == "name" and not type_:
            type_ = said
            own.setdefault(type_, {})
        elif name == "supertypeName" and type_:
            parents[type_] = said
        elif name == "rangeTypeName" and type_ and feature:
            own[type_][feature] = said
        elif name == "featureDescription":
            inside = False

    events(data, start, end)
    if not own:
        raise InputError("declares no types: give the TypeSystem.xml of the export")
    return Types(parents, own)


def local(tag: str) -> str:
    """Return the name of a tag without its namespace."""
    return tag.rpartition("}")[2]
