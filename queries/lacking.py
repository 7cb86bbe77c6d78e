"""What a graph does not say, sort by sort: the texts that find it, for `gaps` (Q39)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.graph.model import Edge
from clew.graph.schema import schema
from clew.queries.dates import of_case
from clew.queries.footing import footing
from clew.queries.paths import display, displays, phrase
from clew.queries.question import Graph
from clew.queries.search import hubs

#: The first ones of a type; TYPE is filled from what is undated.
FIRST = """\
MATCH (a:Entity)-[r:TYPE]->(b:Entity)
WHERE r.valid_from IS NULL AND a.when IS NULL
  AND NOT r.id IN $begun
RETURN r.id, r.when IS NULL ORDER BY r.id LIMIT $limit"""
#: Named sites of a KIND with the places they are in; of a few entities, or of all.
ALL = "MATCH (s:KIND)"
SOME = "UNWIND $ids AS id\nMATCH (s:KIND {id: id})"
PLACES = """\
SITES
WHERE NOT coalesce(s.generic, false)
OPTIONAL MATCH (s)-[:LOCATED_IN]->(p:Place)
RETURN s.id, s.latitude, collect(p.id), collect(p.latitude)"""
#: Who has which role at them; what is only planned does not count.
ROLES = """\
SITES
WHERE NOT coalesce(s.generic, false)
OPTIONAL MATCH (s)<-[r:OWNS|OWNS_LAND|OPERATES]-(:Entity)
RETURN s.id, collect(type(r) + ' ' + r.status)"""
KINDS = ("Compound", "RealEstate")
UNNAMED = """\
MATCH (n:LegalEntity)
WHERE n.name = ''
RETURN n.id, n.generic ORDER BY n.id"""
#: The entities with the most ties, and the lists of sources that these rest on.
BUSIEST = """\
MATCH (a:Entity)
WHERE NOT a:Sanction
WITH a, COUNT { (a)--() } AS ties
WHERE ties >= $least
RETURN a.id ORDER BY ties DESC, a.id LIMIT $most"""
RESTING = """\
UNWIND $ids AS id
MATCH (a:Entity {id: id})-[r]-(b:Entity)
RETURN a.id, collect(DISTINCT r.claim_sources)"""
#: An entity with so many ties is a hub, and of so many hubs it is told what they rest on.
TIES, HUBS = 5, 50

#: Groups of ties in the order in which a missing date matters.
ORDER = ("control", "site", "money", "office", "family", "measure", "linked", "event", "speech")
UNDATED_TIE, HALF_DATED = "undated tie", "half-dated tie"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known: of which sort, of which tie or entity, and more in words."""

    part: str
    item: str
    words: str = ""


def text(template: str, kind: str, ids: Sequence[str] | None) -> str:
    """Return a text about sites of a kind: of all, or of those among $ids."""
    return template.replace("SITES", ALL if ids is None else SOME).replace("KIND", kind)


def undated(graph: Graph, limit: int) -> tuple[list[Gap], Counter[str]]:
    """Return the first ties without a beginning, those of control and sites first; how many."""
    none = of_case(graph)
    counts = Counter({UNDATED_TIE: none.whole.total(), HALF_DATED: none.half.total()})
    found: list[Gap] = []
    for kind in sorted(none.whole.keys() | none.half.keys(), key=_rank):
        if rest := limit - len(found):
            asked = {"limit": rest, "begun": sorted(none.begun)}
            rows = graph.read(FIRST.replace("TYPE", f"`{kind}`"), asked).rows
            for i, whole in rows:
                part = UNDATED_TIE if whole and i not in none.dated else HALF_DATED
                found.append(Gap(part, i))
    return found, counts


def _rank(kind: str) -> tuple[int, str]:
    known = schema().ties.get(kind)
    group = known.group if known else ""
    return (ORDER.index(group) if group in ORDER else len(ORDER), kind)


def tie_words(graph: Graph, edge: Edge) -> str:
    """Return a tie in words."""
    names = displays([graph.node(edge.start), graph.node(edge.end)])
    return f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"


def unlocated(graph: Graph, ids: Sequence[str] | None = None) -> Iterator[Gap]:
    """Yield the named sites that no source puts in a place, and those without coordinates."""
    for kind in KINDS:
        rows = graph.read(text(PLACES, kind, ids), {"ids": ids}).rows
        for identity, latitude, places, latitudes in rows:
            if not latitude and not any(latitudes):
                yield Gap("no coordinates" if places else "no place", identity)


def roles(graph: Graph, ids: Sequence[str] | None = None) -> Iterator[Gap]:
    """Yield the compounds of which no source says who owns them or the land, or who runs them."""
    for identity, said in graph.read(text(ROLES, "Compound", ids), {"ids": ids}).rows:
        has = {kind for kind, status in map(str.split, said) if status != "planned"}
        if not has & {"OWNS", "OWNS_LAND"}:
            yield Gap("no owner", identity)
        if "OPERATES" not in has:
            yield Gap("no operator", identity)


def unnamed(graph: Graph) -> Iterator[Gap]:
    """Yield the actors that no source names: single ones, and classes of them."""
    for identity, generic in graph.read(UNNAMED).rows:
        yield Gap("class of actors" if generic else "unnamed actor", identity)


def one_origin(graph: Graph) -> Iterator[Gap]:
    """Yield those of the busiest entities all of whose ties rest on one origin."""
    rows = graph.read(BUSIEST, {"least": TIES, "most": HUBS}).rows
    yield from resting(graph, [identity for (identity,) in rows])


def resting(graph: Graph, ids: Sequence[str]) -> Iterator[Gap]:
    """Yield those of these entities all of whose ties rest on one origin."""
    if not ids:
        return
    rows: dict[str, list[list[str]]] = dict(graph.read(RESTING, {"ids": ids}).rows)
    ground = footing(graph)
    for identity in ids:
        support = ground.of(source for sources in rows.get(identity, ()) for source in sources)
        if support.origins == 1 and not hubs().intersection(graph.node(identity).labels):
            words = f": all its ties rest on {support.grounds['one origin']}"
            yield Gap("one origin", identity, words)


def undecided(graph: Graph, proposals: Iterable[Mapping[str, str]], limit: int) -> Iterator[Gap]:
    """Yield the first pairs of entities that may be one."""
    for number, pair in enumerate(proposals):
        if number < limit:
            right = display(graph.node(pair["right"]))
            words = f" may be the same as {right}: {pair['grounds']}"
            yield Gap("undecided identity", pair["left"], words)
