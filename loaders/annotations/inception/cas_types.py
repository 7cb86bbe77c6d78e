"""The types of a UIMA CAS, and what each is to Clew: found from its features, not from its name.

A span has begin and end; a relation two features that refer to annotations (`Governor` and
`Dependent`, or any two); a chain a `first` whose type has a `next`; a link of a slot is no
annotation and refers to one. Layers that only hold the text's grammar (tokens, lemmas, parses) and
what describes the document are told by the names that DKPro and UIMA give them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from clew.graph.errors import InputError

Sort = Literal["span", "relation", "chain", "link", "slot", "grammar", "document", "other"]

TOP = "uima.cas.TOP"
BASE = "uima.cas.AnnotationBase"
ANNOTATION = "uima.tcas.Annotation"
DOCUMENT = "uima.tcas.DocumentAnnotation"
REFERENCES = "uima.cas.FSArray"
CUSTOM = ("webanno.custom.", "custom.")

_DEEPEST = 64
_PRIMITIVES = "String Integer Float Double Long Short Byte Boolean".split()
_WORDS = frozenset(f"uima.cas.{name}" for name in _PRIMITIVES)
_LISTS_OF_WORDS = frozenset(
    f"uima.cas.{name}{sort}" for name in _PRIMITIVES for sort in ("Array", "List")
) | {f"{name}[]" for name in _WORDS}
_LISTS = frozenset({REFERENCES, "uima.cas.FSList", "uima.cas.NonEmptyFSList"})
_DKPRO = ("de.tudarmstadt.ukp.dkpro.core.api.", "org.dkpro.core.api.")
_GRAMMAR = "segmentation. lexmorph. syntax. anomaly. transform. xml. structure. phonetics.".split()
_GRAMMAR_NAMES = frozenset("Token Sentence Paragraph Lemma Stem POS".split())
_DESCRIBES = (f"{_DKPRO[0]}metadata.", "de.tudarmstadt.ukp.clarin.webanno.api.type.", "uima.cas.")
#: Which of two referring features a relation starts from, where it has others than DKPro's.
_STARTS = frozenset("governor source from start arg1 subject head origin".split())


@dataclass(frozen=True, slots=True)
class Layer:
    """What a type is; of a relation the features of its two ends, of others those that refer.

    ends        features that refer to one annotation: of a relation where it starts and ends
    lists       features that hold several references
    words       features that hold words or numbers
    """

    name: str
    sort: Sort
    ends: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name without its package."""
        return self.name.rpartition(".")[2]


@dataclass(slots=True)
class Types:
    """A type system: for each type the one above it, and its own features with their ranges."""

    parents: dict[str, str] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    _layers: dict[str, Layer] = field(default_factory=dict)
    _features: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a system in which a type is above itself, or too deep."""
        self.parents = {DOCUMENT: ANNOTATION, ANNOTATION: BASE, BASE: TOP} | {
            name: above for name, above in self.parents.items() if name not in (ANNOTATION, BASE)
        }
        depths = {TOP: 0, "": 0}
        for name in self.parents:
            path: dict[str, None] = {}
            while name not in depths:
                if name in path:
                    raise InputError("has a type system in which a type is above itself: mend it")
                path[name] = None
                name = self.parents.get(name, "")
            for below in reversed(path):
                depths[below] = depths[name] + 1
                name = below
        if max(depths.values()) > _DEEPEST:
            raise InputError(f"has a type system with more than {_DEEPEST} types above each other")

    def __contains__(self, name: str) -> bool:
        """Say whether the system declares this type."""
        return name in self.parents

    def is_a(self, name: str, above: str) -> bool:
        """Say whether a type is this one or one below it."""
        while name and name != above:
            name = self.parents.get(name, "")
        return bool(name)

    def features(self, name: str) -> Mapping[str, str]:
        """Return the ranges of a type's features, those of the types above it first."""
        if name not in self._features:
            chain = [name]
            while above := self.parents.get(chain[-1], ""):
                chain.append(above)
            found: dict[str, str] = {}
            for one in reversed(chain):
                found |= self.own.get(one, {})
            self._features[name] = found
        return self._features[name]

    def is_words(self, range_: str) -> bool:
        """Say whether a range is of one word or number."""
        return range_ in _WORDS or self.is_a(range_, "uima.cas.String")

    def layer(self, name: str) -> Layer:
        """Return what a type is."""
        if name not in self._layers:
            self._layers[name] = self._layer(name)
        return self._layers[name]

    def _layer(self, name: str) -> Layer:
        features = self.features(name)
        words = tuple(f for f, r in features.items() if self.is_words(r) or r in _LISTS_OF_WORDS)
        lists = tuple(f for f, r in features.items() if f not in words and is_list(r))
        single = [f for f in features if f not in words and f not in lists and f != "sofa"]
        ends = [f for f in single if self.is_a(features[f], BASE)]
        sort = self._sort(name, features, single, ends)
        if sort == "relation" and ends[1].lower() in _STARTS:
            ends.reverse()
        return Layer(name, sort, tuple(single if sort == "slot" else ends), lists, words)

    def _sort(
        self, name: str, features: Mapping[str, str], single: list[str], ends: list[str]
    ) -> Sort:
        if self.is_a(name, DOCUMENT) or name.startswith(_DESCRIBES):
            return "document"
        if _is_grammar(name):
            return "grammar"
        if "next" in self.features(features.get("first", "")):
            return "chain"
        if "next" in single and self.is_a(features["next"], name):
            return "link"
        if {"Governor", "Dependent"} <= set(ends):
            ends[:] = ["Governor", "Dependent"]
        if len(ends) == 2:
            return "relation"
        if self.is_a(name, ANNOTATION):
            return "span"
        return "slot" if len(single) == 1 and not self.is_a(name, BASE) else "other"


def is_list(range_: str) -> bool:
    """Say whether a range is of several references."""
    return range_ in _LISTS or (range_.endswith("[]") and range_ not in _LISTS_OF_WORDS)


def is_list_of_words(range_: str) -> bool:
    """Say whether a range is of several words or numbers."""
    return range_ in _LISTS_OF_WORDS


def _is_grammar(name: str) -> bool:
    """Say whether a layer holds the text's grammar; one that a project made itself never does."""
    if name.startswith(CUSTOM):
        return False
    for package in _DKPRO:
        if name.startswith(tuple(package + part for part in _GRAMMAR)):
            return True
    return name.rpartition(".")[2] in _GRAMMAR_NAMES
