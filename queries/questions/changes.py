"""What changed between two days: in the world, in what was known, and in the case (Q28, Q29).

Three times are told apart: when something held, when a source made it known, and when somebody put
it into this case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clew.graph.model import Edge, Node
from clew.queries.answer import Answer, Json
from clew.queries.case_acts import act_rows
from clew.queries.changed import dated, gone, how_many, known, named
from clew.queries.dates import UNDATED, of_case, undated
from clew.queries.days import Interval, interval
from clew.queries.paths import caution, display
from clew.queries.question import Graph, Parameter, Question, Values, answer_of
from clew.queries.table import LIMIT, TIES_OF, limit_of, not_shown, ties_of
from clew.queries.telling import plural

COLUMNS = ("part", "day", "change", "what", "status", "precision", "certain", "edge", "claims")
WORLD, KNOWN, CASE = "in the world", "in what was known", "in this case"
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
    told.add(WORLD, dated(graph, within, mine))
    fresh, more = known(graph, within, mine, told.limit)
    told.add(KNOWN, fresh)
    told.counts[KNOWN] += more
    told.add(KNOWN, named(graph, within, node, told.limit))
    told.counts[KNOWN] += how_many(graph, within, node, told.limit)
    told.add(KNOWN, gone(graph, within, node))
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
        query=TIES_OF if node else UNDATED,
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
        count = undated(graph, ties_of(graph, node).values())
    else:
        count = of_case(graph).whole.total()
    if count:
        have = "has" if count == 1 else "have"
        ties = f"{plural(count, 'tie')} {have} no date"
        yield f"{ties}: whether one changed in these days is not known."


def _of(graph: Graph, node: Node) -> dict[str, Json]:
    """Return the claims of an entity and its ties, denials too, by id."""
    found = [
        c for identity in (node.id, *ties_of(graph, node)) for c in graph.claims_about(identity)
    ]
    return {claim["id"]: claim for claim in found}


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
    cypher=TIES_OF,
    answer=answer,
)
