"""Who says what of an entity: calls, statements, accusations, allegations, denials (Q23, Q36)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from clew.graph.model import Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.paths import caution, display, phrase
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.sayings import PARTS, SPEECH, Heard, Saying, part_of
from clew.queries.telling import ENTITY, STANDING, plural, row, steps, strongest, tied
from clew.queries.voices import Voice, Voices, voices

#: Every tie of an entity, and the other roles of the calls and statements that it is part of.
CYPHER = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT a.id AS near, r.id AS tie, b.id AS far
UNION
MATCH (a:Entity {id: $entity})--(e:PublicCall)-[r]->(b:Entity)
RETURN DISTINCT e.id AS near, r.id AS tie, b.id AS far
UNION
MATCH (a:Entity {id: $entity})--(e:Statement)-[r]->(b:Entity)
RETURN DISTINCT e.id AS near, r.id AS tie, b.id AS far"""
#: The voices of a whole case with how many ties they speak of, each by the strongest claim, and one
#: of these ties.
ALL = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.attribution IS NOT NULL OR r.status IN ['alleged', 'opinion']
RETURN r.attribution AS voice, r.status AS status, type(r) AS tie, count(*) AS many,
  min(r.id) AS example
UNION
MATCH (a:Entity)-[r:SPEECH]->(b:Entity)
WHERE r.attribution IS NULL AND NOT r.status IN ['alleged', 'opinion']
RETURN a.name AS voice, r.status AS status, type(r) AS tie, count(*) AS many, min(r.id) AS example
UNION
MATCH (a:PublicCall)-[r:DONE_BY]->(b:Entity)
WHERE r.attribution IS NULL AND NOT r.status IN ['alleged', 'opinion']
RETURN b.name AS voice, r.status AS status, 'CALLED_FOR' AS tie, count(*) AS many,
  min(r.id) AS example""".replace("SPEECH", "|".join(SPEECH))
COLUMNS = ("part", "voice", "voice_kind", "what", *STANDING)
MOST = 100
ALONE = (
    "Each tie counts with its strongest claim alone, and a tie that is only denied with none:"
    " `clew ask who-said ENTITY` tells all."
)
WORDS = "A voice is the source's own word for who speaks; an unnamed one is joined with nobody."


def answer(graph: Graph, values: Values) -> Answer:
    """List who says what of an entity, calls and statements first; without one, who speaks."""
    if values["entity"]:
        return _of(graph, values, graph.entity(str(values["entity"])))
    return _of_case(graph, values)


def _of(graph: Graph, values: Values, start: Node) -> Answer:
    heard = Heard(start, nodes={start.id: start})
    for step in steps(graph, CYPHER, {"entity": start.id}):
        heard.take(*step)
    sayings = list(heard.sayings(graph))
    told = {saying.claim["id"] for saying in sayings}
    rest = [claim for claim in graph.claims_about(start.id) if claim["id"] not in told]
    sayings += heard.values(rest)
    rows = _rows(sayings, voices(graph, (saying.claim for saying in sayings)))
    edges = {saying.edge.id: saying.edge for saying in sayings if saying.edge}
    ends = sorted({end for edge in edges.values() for end in (edge.start, edge.end)})
    found = answer_of(
        QUESTION,
        graph,
        values,
        title=f"Who says what of {display(start)}?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple(rows),
        items=[start, *(heard.nodes[end] for end in ends), *edges.values()],
        not_known=tuple(_unknown(start, rows)),
        notes=[WORDS, *([caution(start)] if start.properties.get("unconfirmed") else [])],
    )
    evidence = {place: list(claims) for place, claims in found.evidence.items()}
    for saying in sayings:
        place = evidence.setdefault(saying.edge.id if saying.edge else start.id, [])
        if saying.claim["id"] not in {claim["id"] for claim in place}:
            place.append(saying.claim)
    denials = strongest(saying.claim for saying in sayings if saying.part == "denial")
    return replace(found, evidence=evidence, denials=tuple(denials))


def _rows(sayings: Iterable[Saying], known: Voices) -> list[Json]:
    """Return a row for each voice and what it says, with the claims that have it say so."""
    groups: dict[tuple[str, Voice, str], list[Saying]] = {}
    for saying in sayings:
        voice = known.of(saying.claim, saying.speakers)
        groups.setdefault((saying.part, voice, saying.what), []).append(saying)
    rows = []
    for part, voice, what in sorted(groups, key=lambda g: (PARTS.index(g[0]), g[1].order, g[2])):
        several = groups[part, voice, what]
        claims, edge = strongest(saying.claim for saying in several), several[0].edge
        told = {"part": part, "voice": voice.words, "voice_kind": voice.kind, "what": what}
        rows.append(tied(edge, claims, **told) if edge else row(claims, **told))
    return list(map(_whole, rows))


def _whole(row: Json) -> Json:
    return {name: row.get(name, "") for name in COLUMNS}


def _unknown(start: Node, rows: Sequence[Json]) -> Iterator[str]:
    name = display(start)
    nobodys = [row["part"] for row in rows if row["voice_kind"] == "not stated"]
    for part in PARTS:
        if count := nobodys.count(part):
            yield f"Whose word {plural(count, part)} rests on is not stated."
    unnamed = {row["voice"] for row in rows if row["voice_kind"] == "unnamed"}
    if unnamed:
        yield f"Who is meant by {plural(len(unnamed), 'unnamed voice')} is not stated."
    accused = any(row["part"] in ("accusation", "allegation") for row in rows)
    replied = any(row["voice"] == name or row["part"] == "denial" for row in rows)
    if accused and not replied:
        yield f"No reply of {name} is in this graph; whether one was asked for is not known."


def _of_case(graph: Graph, values: Values) -> Answer:
    read = graph.read(ALL).rows
    groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for voice, status, tie, many, example in read:
        part = part_of(tie, status) or "account"
        groups.setdefault((part, voice or ""), []).append((many, example))
    order = sorted(groups, key=lambda g: (PARTS.index(g[0]), -sum(n for n, _ in groups[g]), g[1]))
    edges = {key: _edge(graph, min(id for _, id in groups[key])) for key in order[:MOST]}
    known = voices(graph, ({"attribution": words} for _, words in edges))
    rows = []
    for (part, words), edge in edges.items():
        many = sum(count for count, _ in groups[part, words])
        told = {
            "part": part,
            "voice": words,
            "voice_kind": known.of({"attribution": words}).kind,
            "what": f"{plural(many, 'tie')}; for example: {_said(graph, edge)}",
        }
        rows.append(_whole(tied(edge, graph.claims_of(edge), **told)))
    rest = len(order) - len(rows)
    more = [f"{plural(rest, 'more voice')} not shown: ask of an entity."] if rest else []
    return answer_of(
        QUESTION,
        graph,
        values,
        title="Who speaks in this case, and in how many ties?",
        query=ALL,
        columns=COLUMNS,
        rows=tuple(rows),
        items=list(edges.values()),
        notes=[WORDS, ALONE, *more],
    )


def _edge(graph: Graph, identity: str) -> Edge:
    found = graph.item(identity)
    assert isinstance(found, Edge)
    return found


def _said(graph: Graph, edge: Edge) -> str:
    start, end = (display(graph.node(identity)) for identity in (edge.start, edge.end))
    return f"{start} {phrase(edge.type)} {end}"


QUESTION = Question(
    name="who-said",
    title="Who says what of an entity: calls, statements, allegations, opinions, denials?",
    help=(
        "Claims by who speaks in them, each with its quote; named people, institutions and unnamed"
        " voices apart. Without an entity: the voices of the case, with how many ties each speaks"
        " of."
    ),
    example='clew ask who-said "Mech Dara"',
    parameters=(replace(ENTITY, required=False),),
    cypher=CYPHER,
    answer=answer,
)
