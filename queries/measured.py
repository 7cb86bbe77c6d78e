"""Rows of what is computed of a network: marked so, ranked, each with a way to its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clew.graph.model import Edge, Node
from clew.queries.algorithms import Network, Scores
from clew.queries.answer import Answer, Json
from clew.queries.entering import Entered, entered, listing, told, top_of
from clew.queries.paths import caution, displays
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.telling import plural

#: What each row begins with, and what each ends with.
FIRST = ("rank", "what", "entity", "name", "kind")
LAST = ("value", "value_two_sources", "rank_two_sources", "statuses")
EVIDENCE = ("ties", "more_ties", "computed", "claims")
#: So many ties of a row are shown with their claims.
SHOWN = 5
#: So many more ties between the entities shown are in the evidence and in a picture.
AMONG = 100
COMPUTED = "Computed by Clew, claimed by no source: "
ATTENTION = (
    "A high rank tells how much the sources say of somebody or something, and nothing about guilt;"
    " a low one, or none, tells nothing."
)
EVERY = "Of each row at most {} ties are shown, the strongest first; `clew show` has all of one."
HIDDEN = "A picture of this leaves out ties between the entities that it shows, so many: {}."
UNTOLD = (
    "Ties that no source of this case tells: they could change any rank.",
    "Whether two of these entities are one, where nobody has decided it: they count as two (`clew"
    " candidates`).",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one stands by a measure: with all ties, and without those of a single source.

    A rank is 1 and the number of those with a higher value; of the value 0 it is None.
    """

    id: str
    value: float
    rank: int | None
    firm: float
    firm_rank: int | None


def standings(
    values: Mapping[str, float], firm: Mapping[str, float], names: Mapping[str, str]
) -> list[Standing]:
    """Return who stands above 0, best first; the equal by the value beside it, name and id."""
    whole, without = _ranks(values.values()), _ranks(firm.values())
    found = [
        Standing(i, value, whole[value], firm.get(i, 0), without.get(firm.get(i, 0)))
        for i, value in values.items()
        if value
    ]
    return sorted(found, key=lambda one: (-one.value, -one.firm, names[one.id].casefold(), one.id))


def _ranks(values: Iterable[float]) -> dict[float, int]:
    found: dict[float, int] = {}
    for above, value in enumerate(sorted((v for v in values if v), reverse=True)):
        found.setdefault(value, above + 1)
    return found


@dataclass(slots=True)
class Telling:
    """Makes the rows of one answer: what it shows, with names that tell namesakes apart.

    items       what rows show, and the other ties between these entities, so that no picture of
                them leaves out what joins two; hidden: how many ties are too many for that
    """

    graph: Graph
    found: Entered
    items: dict[str, Node | Edge]
    names: dict[str, str]
    hidden: int = 0

    @classmethod
    def of(cls, graph: Graph, found: Entered, ids: Iterable[str], ties: Iterable[str]) -> Telling:
        """Look up these entities and ties, and the ends of the ties."""
        told = dict.fromkeys(ties)
        whole = dict.fromkeys([*ids, *(end for tie in told for end in found.ties[tie][:2])])
        among = {t for i in whole for t in found.at[i] if {*found.ties[t][:2]} <= whole.keys()}
        other = sorted(among - told.keys(), key=found.strongest)
        shown = [graph.item(identity) for identity in (*whole, *told, *other[:AMONG])]
        names = displays(item for item in shown if isinstance(item, Node))
        items = {item.id: item for item in shown}
        return cls(graph, found, items, names, max(len(other) - AMONG, 0))

    def row(self, one: Standing, what: str, ties: list[str], shown: int, **more: Any) -> Json:
        """Return a row; `what` tells it in words, `more` are the columns of this measure."""
        claims = dict.fromkeys(
            c for tie in ties[:shown] for c in self.items[tie].properties["claims"]
        )
        return {
            "rank": one.rank,
            "what": f"{one.rank}. {what}",
            **more,
            "value": one.value,
            "value_two_sources": one.firm,
            "rank_two_sources": one.firm_rank,
            "statuses": self.found.statuses(ties),
            "ties": ties[:shown],
            "more_ties": max(len(ties) - shown, 0),
            "computed": True,
            "claims": list(claims),
        }

    def entity(self, identity: str) -> Json:
        """Return the columns that say who or what it is."""
        kind = self.found.ends[identity].kind
        return {"entity": identity, "name": self.names[identity], "kind": kind}


