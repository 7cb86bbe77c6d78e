"""Voices: who speaks in a claim, and whether it is a named person, an institution or nobody named.

An unnamed voice stays unnamed: nothing is looked up or joined for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clew.graph.described import is_described
from clew.graph.model import Edge, Node
from clew.graph.protection import MASK
from clew.queries.answer import Json
from clew.queries.paths import display
from clew.queries.question import Graph
from clew.queries.telling import is_kind

#: In the order of an answer.
KINDS = ("named person", "institution", "named", "unnamed", "not shown", "not stated")
#: The kinds of the entities that bear these names, which is what tells a person from a body.
BEARERS = """\
UNWIND $names AS name
MATCH (v:Entity {name: name})
RETURN DISTINCT v.name, labels(v)"""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the words for it, and one of KINDS."""

    words: str
    kind: str

    @property
    def order(self) -> tuple[int, str]:
        """Named people first, then institutions, then those who are not named."""
        return KINDS.index(self.kind), self.words


NOBODY = Voice("", "not stated")


@dataclass(frozen=True, slots=True)
class Voices:
    """Tells whose words a claim holds; `bearers` are the labels of those who bear a name."""

    bearers: Mapping[str, frozenset[str]]

    def of(self, claim: Json, speakers: Iterable[Node] = ()) -> Voice:
        """Return who speaks in a claim: whom the source names, else those who do it by the tie."""
        if words := str(claim.get("attribution") or ""):
            return Voice(words, self._kind(words))
        nodes = list(speakers)
        if not nodes:
            return NOBODY
        kinds = sorted(map(_kind_of, nodes), key=KINDS.index)
        return Voice(", ".join(map(display, nodes)), kinds[0])

    def _kind(self, words: str) -> str:
        if MASK in words:
            return "not shown"
        labels = self.bearers.get(words) or self.bearers.get(_first(words))
        if labels:
            return _by_labels(labels)
        return "unnamed" if is_described(words, "LegalEntity") else "named"


def voices(graph: Graph, claims: Iterable[Json]) -> Voices:
    """Return what tells the voices of these claims."""
    words = {str(claim.get("attribution") or "") for claim in claims} - {""}
    names = sorted(words | {_first(word) for word in words})
    found: dict[str, set[str]] = {}
    for name, labels in graph.read(BEARERS, {"names": names}).rows if names else ():
        found.setdefault(name, set()).update(labels)
    return Voices({name: frozenset(labels) for name, labels in found.items()})


def _first(words: str) -> str:
    """Return what stands before a comma: of "Ann Lee, Lantern Aid" the person."""
    return words.partition(",")[0].strip()


def _kind_of(node: Node) -> str:
    if node.properties.get("generic") or not node.properties.get("name"):
        return "unnamed"
    return _by_labels(frozenset(node.labels))


def _by_labels(labels: frozenset[str]) -> str:
    if "Person" in labels:
        return "named person"
    return "institution" if labels & {"Organization", "Country"} else "named"


def speakers(edge: Edge, ends: Mapping[str, Node]) -> list[Node]:
    """Return who speaks by a tie of speech: the one at its start."""
    start = ends.get(edge.start)
    return [start] if start and not is_kind(start, "Event") else []
