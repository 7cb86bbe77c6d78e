"""Which single ties hold the network together: without one, it falls in two (Q31)."""

from __future__ import annotations

from collections.abc import Iterable

from clew.graph.model import Edge
from clew.queries import algorithms
from clew.queries.algorithms import Bridge
from clew.queries.answer import Answer, Json
from clew.queries.entering import CYPHER, GROUP, TOP, entered, top_of
from clew.queries.measured import EVIDENCE, LAST, Standing, Telling, measured, rest, standings
from clew.queries.paths import phrase
from clew.queries.question import Graph, Question, Values
from clew.queries.telling import plural

COLUMNS = ("rank", "what", "edge", "start", "end", "name", "kind", "status", "sides", *LAST)
METHOD = (
    "bridges: ties whose loss leaves no path between their ends, over undirected ties; two ties"
    " between the same two are none, since either may go; ranked by the smaller of the two sides"
)


def answer(graph: Graph, values: Values) -> Answer:
    """List the ties whose loss parts the network, those that cut off most first."""
    top, found = top_of(values), entered(graph, values)
    whole = {bridge.tie: bridge for bridge in algorithms.bridges(found.whole)}
    firm = {bridge.tie: bridge for bridge in algorithms.bridges(found.firm)}
    kept = {tie for ties in found.firm.pairs.values() for tie in ties}
    names = {tie: found.ends[bridge.ends[0]].name for tie, bridge in whole.items()}
    ranked = standings(_smaller(whole.values()), _smaller(firm.values()), names)
    telling = Telling.of(graph, found, (), (one.id for one in ranked[:top]))
    rows = [_row(telling, one, whole[one.id], one.id in kept) for one in ranked[:top]]
    only = len(firm.keys() - whole.keys())
    said = f"{plural(only, 'more tie')} would part it without single-source ties alone."
    return measured(
        QUESTION,
        graph,
        values,
        telling,
        rows,
        columns=(*COLUMNS, *EVIDENCE),
        method=METHOD,
        beyond=[*rest(len(ranked) - top, "bridge", "bridges"), *([said] if only else [])],
        shown=1,
    )


def _smaller(found: Iterable[Bridge]) -> dict[str, float]:
    return {bridge.tie: bridge.smaller for bridge in found}


def _row(telling: Telling, one: Standing, bridge: Bridge, kept: bool) -> Json:
    edge = telling.items[one.id]
    assert isinstance(edge, Edge)
    start, end = telling.names[edge.start], telling.names[edge.end]
    sides = dict(zip(bridge.ends, bridge.sides, strict=True))
    name, own = f"{start} {phrase(edge.type)} {end}", (sides[edge.start], sides[edge.end])
    parts = f"parts {start}'s side ({own[0]}) from {end}'s ({own[1]})"
    what = f"{name}, {edge.properties['status']}: {parts}; {_beside(one, kept)}"
    return telling.row(
        one,
        what,
        [edge.id],
        1,
        edge=edge.id,
        start=edge.start,
        end=edge.end,
        name=name,
        kind=edge.type,
        status=edge.properties["status"],
        sides=list(own),
    )


def _beside(one: Standing, kept: bool) -> str:
    if not kept:
        return "it rests on a single source"
    return f"without single-source ties it cuts off {int(one.firm)}, rank {one.firm_rank}"


QUESTION = Question(
    name="bridges",
    title="Which single ties hold the network together, and what would their loss cut off?",
    help=(
        "A bridge is a tie without which the two sides that it joins have no path between them; the"
        " numbers are how many entities are on each side. Ties of the sorts that `ask ties` walks;"
        " countries, authorities, offices, laws, sanctions, classes and what has no name are left"
        " out. Where a bridge rests on a single source, so does all that it joins. Computed, and"
        " claimed by no source."
    ),
    example="clew ask bridges --top 5",
    parameters=(GROUP, TOP),
    cypher=CYPHER,
    answer=answer,
)
