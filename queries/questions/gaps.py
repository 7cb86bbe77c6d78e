"""What the graph does not know: dates, places, names, identities, owners, second sources (Q39)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from clew.graph.model import Edge, Node
from clew.queries import lacking
from clew.queries.answer import Answer, Json
from clew.queries.lacking import Gap
from clew.queries.paths import caution, display
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.table import LIMIT, MAYBE_ENTITY, limit_of, not_shown
from clew.queries.telling import is_kind

#: The ties of one entity, and what is at their other ends.
CYPHER = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT r, b"""
COLUMNS = ("part", "what", "status", "edge", "claims")
#: How each sort is counted, in the order of the answer.
SORTS = {
    "undated tie": ("tie has no date", "ties have no date"),
    "half-dated tie": (
        "tie has a date, but no beginning",
        "ties have a date, but no beginning",
    ),
    "no place": ("site is put in no place", "sites are put in no place"),
    "no coordinates": (
        "site is in a place, but has no coordinates",
        "sites are in places, but have no coordinates",
    ),
    "no owner": (
        "compound has no owner stated, of site or land",
        "compounds have no owner stated, of site or land",
    ),
    "no operator": (
        "compound has no operator stated",
        "compounds have no operator stated",
    ),
    "unnamed actor": ("actor is not named", "actors are not named"),
    "class of actors": ("actor is a class or group", "actors are classes or groups"),
    "one origin": (
        "entity of many ties rests on one origin",
        "entities of many ties rest on one origin",
    ),
    "undecided identity": (
        "pair may be the same, and nobody has decided",
        "pairs may be the same, and nobody has decided",
    ),
}
NOT_COUNTED = (
    "Which entities may be the same was not worked out in a case of this size: `clew candidates`"
    " does."
)
SILENCE = "What no source in this case says may still be so, and be told elsewhere."


def answer(graph: Graph, values: Values) -> Answer:
    """List what is not known of an entity, or of the whole case, sort by sort."""
    limit = limit_of(values)
    node = graph.entity(str(values["entity"])) if values["entity"] else None
    if node is None:
        dated, undated = lacking.undated(graph, limit)
        found = [*dated, *_whole(graph)]
        counts = undated - Counter(gap.part for gap in dated)
    else:
        found, counts = [*_of(graph, node)], Counter[str]()
    pairs = graph.proposals()
    mine = [p for p in pairs or () if node is None or node.id in (p["left"], p["right"])]
    found += lacking.undecided(graph, mine, limit)
    counts["undecided identity"] += max(len(mine) - limit, 0)
    return _told(graph, values, node, found, counts, pairs is None)


def _whole(graph: Graph) -> Iterator[Gap]:
    for sort in (lacking.unlocated, lacking.roles, lacking.unnamed, lacking.one_origin):
        yield from sort(graph)


def _of(graph: Graph, node: Node) -> Iterator[Gap]:
    """Yield what is not known of one entity, its ties and those at their other ends."""
    rows = graph.read(CYPHER, {"entity": node.id}).rows
    edges: dict[str, Edge] = {edge.id: edge for edge, _ in rows}
    for edge in edges.values():
        event = graph.node(edge.start)
        if not edge.properties.get("valid_from") and not event.properties.get("when"):
            yield from lacking.tie(graph, edge.id)
    near = {n.id: n for n in (node, *(far for _, far in rows))}
    for gap in (*lacking.unlocated(graph), *lacking.roles(graph)):
        if gap.item.id in near and is_kind(near[gap.item.id], *lacking.SITES):
            yield gap
    yield from (gap for gap in lacking.unnamed(graph) if gap.item.id in near)
    if len(edges) >= lacking.TIES:
        yield from lacking.resting(graph, [node.id])


def _told(
    graph: Graph,
    values: Values,
    node: Node | None,
    found: Sequence[Gap],
    counts: Counter[str],
    unsure: bool,
) -> Answer:
    counts.update(gap.part for gap in found)
    shown = [gap for part in SORTS for gap in _first(found, part, limit_of(values))]
    items = {gap.item.id: gap.item for gap in shown}
    claims = {i: _claims(graph, item) for i, item in items.items() if isinstance(item, Node)}
    ends = [
        graph.node(end) for e in items.values() if isinstance(e, Edge) for end in (e.start, e.end)
    ]
    whom = display(node) if node else "this case"
    caveat = [caution(node)] if node and node.properties.get("unconfirmed") else []
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What is not known of {whom}?",
        query=CYPHER if node else lacking.UNDATED,
        columns=COLUMNS,
        rows=tuple(_row(gap, claims) for gap in shown),
        items=[*([node] if node else []), *items.values(), *ends],
        evidence={i: several for i, several in claims.items() if several},
        not_known=[*_counted(counts), *([NOT_COUNTED] if unsure else [])],
        notes=[*not_shown(sum(counts.values()) - len(shown), "line"), SILENCE, *caveat],
    )


def _first(found: Iterable[Gap], part: str, limit: int) -> list[Gap]:
    """Return the first gaps of a sort; what stands in several ways in it is told once."""
    distinct = {(gap.item.id, gap.what): gap for gap in found if gap.part == part}
    return list(distinct.values())[:limit]


def _claims(graph: Graph, node: Node) -> list[Json]:
    """Return one claim that names an entity: the strongest."""
    return graph.claims_of(node)[:1]


def _row(gap: Gap, claims: dict[str, list[Json]]) -> Json:
    edge = gap.item if isinstance(gap.item, Edge) else None
    known = edge.properties["claims"] if edge else [c["id"] for c in claims[gap.item.id]]
    status = edge.properties["status"] if edge else ""
    own = {"edge": edge.id if edge else "", "claims": list(known)}
    return {"part": gap.part, "what": gap.what, "status": status, **own}


def _counted(counts: Counter[str]) -> Iterator[str]:
    for part, (one, many) in SORTS.items():
        if counts[part]:
            yield f"{counts[part]} {one if counts[part] == 1 else many}."


QUESTION = Question(
    name="gaps",
    title="What does the graph not know?",
    help=(
        "Ties without a date, sites without place or coordinates, compounds without owner or"
        " operator, actors without a name, pairs that may be the same, and busy entities all of"
        " whose ties rest on one origin. Each sort is counted, and its first ones are listed."
    ),
    example='clew ask gaps "O-Smach Resort"',
    parameters=(MAYBE_ENTITY, LIMIT),
    cypher=CYPHER,
    answer=answer,
)
