"""A picture before it is drawn: nodes and edges, the claims behind them, and what must be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clew.graph.model import Edge, Node

Json = dict[str, Any]
NO_ACCUSATION = (
    "A path is no accusation: it shows what sources say of each step, and nothing about guilt."
)
#: Above so many nodes a picture shows communities (viz.md: measured).
MOST_NODES = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A path of the picture: ids of its nodes and edges in order; its weakest step's status.

    part        stated, or planned: a path with a step that is only planned
    """

    nodes: tuple[str, ...]
    edges: tuple[str, ...]
    status: str
    part: str = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What one file shows; everything in it may leave the case: ids are those of hand-ons.

    title       what is asked, in words; query: the text that found it
    focus       ids of the nodes that it is about, in the order asked
    evidence    the claims behind a node or an edge, by its id, strongest first; of more than
                MOST_NODES nodes none, since groups stand for them
    denials     claims that deny a tie of the picture, likewise
    lens        in words; last_entry: the day of the ledger's last entry, `YYYY-MM-DD`
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    evidence: Mapping[str, list[Json]]
    lens: str
    last_entry: str
    graph_version: str
    focus: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    denials: tuple[Json, ...] = ()
    not_known: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    query: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        """Return for a notebook what it shows, in words."""
        from html import escape

        counted = counts(len(self.nodes), len(self.edges))
        told = (self.title, counted, f"Lens: {self.lens}", NO_ACCUSATION)
        return f"<pre>{escape(chr(10).join(told))}</pre>"


def counts(nodes: int, ties: int) -> str:
    """Say how many there are: `5 nodes and 1 tie`."""
    many = ["" if count == 1 else "s" for count in (nodes, ties)]
    return f"{nodes:,} node{many[0]} and {ties:,} tie{many[1]}"
