"""What changed between two days: in the world, in what was known, and in the case (Q28, Q29).

Three times are told apart: when something held, when a source made it known, and when somebody put
it into this case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.graph.model import Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.case_acts import act_rows
from clew.queries.days import DATED, Interval, changes, interval
from clew.queries.paths import caution, display, phrase
from clew.queries.question import Graph, Parameter, Question, Values, answer_of
from clew.queries.table import LIMIT, limit_of, not_shown
from clew.queries.telling import plural

#: The ties of one entity: their claims, and its own, are what may have changed.
CYPHER = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT r"""
#: Ties of the whole case that bear no date: of these it is not known whether they changed.
UNDATED = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.when IS NULL AND a.when IS NULL
RETURN count(r)"""
#: Who or what was first named on these days.
FRESH = """\
MATCH (n:Entity)
WHERE n.known_from >= $since AND n.known_from <= $until
RETURN n.id ORDER BY n.known_from, n.id LIMIT $limit"""
HOW_MANY = """\
MATCH (n:Entity)
WHERE n.known_from >= $since AND n.known_from <= $until
RETURN count(n)"""
COLUMNS = ("part", "day", "change", "what", "status", "precision", "certain", "edge", "claims")
WORLD, KNOWN, CASE = "in the world", "in what was known", "in this case"
MAY = "may be outside these days"
NOTES = (
    "“In the world” is when a source says that something held; “in what was known” is the day from"
    " which a source makes it known; “in this case” is when somebody put it in or took it out.",
)


@dataclass(slots=True)
class Told:
    """Rows of an answer, the claims behind them, and how many rows there are in all, by part."""

    graph: Graph
    limit: int
    rows: list[Json]
    claims: dict[str, Json]
    counts: Counter[str]

    def add(self, part: str, rows: Iterable[tuple[Json, Json]]) -> None:
        """Add the first rows of a part, each with its claim, and count the others."""
        for number, (row, claim) in enumerate(rows):
            self.counts[part] += 1
            if number < self.limit:
                self.rows.append({"part": part, **row})
                self.claims[claim["id"]] = claim


def answer(graph: Graph, values: Values) -> Answer:
    """List what began, ended or is dated; what became known or was withdrawn; what was done."""
    within = interval(str(values["since"]), str(values["until"]))
    node = graph.entity(str(values["entity"])) if values["entity"] else None
    told = Told(graph, limit_of(values), [], {}, Counter())
    mine = None if node is None else _of(graph, node)
    told.add(WORLD, _dated(graph, within, mine))
    fresh, more = _known(graph, within, mine, told.limit)
    told.add(KNOWN, fresh)
    told.counts[KNOWN] += more
    told.add(KNOWN, _named(graph, within, node, told.limit))
    told.counts[KNOWN] += _how_many(graph, within, node, told.limit)
    told.add(KNOWN, _gone(graph, within, node))
    acts = list(act_rows(graph, within, node))
    told.rows += [{"part": CASE, **row} for row in acts[: told.limit]]
    told.counts[CASE] = len(acts)
    return _answer(values, told, node, within)


def _answer(values: Values, told: Told, node: Node | None, within: Interval) -> Answer:
    graph = told.graph
    edges = {row["edge"]: graph.item(row["edge"]) for row in told.rows if row["edge"]}
    ends = [e for edge in edges.values() if isinstance(edge, Edge) for e in (edge.start, edge.end)]
    items = [*([node] if node else []), *(graph.item(end) for end in ends), *edges.values()]
    loose = [
        c for c in told.claims.values() if not any(c["id"] in _claims(e) for e in edges.values())
    ]
    hidden = sum(told.counts.values()) - len(told.rows)
    whom = f" around {display(node)}" if node else ""
    caveat = [caution(node)] if node and node.properties.get("unconfirmed") else []
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"What changed{whom} from {within.since} to {within.until}?",
        query=CYPHER if node else UNDATED,
        columns=COLUMNS,
        rows=tuple(told.rows),
        items=items,
        evidence={node.id if node else "case": loose} if loose else {},
        not_known=list(_undated(graph, node)),
        notes=[*not_shown(hidden, "change"), *NOTES, *caveat],
    )


def _claims(item: Node | Edge) -> Sequence[str]:
    claims: Sequence[str] = item.properties["claims"]
    return claims


def _undated(graph: Graph, node: Node | None) -> Iterator[str]:
    """Say of how many ties it cannot be known whether they changed."""
    if node:
        rows = graph.read(CYPHER, {"entity": node.id}).rows
        count = sum(1 for (edge,) in rows if not edge.properties.get("when"))
    else:
        count = int(graph.read(UNDATED).rows[0][0])
    if count:
        have = "has" if count == 1 else "have"
        ties = f"{plural(count, 'tie')} {have} no date"
        yield f"{ties}: whether one changed in these days is not known."


def _of(graph: Graph, node: Node) -> dict[str, Json]:
    """Return the claims of an entity and its ties, denials too, by id."""
    edges = [edge.id for (edge,) in graph.read(CYPHER, {"entity": node.id}).rows]
    found = [c for identity in (node.id, *edges) for c in graph.claims_about(identity)]
    return {claim["id"]: claim for claim in found}


def _dated(
    graph: Graph, within: Interval, mine: Mapping[str, Json] | None
) -> list[tuple[Json, Json]]:
    """Return what is dated within these days, by its earliest day; the claims of `mine` alone."""
    own = ((i, c.get("when", "")) for i, c in (mine or {}).items())
    pairs = graph.dated(within.since, within.until) if mine is None else own
    found = [(change, i) for i, when in pairs if when for change in changes(when, within)]
    rows = []
    for change, identity in sorted(found, key=lambda one: (one[0].first, one[1])):
        claim = mine[identity] if mine else graph.claim(identity)
        if claim is None or claim.get("protected"):
            continue
        said, edge = _said(graph, claim)
        word = "happened" if change.change == DATED and _is_event(claim, graph) else change.change
        precision = change.precision if change.certain else f"{change.precision}, {MAY}"
        row = {"day": change.when, "change": word, "what": said, "status": claim["status"]}
        more = {"precision": precision, "certain": True, "edge": edge, "claims": [identity]}
        rows.append(({**row, **more}, claim))
    return rows


def _is_event(claim: Json, graph: Graph) -> bool:
    return any("Event" in node.labels for node in graph.entities(claim["id"]))


def _known(
    graph: Graph, within: Interval, mine: Mapping[str, Json] | None, limit: int
) -> tuple[list[tuple[Json, Json]], int]:
    """Return what became known on these days, ties first, and how many more there are."""
    if mine is None:
        ids, counts = graph.known(within.since, within.until, limit)
        known = [claim for i in ids if (claim := graph.claim(i))]
        more = counts.get("1", 0) + counts.get("2", 0) - len(ids)
    else:
        told = (c for c in mine.values() if "kind" not in c.get("says", {}))
        fresh = (c for c in told if c.get("known_from", "") in within)
        known = sorted(fresh, key=lambda c: (_sort(c), c["known_from"], c["id"]))
        more = 0
    rows = []
    for claim in known:
        said, edge = _said(graph, claim)
        row = {"day": claim["known_from"], "change": _fresh(graph, claim, edge, within)}
        more_cells = {"precision": "", "certain": True, "edge": edge, "claims": [claim["id"]]}
        rows.append(({**row, "what": said, "status": claim["status"], **more_cells}, claim))
    return rows, more


def _sort(claim: Json) -> bool:
    return "type" not in claim.get("says", {})


def _named(
    graph: Graph, within: Interval, node: Node | None, limit: int
) -> Iterator[tuple[Json, Json]]:
    """Yield who or what was first named on these days, each with its first claim."""
    days = {"since": within.since, "until": within.until, "limit": limit}
    found = [graph.node(i) for (i,) in graph.read(FRESH, days).rows] if node is None else [node]
    for one in found:
        claims = sorted(graph.claims_of(one), key=lambda c: c.get("known_from") or "9999")
        first = claims[0] if claims else {}
        if first.get("known_from", "") in within:
            kind = one.properties["kind"]
            row = {"day": first["known_from"], "change": "first named"}
            what = {"what": f"{display(one)}, {kind}", "status": first["status"]}
            more = {"precision": "", "certain": True, "edge": "", "claims": [first["id"]]}
            yield {**row, **what, **more}, first


def _how_many(graph: Graph, within: Interval, node: Node | None, limit: int) -> int:
    """Return how many more were first named on these days than are listed."""
    if node:
        return 0
    days = {"since": within.since, "until": within.until}
    return max(int(graph.read(HOW_MANY, days).rows[0][0]) - limit, 0)


def _fresh(graph: Graph, claim: Json, edge: str, within: Interval) -> str:
    """Say how a claim was new: what nobody said before, said once more, or denied."""
    if claim["status"] == "denied":
        return "denied"
    subjects = [graph.item(edge)] if edge else list(graph.entities(claim["id"]))
    earlier = any(str(s.properties.get("known_from", "9999")) < within.since for s in subjects)
    if "property" in claim.get("says", {}):
        return "value became known"
    return "said by one more source" if earlier else "became known"


def _said(graph: Graph, claim: Json) -> tuple[str, str]:
    """Return what a claim says in words, and the edge that it makes, where there is one."""
    says = claim.get("says", {})
    if "type" in says:
        start, end = (_name(graph, says[side], "") for side in ("start", "end"))
        edges = [edge.id for edge in graph.ties(claim["id"])]
        return f"{start} {phrase(says['type'])} {end}", edges[0] if edges else ""
    names = [display(node) for node in graph.entities(claim["id"])]
    what = (
        f"{says['property']}: {says.get('value', '')}"
        if "property" in says
        else says.get("kind", "")
    )
    return f"{', '.join(names)}, {what}", ""


def _name(graph: Graph, identity: str, words: str) -> str:
    nodes = [graph.item(identity)] if identity else []
    return next((display(node) for node in nodes if isinstance(node, Node)), words)


def _gone(graph: Graph, within: Interval, node: Node | None) -> Iterator[tuple[Json, Json]]:
    """Yield the claims that were withdrawn or corrected away on these days."""
    for claim in graph.record["gone"]:
        says, end = claim["says"], claim["gone"]
        touched = {says.get("start", ""), says.get("end", "")}
        if end["day"] not in within or (node and node.id not in touched):
            continue
        row = {
            "day": end["day"],
            "change": end["how"],
            "what": _was(says),
            "status": claim["status"],
        }
        more = {"precision": "day", "certain": True, "edge": "", "claims": [claim["id"]]}
        yield {**row, **more}, claim


def _was(says: Mapping[str, str]) -> str:
    if "type" in says:
        return f"{says['words']} {phrase(says['type'])} {says['end_words']}"
    if "property" in says:
        return f"{says['words']}, {says['property']}: {says['value']}"
    return f"{says['words']}, {says['kind']}"


QUESTION = Question(
    name="changes",
    title="What changed between two days, in the world, in what was known, in this case?",
    help=(
        "A day is a day, month or year (2024-09-12, 2024-09, 2024). Lists what began, ended or is"
        " dated within; what became known, was denied, corrected or withdrawn; and what was done in"
        " this case. With an entity: what concerns it alone."
    ),
    example="clew ask changes 2024-09-01 2024-09-30",
    parameters=(
        Parameter(
            name="since", meaning="the first day, month or year", required=True, positional=True
        ),
        Parameter(
            name="until", meaning="the last day, month or year", required=True, positional=True
        ),
        Parameter(name="entity", meaning="an entity: id or name", entity=True, positional=True),
        LIMIT,
    ),
    cypher=CYPHER,
    answer=answer,
)
