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
    def before(self) -> Graph | None:
        """The same with the sources that the lens leaves out; None where it leaves out none."""
        ...

    @property
    def lens(self) -> Lens:
        """The lens."""
        ...

    @property
    def version(self) -> str:
        """What names this state of the graph."""
        ...

    @property
    def record(self) -> Mapping[str, Any]:
        """What was done in the case, and what stands no more (`graph.record.record_of`)."""
        ...

    def through(self, lens: Lens) -> Graph:
        """Return the same case through another lens."""
        ...

    def source(self, words: str) -> str:
        """Return the id of a source by id, title or path; raises UnknownId, UsageError."""
        ...

    def proposals(self) -> list[dict[str, str]] | None:
        """Return the pairs of entities that may be one (`left`, `right`, `grounds`).

        None where the case is too large for working them out in an answer.
        """
        ...

    def dated(self, since: str, until: str) -> Iterable[tuple[str, str]]:
        """Return the claims whose `when` may reach into these days, each with it."""
        ...

    def known(self, since: str, until: str, most: int) -> tuple[list[str], Mapping[str, int]]:
        """Return the first claims known from these days on, and how many of each sort (1 tie)."""
        ...

    def claim(self, identity: str) -> Json | None:
        """Return a claim, None where this lens shows none of that id."""
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

    def named(self, name: str) -> list[Node]:
        """Return the entities that bear a name to the letter, case and blanks aside, by id."""
        ...

    def item(self, identity: str) -> Node | Edge:
        """Return an entity or an edge by its very id; raises UnknownId."""
        ...

    def ties(self, claim: str) -> Iterable[Edge]:
        """Return the edges that a claim makes; () where this lens does not show it."""
        ...

    def entities(self, claim: str) -> Iterable[Node]:
        """Return the entities that a claim speaks of; () where this lens does not show it."""
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
    """A parameter of a question: `positional` ones come first on the command line.

    `entity`: it names an entity, or a kind of one; `several`: it can be given more than once.
    """

    name: str
    meaning: str
    entity: bool = False
    default: str | int | None = None
    required: bool = False
    positional: bool = False
    several: bool = False


#: What most questions are about.
START = Parameter(
    name="start", meaning="an entity: id or name", entity=True, required=True, positional=True
)

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
        blank = (n for n, p in known.items() if p.entity and isinstance(values[n], str))
        for name in (name for name in blank if not values[name].strip()):
            raise UsageError(
                f"`ask {self.name}` was given an empty `{name}`: name one, or leave it out"
            )
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
    """Return an Answer with what every one has: the evidence of each edge, lens and version.

    The evidence of what fell is the graph's `before` the sources went; `evidence` adds more.
    """
    shown, planned = tuple(paths), tuple(more.pop("planned", ()))
    fallen, items = tuple(more.pop("fallen", ())), tuple(more.pop("items", ()))
    edges = {edge.id: edge for path in (*shown, *planned) for edge in path.edges}
    edges.update({item.id: item for item in items if isinstance(item, Edge)})
    evidence = {identity: graph.claims_of(edge) for identity, edge in edges.items()}
    if graph.before:
        past = {edge.id: edge for path in fallen for edge in path.edges}
        evidence = {**{i: graph.before.claims_of(e) for i, e in past.items()}, **evidence}
    return Answer(
        question=question.name,
        title=title,
        parameters={k: v for k, v in parameters.items() if v not in (None, "")},
        lens=graph.lens.to_json(),
        graph_version=graph.version,
        paths=shown,
        planned=planned,
        fallen=fallen,
        items=items,
        evidence={**evidence, **more.pop("evidence", {})},
        notes=(*more.pop("notes", ()), *left_out(graph)),
        **more,
    )


#: Why a lens leaves claims out, after "1 claim" and after "2 claims".
REASONS = {
    "no known day": (
        "was left out, since its source gives no date",
        "were left out, since their sources give no date",
    ),
    "known later": (
        "that became known later was left out",
        "that became known later were left out",
    ),
    "not on that day": (
        "that cannot hold on that day was left out",
        "that cannot hold on that day were left out",
    ),
    "undated, kept": (
        "without a date was kept: whether it holds on that day is not known",
        "without a date were kept: whether they hold on that day is not known",
    ),
    "without source": (
        "of the sources left out does not count",
        "of the sources left out do not count",
    ),
    "other annotators": ("by other annotators does not count", "by other annotators do not count"),
    "not by a curator": ("not by a curator does not count", "not by a curator do not count"),
    "an end is not seen": (
        "was left out, since an end of its tie is",
        "were left out, since an end of their ties is",
    ),
    "other status": ("of another status was left out", "of other statuses were left out"),
}


def left_out(graph: Graph) -> list[str]:
    """Return, in sentences, how many claims of the whole case the lens leaves out, and why."""
    found = []
    for reason, count in graph.left_out().items():
        claims = f"{count} {'claim' if count == 1 else 'claims'}"
        found.append(f"Of the whole case, {claims} {REASONS[reason][count > 1]}.")
    return found


def steps_of(values: Values, most: int = 6) -> int:
    """Return the number of steps asked for; raises UsageError where it is none from 1 to `most`."""
    try:
        steps = int(values["steps"])
    except (TypeError, ValueError):
        steps = 0
    if not 1 <= steps <= most:
        raise UsageError(f"--steps takes a whole number from 1 to {most}")
    return steps
