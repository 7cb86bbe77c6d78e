"""An answer: paths or rows, the evidence behind each edge, the lens, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from clew.graph.model import WEAKNESS, Edge, Node, Path
from clew.graph.view.picture import NO_ACCUSATION as NO_ACCUSATION

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    import networkx as nx

    from clew.graph.opened import Opened
    from clew.graph.view.picture import Picture
    from clew.graph.view.pyvis_network import Network

NO_ANSWER = "No answer in this graph."
UNCONFIRMED = "same name, not confirmed"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question found.

    paths       strongest first; each edge's claims are in `evidence`, by edge id
    rows        for questions that answer with a table; `columns` names its columns
    planned     paths with a step that is only planned
    fallen      paths that stand only with the sources that the lens leaves out
    denials     claims that deny a tie of the answer
    closed      speakers of its claims that have closed since, each with that claim's status
    items       the nodes and edges that rows speak of
    not_known   what the graph does not know, in sentences
    notes       what else must be said with the answer
    reopen      opens the case through the lens once more, for a picture
    """

    question: str
    title: str
    parameters: Json
    lens: Json
    graph_version: str
    query: str = ""
    paths: tuple[Path, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Json, ...] = ()
    planned: tuple[Path, ...] = ()
    fallen: tuple[Path, ...] = ()
    denials: tuple[Json, ...] = ()
    closed: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Node | Edge, ...] = ()
    evidence: Mapping[str, list[Json]] = field(default_factory=dict)
    not_known: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reopen: Callable[[], AbstractContextManager[Opened]] | None = field(
        default=None, repr=False, compare=False
    )

    @property
    def is_empty(self) -> bool:
        """Whether the graph holds no answer; never the same as "no tie exists"."""
        return not (self.paths or self.rows or self.planned)

    def to_json(self) -> Json:
        """Return the shape of `ask --format json` (product.md)."""
        shape: Json = {
            "question": self.question,
            "parameters": self.parameters,
            "lens": self.lens,
            "graph_version": self.graph_version,
            "query": self.query,
        }
        if self.columns:
            shape["rows"] = list(self.rows)
        else:
            shape["paths"] = [path_json(path) for path in self.paths]
        shape["planned"] = [path_json(path) for path in self.planned]
        if self.fallen:
            shape["fallen"] = [path_json(path) for path in self.fallen]
        if self.closed:
            shape["closed"] = dict(self.closed)
        rest = {"denials": self.denials, "not_known": self.not_known, "notes": self.notes}
        lists = {name: list(values) for name, values in rest.items()}
        return {**shape, **lists, "evidence": dict(self.evidence)}

    def to_text(self) -> str:
        """Return the answer as it is read on a terminal: plain text, one fact a line."""
        from clew.queries.render import as_text

        told: Any = self  # pyright reads this module twice: once by its link
        return as_text(told)

    def to_markdown(self) -> str:
        """Return the answer as Markdown."""
        from clew.queries.render import as_markdown

        told: Any = self
        return as_markdown(told)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the answer's nodes and edges, with the claims of its evidence on them.

        See `queries.networks.multigraph` for what they carry; `graph` holds the question besides.
        """
        from clew.queries.networks import multigraph

        nodes, edges = self._items()
        about = {"question": self.question, "lens": self.lens, "graph_version": self.graph_version}
        return multigraph(nodes, edges, self.evidence, about)

    def to_pyvis(self) -> Network:
        """Return the answer as a pyvis network that shows itself in a notebook; it has `save`.

        Raises UsageError without pyvis, above 1,000 nodes, and where the case has changed since.
        """
        from clew.queries.glance import network_of
        from clew.queries.pictures import of_answer

        asked: Any = self
        return network_of(of_answer(asked))

    def picture(self) -> Picture:
        """Return what the answer shows, as it may leave the case: with salted ids.

        Raises UsageError where the case has changed since it was asked.
        """
        from clew.queries.pictures import of_answer

        asked: Any = self
        return of_answer(asked).picture

    def view(self, path: str | os.PathLike[str]) -> File:
        """Write the answer's picture as one HTML file, for its owner alone; returns its path.

        Raises UsageError where the case has changed since it was asked.
        """
        from clew.queries.pictures import of_answer

        asked: Any = self
        return of_answer(asked).save(File(path))

    def _items(self) -> tuple[list[Node], list[Edge]]:
        paths = (*self.paths, *self.planned)
        nodes = {node.id: node for path in paths for node in path.nodes}
        edges = {edge.id: edge for path in paths for edge in path.edges}
        for item in self.items:
            if isinstance(item, Node):
                nodes.setdefault(item.id, item)
            else:
                edges.setdefault(item.id, item)
        whole = [edge for edge in edges.values() if edge.start in nodes and edge.end in nodes]
        return list(nodes.values()), whole

    def __str__(self) -> str:
        """Return the answer as text."""
        return self.to_text()

    def _repr_html_(self) -> str:
        from clew.queries.glance import answer_html

        shown: Any = self
        return answer_html(shown)

    def _repr_markdown_(self) -> str:
        from clew.queries.glance import answer_markdown

        shown: Any = self
        return answer_markdown(shown)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Say for a notebook what this is: what it keeps beside its picture may be handed on."""
        printer.text(f"Answer to {self.title!r}: print() shows it")


def weakest(path: Path) -> str:
    """Return the status of a path: its weakest step's; a path without steps states nothing."""
    statuses = [str(edge.properties["status"]) for edge in path.edges]
    return max(statuses, key=WEAKNESS.__getitem__) if statuses else "not_stated"


def path_json(path: Path) -> Json:
    """Return a path with its status."""
    return {**path.to_json(), "status": weakest(path)}


def unconfirmed(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes whose records are one only because their names are the same (rule 21)."""
    return [node for node in nodes if node.properties.get("unconfirmed")]
