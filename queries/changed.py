"""What changed within days: what is dated in them, and what became known or was withdrawn (Q28).

Each change is a row of an answer with the claim that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clew.graph.model import Node
from clew.queries.answer import Json
from clew.queries.days import DATED, Interval, changes
from clew.queries.footing import Footing, footing
from clew.queries.paths import display, phrase
from clew.queries.question import Graph

#: Who or what was first named on these days.
FRESH = """\
MATCH (n:Entity)
WHERE n.known_from >= $since AND n.known_from <= $until
RETURN n.id ORDER BY n.known_from, n.id LIMIT $limit"""
HOW_MANY = """\
MATCH (n:Entity)
WHERE n.known_from >= $since AND n.known_from <= $until
RETURN count(n)"""
MAY = "may be outside these days"


def dated(
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
    start = claim.get("says", {}).get("start")
    nodes = [graph.item(start)] if start else graph.entities(claim["id"])
    return any(isinstance(node, Node) and "Event" in node.labels for node in nodes)


def known(
    graph: Graph, within: Interval, mine: Mapping[str, Json] | None, limit: int
) -> tuple[list[tuple[Json, Json]], int]:
    """Return what became known on these days, ties first, and how many more there are."""
    if mine is None:
        ids, counts = graph.known(within.since, within.until, limit)
        fresh = [claim for i in ids if (claim := graph.claim(i))]
        more = counts.get("1", 0) + counts.get("2", 0) - len(ids)
    else:
        told = (c for c in mine.values() if "kind" not in c.get("says", {}))
        new = (c for c in told if c.get("known_from", "") in within)
        fresh = sorted(new, key=lambda c: (_sort(c), c["known_from"], c["id"]))
        more = 0
    rows, before = [], _Before(graph, footing(graph))
    for claim in fresh:
        said, edge = _said(graph, claim)
        row = {"day": claim["known_from"], "change": before.told(claim, edge)}
        more_cells = {"precision": "", "certain": True, "edge": edge, "claims": [claim["id"]]}
        rows.append(({**row, "what": said, "status": claim["status"], **more_cells}, claim))
    return rows, more


def _sort(claim: Json) -> bool:
    return "type" not in claim.get("says", {})


def named(
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


def how_many(graph: Graph, within: Interval, node: Node | None, limit: int) -> int:
    """Return how many more were first named on these days than are listed."""
    if node:
        return 0
    days = {"since": within.since, "until": within.until}
    return max(int(graph.read(HOW_MANY, days).rows[0][0]) - limit, 0)


@dataclass(slots=True)
class _Before:
    """What was said before a claim was: nothing of the kind, the same, or the same by a reprint."""

    graph: Graph
    ground: Footing
    known: dict[str, list[Json]] = field(default_factory=dict)

    def told(self, claim: Json, edge: str) -> str:
        """Say how a claim was new: said by nobody before, said once more, repeated, or denied."""
        if claim["status"] == "denied":
            return "denied"
        subjects = [edge] if edge else [node.id for node in self.graph.entities(claim["id"])]
        about = [one for subject in subjects for one in self._about(subject)]
        earlier = [one for one in about if _is_before(one, claim) and _is_alike(one, claim)]
        if not earlier:
            return "value became known" if "property" in claim.get("says", {}) else "became known"
        again = self._origin(claim) in map(self._origin, earlier)
        return "said again, by no new origin" if again else "said by one more source"

    def _about(self, subject: str) -> list[Json]:
        if subject not in self.known:
            claims = self.graph.claims_about(subject)
            self.known[subject] = [one for one in claims if one["status"] != "denied"]
        return self.known[subject]

    def _origin(self, claim: Json) -> str:
        identity = str(claim.get("source", {}).get("id", ""))
        kept = self.ground.sources.get(identity)
        return kept.origin if kept else identity


def _is_before(one: Json, claim: Json) -> bool:
    days = [(c.get("known_from") or "9999", c["id"]) for c in (one, claim)]
    return days[0] < days[1]


def _is_alike(one: Json, claim: Json) -> bool:
    """Tell whether two claims about one thing say the same of it."""
    names = ("property", "value", "type")
    return all(one.get("says", {}).get(n) == claim.get("says", {}).get(n) for n in names)


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


def gone(graph: Graph, within: Interval, node: Node | None) -> Iterator[tuple[Json, Json]]:
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
