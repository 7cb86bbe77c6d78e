"""What remains if only some statuses or sources count, and what falls (Q24).

Two graphs are compared: the one of the lens as asked, and one of a stricter lens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from clew.graph.errors import UsageError
from clew.graph.lens import Lens
from clew.graph.model import STATUSES, WEAKNESS, Edge, Node, Path
from clew.queries import paths
from clew.queries.answer import Answer, Json
from clew.queries.paths import caution, display, phrase
from clew.queries.question import Graph, Parameter, Question, Values, answer_of, steps_of
from clew.queries.search import path_of
from clew.queries.stricter import Both, copies, listed, stricter, words
from clew.queries.table import LIMIT, MAYBE_ENTITY, TIES_OF, ends_of, limit_of, not_shown, ties_of
from clew.queries.telling import own, plural, row, sources_of

#: How many ties there are, and those none of whose claims has a status and a source that count:
#: of the whole case this needs no other graph, since no claim's status hangs on another one.
WHOLE = """\
MATCH (a:Entity)-[r]->(b:Entity)
RETURN count(r)"""
FALLS = """\
MATCH (a:Entity)-[r]->(b:Entity)
WITH * WHERE none(n IN range(0, size(r.claims) - 1)
  WHERE r.claim_statuses[n] IN $statuses AND NOT r.claim_sources[n] IN $without)
