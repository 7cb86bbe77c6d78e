"""Sayings: what ties, calls and statements have somebody say, claim by claim (Q23, Q36)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clew.graph.model import Edge, Node
from clew.queries.answer import Json
from clew.queries.paths import displays, phrase
from clew.queries.question import Graph
from clew.queries.telling import is_kind

#: In the order of an answer; an account is what is told on somebody's word and is none of these.
PARTS = ("call", "statement", "accusation", "allegation", "opinion", "denial", "account")
SPEECH = {
    "CALLED_FOR": "call",
    "SAID": "statement",
    "SPOKE_TO": "statement",
    "REPLIED_TO": "statement",
    "PRAISED": "statement",
    "CRITICISED": "statement",
    "ACCUSED": "accusation",
}
BY_STATUS = {"alleged": "allegation", "opinion": "opinion", "denied": "denial"}


@dataclass(frozen=True, slots=True)
class Saying:
    """What one claim has somebody say: which sort, in words, who does it by which tie."""

    part: str
    what: str
    claim: Json
    speakers: tuple[Node, ...] = ()
    edge: Edge | None = None


def part_of(tie: str, status: str) -> str:
    """Return what sort of saying a claim of a tie is; '' where it is a plain report."""
    return (
        BY_STATUS["denied"] if status == "denied" else SPEECH.get(tie) or BY_STATUS.get(status, "")
    )


@dataclass(slots=True)
class Heard:
    """The ties around `start` that were read, with their ends."""

    start: Node
    edges: dict[str, Edge] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    def take(self, near: Node, edge: Edge, far: Node) -> None:
        """Keep a tie with its ends."""
        self.nodes.update({near.id: near, far.id: far})
        self.edges[edge.id] = edge

    def sayings(self, graph: Graph) -> Iterator[Saying]:
        """Yield what the ties say, those of one call or statement as one."""
        names = displays(self.nodes.values())
        events: dict[str, list[Edge]] = {}
        for edge in self.edges.values():
            if event := self._event(edge):
                events.setdefault(event, []).append(edge)
            elif self._is_own(edge):
                yield from self._tie(graph, edge, names)
        for event, edges in events.items():
            yield from self._spoken(graph, event, edges, names)

    def values(self, claims: Iterable[Json]) -> Iterator[Saying]:
        """Yield what is said of the entity itself on somebody's word, and ties denied to it."""
        names = displays(self.nodes.values())
        for claim in claims:
            says, part = claim["says"], BY_STATUS.get(claim["status"], "")
            if "type" in says:
                yield Saying("denial", self._denied(says, names), claim)
            elif "property" in says and (part or claim.get("attribution")):
                what = f"{says['property']}: {says.get('value', '')}"
                yield Saying(part or "account", what, claim)

    def _denied(self, says: Json, names: Mapping[str, str]) -> str:
        """Return a tie that is only denied; its other end may be seen in no tie."""
        ends = (names.get(says["start"], "somebody"), names.get(says["end"], "somebody"))
        return f"{ends[0]} {phrase(says['type'])} {ends[1]}"

    def _event(self, edge: Edge) -> str:
        """Return the call or statement that a tie is part of, '' where it is of none."""
        ends = (edge.start, edge.end)
        return next((e for e in ends if is_kind(self.nodes[e], "PublicCall", "Statement")), "")

    def _is_own(self, edge: Edge) -> bool:
        return self.start.id in (edge.start, edge.end)

    def _tie(self, graph: Graph, edge: Edge, names: Mapping[str, str]) -> Iterator[Saying]:
        what = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
        speakers = (self.nodes[edge.start],) if edge.type in SPEECH else ()
        for claim in graph.claims_about(edge.id):
            part = part_of(edge.type, claim["status"])
            if part or claim.get("attribution"):
                yield Saying(part or "account", what, claim, speakers, edge)

    def _spoken(
        self, graph: Graph, event: str, edges: Sequence[Edge], names: Mapping[str, str]
    ) -> Iterator[Saying]:
        """Yield a call or statement: who did it is its voice, its other roles say about what."""
        done = [edge for edge in edges if edge.type == "DONE_BY"]
        rest = [edge for edge in edges if edge.type != "DONE_BY"]
        edge = next(edge for edge in (*rest, *done) if self._is_own(edge))
        roles = ", ".join(f"{phrase(role.type)} {names[role.end]}" for role in rest)
        what = f"{names[event]}: {roles}" if rest else names[event]
        part = "call" if is_kind(self.nodes[event], "PublicCall") else "statement"
        speakers = tuple(self.nodes[one.end] for one in done)
        for claim in graph.claims_about(edge.id):
            own = "denial" if claim["status"] == "denied" else part
            yield Saying(own, what, claim, speakers, edge)
