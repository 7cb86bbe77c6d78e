"""Who is tied to the most others, as far as sources say (Q31)."""

from __future__ import annotations

from clew.queries import algorithms
from clew.queries.answer import Answer
from clew.queries.entering import CYPHER, GROUP, TOP
from clew.queries.measured import by_entity
from clew.queries.question import Graph, Question, Values
from clew.queries.telling import plural


def answer(graph: Graph, values: Values) -> Answer:
    """Rank entities by how many others they are tied to."""
    return by_entity(QUESTION, graph, values, algorithms.degree, _words)


def _words(value: float) -> str:
    return f"tied to {plural(int(value), 'other')}"


QUESTION = Question(
    name="degree",
    title="Who is tied to the most others, with all ties and without those of a single source?",
    help=(
        "Counts to how many others each entity is tied, by the ties that `ask ties` walks;"
        " countries, authorities, offices, laws, sanctions, classes and what has no name are left"
        " out. Computed, and claimed by no source: a high rank tells of the sources' attention and"
        " nothing of guilt."
    ),
    example="clew ask degree --top 5",
    parameters=(GROUP, TOP),
    cypher=CYPHER,
    answer=answer,
)