RETURN r.id, r.status"""
COLUMNS = ("part", "what", "status", "was", "when", "sources", "edge", "claims")
NOT_FALSE = "What falls is not false: it is what these statuses and sources alone do not say."


def answer(graph: Graph, values: Values) -> Answer:
    """Compare what is asked about with and without what does not count."""
    lens = stricter(graph, values)
    if not values["entity"]:
        return _of_case(graph, lens, values)
    both = Both(graph, graph.through(lens))
    return _paths(both, values) if values["to"] else _of_entity(both, values)


def _title(subject: str, values: Values) -> str:
    only, without = words(values["only"]), listed(values["without"])
    counts = [f"only {', '.join(only)} counts"] if only else []
    counts += [f"{', '.join(without)} does not count"] if without else []
    return f"What remains of {subject} if {' and '.join(counts)}, and what falls?"


def _of_entity(both: Both, values: Values) -> Answer:
    node = both.whole.entity(str(values["entity"]))
    edges = ties_of(both.whole, node)
    nodes = ends_of(both.whole, edges.values())
    names = {i: display(n) for i, n in nodes.items()}
    evidence: dict[str, list[Json]] = {}
    rows = [_tie(both, edge, names, evidence) for edge in edges.values()]
    claims = [c for c in own(both.whole.claims_about(node.id)) if "value" in c["says"]]
    rows += _values(both, claims)
    if claims:
        evidence[node.id] = [both.strict.claim(c["id"]) or c for c in claims]
    rows.sort(key=lambda r: (r["part"] == "falls", WEAKNESS[r["status"] or r["was"]], r["what"]))
    limit = limit_of(values)
    shown = _first(rows, limit)
    return answer_of(
        QUESTION,
        both.whole,
        _named(values),
        title=_title(display(node), values),
        query=TIES_OF,
        columns=COLUMNS,
        rows=tuple(shown),
        items=[node, *nodes.values(), *edges.values()],
        evidence=evidence,
        notes=[
            _counted(rows),
            *not_shown(len(rows) - len(shown), "line"),
            NOT_FALSE,
            *copies(both.whole, both.strict.lens),
            *([caution(node)] if node.properties.get("unconfirmed") else []),
        ],
    )


def _named(values: Values) -> Values:
    """Return the values as an answer shows them: several in one list."""
    only, without = words(values["only"]), listed(values["without"])
    return {**values, "only": only or None, "without": without or None}


def _first(rows: Sequence[Json], limit: int) -> list[Json]:
    seen: Counter[str] = Counter()
    shown = []
    for one in rows:
        seen[one["part"]] += 1
        if seen[one["part"]] <= limit:
            shown.append(one)
    return shown


def _counted(rows: Iterable[Json]) -> str:
    parts = Counter(one["part"] for one in rows)
    return _sum(parts["remains"], parts["falls"], "line")


def _sum(stays: int, fell: int, one: str) -> str:
    """Say how many remain and how many fall."""
    remain = f"{stays} {'remains' if stays == 1 else 'remain'}"
    fall = f"{fell} {'falls' if fell == 1 else 'fall'}"
    return f"Of {plural(stays + fell, one)}, {remain} and {fall}."


def _tie(both: Both, edge: Edge, names: dict[str, str], evidence: dict[str, list[Json]]) -> Json:
    """Return the row of a tie, and put its claims by its id."""
    left = both.left(edge)
    kept = [claim for one in left for claim in both.strict.claims_of(one)]
    kept = [claim for claim in kept if claim["id"] in edge.properties["claims"]]
    evidence[edge.id] = both.whole.claims_of(edge)
    return _row(_said(edge, names), evidence[edge.id], kept, edge.id)


def _said(edge: Edge, names: Mapping[str, str]) -> str:
    return f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"


def _row(said: str, before: Sequence[Json], kept: Sequence[Json], edge: str = "") -> Json:
    """Return a row of what remains of these claims, or of what fell where nothing does."""
    told = row(kept or before, part="remains" if kept else "falls", what=said, edge=edge)
    was = before[0]["status"]
    lost = sorted({*sources_of(before)} - {*sources_of(kept)})
    own = sources_of(kept or before)
    return {
        "part": told["part"],
        "what": said,
        "status": told["status"] if kept else "",
        "was": "" if kept and told["status"] == was else f"was {was}" if kept else was,
        "when": told["when"],
        "sources": "; ".join([*own, *([f"no more: {', '.join(lost)}"] if kept and lost else [])]),
        "edge": edge,
        "claims": told["claims"],
    }


def _values(both: Both, claims: Iterable[Json]) -> Iterator[Json]:
    """Yield a row for each value: what the stricter lens still shows of its claims."""
    found: dict[str, list[Json]] = {}
    for claim in claims:
        says = claim["says"]
        found.setdefault(f"{says['property']}: {says['value']}", []).append(claim)
    for said, several in sorted(found.items()):
        kept = [c for c in several if both.strict.claim(c["id"])]
        yield _row(said, several, kept)


def _of_case(graph: Graph, lens: Lens, values: Values) -> Answer:
    """Count the ties that remain, and list the first that fall, the strongest first."""
    if values["to"]:
        raise UsageError("`ask strip --to` needs both ends: name the entity it starts at")
    counts = {"statuses": lens.statuses or STATUSES, "without": lens.without_sources}
    given = {name: list(several) for name, several in counts.items()}
    fell = sorted((WEAKNESS[status], i) for i, status in graph.read(FALLS, given).rows)
    count = int(graph.read(WHOLE).rows[0][0])
    first = [graph.item(i) for _, i in fell[: limit_of(values)]]
    edges = [edge for edge in first if isinstance(edge, Edge)]
    items = ends_of(graph, edges)
    names = {i: display(node) for i, node in items.items()}
    return answer_of(
        QUESTION,
        graph,
        _named(values),
        title=_title("this case", values),
        query=FALLS,
        columns=COLUMNS,
        rows=tuple(_row(_said(e, names), graph.claims_of(e), [], e.id) for e in edges),
        items=[*items.values(), *edges],
        notes=[
            _sum(count - len(fell), len(fell), "tie"),
            *not_shown(len(fell) - len(edges), "tie"),
            NOT_FALSE,
            *copies(graph, lens),
        ],
    )


def _paths(both: Both, values: Values) -> Answer:
    """Return the paths that stand in the stricter graph, and those that fell."""
    steps, groups = steps_of(values), paths.TIE_GROUPS
    start = both.whole.entity(str(values["entity"]))
    target = paths.target_of(both.whole, str(values["to"]))
    was = paths.search(both.whole, start, target, groups, steps)
    fell, all_fell = paths.fallen(both.strict, both.whole, was)
    fallen = [path_of(both.whole, trail) for trail in fell.first]
    stated, planned, more = _remaining(both, start, target, steps)
    every = (*stated, *planned)
    evidence = {e.id: both.whole.claims_of(e) for path in fallen for e in path.edges}
    evidence.update({e.id: both.strict.claims_of(e) for path in every for e in path.edges})
    return answer_of(
        QUESTION,
        both.strict,
        {**_named(values), "steps": steps},
        title=_title(f"what ties {display(start)} to {target.words}", values),
        query=paths.text(target, groups, steps),
        paths=stated,
        planned=planned,
        fallen=fallen,
        evidence=evidence,
        denials=tuple(paths.denials_between(both.strict, every)),
        not_known=tuple(paths.unknowns(both.strict, every)),
        notes=[
            *paths.cautions(every),
            *more,
            *fell.more(all_fell),
            NOT_FALSE,
            *copies(both.whole, both.strict.lens),
        ],
    )


def _remaining(
    both: Both, start: Node, target: paths.Target, steps: int
) -> tuple[list[Path], list[Path], list[str]]:
    """Return the stated and the planned paths of the stricter graph, and what of them is cut."""
    begin = both.there(start)
    end = replace(target, node=both.there(target.node)) if target.node else target
    if begin is None or (target.node and end.node is None):
        return [], [], []
    found = paths.search(both.strict, begin, end, paths.TIE_GROUPS, steps)
    stated, planned, whole = paths.split(found)
    shown = [[path_of(both.strict, trail) for trail in some.first] for some in (stated, planned)]
    return shown[0], shown[1], [*stated.more(whole), *planned.more(whole)]


QUESTION = Question(
    name="strip",
    title="What remains if only some statuses or sources count, and what falls?",
    help=(
        "Compares the graph of the lens with a stricter one. With an entity: its ties and values;"
        " with --to: the paths from it; with neither: the ties of the whole case, of which those"
        " that fall are listed. The stricter graph is made the first time it is asked for."
    ),
    example='clew ask strip "Ly Yong Phat" --to Compound --only official,adjudicated',
    parameters=(
        MAYBE_ENTITY,
        Parameter(name="to", meaning="a kind (Compound) or an entity: paths to it", entity=True),
        Parameter(name="only", meaning="only these statuses count: official,adjudicated"),
        Parameter(
            name="without",
            meaning="this source does not count: an id, a unique title or an imported path",
            several=True,
        ),
        Parameter(name="steps", meaning="at most so many steps, from 1 to 6", default=4),
        LIMIT,
    ),
    cypher=TIES_OF,
    answer=answer,
)
