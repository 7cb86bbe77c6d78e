"""Questions: what one is, what it may ask the graph, and the library's registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from clew.graph.errors import UsageError
from clew.graph.lens import Lens
from clew.graph.model import Edge, Node, Path
from clew.graph.stores.base import Rows
from clew.queries.answer import Answer, Json


class Graph(Protocol):
    """What a question may ask: one projection, through one lens."""

    @property
    def lens(self) -> Lens:
        """The lens."""
        ...

    @property
    def version(self) -> str:
        """What names this state of the graph."""
        ...

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Answer a fixed text of ours."""
        ...

    def node(self, identity: str) -> Node:
        """Return a node by id; raises UnknownId."""
        ...

    def entity(self, words: str) -> Node:
        """Return an entity by id or name; raises UnknownId or AmbiguousName."""
        ...

    def claims_of(self, item: Node | Edge) -> list[Json]:
        """Return the claims behind an item, strongest first; raises LedgerError if one is gone."""
        ...

    def claims_about(self, identity: str) -> list[Json]:
        """Return every claim that speaks of an id, denials too, strongest first."""
        ...

    def left_out(self) -> Mapping[str, int]:
        """Return how many claims the lens left out, by reason."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a question: `positional` ones come first on the command line."""

    name: str
    meaning: str
    default: str | int | None = None
    required: bool = False
    positional: bool = False


Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the library: its text in Cypher, and what makes its rows an answer."""

    name: str
    title: str
    help: str
    example: str
    parameters: tuple[Parameter, ...]
    cypher: str
    answer: Callable[[Graph, Values], Answer] = field(compare=False)

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return every parameter's value; raises UsageError for a missing or unknown one."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(
                    f"`ask {self.name}` takes no `{name}`: see `clew ask {self.name} --help`"
                )
        values = {name: given.get(name, p.default) for name, p in known.items()}
        for name, parameter in known.items():
            if parameter.required and not values[name]:
                raise UsageError(f"`ask {self.name}` needs `{name}`: {parameter.meaning}")
        return values


def answer_of(
    question: Question,
    graph: Graph,
    parameters: Values,
    *,
    title: str,
    paths: Iterable[Path] = (),
    **more: Any,
) -> Answer:
    """Return an Answer with what every one has: the evidence of each edge, lens and version."""
    shown = tuple(paths)
    planned = tuple(more.pop("planned", ()))
    edges = {edge.id: edge for path in (*shown, *planned) for edge in path.edges}
    edges.update({edge.id: edge for edge in more.pop("edges", ())})
    evidence = {identity: graph.claims_of(edge) for identity, edge in edges.items()}
    notes = [*more.pop("notes", ()), *left_out(graph)]
    return Answer(
        question=question.name,
        title=title,
        parameters={k: v for k, v in parameters.items() if v not in (None, "")},
        lens=graph.lens.to_json(),
        graph_version=graph.version,
        paths=shown,
        planned=planned,
        evidence=evidence,
        notes=tuple(notes),
        **more,
    )


REASONS = {
    "no known day": "whose sources give no date were left out",
    "known later": "that became known later were left out",
    "not on that day": "that cannot hold on that day were left out",
    "undated, kept": "without a date were kept: whether they hold on that day is not known",
    "without source": "of the sources left out do not count",
    "other annotators": "by other annotators do not count",
}


def left_out(graph: Graph) -> list[str]:
    """Return, in sentences, what the lens left out."""
    counts = graph.left_out().items()
    return [f"{n} {'claim' if n == 1 else 'claims'} {REASONS[reason]}." for reason, n in counts]


def steps_of(values: Values, most: int = 6) -> int:
    """Return the number of steps asked for; raises UsageError where it is none from 1 to `most`."""
    try:
        steps = int(values["steps"])
    except (TypeError, ValueError):
        steps = 0
    if not 1 <= steps <= most:
        raise UsageError(f"--steps takes a whole number from 1 to {most}")
    return steps
