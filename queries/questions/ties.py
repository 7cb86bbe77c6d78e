"""Which ties lead from an entity to a kind of thing or to another, and who says so (Q1, Q5)."""

from __future__ import annotations

from clew.queries import paths
from clew.queries.answer import Answer
from clew.queries.question import Graph, Parameter, Question, Values, answer_of, steps_of


def answer(graph: Graph, values: Values) -> Answer:
    """Find the ties of control, site, money, family and office, and the bare link."""
    return between(QUESTION, graph, values, paths.TIE_GROUPS)


def between(question: Question, graph: Graph, values: Values, groups: tuple[str, ...]) -> Answer:
    """Find the paths from `start` to `to` over ties of these groups, and what they rest on."""
    start, target = graph.entity(values["start"]), paths.target_of(graph, values["to"])
    steps = steps_of(values)
    found = paths.search(graph, start, target, groups, steps)
    stated, planned = paths.split(found)
    shown = stated[: paths.MOST]
    claims = [
        c for path in (*shown, *planned) for edge in path.edges for c in graph.claims_of(edge)
    ]
    notes = [*paths.closed_outlets(graph, claims), *paths.cautions((*shown, *planned))]
    if len(stated) > len(shown):
        rest = len(stated) - len(shown)
        notes.append(
            f"{rest} more paths, all weaker or longer, are not shown: narrow the question."
        )
    return answer_of(
        question,
        graph,
        {**values, "steps": steps},
        title=f"What ties {paths.display(start)} to {target.words}?",
        query=paths.text(target, groups, steps),
        paths=shown,
        planned=planned,
        denials=tuple(paths.denials_between(graph, (*shown, *planned))),
        not_known=tuple(paths.unknowns((*shown, *planned))),
        notes=notes,
    )


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
        Parameter(name="start", meaning="an entity: id or name", required=True, positional=True),
        Parameter(name="to", meaning="a kind (Compound) or an entity", default="Compound"),
        Parameter(name="steps", meaning="at most so many steps, from 1 to 6", default=4),
    ),
    cypher=paths.CYPHER,
    answer=answer,
)
