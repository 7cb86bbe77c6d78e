"""What rests on one origin, on a closed outlet, or on what no archive keeps (Q20, Q21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from clew.graph.model import WEAKNESS, Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.footing import Footing, Support, footing
from clew.queries.paths import caution, display, phrase
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.table import LIMIT, MAYBE_ENTITY, TIES_OF, ends_of, limit_of, not_shown, ties_of
from clew.queries.telling import own, plural

#: The ties of the whole case by what they rest on, so that all can be counted.
COUNTS = """\
MATCH (a:Entity)-[r]->(b:Entity)
RETURN r.claim_sources, count(r)"""
TIES = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.claim_sources IN $sources
RETURN r.id, r.status, r.claim_sources"""
FIRST = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.claim_sources = $sources
RETURN r.id, r.status, r.claim_sources ORDER BY r.id LIMIT $limit"""
#: Ties of which a claim may be said by one who has closed: the strongest one's speaker is told.
SPOKEN = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.attribution IN $names OR size(r.claims) > 1
RETURN r.id, r.status, r.claim_sources"""
COLUMNS = ("what", "status", "rests_on", "origins", "other_support", "edge", "claims")
COUNTED = {
    "one origin": "on one origin only",
    "closed outlet": "on an outlet that has closed",
    "closed speaker": "on what an outlet says that has closed",
    "no address": "on a source without address or archive copy",
    "no archive": "on a source without archive copy",
}
KEPT = (
    "Clew asks no network: that an address is dead is known only where a source's facts say so. The"
    " case itself keeps the bytes of each source, by SHA-256."
)
FOLDED = "A reprint or a wire copy is no second origin."


def answer(graph: Graph, values: Values) -> Answer:
    """List what has thin support, the thinnest first."""
    ground = footing(graph)
    if values["entity"]:
        return _of_entity(graph, values, ground)
    limit = limit_of(values)
    ranked, counts, (thin, whole) = _ranked(graph, ground, limit)
    edges = [edge for i in ranked[:limit] if isinstance(edge := graph.item(i), Edge)]
    items = ends_of(graph, edges)
    names = {i: display(node) for i, node in items.items()}
    rows = [_tie(graph, ground, edge, names) for edge in edges]
    return answer_of(
        QUESTION,
        graph,
        values,
        title="What in this case rests on one origin, a closed outlet, or no archive copy?",
        query=COUNTS,
        columns=COLUMNS,
        rows=tuple(rows),
        items=[*items.values(), *edges],
        not_known=[*_uncounted(counts, whole)],
        notes=[*not_shown(thin - len(edges), "tie"), FOLDED, KEPT],
    )


def _ranked(
    graph: Graph, ground: Footing, limit: int
) -> tuple[list[str], Counter[str], tuple[int, int]]:
    """Return the first ties of thin support, by ground how many there are, and (thin, all) ties.

    First comes what most speaks against, then what rests on the sources that most ties rest on.
    """
    groups = [(tuple(sources), int(n)) for sources, n in graph.read(COUNTS).rows]
    thin = [(ground.of(sources).grounds, sources, n) for sources, n in groups]
    thin = sorted((g for g in thin if g[0]), key=lambda g: (-len(g[0]), -g[2], g[1]))
    counts: Counter[str] = Counter()
    for grounds, _, count in thin:
        counts.update(dict.fromkeys(grounds, count))
    order = {sources: number for number, (_, sources, _) in enumerate(thin)}
    found: dict[str, tuple[int, int, int]] = {}
    for identity, status, sources in _first(graph, thin, limit):
        size = len(ground.of(sources).grounds)
        found[identity] = (-size, order[tuple(sources)], WEAKNESS[status])
    more = 0
    for identity, status, sources in _spoken(graph, ground):
        counts["closed speaker"] += 1
        known = ground.of(sources).grounds
        more += not known
        found[identity] = (-len(known) - 1, -1, WEAKNESS[status])
    ranked = sorted(found, key=lambda identity: (*found[identity], identity))
    whole = sum(count for _, count in groups)
    return ranked, counts, (sum(count for _, _, count in thin) + more, whole)


