"""In which order things came: dated ties and events around an entity, and how exactly (Q30)."""

from __future__ import annotations

from clew.graph.model import Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.paths import display, phrase
from clew.queries.question import Graph, Parameter, Question, Values, answer_of

#: Ties of the entity itself, and of the events that it takes part in.
CYPHER = """\
MATCH (a:Entity {id: $start})-[r]-(b:Entity)
RETURN DISTINCT a AS x, r, b AS y
UNION
MATCH (a:Entity {id: $start})--(e:Event)-[r]-(b:Entity)
RETURN DISTINCT e AS x, r, b AS y"""
COLUMNS = ("when", "what", "status", "precision", "edge")
SEQUENCE = "Sequence is not cause; the order of overlapping dates is not known."


def answer(graph: Graph, values: Values) -> Answer:
    """List what is dated around an entity, by its earliest possible day."""
    start = graph.entity(values["start"])
    triples = graph.read(CYPHER, {"start": start.id}).rows
    found: dict[str, tuple[Edge, Json]] = {}
    undated = set()
    for one, edge, other in triples:
        day = _day(edge, one, other)
        if day is None:
            undated.add(edge.id)
        else:
            found.setdefault(edge.id, (edge, _row(day, edge, one, other)))
    ordered = sorted(found.values(), key=lambda pair: _order(pair[1]))
    unknown = [f"{len(undated)} ties around {display(start)} have no date."] if undated else []
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What happened around {display(start)}, and when?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple({k: v for k, v in row.items() if k in COLUMNS} for _, row in ordered),
        edges=[edge for edge, _ in ordered],
        not_known=tuple([*unknown, *_overlaps([row for _, row in ordered])]),
        notes=[SEQUENCE],
    )


def _day(edge: Edge, one: Node, other: Node) -> Edge | Node | None:
    """Return what carries the date: the tie itself, else the event at one of its ends."""
    events = [node for node in (one, other) if "Event" in node.labels]
    dated: list[Edge | Node] = [edge, *events]
    return next((item for item in dated if item.properties.get("when")), None)


def _row(day: Edge | Node, edge: Edge, one: Node, other: Node) -> Json:
    names = {one.id: display(one), other.id: display(other)}
    first, last = day.properties.get("valid_from", ""), day.properties.get("valid_to", "")
    return {
        "when": day.properties["when"],
        "what": f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}",
        "status": edge.properties["status"],
        "precision": "day" if first and first == last else f"{first or '..'} to {last or '..'}",
        "edge": edge.id,
        "first": first,
        "last": last,
    }


def _order(row: Json) -> tuple[str, str, str]:
    return (row["first"] or "0000", row["last"] or "9999", row["edge"])


def _overlaps(rows: list[Json]) -> list[str]:
    """Say how many neighbours overlap, so that their order is not known."""
    pairs = zip(rows, rows[1:], strict=False)
    open_ended = [(a, b) for a, b in pairs if a["first"] != a["last"] or b["first"] != b["last"]]
    unknown = sum(1 for a, b in open_ended if (a["last"] or "9999") >= (b["first"] or "0000"))
    return [f"Of {unknown} neighbouring entries the order is not known."] if unknown else []


QUESTION = Question(
    name="timeline",
    title="What happened around an entity, and in which order?",
    help="Dated ties of an entity and of the events it takes part in, with their precision.",
    example='clew ask timeline "Mech Dara"',
    parameters=(
        Parameter(name="start", meaning="an entity: id or name", required=True, positional=True),
    ),
    cypher=CYPHER,
    answer=answer,
)
