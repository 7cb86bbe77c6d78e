"""One path or one entity as a lawyer reads it: step by step, with all that each rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clew.graph.errors import UsageError
from clew.graph.model import WEAKNESS, Edge, Node
from clew.graph.model import Path as GraphPath
from clew.queries import paths
from clew.queries.answer import Answer, Json
from clew.queries.dates import undated
from clew.queries.dossier import decisions_of, dossier_of, falls_of, step
from clew.queries.footing import footing
from clew.queries.paths import caution, display, displays, phrase
from clew.queries.question import START, Graph, Parameter, Question, Values, answer_of, steps_of
from clew.queries.search import path_of
from clew.queries.table import LIMIT, limit_of, not_shown
from clew.queries.telling import own as own_of

#: The ties of one entity; a path's text is that of `ties`.
CYPHER = """\
MATCH (a:Entity {id: $start})-[r]-(b:Entity)
RETURN DISTINCT r.id, r.status"""
COLUMNS = ("step", "what", "status", "when", "certain", "disputed", "edge", "claims")


def answer(graph: Graph, values: Values) -> Answer:
    """Tell one path, or what is said of one entity, as numbered steps."""
    return _of_path(graph, values) if values["to"] else _of_entity(graph, values)


def _of_path(graph: Graph, values: Values) -> Answer:
    start, target = graph.entity(values["start"]), paths.target_of(graph, str(values["to"]))
    number, steps = _number(values), steps_of(values)
    stated, planned, whole = paths.split(
        paths.search(graph, start, target, paths.TIE_GROUPS, steps)
    )
    first = [*stated.first, *planned.first]
    if number > max(len(first), 1):
        raise UsageError(f"--path takes a number from 1 to {len(first)}: so many paths there are")
    shown = [path_of(graph, trail) for trail in first[number - 1 : number]]
    denials = paths.denials_between(graph, shown)
    found = answer_of(
        QUESTION,
        graph,
        {**values, "steps": steps, "path": number},
        title=f"What ties {display(start)} to {target.words}",
        query=paths.text(target, paths.TIE_GROUPS, steps),
        paths=[p for p in shown if not _is_planned(p)],
        planned=[p for p in shown if _is_planned(p)],
        denials=tuple(denials),
        not_known=tuple(paths.unknowns(graph, shown)),
        notes=[*paths.cautions(shown), *_others(number, stated.count + planned.count, whole)],
    )
    edges = [edge for path in shown for edge in path.edges]
    ends = [paths.ends_of(path, at) for path in shown for at in range(len(path.edges))]
    nodes = [node for path in shown for node in path.nodes]
    return _told(graph, found, list(zip(edges, ends, strict=True)), nodes, [])


def _is_planned(path: GraphPath) -> bool:
    return any(edge.properties["status"] == "planned" for edge in path.edges)


def _number(values: Values) -> int:
    try:
        number = int(values["path"])
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise UsageError("--path takes a whole number from 1 on")
    return number


def _others(number: int, count: int, whole: bool) -> list[str]:
    if count < 2:
        return []
    least = "" if whole else "at least "
    return [
        f"This is path {number} of {least}{count}, the strongest first: see --path. The others are"
        " not told here."
    ]


def _of_entity(graph: Graph, values: Values) -> Answer:
    start = graph.entity(values["start"])
    rows = graph.read(CYPHER, {"start": start.id}).rows
    ids = [i for i, _ in sorted(rows, key=lambda row: (WEAKNESS[row[1]], row[0]))]
    limit = limit_of(values)
    edges = [edge for i in ids[:limit] if isinstance(edge := graph.item(i), Edge)]
    ends = [(edge.start, edge.end) for edge in edges]
    nodes = [start, *(graph.node(end) for pair in ends for end in pair)]
    claims = graph.claims_about(start.id)
    spoken = [claim for claim in own_of(claims) if "value" in claim["says"]]
    denied = {
        c["id"]: c for e in edges for c in graph.claims_about(e.id) if c["status"] == "denied"
    }
    denied.update({c["id"]: c for c in claims if c["status"] == "denied"})
    without = undated(graph, edges)
    found = answer_of(
        QUESTION,
        graph,
        values,
        title=f"What is said of {display(start)}",
        query=CYPHER,
        columns=COLUMNS,
        items=[*nodes, *edges],
        evidence={start.id: spoken} if spoken else {},
        denials=tuple(denied.values()),
        not_known=[f"Of {without} of {len(edges)} ties no date is stated."] if without else [],
        notes=[
            *([caution(start)] if start.properties.get("unconfirmed") else []),
            *not_shown(len(ids) - len(edges), "tie"),
        ],
    )
    return _told(graph, found, list(zip(edges, ends, strict=True)), nodes, spoken)


def _told(
    graph: Graph,
    found: Answer,
    ties: Sequence[tuple[Edge, tuple[str, str]]],
    nodes: Sequence[Node],
    spoken: Sequence[Json],
) -> Answer:
    """Return the dossier of these ties in this order, and of the values in these claims."""
    ground, names = footing(graph), displays(nodes)
    denied = _values([c for c in found.denials if "value" in c["says"]])
    steps: list[Json] = []
    resting: list[tuple[int, Sequence[Json]]] = []
    rows: list[Json] = []
    for number, (edge, (start, end)) in enumerate(ties, 1):
        claims = found.evidence[edge.id]
        said = f"{names[start]} {phrase(edge.type)} {names[end]}"
        denials = [c for c in graph.claims_about(edge.id) if c["status"] == "denied"]
        own = step(number, said, edge.properties, claims, denials, ground)
        steps.append({**own, "edge": edge.id})
        resting.append((number, claims))
    for number, (said, claims) in enumerate(_values(spoken).items(), len(steps) + 1):
        against = denied.get(said, [])
        first = {name: claims[0].get(name, "") for name in ("status", "when")}
        known = {**first, "disputed": bool(against)}
        own = step(number, said, known, claims, against, ground)
        steps.append({**own, "edge": ""})
        resting.append((number, claims))
    if found.columns:
        rows = [{**{c: s.get(c, "") for c in COLUMNS}, "what": s["says"]} for s in steps]
    told = replace(found, rows=tuple(rows))
    return dossier_of(told, steps, decisions_of(graph, nodes), falls_of(resting, ground))


def _values(spoken: Sequence[Json]) -> dict[str, list[Json]]:
    """Return the values of an entity, each with its claims, strongest first."""
    values: dict[str, list[Json]] = {}
    for claim in spoken:
        says = claim["says"]
        values.setdefault(f"{says['property']}: {says['value']}", []).append(claim)
    return dict(sorted(values.items()))


QUESTION = Question(
    name="dossier",
    title="What does one path, or what is said of one entity, rest on, step by step?",
    help=(
        "As a lawyer reads it: numbered steps, each with its status, quotes, sources with address,"
        " archive copy and SHA-256, denials and replies; the identity decisions used; what falls"
        " without each source; what is not known. `--format md` writes a finished document."
    ),
    example='clew ask dossier "Ly Yong Phat" --to Compound --format md',
    parameters=(
        START,
        Parameter(name="to", meaning="a kind (Compound) or an entity: a path to it", entity=True),
        Parameter(name="path", meaning="which path, the strongest first", default=1),
        Parameter(name="steps", meaning="at most so many steps, from 1 to 6", default=4),
        LIMIT,
    ),
    cypher=CYPHER,
    answer=answer,
)
