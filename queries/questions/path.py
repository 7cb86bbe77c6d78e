"""By which ties of any kind are two entities connected, and what falls without a source (Q5)."""

from __future__ import annotations

from dataclasses import replace

from clew.graph.schema import schema
from clew.queries import paths
from clew.queries.answer import Answer
from clew.queries.question import START, Graph, Parameter, Question, Values
from clew.queries.questions.ties import between


def answer(graph: Graph, values: Values) -> Answer:
    """Find paths over every tie, and name the groups of ties that they use."""
    found = between(QUESTION, graph, values, ())
    ties = schema().ties
    used = {
        ties[edge.type].group if edge.type in ties else "not in the vocabulary"
        for path in (*found.paths, *found.planned)
        for edge in path.edges
    }
    if not used:
        return found
    return replace(found, notes=(f"Groups of ties used: {', '.join(sorted(used))}.", *found.notes))


QUESTION = Question(
    name="path",
    title="By which ties of any kind are two entities connected?",
    help=(
        "Like `ties`, but over every tie: speech, measures, events and places, too. It names the"
        " groups that it used, since a path over an event or a place may mean little."
    ),
    example='clew ask path "Mech Dara" --to "Ly Yong Phat"',
    parameters=(
        START,
        Parameter(name="to", meaning="an entity, or a kind (Compound)", entity=True, required=True),
        Parameter(name="steps", meaning="at most so many steps, from 1 to 6", default=4),
    ),
    cypher=paths.CYPHER,
    answer=answer,
)