def without_single(one: Standing, words: str) -> str:
    """Say how one stands without single-source ties, `words` being the value in words."""
    beside = f"{words}, rank {one.firm_rank}" if one.firm_rank else "nothing"
    return f"without single-source ties {beside}"


def said(statuses: Mapping[str, int]) -> str:
    """Return statuses with their counts in words: `2 official and 1 alleged`."""
    return listing(f"{count} {status.replace('_', ' ')}" for status, count in statuses.items())


def by_entity(
    question: Question,
    graph: Graph,
    values: Values,
    measure: Callable[[Network], Scores],
    words: Callable[[float], str],
) -> Answer:
    """Answer with a row for each of the first entities by a measure, and their strongest ties."""
    top, found = top_of(values), entered(graph, values)
    whole, firm = measure(found.whole), measure(found.firm)
    names = {identity: end.name for identity, end in found.ends.items()}
    ranked = standings(whole.values, firm.values, names)
    ties = (tie for one in ranked[:top] for tie in found.at[one.id][:SHOWN])
    telling = Telling.of(graph, found, (one.id for one in ranked[:top]), ties)
    rows = []
    for one in ranked[:top]:
        who, own = telling.entity(one.id), found.at[one.id]
        known = f"{plural(len(own), 'tie')} ({said(found.statuses(own))})"
        what = f"{who['name']}, {who['kind']}: {words(one.value)}, by {known}"
        beside = without_single(one, words(one.firm))
        rows.append(telling.row(one, f"{what}; {beside}", own, SHOWN, **who))
    none = len(found.whole.nodes) - len(ranked)
    stand = (
        f"{plural(none, 'entity', 'entities')} of these {'stands' if none == 1 else 'stand'} at 0."
    )
    return measured(
        question,
        graph,
        values,
        telling,
        rows,
        columns=(*FIRST, *LAST, *EVIDENCE),
        method=f"{whole.method}; {hows(whole.how, firm.how)}",
        beyond=[*rest(len(ranked) - top, "entity", "entities"), *([stand] if none else [])],
        shown=SHOWN,
    )


def hows(whole: str, firm: str) -> str:
    """Say how it was computed, and how without single-source ties where that is otherwise."""
    return whole if whole == firm else f"{whole}; without single-source ties {firm}"


def measured(
    question: Question,
    graph: Graph,
    values: Values,
    telling: Telling,
    rows: list[Json],
    *,
    method: str,
    beyond: Iterable[str],
    shown: int,
    **more: Any,
) -> Answer:
    """Return the answer, with all that must be said of what is computed."""
    items = telling.items.values()
    nodes = [item for item in items if isinstance(item, Node)]
    edges = [item for item in items if isinstance(item, Edge)]
    return answer_of(
        question,
        graph,
        {**values, "group": list(telling.found.groups)},
        title=question.title,
        query=telling.found.query,
        rows=tuple(rows),
        items=items,
        denials=tuple(denials_of(graph, edges)),
        not_known=UNTOLD if rows else (),
        notes=[
            f"{COMPUTED}{method}.",
            *told(telling.found),
            *beyond,
            *([EVERY.format(shown)] if rows and shown > 1 else []),
            *([HIDDEN.format(telling.hidden)] if telling.hidden else []),
            *(caution(node) for node in nodes if node.properties.get("unconfirmed")),
            ATTENTION,
        ],
        **more,
    )


def denials_of(graph: Graph, edges: Iterable[Edge]) -> Iterator[Json]:
    """Yield the claims that deny what is shown, each once."""
    disputed = (edge for edge in edges if edge.properties.get("disputed"))
    found = {claim["id"]: claim for edge in disputed for claim in graph.claims_about(edge.id)}
    yield from (claim for claim in found.values() if claim["status"] == "denied")


def rest(count: int, one: str, many: str) -> list[str]:
    """Say how many rows are not shown."""
    are = "is" if count == 1 else "are"
    told = f"{plural(count, f'more {one}', f'more {many}')} {are} not shown: see --top."
    return [told] if count > 0 else []
