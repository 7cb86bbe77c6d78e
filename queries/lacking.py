"""What a graph does not say, sort by sort: the texts that find it, for `gaps` (Q39)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.queries.footing import footing
from clew.queries.paths import display, phrase
from clew.queries.question import Graph
from clew.queries.search import hubs

#: Ties of which it is not said when they began, by type and whether they have no date at all; an
#: event's ties have its date.
UNDATED = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.valid_from IS NULL AND a.when IS NULL
RETURN type(r), r.when IS NULL, count(r)"""
#: The first ones of a type; TYPE is filled from what UNDATED found.
FIRST = """\
MATCH (a:Entity)-[r:TYPE]->(b:Entity)
WHERE r.valid_from IS NULL AND a.when IS NULL
RETURN r.id ORDER BY r.id LIMIT $limit"""
#: Sites with the places they are in; KIND is Compound or RealEstate.
PLACES = """\
MATCH (s:KIND)
OPTIONAL MATCH (s)-[:LOCATED_IN]->(p:Place)
RETURN s.id, s.generic, s.latitude, collect(p.id), collect(p.latitude)"""
SITES = ("Compound", "RealEstate")
#: Who is said to have which role at a compound; what is only planned does not count.
ROLES = """\
MATCH (s:Compound)<-[r:OWNS|OWNS_LAND|OPERATES]-(o:Entity)
WHERE r.status <> 'planned'
RETURN DISTINCT s.id, type(r)"""
UNNAMED = """\
MATCH (n:LegalEntity)
WHERE n.name = ''
RETURN n.id ORDER BY n.id"""
#: The entities with the most ties, and the lists of sources that these rest on.
BUSIEST = """\
MATCH (a:Entity)-[r]-(b:Entity)
RETURN a.id, count(r) AS ties ORDER BY ties DESC, a.id LIMIT $most"""
RESTING = """\
UNWIND $ids AS id
MATCH (a:Entity {id: id})-[r]-(b:Entity)
RETURN a.id, collect(DISTINCT r.claim_sources)"""
#: An entity with so many ties is a hub, and of so many hubs it is told what they rest on.
TIES, HUBS = 5, 50

#: Groups of ties in the order in which a missing date matters.
ORDER = ("control", "site", "money", "office", "family", "measure", "linked", "event", "speech")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known: of which sort, of what, and the tie or entity it is of."""

    part: str
    what: str
    item: Edge | Node


def undated(graph: Graph, limit: int) -> tuple[list[Gap], Counter[str]]:
    """Return the first ties without a beginning, those of control and sites first; how many."""
    counts: Counter[str] = Counter()
    kinds: set[str] = set()
    for kind, whole, count in graph.read(UNDATED).rows:
        counts["undated tie" if whole else "half-dated tie"] += int(count)
        kinds.add(str(kind))
    found: list[Gap] = []
    for kind in sorted(kinds, key=_rank):
        rest = limit - len(found)
        if rest > 0:
            text = FIRST.replace("TYPE", f"`{kind}`")
            for (identity,) in graph.read(text, {"limit": rest}).rows:
                found += tie(graph, identity)
    return found, counts


def _rank(kind: str) -> tuple[int, str]:
    known = schema().ties.get(kind)
    group = known.group if known else ""
    return (ORDER.index(group) if group in ORDER else len(ORDER), kind)


def tie(graph: Graph, identity: str) -> Iterator[Gap]:
    """Yield the gap of a tie without a date, or without a beginning."""
    edge = graph.item(identity)
    if isinstance(edge, Edge):
        start, end = graph.node(edge.start), graph.node(edge.end)
        said = f"{display(start)} {phrase(edge.type)} {display(end)}"
        yield Gap("half-dated tie" if edge.properties.get("when") else "undated tie", said, edge)


def unlocated(graph: Graph) -> Iterator[Gap]:
    """Yield the named sites that no source puts in a place, and those without coordinates."""
    for kind in SITES:
        for row in graph.read(PLACES.replace("KIND", kind)).rows:
            identity, generic, latitude, places, latitudes = row
            part = "" if latitude else "no place" if not places else "no coordinates"
            if part and not generic and not any(latitudes):
                node = graph.node(identity)
                yield Gap(part, display(node), node)


def roles(graph: Graph) -> Iterator[Gap]:
    """Yield the compounds of which no source says who owns them or the land, or who runs them."""
    known: dict[str, set[str]] = {}
    for identity, kind in graph.read(ROLES).rows:
        known.setdefault(identity, set()).add(kind)
    for row in graph.read(PLACES.replace("KIND", "Compound")).rows:
        has = known.get(row[0], set())
        if not row[1] and not {"OWNS", "OWNS_LAND", "OPERATES"} <= has:
            yield from _roles(graph.node(row[0]), has)


def _roles(node: Node, has: set[str]) -> Iterator[Gap]:
    if not has & {"OWNS", "OWNS_LAND"}:
        yield Gap("no owner", display(node), node)
    if "OPERATES" not in has:
        yield Gap("no operator", display(node), node)


def unnamed(graph: Graph) -> Iterator[Gap]:
    """Yield the actors that no source names: single ones, and classes of them."""
    for (identity,) in graph.read(UNNAMED).rows:
        node = graph.node(identity)
        part = "class of actors" if node.properties.get("generic") else "unnamed actor"
        yield Gap(part, display(node), node)


def one_origin(graph: Graph) -> Iterator[Gap]:
    """Yield those of the busiest entities all of whose ties rest on one origin."""
    busiest = [i for i, ties in graph.read(BUSIEST, {"most": HUBS}).rows if ties >= TIES]
    yield from resting(graph, busiest)


def resting(graph: Graph, ids: Sequence[str]) -> Iterator[Gap]:
    """Yield those of these entities all of whose ties rest on one origin."""
    rows: dict[str, list[list[str]]] = {}
    if ids:
        rows = dict(graph.read(RESTING, {"ids": ids}).rows)
    ground = footing(graph) if rows else None
    for identity in ids:
        used = [source for sources in rows.get(identity, ()) for source in sources]
        node = graph.node(identity)
        passed = not hubs().intersection(node.labels)
        if ground and passed and ground.of(used).origins == 1:
            first = ground.of(used).grounds["one origin"]
            yield Gap("one origin", f"{display(node)}: all its ties rest on {first}", node)


def undecided(graph: Graph, proposals: Iterable[Mapping[str, str]], limit: int) -> Iterator[Gap]:
    """Yield the first pairs of entities that may be one."""
    for number, pair in enumerate(proposals):
        if number < limit:
            left, right = graph.node(pair["left"]), graph.node(pair["right"])
            words = f"{display(left)} and {display(right)} may be the same: {pair['grounds']}"
            yield Gap("undecided identity", words, left)