def _first(
    graph: Graph, thin: Sequence[tuple[object, tuple[str, ...], int]], limit: int
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the first so many ties that rest on these lists of sources: id, status, sources."""
    whole: list[list[str]] = []
    for _, sources, count in thin:
        if count >= limit:
            if whole:
                yield from graph.read(TIES, {"sources": whole}).rows
            yield from graph.read(FIRST, {"sources": list(sources), "limit": limit}).rows
            return
        whole.append(list(sources))
        limit -= count
    if whole:
        yield from graph.read(TIES, {"sources": whole}).rows


def _spoken(graph: Graph, ground: Footing) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the ties of which a claim is said by an outlet that has closed, with their sources."""
    if ground.closed:
        for identity, status, sources in graph.read(SPOKEN, {"names": [*ground.closed]}).rows:
            claims = graph.claims_of(graph.item(identity))
            if "closed speaker" in ground.support(claims).grounds:
                yield identity, status, sources


def _uncounted(counts: Counter[str], whole: int) -> Iterator[str]:
    for name, words in COUNTED.items():
        if counts[name]:
            rest = "rests" if counts[name] == 1 else "rest"
            yield f"{counts[name]} of {plural(whole, 'tie')} {rest} {words}."


def _of_entity(graph: Graph, values: Values, ground: Footing) -> Answer:
    node = graph.entity(str(values["entity"]))
    edges = ties_of(graph, node)
    nodes = ends_of(graph, edges.values())
    names = {i: display(n) for i, n in nodes.items()}
    claims = own(graph.claims_about(node.id))
    rows = [_tie(graph, ground, edge, names) for edge in edges.values()]
    rows = [row for row in [*rows, *_values(node, ground, claims)] if row["rests_on"]]
    rows.sort(key=lambda row: (-len(row["rests_on"].split("; ")), WEAKNESS[row["status"]]))
    limit = limit_of(values)
    used = {identity for row in rows[:limit] for identity in row["claims"]}
    told = [claim for claim in claims if claim["id"] in used]
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What of {display(node)} rests on one origin, a closed outlet, or no archive copy?",
        query=TIES_OF,
        columns=COLUMNS,
        rows=tuple(rows[:limit]),
        items=[node, *nodes.values(), *edges.values()],
        evidence={node.id: told} if told else {},
        notes=[
            *not_shown(len(rows) - limit, "line"),
            FOLDED,
            KEPT,
            *([caution(node)] if node.properties.get("unconfirmed") else []),
        ],
    )


def _tie(graph: Graph, ground: Footing, edge: Edge, names: dict[str, str]) -> Json:
    claims = graph.claims_of(edge)
    said = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
    return _row(said, edge.properties["status"], ground, claims, edge=edge.id)


def _row(
    said: str, status: str, ground: Footing, claims: Iterable[Json], *, edge: str = ""
) -> Json:
    shown = [claim for claim in claims if ground.is_shown(claim)]
    support: Support = ground.support(shown)
    return {
        "what": said,
        "status": status,
        "rests_on": support.words,
        "origins": support.origins,
        "other_support": f"other support: {support.other}" if support.other else "",
        "edge": edge,
        "claims": [claim["id"] for claim in shown],
    }


def _values(node: Node, ground: Footing, claims: Iterable[Json]) -> Iterator[Json]:
    """Yield a row for the naming of an entity, and for each of its values."""
    found: dict[str, list[Json]] = {}
    for claim in claims:
        says = claim["says"]
        named = f"{display(node)} is named as {says.get('kind')}"
        told = f"{says['property']}: {says['value']}" if "value" in says else named
        found.setdefault(told, []).append(claim)
    for said, several in sorted(found.items()):
        yield _row(said, several[0]["status"], ground, several)


QUESTION = Question(
    name="single-source",
    title="What rests on one origin only, on a closed outlet, or on no archive copy?",
    help=(
        "Reprints and wire copies are folded into their origin. Each line says what it rests on"
        " and which other support there is, or none. With an entity: its ties and values; without:"
        " the ties of the whole case, the thinnest first."
    ),
    example='clew ask single-source "Mech Dara"',
    parameters=(MAYBE_ENTITY, LIMIT),
    cypher=TIES_OF,
    answer=answer,
)
