"""Who stands between others: on many of the shortest paths among them (Q31)."""

from __future__ import annotations

from clew.queries import algorithms
from clew.queries.answer import Answer
from clew.queries.entering import CYPHER, GROUP, TOP
from clew.queries.measured import by_entity
from clew.queries.question import Graph, Question, Values


def answer(graph: Graph, values: Values) -> Answer:
    """Rank entities by the share of shortest paths between two others that they lie on."""
    return by_entity(QUESTION, graph, values, algorithms.betweenness, _words)


def _words(value: float) -> str:
    return f"betweenness {value:.4g}"


QUESTION = Question(
    name="betweenness",
    title="Who stands between others, with all ties and without those of a single source?",
    help=(
        "Betweenness is the share of the shortest paths between two others that pass through one,"
        " from 0 to 1: over undirected, unweighted ties of the sorts that `ask ties` walks, several"
        " between two counted as one. It is exact in parts of up to 1,000 entities; larger ones are"
        " estimated from a drawn sample, which the answer says. Countries, authorities, offices,"
        " laws, sanctions, classes and what has no name are left out. Computed, and claimed by no"
        " source: a high rank tells of the sources' attention and nothing of guilt."
    ),
    example="clew ask betweenness --top 5",
    parameters=(GROUP, TOP),
    cypher=CYPHER,
    answer=answer,
)
