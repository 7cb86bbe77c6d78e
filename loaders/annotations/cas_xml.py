"""UIMA XML read safely: CAS XMI and type systems, as events of the standard library's expat.

https://uima.apache.org/d/uimaj-current/ref.html (XMI CAS serialization; component descriptors).
A document type is refused, so that there are no entities and nothing outside is ever asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from clew.graph.errors import InputError
from clew.loaders.annotations.cas import Cas, Containers, Structure
from clew.loaders.annotations.cas_types import (
    ANNOTATION,
    REFERENCES,
    TOP,
    Types,
    is_list,
    is_list_of_words,
)

_DEEPEST = 64
_DIGITS = 18
_ID = "http://www.omg.org/XMI}id"
_ENDS = frozenset({"Governor", "Dependent", "target"})

_Start = Callable[[int, str, dict[str, str]], None]
_End = Callable[[str, str], None]


def events(data: bytes, start: _Start, end: _End) -> None:
    """Call `start(line, tag, attributes)` and `end(tag, text)`; names are `namespace}name`.

    Raises InputError where the XML is broken, has a document type, or is nested too deep.
    """
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


def read_types(data: bytes) -> Types:
    """Return the types that a type system's XML declares; raises InputError."""
    parents: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    type_, feature, inside = "", "", False

    def start(_line: int, tag: str, _attributes: dict[str, str]) -> None:
        nonlocal type_, feature, inside
        name = _local(tag)
        if name == "typeDescription":
            type_ = ""
        inside = name == "featureDescription" or (inside and name != "typeDescription")

    def end(tag: str, text: str) -> None:
        nonlocal type_, feature, inside
        name, said = _local(tag), text.strip()
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


@dataclass(slots=True)
class _Raw:
    """An element of an XMI as it stands."""

    line: int
    type: str
    attributes: dict[str, str]
    children: dict[str, list[str]] = field(default_factory=dict)


def read_xmi(data: bytes, types: Types | None) -> Cas:
    """Return the CAS of an XMI; without a type system, types are guessed from DKPro's names."""
    raws: list[_Raw] = []
    depth = 0

    def start(line: int, tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1 and _local(tag) != "XMI":
            raise InputError("is no UIMA XMI: its first element is another", line=line)
        if depth == 2:
            raws.append(_Raw(line, _type(tag), attributes))

    def end(tag: str, text: str) -> None:
        nonlocal depth
        if depth == 3:
            raws[-1].children.setdefault(_local(tag), []).append(text)
        depth -= 1

    events(data, start, end)
    return _cas(raws, types)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _type(tag: str) -> str:
    """Return the type of an element: `http:///a/b.ecore}C` is `a.b.C`."""
    space, _, name = tag.rpartition("}")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return name if package in ("uima.noNamespace", "") else f"{package}.{name}"


def _cas(raws: list[_Raw], types: Types | None) -> Cas:
    holds = Containers()
    marks: list[_Raw] = []
    cas = Cas(types or Types())
    for raw in raws:
        identifier = raw.attributes.setdefault(_ID, "")
        if raw.type == "uima.cas.Sofa":
            cas.sofas[identifier] = raw.attributes.get("sofaString", "")
        elif raw.type.startswith("uima.cas."):
            _contain(holds, identifier, raw)
        elif identifier in cas.structures:
            cas.rejected.append((raw.line, "has an id that another structure has already"))
        else:
            marks.append(raw)
            cas.structures[identifier] = Structure(identifier, raw.type, raw.line)
            cas.language = cas.language or raw.attributes.get("language", "")
    cas.types = _completed(cas.types, marks, cas.structures)
    for raw in marks:
        _fill(cas.structures[raw.attributes[_ID]], raw, cas.types, holds)
    return cas


def _is_number(value: str) -> bool:
    return len(value) < _DIGITS and value.isascii() and value.isdigit()


def _contain(holds: Containers, identifier: str, raw: _Raw) -> None:
    if "head" in raw.attributes or "tail" in raw.attributes:
        cell = raw.attributes.get("head", ""), raw.attributes.get("tail", "")
        holds.links[identifier] = cell
    elif raw.type.endswith("Array"):
        said = raw.children.get("elements") or raw.attributes.get("elements", "").split()
        holds.elements[identifier] = tuple(said)
    elif raw.type.startswith("uima.cas.Empty"):
        holds.elements[identifier] = ()


def _completed(types: Types, marks: list[_Raw], known: Mapping[str, Structure]) -> Types:
    """Return the types with those that are met and not declared, as their features look."""
    own: dict[str, dict[str, str]] = {}
    parents: dict[str, str] = {}
    targets = {raw.attributes[_ID] for raw in marks if "target" in raw.attributes}
    for raw in marks:
        if raw.type in types:
            continue
        if parents.get(raw.type) != ANNOTATION:
            parents[raw.type] = ANNOTATION if "begin" in raw.attributes else TOP
        features = own.setdefault(raw.type, {})
        for name, value in raw.attributes.items():
            if name in ("first", "next") and value in known:
                features[name] = known[value].type
            elif name in _ENDS:
                features[name] = ANNOTATION
            elif targets and value and targets.issuperset(value.split()):
                features[name] = REFERENCES
            elif name not in (_ID, "sofa", "begin", "end"):
                features.setdefault(name, "uima.cas.String")
    return Types(types.parents | parents, types.own | own) if own else types


def _fill(structure: Structure, raw: _Raw, types: Types, holds: Containers) -> None:
    ranges = types.features(structure.type)
    for name, value in raw.attributes.items():
        range_ = ranges.get(name, "")
        if name == _ID:
            continue
        if name in ("begin", "end"):
            setattr(structure, name, int(value) if _is_number(value) else value)
        elif name == "sofa":
            structure.sofa = value
        elif is_list_of_words(range_):
            given = holds.resolved((value,))
            structure.values[name] = given if given != (value,) else tuple(value.split())
        elif is_list(range_):
            structure.refs[name] = holds.resolved(tuple(value.split()))
        elif not range_ or types.is_words(range_):
            structure.values[name] = (value,)
        else:
            structure.refs[name] = (value,)
    for name, texts in raw.children.items():
        structure.values[name] = tuple(texts)
