"""In which order things came: dated ties and events around an entity, and how exactly (Q30)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from clew.graph.model import Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.paths import caution, display, phrase
from clew.queries.question import START, Graph, Question, Values, answer_of

#: Ties of the entity itself, and of the events that it takes part in.
CYPHER = """\
MATCH (a:Entity {id: $start})-[r]-(b:Entity)
RETURN DISTINCT a AS x, r, b AS y
UNION
MATCH (a:Entity {id: $start})--(e:Event)-[r]-(b:Entity)
RETURN DISTINCT e AS x, r, b AS y"""
COLUMNS = ("when", "what", "status", "precision", "overlaps", "certain", "disputed", "edge")
SEQUENCE = "Sequence is not cause."


def answer(graph: Graph, values: Values) -> Answer:
    """List what is dated around an entity, by its earliest possible day."""
    start = graph.entity(values["start"])
    dated: dict[str, tuple[Edge | Node, Edge, Json]] = {}
    items: dict[str, Node | Edge] = {start.id: start}
    undated = set()
    for one, edge, other in graph.read(CYPHER, {"start": start.id}).rows:
        day = _day(edge, one, other)
        if day is None:
            undated.add(edge.id)
        elif edge.id not in dated:
            dated[edge.id] = (day, edge, _row(day, edge, one, other))
            items.update({item.id: item for item in (one, edge, other)})
    found = sorted(dated.values(), key=_order)
    overlaps = _overlaps([day for day, _, _ in found])
    rows = [{**row, "overlaps": overlaps[day.id]} for day, _, row in found]
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What happened around {display(start)}, and when?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple(rows),
        items=items.values(),
        not_known=tuple(_unknowns(start, len(undated), overlaps)),
        notes=[SEQUENCE, *([caution(start)] if start.properties.get("unconfirmed") else [])],
    )


def _day(edge: Edge, one: Node, other: Node) -> Edge | Node | None:
    """Return what carries the date: the event at one of the tie's ends, else the tie itself."""
    own = edge.properties.get("when")
    events = [node for node in (one, other) if "Event" in node.labels]
    dated = (event for event in events if event.properties.get("when"))
    event = next((event for event in dated if own in (None, "", event.properties["when"])), None)
    return event or (edge if own else None)


def _row(day: Edge | Node, edge: Edge, one: Node, other: Node) -> Json:
    names = {one.id: display(one), other.id: display(other)}
    first, last = _bounds(day)
    return {
        "when": day.properties["when"],
        "what": f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}",
        "status": edge.properties["status"],
        "precision": "day" if first and first == last else f"{first or '..'} to {last or '..'}",
        "overlaps": 0,
        "certain": edge.properties.get("certain", True),
        "disputed": edge.properties.get("disputed", False),
        "edge": edge.id,
    }


def _bounds(day: Edge | Node) -> tuple[str, str]:
    return day.properties.get("valid_from", ""), day.properties.get("valid_to", "")


def _order(found: tuple[Edge | Node, Edge, Json]) -> tuple[str, str, str]:
    first, last = _bounds(found[0])
    return (first or "0000", last or "9999", found[1].id)


def _overlaps(days: Iterable[Edge | Node]) -> dict[str, int]:
    """Return, by id of what carries a date, with how many others its order is not known.

    Two whose days overlap, or are one day, may have come in either order.
    """
    spans = {day.id: _bounds(day) for day in days}
    ends = [(first or "0000", last or "9999") for first, last in spans.values()]
    starts, lasts = sorted(first for first, _ in ends), sorted(last for _, last in ends)
    found = {}
    for identity, (first, last) in zip(spans, ends, strict=True):
        before, begun = bisect_left(lasts, first), bisect_right(starts, last)
        found[identity] = begun - before - 1
    return found


def _unknowns(start: Node, undated: int, overlaps: dict[str, int]) -> list[str]:
    found = []
    if undated:
        ties = "tie" if undated == 1 else "ties"
        have = "has" if undated == 1 else "have"
        found.append(f"{undated} {ties} around {display(start)} {have} no date.")
    unsure = sum(1 for count in overlaps.values() if count)
    if unsure:
        found.append(f"Of {unsure} dates that overlap the order is not known.")
    return found


QUESTION = Question(
    name="timeline",
    title="What happened around an entity, and in which order?",
    help="Dated ties of an entity and of the events it takes part in, with their precision.",
    example='clew ask timeline "Mech Dara"',
    parameters=(START,),
    cypher=CYPHER,
    answer=answer,
)
