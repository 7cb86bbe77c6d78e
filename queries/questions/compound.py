"""A compound: its names, its place, who has which role and when, what happened (Q2, Q7, Q8).

A tie is one role and no other: who owns or lets the ground is never shown as who runs the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from clew.graph.errors import AmbiguousName, UsageError
from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.queries.answer import Answer, Json
from clew.queries.paths import caution, display
from clew.queries.question import Graph, Parameter, Question, Values, answer_of
from clew.queries.sites import SITES, Site, Step, last_day
from clew.queries.telling import (
    STANDING,
    is_kind,
    one_each,
    own,
    place_of,
    row,
    said,
    script_of,
    steps,
    tied,
    used,
)

#: Every tie of the site; who took part in its events, where its place lies, who issued its
#: licences, who lets ground to those at it.
CYPHER = """\
MATCH (c:Entity {id: $compound})-[r]-(x:Entity)
RETURN DISTINCT c.id AS near, r.id AS tie, x.id AS far
UNION
MATCH (c:Entity {id: $compound})--(e:Event)-[r]-(x:Entity)
RETURN DISTINCT e.id AS near, r.id AS tie, x.id AS far
UNION
MATCH (c:Entity {id: $compound})-[:LOCATED_IN]->(p:Place)-[r:LOCATED_IN]->(x:Entity)
RETURN DISTINCT p.id AS near, r.id AS tie, x.id AS far
UNION
MATCH (c:Entity {id: $compound})-[:HOLDS_LICENSE|LICENSED_AT]-(l:License)-[r:ISSUED_BY]->(x:Entity)
RETURN DISTINCT l.id AS near, r.id AS tie, x.id AS far
UNION
MATCH (c:Entity {id: $compound})<-[:OPERATES|OWNS|CONTROLS]-(t:Entity)<-[r:LEASES_TO]-(x:Entity)
RETURN DISTINCT t.id AS near, r.id AS tie, x.id AS far"""
COLUMNS = ("part", "what", "value", "script", "language", "more", "from", "to", *STANDING)
SILENCE = "“Not reported” is not “closed”: what no source tells of is left open."
ROLES = "Each role is what a source says of that role alone: none follows from another."
NAMES = {"alias": "alias", "weakAlias": "weak alias", "previousName": "former name"}
TOLD = {"certainty": "certainty", "capacity": "said to hold", "address": "address"}


def answer(graph: Graph, values: Values) -> Answer:
    """List a site's names, place, roles and history, and what is not known of them."""
    node = _site(graph, str(values["compound"]))
    around = [Step(*found) for found in steps(graph, CYPHER, {"compound": node.id})]
    claims = {step.edge.id: graph.claims_of(step.edge) for step in around}
    site, told = Site(node, around, claims), graph.claims_about(node.id)
    places = [s.far for s in around if s.near.id == node.id and _is_place(s.edge, node)]
    spoken = {node.id: own(told), **{p.id: own(graph.claims_about(p.id)) for p in places}}
    points = [*_points(spoken[node.id], "")] or [
        row for p in places for row in _points(spoken[p.id], f"the middle of {display(p)}")
    ]
    history = site.history(spoken[node.id])
    roles = list(site.role_rows())
    shown = [*_names(spoken[node.id]), *_places(site), *points, *_facts(spoken[node.id])]
    rows = [_whole(row) for row in (*shown, *roles, *history)]
    needed = _needed(around, rows)
    found = answer_of(
        QUESTION,
        graph,
        values,
        title=f"What is known of {display(node)}, and who does what there?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple(rows),
        items=[node, *(item for step in needed for item in (step.near, step.edge, step.far))],
        evidence=used(rows, spoken),
        not_known=tuple(_unknown(site, points, roles, history)),
        notes=[ROLES, SILENCE, *([caution(node)] if node.properties.get("unconfirmed") else [])],
    )
    return replace(found, denials=tuple(_denials(graph, told, needed)))


def _needed(around: Iterable[Step], rows: Iterable[Json]) -> list[Step]:
    """Return the ties that rows tell, and those of the events among them."""
    edges = {row["edge"] for row in rows}
    return [step for step in around if step.edge.id in edges or is_kind(step.near, "Event")]


def _whole(row: Json) -> Json:
    return {name: row.get(name, "") for name in COLUMNS}


def _site(graph: Graph, words: str) -> Node:
    """Return the site of a name, though a company bears it, too; raises UsageError for no site."""
    try:
        node = graph.entity(words)
    except AmbiguousName as error:
        sites = [i for i, kind, _ in error.choices if any(schema().is_a(kind, s) for s in SITES)]
        if len(sites) != 1:
            raise
        node = graph.node(sites[0])
    if not is_kind(node, *SITES):
        raise UsageError(
            f"that is no site but a {node.properties['kind']}: `clew ask about` tells of it"
        )
    return node


