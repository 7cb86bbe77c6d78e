"""Where sources contradict one another: every account beside the others, none preferred (Q22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from clew.graph.model import Edge, Node
from clew.queries import conflicts
from clew.queries.answer import Answer, Json
from clew.queries.conflicts import Conflict
from clew.queries.paths import caution, display, displays, phrase
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.telling import (
    ENTITY,
    STANDING,
    is_kind,
    plural,
    row,
    steps,
    strongest,
    tied,
    used,
)

CYPHER = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT a.id, r.id, b.id"""
#: Of a whole case: what has several values that may conflict, and ties of several claims.
VALUES = "MATCH (n:{kind})\nWHERE {several}\nRETURN n.id AS thing, n.source_count AS sources"
#: What has a value that is stated and denied.
DISPUTED = """\
MATCH (n:Entity)
WHERE n.disputed = true
RETURN n.id AS thing, n.source_count AS sources"""
TIES = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.disputed = true OR size(r.claims) > 1
RETURN r.id, r.disputed"""
WORDINGS = "MATCH (a:Entity)-[r:{types}]->(b:Entity)\nRETURN a.id, r.id"
COLUMNS = ("conflict", "kind", "about", "what", "account", *STANDING)
#: So many conflicts are told of a whole case, so many ties and things looked at for them.
MOST, COMPARED, LOOKED_AT = 50, 500, 100
NONE_WINS = "No account is preferred: their order is that of what they say."
ASK = "ask of an entity"
FIRST = "those of several sources came first"
ALONE = (
    "Without an entity, two readings of one claim are not looked for:"
    " `clew ask contradictions ENTITY` tells of them."
)


def values_text() -> str:
    """Return the text for what has a denied value, or several of a kind that may conflict."""
    texts = (
        VALUES.format(kind=kind, several=" OR ".join(f"size(n.{name}) > 1" for name in names))
        for kind, names in conflicts.words().by_kind.items()
    )
    return "\nUNION\n".join([*texts, DISPUTED])


def wordings_text() -> str:
    """Return the text for the ties of which one thing may be worded in several ways."""
    return WORDINGS.format(types="|".join(conflicts.words().ties))


@dataclass(slots=True)
class _Found:
    """The conflicts, and the items and claims that they speak of."""

    graph: Graph
    conflicts: list[Conflict] = field(default_factory=list)
    items: dict[str, Node | Edge] = field(default_factory=dict)
    evidence: dict[str, list[Json]] = field(default_factory=dict)
    wordings: dict[tuple[str, str, str], dict[str, list[Json]]] = field(default_factory=dict)

    def node(self, node: Node) -> None:
        """Look at what is said of a thing itself."""
        claims = [c for c in self.graph.claims_about(node.id) if "type" not in c["says"]]
        found = list(conflicts.of_values(display(node), claims))
        self._keep(node, found, claims)

    def readings(self, item: Node | Edge, about: str) -> None:
        """Look for claims that annotators read in different ways."""
        claims = self.graph.claims_about(item.id)
        edge = item.id if isinstance(item, Edge) else ""
        self._keep(item, list(conflicts.of_readings(about, edge, claims)), claims)

    def edge(self, edge: Edge) -> None:
        """Look at the claims of a tie, and keep what it is one wording of."""
        start, end = (self.graph.node(identity) for identity in (edge.start, edge.end))
        names = displays([start, end])
        about = f"{names[start.id]} {phrase(edge.type)} {names[end.id]}"
        claims = self.graph.claims_about(edge.id)
        found = list(conflicts.of_tie(about, edge.id, claims))
        if is_kind(start, "Event"):
            found += conflicts.of_event(about, edge.id, claims)
        self._keep(edge, found, claims)
        if edge.type in conflicts.words().ties:
            stated = [claim for claim in claims if claim["status"] not in ("denied", "planned")]
            ends = self.wordings.setdefault((start.id, names[start.id], edge.type), {})
            ends.setdefault(names[end.id], []).extend(stated)
            self.items[edge.id] = edge
            self.evidence.setdefault(edge.id, claims)

    def worded(self) -> None:
        """Look at the ties that may be one thing in several wordings."""
        for (_, name, tie), ends in self.wordings.items():
            self.conflicts += conflicts.of_wording(name, phrase(tie), ends)

    def _keep(self, item: Node | Edge, found: list[Conflict], claims: list[Json]) -> None:
        if found:
            self.conflicts += found
            self.items[item.id] = item
            self.evidence[item.id] = claims


def answer(graph: Graph, values: Values) -> Answer:
    """List the conflicts about an entity, or in the whole case, the gravest first."""
    found, notes = _Found(graph), [NONE_WINS]
    start = graph.entity(str(values["entity"])) if values["entity"] else None
    if start:
        _look_around(found, start)
        notes += [caution(start)] if start.properties.get("unconfirmed") else []
    else:
        notes += [ALONE, *_look_everywhere(found)]
    found.worded()
    every = sorted(found.conflicts, key=lambda conflict: conflict.order)
    shown, rest = every[:MOST], len(every) - MOST
    if rest > 0:
        notes.append(f"{plural(rest, 'more conflict')} of less weight not shown: {ASK}.")
    return _told(found, start, shown, values, notes)


def _look_around(found: _Found, start: Node) -> None:
    found.node(start)
    found.readings(start, display(start))
    for _, edge, far in steps(found.graph, CYPHER, {"entity": start.id}):
        found.edge(edge)
        found.readings(edge, f"{display(start)} and {display(far)}: {phrase(edge.type)}")
        if is_kind(far, "Sanction", "Charge", "Event", "CourtCase"):
            found.node(far)


def _look_everywhere(found: _Found) -> Iterator[str]:
    """Look at the whole case; yield what was not compared."""
    graph = found.graph
    things = sorted((count < 2, identity) for identity, count in graph.read(values_text()).rows)
    for _, identity in things[:LOOKED_AT]:
        found.node(graph.node(identity))
    if (rest := len(things) - LOOKED_AT) > 0:
        yield f"{plural(rest, 'more thing')} with several values not compared ({FIRST}): {ASK}."
    ties = sorted((not disputed, edge) for edge, disputed in graph.read(TIES).rows)
    ids = {edge: None for _, edge in ties[:COMPARED]}
    if rest := len(ties) - len(ids):
        yield f"{plural(rest, 'more tie')} of several claims not compared: {ASK}."
    ends: dict[str, list[str]] = {}
    for start, edge in graph.read(wordings_text()).rows:
        ends.setdefault(start, []).append(edge)
    ids.update((edge, None) for edges in ends.values() if len(edges) > 1 for edge in edges)
    for identity in ids:
        edge = graph.item(identity)
        if isinstance(edge, Edge):
            found.edge(edge)


def _told(
    found: _Found, start: Node | None, shown: Sequence[Conflict], values: Values, notes: list[str]
) -> Answer:
    rows = [row for number, one in enumerate(shown, 1) for row in _rows(number, one, found.items)]
    claims = used(rows, found.evidence)
    name = display(start) if start else "this case"
    told = answer_of(
        QUESTION,
        found.graph,
        values,
        title=f"Where do the sources contradict one another about {name}?",
        query=CYPHER if start else "\n\n".join((values_text(), TIES, wordings_text())),
        columns=COLUMNS,
        rows=tuple(rows),
        items=[item for identity, item in found.items.items() if identity in claims],
        evidence={},
        notes=notes,
    )
    denials = strongest(
        c for several in claims.values() for c in several if c["status"] == "denied"
    )
    return replace(told, evidence={**told.evidence, **claims}, denials=tuple(denials))


def _rows(number: int, conflict: Conflict, items: dict[str, Node | Edge]) -> Iterator[Json]:
    for account in conflict.accounts:
        told = {
            "conflict": number,
            "kind": conflict.kind,
            "about": conflict.about,
            "what": conflict.what,
            "account": account.words,
        }
        edge = items.get(conflict.edge)
        claims = strongest(account.claims)
        found = tied(edge, claims, **told) if isinstance(edge, Edge) else row(claims, **told)
        yield {name: found.get(name, "") for name in COLUMNS}


QUESTION = Question(
    name="contradictions",
    title="Where do the sources contradict one another?",
    help=(
        "Values, dates, shares and wordings that cannot all be right, and what is denied besides:"
        " all accounts side by side with their claims, none preferred. Without an entity: the whole"
        " case, the gravest first."
    ),
    example='clew ask contradictions "Mech Dara"',
    parameters=(replace(ENTITY, required=False),),
    cypher=CYPHER,
    answer=answer,
)
