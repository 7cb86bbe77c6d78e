"""Everything said of one entity: its ties with their claims, its values, what is denied (Q25)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clew.graph.model import WEAKNESS, Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.dates import undated
from clew.queries.paths import caution, display, displays, phrase
from clew.queries.question import START, Graph, Question, Values, answer_of

CYPHER = """\
MATCH (a:Entity {id: $start})-[r]-(b:Entity)
RETURN DISTINCT r, b"""
COLUMNS = ("tie", "status", "when", "certain", "disputed", "edge", "claims")


def answer(graph: Graph, values: Values) -> Answer:
    """List what an entity is, its ties strongest first, and its values, each with its claims."""
    start = graph.entity(values["start"])
    pairs = sorted(graph.read(CYPHER, {"start": start.id}).rows, key=_rank)
    claims = graph.claims_about(start.id)
    own = [c for c in claims if c["status"] != "denied" and "type" not in c["says"]]
    names = displays([start, *(node for _, node in pairs)])
    found = answer_of(
        QUESTION,
        graph,
        values,
        title=f"What is said of {display(start)}?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple([*_kinds(start, own), *(_tie(e, names) for e, _ in pairs), *_values(own)]),
        items=[start, *(item for pair in pairs for item in pair)],
        evidence={start.id: own},
        not_known=tuple(_unknowns(graph, start, [edge for edge, _ in pairs])),
        notes=_notes(start),
    )
    edges = {edge.id for edge, _ in pairs}
    denied = [*claims, *(c for edge in sorted(edges) for c in graph.claims_about(edge))]
    denials = {claim["id"]: claim for claim in denied if claim["status"] == "denied"}
    return replace(found, denials=tuple(denials.values()))


def _rank(pair: tuple[Edge, Node]) -> tuple[int, str, str]:
    edge = pair[0]
    return (WEAKNESS[edge.properties["status"]], edge.type, edge.id)


def _row(said: str, status: str, claims: Iterable[str], **more: object) -> Json:
    plain = {"tie": said, "status": status, "when": "", "certain": True, "disputed": False}
    return {**plain, "edge": "", "claims": list(claims), **more}


def _tie(edge: Edge, names: dict[str, str]) -> Json:
    said = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
    known = edge.properties
    more = {name: known[name] for name in ("when", "certain", "disputed") if name in known}
    return _row(said, known["status"], known["claims"], edge=edge.id, **more)


def _kinds(start: Node, own: Sequence[Json]) -> list[Json]:
    """Return a row for each kind that the entity is said to be, with a claim of each source."""
    found: dict[str, dict[str, Json]] = {}
    for claim in own:
        if "kind" in claim["says"]:
            found.setdefault(claim["says"]["kind"], {}).setdefault(_source(claim), claim)
    rows = []
    for kind, claims in found.items():
        count = sum(1 for claim in own if claim["says"].get("kind") == kind)
        said = f"{display(start)} is named as {kind}, {count} {'time' if count == 1 else 'times'}"
        strongest = next(iter(claims.values()))["status"]
        rows.append(_row(said, strongest, [claim["id"] for claim in claims.values()]))
    return rows


def _source(claim: Json) -> str:
    return str(claim.get("source", {}).get("id", ""))


def _values(own: Sequence[Json]) -> list[Json]:
    """Return a row for each value that sources give of the entity, strongest first."""
    found: dict[tuple[str, str], list[Json]] = {}
    for claim in own:
        says = claim["says"]
        if "value" in says:
            found.setdefault((says["property"], says["value"]), []).append(claim)
    return [
        _row(f"{name}: {value}", claims[0]["status"], [claim["id"] for claim in claims])
        for (name, value), claims in sorted(found.items())
    ]


def _unknowns(graph: Graph, start: Node, edges: Sequence[Edge]) -> list[str]:
    count = undated(graph, edges)
    have = "has" if count == 1 else "have"
    found = [f"{count} of {len(edges)} ties {have} no date."] if count else []
    if not start.properties.get("name"):
        found.append("What it is called is not stated.")
    return found


def _notes(start: Node) -> list[str]:
    notes = [f"Kind {start.properties['kind']}, id {start.id}."]
    names = start.properties.get("names") or []
    if len(names) > 1:
        others = (name for name in names if name != start.properties["name"])
        notes.append(f"Also written: {', '.join(others)}.")
    return [*notes, caution(start)] if start.properties.get("unconfirmed") else notes


QUESTION = Question(
    name="about",
    title="What is said of an entity, and by whom?",
    help="Every tie and value of an entity with its claims, what is denied, and what is not known.",
    example='clew ask about "Mech Dara"',
    parameters=(START,),
    cypher=CYPHER,
    answer=answer,
)
