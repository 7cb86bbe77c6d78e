"""Pairs of ties of one kind at one entity that hold at the same time (`ask overlaps`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from clew.graph.model import WEAKNESS, Edge
from clew.graph.schema import schema
from clew.graph.when import Holds, bounds, holds
from clew.queries.paths import types_of
from clew.queries.question import Graph
from clew.queries.search import hubs

#: Every tie of some types with its claims and its ends; TYPES is `:A|B`.
CYPHER = """\
MATCH (a:Entity)-[rTYPES]->(b:Entity)
WHERE r.status <> 'planned'
RETURN r.id, type(r), r.claims, r.when, r.status,
  a.id, a.name, a.generic, labels(a), b.id, b.name, b.generic, labels(b)"""
#: Groups of ties that last: payments and relatives do not begin and end.
LASTING = ("control", "site", "office")
#: An entity with more dated ties of one kind and role is not paired: it would tell of attention.
MANY = 200
#: Each member of `{a, b}`, `[a, b]` and `[a..b]` has days of its own, as have an interval's ends.
_PARTS = re.compile(r"[/,]|\.\.")
NOT_STATED = ("planned", "denied")


@dataclass(frozen=True, slots=True)
class Said:
    """What one claim says of when a tie holds."""

    tie: str
    far: str
    when: str
    status: str
    claim: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two at an entity, and what the claims say that let their ties to it overlap best.

    others      the two at the far ends; first and last: the days in which both may hold, '' = open
    more        how many other pairs of their ties overlap, too
    """

    entity: str
    others: tuple[str, str]
    ties: tuple[str, str]
    whens: tuple[str, str]
    statuses: tuple[str, str]
    claims: tuple[str, str]
    certain: bool
    first: str
    last: str
    more: int = 0

    @property
    def weakest(self) -> str:
        """The weaker one of the two statuses."""
        return max(self.statuses, key=WEAKNESS.__getitem__)

    @property
    def order(self) -> tuple[bool, int, str, tuple[str, str], tuple[str, str]]:
        """What pairs are sorted by: certain, firm and early ones first, then by id."""
        return not self.certain, WEAKNESS[self.weakest], self.first, self.ties, self.claims


@dataclass(slots=True)
class Met:
    """The pairs, and how many ties are dated, undated, and at entities with too many."""

    query: str
    pairs: list[Pair] = field(default_factory=list)
    dated: int = 0
    undated: int = 0
    busy: int = 0


#: Ties of one type that meet at an entity in one role: each with its far end and what is said.
Meeting = dict[str, tuple[str, list[Said]]]


def met(graph: Graph, groups: Sequence[str], entity: str = "") -> Met:
    """Return the pairs at every entity, or those of which this one is an end."""
    query = CYPHER.replace("TYPES", types_of(groups))
    found = Met(query)
    at: dict[tuple[str, str, str], Meeting] = {}
    for tie, kind, claims, when, status, *ends in graph.read(query).rows:
        a, b = ends[0], ends[4]
        if a == b or _aside(*ends[1:4]) or _aside(*ends[5:]):
            continue
        told = _told(graph, tie, claims, when, status)
        found.dated += bool(told)
        role = ("both", "both") if schema().is_symmetric(kind) else ("start", "end")
        for near, far, side in ((a, b, role[0]), (b, a, role[1])):
            said = [Said(tie, far, *one) for one in told]
            at.setdefault((near, kind, side), {})[tie] = far, said
    undated: set[str] = set()
    for (near, _, _), ties in at.items():
        if entity and entity != near and entity not in {far for far, _ in ties.values()}:
            continue
        undated.update(tie for tie, (_, said) in ties.items() if not said)
        dated = [said for _, said in ties.values() if said]
        if len(dated) > MANY:
            found.busy += 1
        else:
            found.pairs += _pairs(near, dated, entity)
    found.undated = len(undated)
    found.pairs.sort(key=lambda pair: pair.order)
    return found


def _aside(name: object, generic: object, labels: object) -> bool:
    kinds = set(labels) if isinstance(labels, (list, tuple)) else set()
    return bool(generic or hubs() & kinds or not name)


def _told(
    graph: Graph, tie: str, claims: Sequence[str], when: str | None, status: str
) -> list[tuple[str, str, str]]:
    """Return the date, status and id of each dated claim of a tie that states it."""
    if len(claims) == 1:
        return [(when, status, claims[0])] if when and status not in NOT_STATED else []
    edge = graph.item(tie)
    assert isinstance(edge, Edge)
    every = (graph.claim(claim) for claim in claims)
    return [
        (str(c["when"]), str(c["status"]), str(c["id"]))
        for c in every
        if c and c.get("when") and c["status"] not in NOT_STATED
    ]


def _pairs(near: str, ties: Iterable[list[Said]], entity: str) -> Iterator[Pair]:
    """Yield each two whose ties to an entity overlap once, however many ties they have."""
    at: dict[str, list[Said]] = {}
    for said in ties:
        at.setdefault(said[0].far, []).extend(said)
    for one, other in combinations(sorted(at), 2):
        if entity and entity not in (near, one, other):
            continue
        every = [pair for a in at[one] for b in at[other] if (pair := _pair(near, a, b))]
        if best := min(every, key=lambda pair: pair.order, default=None):
            yield replace(best, more=len({pair.ties for pair in every}) - 1)


def _pair(near: str, one: Said, other: Said) -> Pair | None:
    """Return what two claims let overlap, None where their dates exclude it."""
    known = together(one.when, other.when)
    if known == "no":
        return None
    (a_first, a_last), (b_first, b_last) = bounds(one.when), bounds(other.when)
    return Pair(
        near,
        (one.far, other.far),
        (one.tie, other.tie),
        (one.when, other.when),
        (one.status, other.status),
        (one.claim, other.claim),
        known == "yes",
        max(a_first, b_first),
        min(filter(None, (a_last, b_last)), default=""),
    )


def together(one: str, other: str) -> Holds:
    """Return whether two dates say, allow or exclude that both hold on some day.

    Where two stretches of days meet, they do so on the first day of one of them, or the last of
    one: these days are all among the bounds of the parts of both texts, or before all of them.
    """
    known = {(holds(one, day), holds(other, day)) for day in _days(f"{one}/{other}")}
    if ("yes", "yes") in known:
        return "yes"
    return "may" if any("no" not in both for both in known) else "no"


def _days(text: str) -> Iterator[str]:
    yield "0001-01-01"
    parts = (part.strip(" []{}") for part in _PARTS.split(text))
    for part in dict.fromkeys(parts):
        yield from filter(None, bounds(part))
