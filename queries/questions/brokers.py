"""Who stands between communities: whom they reach by one and by nobody else (Q31)."""

from __future__ import annotations

from clew.queries import algorithms
from clew.queries.algorithms import Network, Scores
from clew.queries.answer import Answer
from clew.queries.entering import CYPHER, GROUP, TOP
from clew.queries.measured import by_entity
from clew.queries.question import Graph, Question, Values
from clew.queries.questions.communities import RESOLUTION, resolution_of
from clew.queries.telling import plural


def answer(graph: Graph, values: Values) -> Answer:
    """Rank entities by how many pairs of neighbours of different communities they join."""
    resolution = resolution_of(values)

    def measure(network: Network) -> Scores:
        return algorithms.brokers(network, resolution=resolution)

    return by_entity(QUESTION, graph, {**values, "resolution": resolution}, measure, _words)


def _words(value: float) -> str:
    return f"joins {plural(int(value), 'pair')} across communities"


QUESTION = Question(
    name="brokers",
    title="Who stands between communities, with all ties and without those of a single source?",
    help=(
        "Counts, for each entity, the pairs of those that it is tied to which are in different"
        " communities (as `ask communities` finds them, with the same seed) and not tied to each"
        " other. Ties of the sorts that `ask ties` walks; countries, authorities, offices, laws,"
        " sanctions, classes and what has no name are left out. Computed, and claimed by no source:"
        " to stand between two is no sign of having acted for either."
    ),
    example="clew ask brokers --top 5",
    parameters=(GROUP, TOP, RESOLUTION),
    cypher=CYPHER,
    answer=answer,
)