def _names(claims: Iterable[Json]) -> list[Json]:
    """Return a row for each name with a claim of each source that gives it, most given first."""
    found: dict[tuple[str, str, str], list[Json]] = {}
    for claim in claims:
        says = claim["says"]
        what = "name" if says.get("name") else NAMES.get(says.get("property", ""), "")
        name = says.get("name") or says.get("value")
        if what and name:
            language = ", ".join(says.get("with", {}).get("language", ())) or _language(claim)
            found.setdefault((what, name, language), []).append(claim)
    kinds = ("name", *NAMES.values())
    order = sorted(found, key=lambda key: (kinds.index(key[0]), -len(found[key]), key[1]))
    return [
        row(
            one_each(found[key]),
            part="name",
            what=key[0],
            value=key[1],
            script=script_of(key[1]),
            language=key[2],
        )
        for key in order
    ]


def _language(claim: Json) -> str:
    """Return the language of the source, which its names are taken to be in."""
    return str(claim.get("source", {}).get("language", ""))


def _is_place(edge: Edge, site: Node) -> bool:
    return edge.type == "LOCATED_IN" and edge.start == site.id


def _places(site: Site) -> Iterator[Json]:
    names = site.names
    for step in site.steps:
        far = step.near.id != site.node.id and step.edge.type == "LOCATED_IN"
        if far or _is_place(step.edge, site.node) or step.edge.type == "NEAR":
            words = "is near" if step.edge.type == "NEAR" else "is in"
            more = f"as {names[step.near.id]} is" if far else ""
            told = {"part": "place", "what": words, "value": names[step.far.id], "more": more}
            yield tied(step.edge, site.claims[step.edge.id], **told)


def _points(claims: Sequence[Json], of: str) -> Iterator[Json]:
    """Yield a row for each point: what one record or line says of it stands together."""
    found: dict[tuple[str, str], dict[str, Json]] = {}
    for name in ("latitude", "longitude", "radius", "basis"):
        for several in said(claims, name).values():
            for claim in several:
                found.setdefault(place_of(claim), {})[name] = claim
    for parts in found.values():
        if "latitude" in parts and "longitude" in parts:
            given = {name: str(claim["says"]["value"]) for name, claim in parts.items()}
            radius = f"within {given['radius']} m" if "radius" in given else ""
            words = [of, radius, given.get("basis", "")]
            yield row(
                list(parts.values()),
                part="place",
                what="coordinates",
                value=f"{given['latitude']}, {given['longitude']}",
                more="; ".join(filter(None, words)),
            )


def _facts(claims: Sequence[Json]) -> Iterator[Json]:
    for name, words in TOLD.items():
        for value, several in said(claims, name).items():
            yield row(several, part="fact", what=words, value=value)


def _unknown(
    site: Site, points: Sequence[Json], roles: Sequence[Json], history: Sequence[Json]
) -> Iterator[str]:
    name = site.names[site.node.id]
    yield from site.unknown()
    undated = sum(1 for row in roles if not row["from"] and not row["to"])
    if undated:
        yield f"Of {undated} of {len(roles)} roles it is not stated from when to when they last."
    if not points:
        yield f"Where exactly {name} is (coordinates) is not stated."
    elif any("within" not in row["more"] for row in points):
        yield f"How exact the coordinates of {name} are is not stated."
    if not history:
        yield f"What became of {name} over time is not stated."
    elif day := last_day(history):
        yield f"What became of {name} after {day} is not reported."


def _denials(graph: Graph, told: Iterable[Json], around: Iterable[Step]) -> list[Json]:
    every = [*told, *(c for step in around for c in graph.claims_about(step.edge.id))]
    return list({c["id"]: c for c in every if c["status"] == "denied"}.values())


QUESTION = Question(
    name="compound",
    title="What is known of a compound: names, place, who has which role, what happened?",
    help=(
        "Names by script and language, coordinates with radius and basis, one row a role holder"
        " and period, and the site's history. Owner, landlord and operator are told apart; a role"
        " that no source states is listed as unknown."
    ),
    example='clew ask compound "O-Smach Resort"',
    parameters=(
        Parameter(
            name="compound",
            meaning="a compound or other site: id or name",
            entity=True,
            required=True,
            positional=True,
        ),
    ),
    cypher=CYPHER,
    answer=answer,
)
