"""Which ties lead from an entity to a kind of thing or to another, and who says so (Q1, Q5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clew.graph.model import Path
from clew.queries import paths
from clew.queries.answer import Answer, Json
from clew.queries.question import (
    START,
    Graph,
    Parameter,
    Question,
    Values,
    answer_of,
    steps_of,
)
from clew.queries.search import path_of


def answer(graph: Graph, values: Values) -> Answer:
    """Find the ties of control, site, money, family and office, and the bare link."""
    return between(QUESTION, graph, values, paths.TIE_GROUPS)


def between(question: Question, graph: Graph, values: Values, groups: tuple[str, ...]) -> Answer:
    """Find the paths from `start` to `to` over ties of these groups, and what they rest on."""
    start, target = graph.entity(values["start"]), paths.target_of(graph, values["to"])
    steps = steps_of(values)
    stated, planned, whole = paths.split(paths.search(graph, start, target, groups, steps))
    shown, aside = ([path_of(graph, trail) for trail in some.first] for some in (stated, planned))
    fell, more = _fallen(graph, values, groups)
    every = (*shown, *aside)
    closed = paths.closed_outlets(graph, _claims(graph, every))
    return answer_of(
        question,
        graph,
        {**values, "steps": steps},
        title=f"What ties {paths.display(start)} to {target.words}?",
        query=paths.text(target, groups, steps),
        paths=shown,
        planned=aside,
        fallen=fell,
        denials=tuple(paths.denials_between(graph, every)),
        closed=closed,
        not_known=tuple(paths.unknowns(graph, every)),
        notes=[
            *paths.has_closed(closed),
            *paths.cautions(every),
            *stated.more(whole),
            *planned.more(whole),
            *more,
        ],
    )


def _claims(graph: Graph, every: Iterable[Path]) -> Iterator[Json]:
    for path in every:
        for edge in path.edges:
            yield from graph.claims_of(edge)


def _fallen(graph: Graph, values: Values, groups: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """Return the paths that are there only with the sources left out, and how many more are."""
    before = graph.before
    if before is None:
        return [], []
    start, target = before.entity(values["start"]), paths.target_of(before, values["to"])
    was = paths.search(before, start, target, groups, steps_of(values))
    fell, whole = paths.fallen(graph, before, was)
    return [path_of(before, trail) for trail in fell.first], fell.more(whole)


QUESTION = Question(
    name="ties",
    title="What ties an entity to a kind of thing, or to another entity, and who says so?",
    help=(
        "Paths over ties of control, site, money, family and office, and the bare LINKED_TO; they"
        " do not go through countries, authorities, positions, sanctions, and what is generic or"
        " unnamed."
    ),
    example='clew ask ties "Ly Yong Phat" --to Compound',
    parameters=(
        START,
        Parameter(
            name="to", meaning="a kind (Compound) or an entity", entity=True, default="Compound"
        ),
        Parameter(name="steps", meaning="at most so many steps, from 1 to 6", default=4),
    ),
    cypher=paths.CYPHER,
    answer=answer,
)
