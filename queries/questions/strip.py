"""What remains if only some statuses or sources count, and what falls (Q24).

Two graphs are compared: the one of the lens as asked, and one of a stricter lens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from clew.graph.errors import UnknownId, UsageError
from clew.graph.lens import Lens
from clew.graph.model import STATUSES, WEAKNESS, Edge, Node, Path
from clew.queries import paths
from clew.queries.answer import Answer, Json
from clew.queries.paths import caution, display, phrase
from clew.queries.question import Graph, Parameter, Question, Values, answer_of, steps_of
from clew.queries.search import path_of
from clew.queries.table import LIMIT, MAYBE_ENTITY, limit_of, not_shown
from clew.queries.telling import own, plural, row, sources_of

#: The ties of one entity; those of the whole case, by their kind and status.
CYPHER = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT r, a, b"""
WHOLE = """\
MATCH (a:Entity)-[r]->(b:Entity)
RETURN r.id, r.status"""
COLUMNS = ("part", "what", "status", "was", "when", "sources", "edge", "claims")
NOT_FALSE = "What falls is not false: it is what these statuses and sources alone do not say."


@dataclass(frozen=True, slots=True)
class Both:
    """The graph as asked for, and the stricter one."""

    whole: Graph
    strict: Graph

    def left(self, edge: Edge) -> list[Edge]:
        """Return the ties that what is left of an edge's claims makes."""
        ids = edge.properties["claims"]
        found = {e.id: e for claim in ids for e in self.strict.ties(claim)}
        return list(found.values())

    def moved(self, identity: str) -> bool:
        """Tell whether a tie that the stricter graph has not by this id is there by another.

        Without a source an entity's id can change (rule 10); statuses alone change none.
        """
        if self.strict.lens.without_sources == self.whole.lens.without_sources:
            return False
        edge = self.whole.item(identity)
        return isinstance(edge, Edge) and bool(self.left(edge))


def answer(graph: Graph, values: Values) -> Answer:
    """Compare what is asked about with and without what does not count."""
    both = Both(graph, graph.through(_stricter(graph, values)))
    if values["to"]:
        return _paths(both, values)
    return _of_entity(both, values) if values["entity"] else _of_case(both, values)


def _stricter(graph: Graph, values: Values) -> Lens:
    """Return the lens that keeps only what counts; raises UsageError where nothing is asked for."""
    only, without = _words(values["only"]), _listed(values["without"])
    if not only and not without:
        raise UsageError("`ask strip` needs what counts: --only official,adjudicated or --without")
    unknown = [status for status in only if status not in STATUSES]
    if unknown:
        raise UsageError(f"there is no status `{unknown[0]}`: use {', '.join(STATUSES)}")
    lens = graph.lens
    kept = [s for s in only if not lens.statuses or s in lens.statuses]
    if only and not kept:
        raise UsageError("no status is in both --only and --status: nothing could remain")
    ids = [graph.source(words) for words in without]
    return replace(
        lens,
        statuses=tuple(kept) or lens.statuses,
        without_sources=(*lens.without_sources, *ids),
    )


def _words(given: object) -> list[str]:
    return [word.strip() for one in _listed(given) for word in one.split(",") if word.strip()]


def _listed(given: object) -> list[str]:
    """Return one value or several as a list; a title may hold commas."""
    several = given if isinstance(given, (list, tuple)) else [given]
    return [str(one) for one in several if one]


def _title(subject: str, values: Values) -> str:
    only, without = _words(values["only"]), _listed(values["without"])
    counts = [f"only {', '.join(only)} counts"] if only else []
    counts += [f"{', '.join(without)} does not count"] if without else []
    return f"What remains of {subject} if {' and '.join(counts)}, and what falls?"


def _of_entity(both: Both, values: Values) -> Answer:
    node = both.whole.entity(str(values["entity"]))
    found = both.whole.read(CYPHER, {"entity": node.id}).rows
    edges: dict[str, Edge] = {edge.id: edge for edge, _, _ in found}
    nodes: dict[str, Node] = {n.id: n for _, *ends in found for n in ends}
    names = {i: display(n) for i, n in nodes.items()}
    evidence: dict[str, list[Json]] = {}
    rows = [_tie(both, edge, names, evidence) for edge in edges.values()]
    claims = own(both.whole.claims_about(node.id))
    rows += _values(both, claims)
    evidence[node.id] = [both.strict.claim(c["id"]) or c for c in claims]
    rows.sort(key=lambda r: (r["part"] == "falls", WEAKNESS[r["status"] or r["was"]], r["what"]))
    limit = limit_of(values)
    shown = _first(rows, limit)
    return answer_of(
        QUESTION,
        both.whole,
        _named(values),
        title=_title(display(node), values),
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple(shown),
        items=[node, *nodes.values(), *edges.values()],
        evidence=evidence,
        notes=[
            _counted(rows),
            *not_shown(len(rows) - len(shown), "line"),
            NOT_FALSE,
            *([caution(node)] if node.properties.get("unconfirmed") else []),
        ],
    )


