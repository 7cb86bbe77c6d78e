"""What the graph does not know: dates, places, names, identities, owners, second sources (Q39)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from clew.graph.model import Edge, Node
from clew.queries import lacking
from clew.queries.answer import Answer, Json
from clew.queries.dates import UNDATED, begins, dates_of
from clew.queries.lacking import Gap
from clew.queries.paths import caution, display
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.table import LIMIT, MAYBE_ENTITY, limit_of, not_shown
from clew.queries.telling import is_kind

#: The ties of one entity, and what is at their other ends.
CYPHER = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT r.id, b.id"""
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
    edges = [edge for i, _ in rows if isinstance(edge := graph.item(i), Edge)]
    near = {i: graph.node(i) for i in dict.fromkeys([node.id, *(far for _, far in rows)])}
    for edge in sorted(edges, key=lambda edge: edge.id):
        start = near[edge.start].properties
        if not begins(graph, edge) and not start.get("when"):
            half = dates_of(graph, edge)
            yield Gap(lacking.HALF_DATED if half else lacking.UNDATED_TIE, edge.id)
    sites = [i for i, one in near.items() if is_kind(one, *lacking.KINDS)]
    yield from lacking.unlocated(graph, sites)
    yield from lacking.roles(graph, sites)
    for one in near.values():
        if is_kind(one, "LegalEntity") and not one.properties.get("name"):
            generic = one.properties.get("generic")
            yield Gap("class of actors" if generic else "unnamed actor", one.id)
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
    limit = limit_of(values)
    shown = [gap for part in SORTS for gap in [g for g in found if g.part == part][:limit]]
    items = {gap.item: graph.item(gap.item) for gap in shown}
    edges = [item for item in items.values() if isinstance(item, Edge)]
    nodes = [item for item in items.values() if isinstance(item, Node)]
    claims = {one.id: graph.claims_of(one)[:1] for one in nodes}
    ends = {end: graph.item(end) for edge in edges for end in (edge.start, edge.end)}
    whom = display(node) if node else "this case"
    caveat = [caution(node)] if node and node.properties.get("unconfirmed") else []
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What is not known of {whom}?",
        query=CYPHER if node else UNDATED,
        columns=COLUMNS,
        rows=tuple(_row(graph, gap, items[gap.item], claims) for gap in shown),
        items=[*([node] if node else []), *items.values(), *ends.values()],
        evidence={i: several for i, several in claims.items() if several},
        not_known=[*_counted(counts), *([NOT_COUNTED] if unsure else [])],
        notes=[*not_shown(sum(counts.values()) - len(shown), "line"), SILENCE, *caveat],
    )


def _row(graph: Graph, gap: Gap, item: Node | Edge, claims: dict[str, list[Json]]) -> Json:
    if isinstance(item, Edge):
        known = item.properties
        own = {"status": known["status"], "edge": item.id, "claims": list(known["claims"])}
        return {"part": gap.part, "what": lacking.tie_words(graph, item), **own}
    what = f"{display(item)}{gap.words}"
    own = {"status": "", "edge": "", "claims": [claim["id"] for claim in claims[item.id]]}
    return {"part": gap.part, "what": what, **own}


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
    example='clew ask gaps "Ly Yong Phat"',
    parameters=(MAYBE_ENTITY, LIMIT),
    cypher=CYPHER,
    answer=answer,
)
