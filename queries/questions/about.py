"""Everything said of one entity: its ties with their claims, its values, what is denied (Q25)."""

from __future__ import annotations

from clew.graph.model import WEAKNESS, Edge, Node
from clew.queries.answer import UNCONFIRMED, Answer, Json
from clew.queries.paths import display, phrase
from clew.queries.question import Graph, Parameter, Question, Values, answer_of

CYPHER = """\
MATCH (a:Entity {id: $start})-[r]-(b:Entity)
RETURN DISTINCT r, b"""
COLUMNS = ("tie", "status", "when", "edge")


def answer(graph: Graph, values: Values) -> Answer:
    """List every tie of an entity, strongest first, and the claims about itself."""
    start = graph.entity(values["start"])
    rows = graph.read(CYPHER, {"start": start.id}).rows
    pairs = sorted(((edge, node) for edge, node in rows), key=_rank)
    claims = graph.claims_about(start.id)
    evidence_rows = [_row(start, edge, node) for edge, node in pairs]
    found = answer_of(
        QUESTION,
        graph,
        values,
        title=f"What is said of {display(start)}?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple([*evidence_rows, *_values(start)]),
        edges=[edge for edge, _ in pairs],
        denials=tuple(c for c in claims if c["status"] == "denied"),
        not_known=tuple(_unknowns(start, pairs)),
        notes=_notes(start),
    )
    found.evidence[start.id] = [c for c in claims if c["status"] != "denied"]  # type: ignore[index]
    return found


def _rank(pair: tuple[Edge, Node]) -> tuple[int, str, str]:
    edge = pair[0]
    return (WEAKNESS[edge.properties["status"]], edge.type, edge.id)


def _row(start: Node, edge: Edge, other: Node) -> Json:
    names = {start.id: display(start), other.id: display(other)}
    said = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
    when = edge.properties.get("when", "")
    return {"tie": said, "status": edge.properties["status"], "when": when, "edge": edge.id}


def _values(start: Node) -> list[Json]:
    """Return a row for each value that sources give of the entity."""
    own = ("names", "claims", "quotes", "claim_statuses", "claim_sources", "identity_decisions")
    rows = []
    for name, values in sorted(start.properties.items()):
        if isinstance(values, list) and name not in own:
            said = f"{name}: {', '.join(map(str, values))}"
            rows.append({"tie": said, "status": "", "when": "", "edge": ""} if values else {})
    return [row for row in rows if row]


def _unknowns(start: Node, pairs: list[tuple[Edge, Node]]) -> list[str]:
    undated = sum(1 for edge, _ in pairs if not edge.properties.get("when"))
    found = [f"{undated} of {len(pairs)} ties have no date."] if undated else []
    if not start.properties.get("name"):
        found.append("What it is called is not stated.")
    return found


def _notes(start: Node) -> list[str]:
    notes = [f"kind {start.properties['kind']}, id {start.id}"]
    names = start.properties.get("names") or []
    if len(names) > 1:
        notes.append(f"Also written: {', '.join(names)}.")
    if start.properties.get("unconfirmed"):
        notes.append(f"{display(start)}: {UNCONFIRMED}.")
    return notes


QUESTION = Question(
    name="about",
    title="What is said of an entity, and by whom?",
    help="Every tie and value of an entity with its claims, what is denied, and what is not known.",
    example='clew ask about "Mech Dara"',
    parameters=(
        Parameter(name="start", meaning="an entity: id or name", required=True, positional=True),
    ),
    cypher=CYPHER,
    answer=answer,
)