def _named(values: Values) -> Values:
    """Return the values as an answer shows them: several in one list."""
    only, without = _words(values["only"]), _listed(values["without"])
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
    return f"{parts['remains']} of {plural(sum(parts.values()), 'line')} remain."


def _tie(both: Both, edge: Edge, names: dict[str, str], evidence: dict[str, list[Json]]) -> Json:
    """Return the row of a tie, and put the claims that are left of it, or fell, by its id."""
    said = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
    left = both.left(edge)
    kept = [claim for one in left for claim in both.strict.claims_of(one)]
    kept = [claim for claim in kept if claim["id"] in edge.properties["claims"]]
    evidence[edge.id] = both.whole.claims_of(edge)
    return _row(said, evidence[edge.id], kept, edge.id)


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
        if "value" in says:
            found.setdefault(f"{says['property']}: {says['value']}", []).append(claim)
    for said, several in sorted(found.items()):
        kept = [c for c in several if both.strict.claim(c["id"])]
        yield _row(said, several, kept)


def _of_case(both: Both, values: Values) -> Answer:
    """Count the ties that remain, and list the first that fall, the strongest first."""
    limit = limit_of(values)
    found = both.whole.read(WHOLE).rows
    ids = {identity for identity, _ in both.strict.read(WHOLE).rows}
    gone = [(WEAKNESS[status], identity) for identity, status in found if identity not in ids]
    fell = sorted(one for one in gone if not both.moved(one[1]))
    first = fell[:limit]
    edges = [e for _, i in first if isinstance(e := both.whole.item(i), Edge)]
    items = {end: both.whole.item(end) for e in edges for end in (e.start, e.end)}
    names = {i: display(node) for i, node in items.items() if isinstance(node, Node)}
    evidence: dict[str, list[Json]] = {}
    stays = len(found) - len(fell)
    return answer_of(
        QUESTION,
        both.whole,
        _named(values),
        title=_title("this case", values),
        query=WHOLE,
        columns=COLUMNS,
        rows=tuple(_tie(both, edge, names, evidence) for edge in edges),
        items=[*items.values(), *edges],
        evidence=evidence,
        notes=[
            f"{stays} of {plural(len(found), 'tie')} remain; {len(fell)} fall.",
            *not_shown(len(fell) - len(edges), "tie"),
            NOT_FALSE,
        ],
    )


def _paths(both: Both, values: Values) -> Answer:
    """Return the paths that stand in the stricter graph, and those that fell."""
    if not values["entity"]:
        raise UsageError("`ask strip --to` needs both ends: name the entity it starts at")
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
        not_known=tuple(paths.unknowns(every)),
        notes=[*paths.cautions(every), *more, *fell.more(all_fell), NOT_FALSE],
    )


def _remaining(
    both: Both, start: Node, target: paths.Target, steps: int
) -> tuple[list[Path], list[Path], list[str]]:
    """Return the stated and the planned paths of the stricter graph, and what of them is cut."""
    begin = _there(both, start)
    end = replace(target, node=_there(both, target.node)) if target.node else target
    if begin is None or (target.node and end.node is None):
        return [], [], []
    found = paths.search(both.strict, begin, end, paths.TIE_GROUPS, steps)
    stated, planned, whole = paths.split(found)
    shown = [[path_of(both.strict, trail) for trail in some.first] for some in (stated, planned)]
    return shown[0], shown[1], [*stated.more(whole), *planned.more(whole)]


def _there(both: Both, node: Node) -> Node | None:
    """Return an entity as the stricter graph has it: its id is that of its first mention there."""
    with suppress(UnknownId):
        return both.strict.node(node.id)
    for claim in node.properties["claims"]:
        for found in both.strict.entities(claim):
            return found
    for edge, _, _ in both.whole.read(CYPHER, {"entity": node.id}).rows:
        for left in both.left(edge):
            ends = [left.start if edge.start == node.id else left.end]
            ends = [left.start, left.end] if paths.is_symmetric(edge.type) else ends
            for end in map(both.strict.node, ends):
                if display(end) == display(node):
                    return end
    return None


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
    cypher=CYPHER,
    answer=answer,
)
