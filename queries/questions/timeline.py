"""In which order things came: dated ties and events around an entity, and how exactly (Q30)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.graph.model import Edge, Node
from clew.graph.when import bounds
from clew.queries.answer import Answer, Json
from clew.queries.paths import caution, display, phrase
from clew.queries.question import START, Graph, Question, Values, answer_of
from clew.queries.telling import by_period, strongest

#: Ties of the entity itself, and of the events that it takes part in.
CYPHER = """\
MATCH (a:Entity {id: $start})-[r]-(b:Entity)
RETURN DISTINCT a AS x, r, b AS y
UNION
MATCH (a:Entity {id: $start})--(e:Event)-[r]-(b:Entity)
RETURN DISTINCT e AS x, r, b AS y"""
COLUMNS = (
    *("when", "what", "status", "precision", "overlaps", "certain", "disputed", "edge"),
    "claims",
)
SEQUENCE = "Sequence is not cause."


@dataclass(frozen=True, slots=True)
class Day:
    """A date with its bounds, and what carries it: an event, or a tie."""

    carrier: str
    when: str
    first: str
    last: str

    @property
    def bounds(self) -> tuple[str, str]:
        """From which day to which it may be."""
        return self.first or "0000", self.last or "9999"


def answer(graph: Graph, values: Values) -> Answer:
    """List what is dated around an entity, by its earliest possible day."""
    start = graph.entity(values["start"])
    dated: dict[str, list[tuple[Day, Json]]] = {}
    items: dict[str, Node | Edge] = {start.id: start}
    every: set[str] = set()
    for one, edge, other in graph.read(CYPHER, {"start": start.id}).rows:
        every.add(edge.id)
        if edge.id in dated:
            continue
        if told := list(_dated(graph, edge, one, other)):
            dated[edge.id] = told
            items.update({item.id: item for item in (one, edge, other)})
    found = sorted((pair for told in dated.values() for pair in told), key=_order)
    overlaps = _overlaps({day.carrier: day for day, _ in found})
    rows = [{**row, "overlaps": overlaps[day.carrier]} for day, row in found]
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What happened around {display(start)}, and when?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple(rows),
        items=items.values(),
        not_known=tuple(_unknowns(start, len(every - dated.keys()), overlaps)),
        notes=[SEQUENCE, *([caution(start)] if start.properties.get("unconfirmed") else [])],
    )


def _dated(graph: Graph, edge: Edge, one: Node, other: Node) -> Iterator[tuple[Day, Json]]:
    """Yield a row for each date of a tie: that of its event or strongest claim, then others."""
    claims = graph.claims_of(edge)
    day, whens = _day(edge, one, other), by_period(claims)
    plain = [*whens.pop(day.when, []), *whens.pop("", [])] if day else []
    whens.pop("", None)
    if day:
        yield day, _row(day, edge, strongest(plain), one, other)
    for when, several in whens.items():
        also = Day(f"{edge.id} {when}", when, *bounds(when))
        yield also, _row(also, edge, several, one, other)


def _day(edge: Edge, one: Node, other: Node) -> Day | None:
    """Return the date of the event at one of the tie's ends, else that of the tie itself."""
    own = edge.properties.get("when")
    events = [node for node in (one, other) if "Event" in node.labels]
    dated = (event for event in events if event.properties.get("when"))
    event = next((event for event in dated if own in (None, "", event.properties["when"])), None)
    carrier = event or (edge if own else None)
    if carrier is None:
        return None
    known = carrier.properties
    return Day(carrier.id, known["when"], known.get("valid_from", ""), known.get("valid_to", ""))


def _row(day: Day, edge: Edge, claims: Sequence[Json], one: Node, other: Node) -> Json:
    names = {one.id: display(one), other.id: display(other)}
    exact = day.first and day.first == day.last
    return {
        "when": day.when,
        "what": f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}",
        "status": claims[0]["status"] if claims else edge.properties["status"],
        "precision": "day" if exact else f"{day.first or '..'} to {day.last or '..'}",
        "overlaps": 0,
        "certain": edge.properties.get("certain", True),
        "disputed": edge.properties.get("disputed", False),
        "edge": edge.id,
        "claims": [claim["id"] for claim in claims],
    }


def _order(found: tuple[Day, Json]) -> tuple[str, str, str, str]:
    day, row = found
    return (*day.bounds, row["edge"], day.when)


def _overlaps(days: Mapping[str, Day]) -> dict[str, int]:
    """Return, by id of what carries a date, with how many others its order is not known.

    Two whose days overlap, or are one day, may have come in either order.
    """
    ends = {identity: day.bounds for identity, day in days.items()}
    starts, lasts = sorted(first for first, _ in ends.values()), sorted(e for _, e in ends.values())
    found = {}
    for identity, (first, last) in ends.items():
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
    help=(
        "Dated ties of an entity and of the events it takes part in, with their precision; where"
        " sources give several dates of one tie, a line for each."
    ),
    example='clew ask timeline "Mech Dara"',
    parameters=(START,),
    cypher=CYPHER,
    answer=answer,
)
