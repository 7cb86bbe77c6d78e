"""UIMA CAS XMI as a CAS.

https://uima.apache.org/d/uimaj-current/ref.html (XMI CAS serialization): a structure is an element
of the type's name, its features attributes, or elements in it where they hold several words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from clew.graph.errors import InputError
from clew.loaders.annotations.inception.cas import Cas, Containers, Structure, bounded
from clew.loaders.annotations.inception.cas_types import (
    ANNOTATION,
    REFERENCES,
    TOP,
    Types,
    is_list,
    is_list_of_words,
)
from clew.loaders.annotations.inception.cas_xml import events, local

_DIGITS = 18
_ID = "http://www.omg.org/XMI}id"
_ENDS = frozenset({"Governor", "Dependent", "target"})


def read_xmi(data: bytes, types: Types | None) -> Cas:
    """Return the CAS of an XMI; without a type system, types are guessed from DKPro's names."""
    reading = _Reading(Cas(types or Types()))
    events(data, reading.start, reading.end)
    return reading.cas_of()


def _type(tag: str) -> str:
    """Return the type of an element: `http:///a/b.ecore}C` is `a.b.C`."""
    space, _, name = tag.rpartition("}")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return name if package in ("uima.noNamespace", "") else f"{package}.{name}"


class _Reading:
    """An XMI on its way to a CAS; what features mean is known when all has been read.

    rest        the features of each structure that has any besides its place, as they stand
    children    the texts of a structure's elements, by their names
    """

    def __init__(self, cas: Cas) -> None:
        self.cas, self.holds = cas, Containers()
        self.rest: dict[str, dict[str, str]] = {}
        self.children: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        self._types: dict[str, str] = {}
        self._depth, self._count, self._now = 0, 0, ""

    def start(self, line: int, tag: str, attributes: dict[str, str]) -> None:
        """Take an element: the first is the XMI, those in it are structures."""
        self._depth += 1
        self._count += 1
        bounded(self._count)
        if self._depth == 1 and local(tag) != "XMI":
            raise InputError("is no UIMA XMI: its first element is another", line=line)
        if self._depth == 2:
            type_ = self._types.get(tag) or self._types.setdefault(tag, _type(tag))
            self._now = identifier = attributes.pop(_ID, "")
            if type_ == "uima.cas.Sofa":
                self.cas.sofas[identifier] = attributes.get("sofaString", "")
            elif type_.startswith("uima.cas."):
                self._contain(identifier, type_, attributes)
            elif identifier in self.cas.structures:
                reason = "has an id that another structure has already"
                self.cas.rejected.append((line, reason))
                self._now = ""
            else:
                self._structure(identifier, type_, line, attributes)

    def end(self, tag: str, text: str) -> None:
        """Take the text of an element within a structure: one of several values."""
        if self._depth == 3 and self._now:
            self.children[self._now].setdefault(local(tag), []).append(text)
        self._depth -= 1

    def _structure(
        self, identifier: str, type_: str, line: int, attributes: dict[str, str]
    ) -> None:
        sofa = attributes.pop("sofa", "")
        begin, end = _number(attributes.pop("begin", None)), _number(attributes.pop("end", None))
        sofa = self._types.setdefault(sofa, sofa)
        self.cas.structures[identifier] = Structure(identifier, type_, line, sofa, begin, end)
        if attributes:
            self.rest[identifier] = attributes
            self.cas.language = self.cas.language or attributes.get("language", "")

    def _contain(self, identifier: str, type_: str, attributes: dict[str, str]) -> None:
        holds = self.holds
        if "head" in attributes or "tail" in attributes:
            cell = attributes.get("head", ""), attributes.get("tail", "")
            holds.links[identifier] = cell
        elif type_.endswith("Array") or type_.startswith("uima.cas.Empty"):
            holds.elements[identifier] = tuple(attributes.get("elements", "").split())

    def cas_of(self) -> Cas:
        """Return the CAS, its features told apart: words and references."""
        cas = self.cas
        for identifier in self.holds.elements.keys() & self.children.keys():
            said = self.children.pop(identifier).get("elements", [])
            self.holds.elements[identifier] = tuple(said)
        cas.types = _completed(cas.types, cas.structures, self.rest)
        for identifier, attributes in self.rest.items():
            _fill(cas.structures[identifier], attributes, cas.types, self.holds)
        for identifier, children in self.children.items():
            if identifier in cas.structures:
                values = {name: tuple(texts) for name, texts in children.items()}
                cas.structures[identifier].values |= values
        return cas


def _number(value: str | None) -> object:
    """Return an offset; what is no number stays as it is, and is told where it is used."""
    if value is None or len(value) > _DIGITS or not (value.isascii() and value.isdigit()):
        return value
    return int(value)


def _completed(
    types: Types, known: Mapping[str, Structure], rest: Mapping[str, dict[str, str]]
) -> Types:
    """Return the types with those that are met and not declared, as their features look."""
    own: dict[str, dict[str, str]] = {}
    parents: dict[str, str] = {}
    targets = {identifier for identifier, said in rest.items() if "target" in said}
    for identifier, one in known.items():
        if one.type in types:
            continue
        if parents.get(one.type) != ANNOTATION:
            parents[one.type] = TOP if one.begin is None else ANNOTATION
        features = own.setdefault(one.type, {})
        for name, value in rest.get(identifier, {}).items():
            if name in ("first", "next") and value in known:
                features[name] = known[value].type
            elif name in _ENDS:
                features[name] = ANNOTATION
            elif targets and value and targets.issuperset(value.split()):
                features[name] = REFERENCES
            else:
                features.setdefault(name, "uima.cas.String")
    return Types(types.parents | parents, types.own | own) if own else types


def _fill(
    structure: Structure, attributes: dict[str, str], types: Types, holds: Containers
) -> None:
    ranges = types.features(structure.type)
    for name, value in attributes.items():
        range_ = ranges.get(name, "")
        if not range_ or types.is_words(range_):
            structure.values[name] = (value,)
        elif is_list_of_words(range_):
            given = holds.resolved((value,))
            structure.values[name] = given if given != (value,) else tuple(value.split())
        elif is_list(range_):
            structure.refs[name] = holds.resolved(tuple(value.split()))
        else:
            structure.refs[name] = (value,)
