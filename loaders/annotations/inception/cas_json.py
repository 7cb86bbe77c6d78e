"""CAS JSON 0.4, the JSON that INCEpTION and dkpro-cassis write of a UIMA CAS.

https://github.com/apache/uima-uimaj-io-jsoncas (specification 0.4): `%TYPES` with `%NAME`,
`%SUPER_TYPE` and features with `%RANGE`; `%FEATURE_STRUCTURES` with `%ID` and `%TYPE`, where
`@feature` refers and `#feature` is a number that JSON has not; arrays hold `%ELEMENTS`.
"""

from __future__ import annotations

from typing import Any

import orjson

from clew.graph.errors import InputError
from clew.loaders.annotations import json_text
from clew.loaders.annotations.inception.cas import Cas, Containers, Structure, bounded
from clew.loaders.annotations.inception.cas_types import (
    ANNOTATION,
    REFERENCES,
    TOP,
    Types,
    is_list_of_words,
)

STRUCTURES = "%FEATURE_STRUCTURES"
_SOFA = "uima.cas.Sofa"


def read_json(data: bytes) -> Cas:
    """Return the CAS of a CAS JSON; raises InputError where it is none."""
    bounded(max(data.count(b"{"), data.count(b"[")))
    json_text.bounded(data)
    try:
        whole = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        reason = f"is no sound JSON (column {error.colno}): export it again"
        raise InputError(reason, line=error.lineno) from None
    if not isinstance(whole, dict) or not (whole.keys() & {STRUCTURES, "%TYPES"}):
        raise InputError(f"is no CAS JSON: it has no {STRUCTURES}")
    cas = Cas(_types(whole.get("%TYPES", {})))
    holds = Containers()
    marks: list[tuple[Structure, dict[str, Any]]] = []
    for number, raw in enumerate(_structures(whole.get(STRUCTURES, [])), 1):
        if not isinstance(raw, dict) or not isinstance(raw.get("%TYPE"), str):
            cas.rejected.append((number, "is no feature structure: it has no %TYPE"))
        else:
            _take(cas, holds, marks, number, raw)
    cas.types = _completed(cas.types, marks, holds)
    for structure, raw in marks:
        _fill(structure, raw, cas.types, holds)
    return cas


def _completed(
    types: Types, marks: list[tuple[Structure, dict[str, Any]]], holds: Containers
) -> Types:
    """Return the types with those that are met and not declared, as their features look."""
    own: dict[str, dict[str, str]] = {}
    parents: dict[str, str] = {}
    for structure, raw in marks:
        if structure.type in types:
            continue
        parents[structure.type] = TOP if structure.begin is None else ANNOTATION
        for name, value in raw.items():
            if name.startswith("@") and name != "@sofa":
                several = _word(value) in holds.elements
                own.setdefault(structure.type, {})[name[1:]] = REFERENCES if several else ANNOTATION
    return Types(types.parents | parents, types.own | own) if parents else types


def _structures(found: Any) -> list[Any]:
    """Return the structures, which older writers put in an object by their ids."""
    if isinstance(found, dict):
        return [{"%ID": name, **raw} for name, raw in found.items() if isinstance(raw, dict)]
    if not isinstance(found, list):
        raise InputError(f"is no CAS JSON: its {STRUCTURES} are no list")
    return found


def _types(found: Any) -> Types:
    parents: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    if not isinstance(found, dict):
        raise InputError("is no CAS JSON: its %TYPES are no object")
    for name, type_ in found.items():
        if not isinstance(type_, dict):
            raise InputError("is no CAS JSON: one of its %TYPES is no object")
        above = type_.get("%SUPER_TYPE", TOP)
        parents[name] = above if isinstance(above, str) else TOP
        own[name] = {
            feature: said["%RANGE"]
            for feature, said in type_.items()
            if isinstance(said, dict) and isinstance(said.get("%RANGE"), str)
        }
    return Types(parents, own)


def _take(
    cas: Cas,
    holds: Containers,
    marks: list[tuple[Structure, dict[str, Any]]],
    number: int,
    raw: dict[str, Any],
) -> None:
    identifier, type_ = _word(raw.get("%ID")), raw["%TYPE"]
    if not identifier:
        cas.rejected.append((number, "has no %ID that is a number or a word"))
    elif type_ == _SOFA:
        text = raw.get("sofaString")
        cas.sofas[identifier] = text if isinstance(text, str) else ""
    elif "%ELEMENTS" in raw or type_.endswith(("[]", "Array")):
        elements = raw.get("%ELEMENTS")
        given = elements if isinstance(elements, list) else []
        holds.elements[identifier] = tuple(_word(one) for one in given if one is not None)
    elif type_.startswith("uima.cas.") and ("@tail" in raw or "@head" in raw or "head" in raw):
        head = raw.get("@head", raw.get("head"))
        holds.links[identifier] = _word(head), _word(raw.get("@tail"))
    elif identifier in cas.structures:
        cas.rejected.append((number, "has an id that another structure has already"))
    else:
        structure = Structure(identifier, type_, number, sofa=_word(raw.get("@sofa")))
        structure.begin, structure.end = raw.get("begin"), raw.get("end")
        language = raw.get("language")
        cas.language = cas.language or (language if isinstance(language, str) else "")
        cas.structures[identifier] = structure
        marks.append((structure, raw))


def _fill(structure: Structure, raw: dict[str, Any], types: Types, holds: Containers) -> None:
    ranges = types.features(structure.type)
    for name, value in raw.items():
        if value is None or name in ("@sofa", "begin", "end") or name.startswith("%"):
            continue
        if name.startswith("@"):
            given = holds.resolved((_word(value),))
            of_words = is_list_of_words(ranges.get(name[1:], ""))
            (structure.values if of_words else structure.refs)[name[1:]] = given
        elif isinstance(value, (str, int, float)):
            structure.values[name.lstrip("#^")] = (_word(value),)
        else:
            structure.values[name] = (f"({type(value).__name__})",)


def _word(value: Any) -> str:
    """Return an id, a word or a number as text, '' for what is none of them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else ""
