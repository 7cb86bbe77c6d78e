"""Which two ties of one kind, at one entity, hold at the same time (Q2, Q29)."""

from __future__ import annotations

from collections.abc import Iterable

from clew.graph.model import Edge
from clew.queries.answer import Answer, Json, unconfirmed
from clew.queries.entering import TOP, listing, top_of
from clew.queries.entering import groups_of as groups_asked
from clew.queries.measured import denials_of
from clew.queries.meeting import CYPHER, LASTING, MANY, NOT_STATED, Met, Pair, met
from clew.queries.paths import caution, display, displays, phrase
from clew.queries.question import Graph, Parameter, Question, Values, answer_of
from clew.queries.table import MAYBE_ENTITY, ends_of
from clew.queries.telling import plural

COLUMNS = (
    *("what", "tie", "entity", "name", "one", "other", "certainty", "from", "to"),
    *("whens", "other_whens", "statuses", "status"),
    *("ties", "more_ties", "more_pairs", "computed", "claims"),
)
COMPUTED = (
    "Computed by Clew, claimed by no source: two ties of one kind at one entity, of which claims"
    " give dates. “Certain”: on some day both hold; “possible”: the dates allow it and do not say"
    " so. Where claims give a tie several dates, those that let the two overlap best are taken, and"
    " the others stand behind “else”. The status is the weaker one of the two claims."
)
MEANING = "To hold a thing at the same time is not to have met, nor to have acted together."


def answer(graph: Graph, values: Values) -> Answer:
    """List pairs of ties of one kind that hold at the same time, the certain and firmest first."""
    top = top_of(values)
    groups = groups_asked(values) if values["group"] else LASTING
    node = graph.entity(str(values["entity"])) if values["entity"] else None
    found = met(graph, groups, node.id if node else "")
    shown = found.pairs[:top]
    edges = {i: e for one in shown for i in one.ties if isinstance(e := graph.item(i), Edge)}
    nodes = ends_of(graph, edges.values())
    names = displays(nodes.values())
    rows = [_row(graph, one, edges, names) for one in shown]
    more = len(found.pairs) - len(shown)
    many = plural(found.busy, "entity has", "entities have")
    return answer_of(
        QUESTION,
        graph,
        {**values, "group": list(groups)},
        title=f"Which ties of {display(node)} hold at the same time?" if node else QUESTION.title,
        query=found.query,
        columns=COLUMNS,
        rows=tuple(rows),
        items=[*([node] if node else []), *nodes.values(), *edges.values()],
        denials=tuple(denials_of(graph, edges.values())),
        not_known=tuple(_unknown(found)),
        notes=[
            COMPUTED,
            f"Entered: {plural(found.dated, 'dated tie')} of {listing(groups)}.",
            *([f"{plural(more, 'more overlap')} not shown: see --top."] if more else []),
            *([f"{many} more than {MANY} dated ties of a kind: not paired."] if found.busy else []),
            *map(caution, unconfirmed(nodes.values())),
            MEANING,
        ],
    )


def _unknown(found: Met) -> Iterable[str]:
    if found.undated:
        are = "tie has no date: it" if found.undated == 1 else "ties have no date: they"
        yield f"{found.undated} {are} may overlap with any other."


def _row(graph: Graph, one: Pair, edges: dict[str, Edge], names: dict[str, str]) -> Json:
    tie = edges[one.ties[0]].type
    others = [
        _other_dates(graph, edges[i], when) for i, when in zip(one.ties, one.whens, strict=True)
    ]
    said = [
        f"{names[edges[i].start]} {phrase(tie)} {names[edges[i].end]}"
        f" ({when}, {status.replace('_', ' ')}{''.join(f'; else {other}' for other in more)})"
        for i, when, status, more in zip(one.ties, one.whens, one.statuses, others, strict=True)
    ]
    lasting = "at the same time" if one.certain else "possibly at the same time"
    more = f"; also {plural(one.more, 'more pair')} of their ties" if one.more else ""
    span = f"between {one.first or 'an unknown day'} and {one.last or 'an open end'}"
    return {
        "what": f"{said[0]}; {said[1]}: {lasting}, {span}{more}",
        "tie": tie,
        "entity": one.entity,
        "name": names[one.entity],
        "one": {"entity": one.others[0], "name": names[one.others[0]]},
        "other": {"entity": one.others[1], "name": names[one.others[1]]},
        "certainty": "certain" if one.certain else "possible",
        "from": one.first,
        "to": one.last,
        "whens": list(one.whens),
        "other_whens": others,
        "statuses": list(one.statuses),
        "status": one.weakest,
        "ties": list(one.ties),
        "more_ties": 0,
        "more_pairs": one.more,
        "computed": True,
        "claims": list(one.claims),
    }


def _other_dates(graph: Graph, edge: Edge, when: str) -> list[str]:
    """Return the other dates that claims give a tie, the strongest claim's first."""
    claims = (c for c in graph.claims_of(edge) if c["status"] not in NOT_STATED)
    return [
        other
        for other in dict.fromkeys(str(c.get("when", "")) for c in claims)
        if other not in ("", when)
    ]


QUESTION = Question(
    name="overlaps",
    title="Which two ties of one kind at one entity hold at the same time?",
    help=(
        "Two directors of a company at the same time, two companies of a director, two operators of"
        " a compound: two whose dated ties of one type meet at one entity in the same role, a row"
        " for each two, however many ties they have. Each is certain or possible, by the dates that"
        " claims give; undated ties are counted, and tell nothing. Countries, authorities, offices,"
        " laws, sanctions, classes and what has no name join nobody; what is planned or denied does"
        " not count. Computed, and claimed by no source."
    ),
    example='clew ask overlaps "Mech Dara"',
    parameters=(
        MAYBE_ENTITY,
        Parameter(
            name="group",
            meaning="only ties of this group: see `ask degree`; without one, control, site, office",
            several=True,
        ),
        TOP,
    ),
    cypher=CYPHER,
    answer=answer,
)
