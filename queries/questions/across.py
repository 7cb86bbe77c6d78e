"""Who appears at two or more compounds, or other things of one kind (Q6, Q34)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clew.graph.errors import UsageError
from clew.graph.model import WEAKNESS
from clew.graph.schema import schema
from clew.queries.answer import Answer, Json
from clew.queries.entering import CYPHER, TOP, Entered, entered, listing, top_of
from clew.queries.measured import (
    EVIDENCE,
    FIRST,
    LAST,
    Standing,
    Telling,
    measured,
    rest,
    said,
    standings,
    without_single,
)
from clew.queries.paths import TIE_GROUPS
from clew.queries.question import Graph, Parameter, Question, Values
from clew.queries.telling import plural

COLUMNS = (*FIRST, "sites", "more_sites", "weakest", *LAST, *EVIDENCE)
#: Ties by which one appears somewhere: those of `ask ties`, and where somebody or something is.
GROUPS = (*TIE_GROUPS, "place")
#: Ties by which two of a kind, KIND, are one site.
WITHIN = """\
MATCH (a:KIND)-[r:LOCATED_IN|PART_OF|SAME_PREMISES]->(b:KIND)
RETURN r.id"""
LEAST = 2
#: So many places of each are shown, and so many ties: first the strongest to each place.
SHOWN = 8
METHOD = (
    "across: to how many of a kind one is tied in one step, over ties of any direction, several"
    " to one place as one; only persons, organizations, groups and traces are counted"
)
#: The ties of one to each site, the strongest first; sites that are one stand under one id.
Sites = Mapping[str, list[str]]


def answer(graph: Graph, values: Values) -> Answer:
    """Rank who is tied to two or more of a kind by how many those are."""
    top, kind, least = top_of(values), _kind(values), _least(values)
    found = entered(graph, {"group": GROUPS})
    one_with = _one_with(graph, found, kind)
    appear = (one for one in found.whole.nodes if _appears(found, one))
    sites = {one: _sites(found, one, kind, one_with) for one in appear}
    whole = {one: there for one, there in sites.items() if len(there) >= least}
    kept = {tie for ties in found.firm.pairs.values() for tie in ties}
    firm = {one: sum(map(kept.__contains__, _first(there, kept))) for one, there in whole.items()}
    names = {one: found.ends[one].name for one in whole}
    counts = {one: len(there) for one, there in whole.items()}
    ranked = standings(counts, firm, names)
    ties = {one.id: _order(found, whole[one.id]) for one in ranked[:top]}
    shown = [tie for several in ties.values() for tie in several[:SHOWN]]
    groups = {one: _groups(found, one, whole[one]) for one in ties}
    named = (site for several in groups.values() for group in several[:SHOWN] for site in group)
    telling = Telling.of(graph, found, (*ties, *named), shown)
    return measured(
        QUESTION,
        graph,
        {**values, "kind": kind, "least": least},
        telling,
        [_row(telling, one, whole[one.id], groups[one.id], ties[one.id]) for one in ranked[:top]],
        columns=COLUMNS,
        method=METHOD,
        beyond=[*_joined(one_with, kind), *rest(len(ranked) - top, "entity", "entities")],
        shown=SHOWN,
    )


def _kind(values: Values) -> str:
    kind = schema().kind(str(values["kind"]))
    if kind is None or kind.is_value or kind.hub:
        raise UsageError("--kind takes a kind of site or thing: `clew schema` lists them")
    return kind.name


def _least(values: Values) -> int:
    try:
        least = int(values["least"])
    except (TypeError, ValueError, OverflowError):
        least = 0
    if least < LEAST:
        raise UsageError(f"--least takes a whole number from {LEAST} on")
    return least


def _appears(found: Entered, identity: str) -> bool:
    kind = schema().kinds.get(found.ends[identity].kind)
    return kind is not None and (kind.is_trace or kind.root == "LegalEntity")


def _one_with(graph: Graph, found: Entered, kind: str) -> dict[str, str]:
    """Return for each site that lies in another, or on its premises, the first of these by id.

    Places are left as they are: two towns of a province are two.
    """
    import networkx as nx

    one: dict[str, str] = {}
    if schema().root(kind) == "Place":
        return one
    query = WITHIN.replace("KIND", kind)
    found.query = f"{found.query}\n;\n{query}"
    joined = [found.ties[tie][:2] for (tie,) in graph.read(query).rows if tie in found.ties]
    for part in nx.connected_components(nx.Graph(joined)):
        one.update(dict.fromkeys(part, min(part)))
    return one


def _joined(one_with: Mapping[str, str], kind: str) -> list[str]:
    """Say how many sites count as one with another."""
    if not one_with:
        return []
    many, few = len(one_with), len({*one_with.values()})
    told = f"{many} of the kind {kind} lie in one another or on the same premises"
    return [f"{told}: they count as {few}."]


def _sites(
    found: Entered, identity: str, kind: str, one_with: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the ties of one to each thing of a kind, the strongest first."""
    sites: dict[str, list[str]] = {}
    for tie in found.at[identity]:
        other = _other(found, identity, tie)
        if schema().is_a(found.ends[other].kind, kind):
            sites.setdefault(one_with.get(other, other), []).append(tie)
    return sites


def _other(found: Entered, identity: str, tie: str) -> str:
    start, end, _ = found.ties[tie]
    return end if start == identity else start


def _groups(found: Entered, identity: str, sites: Sites) -> list[list[str]]:
    """Return the sites at which one is, those that are one together, by name."""

    def order(site: str) -> tuple[str, str]:
        return found.ends[site].name.casefold(), site

    several = ({_other(found, identity, tie) for tie in ties} for ties in sites.values())
    return sorted((sorted(group, key=order) for group in several), key=lambda g: order(g[0]))


def _first(sites: Sites, kept: set[str]) -> Iterator[str]:
    """Yield a tie to each place, one of two sources where there is one."""
    for ties in sites.values():
        yield next((tie for tie in ties if tie in kept), ties[0])


def _order(found: Entered, sites: Sites) -> list[str]:
    """Return all ties, first the strongest to each place."""
    firsts = sorted((ties[0] for ties in sites.values()), key=found.strongest)
    rest = sorted((tie for ties in sites.values() for tie in ties[1:]), key=found.strongest)
    return [*firsts, *rest]


def _row(
    telling: Telling, one: Standing, sites: Sites, groups: list[list[str]], ties: list[str]
) -> Json:
    found, who = telling.found, telling.entity(one.id)
    strongest = [found.ties[several[0]][2] for several in sites.values()]
    shown = [_site(telling, group) for group in groups[:SHOWN]]
    more = len(groups) - len(shown)
    names = [_words(site) for site in shown] + ([f"{more} more"] if more else [])
    weakest = max(strongest, key=WEAKNESS.__getitem__)
    known = f"{plural(len(ties), 'tie')} ({said(found.statuses(ties))})"
    what = f"{who['name']}, {who['kind']}: at {len(sites)}, {listing(names)}, by {known}"
    beside = without_single(one, f"at {int(one.firm)}")
    told = f"{what}; to one of them no better than {weakest.replace('_', ' ')}; {beside}"
    more_told = {"sites": shown, "more_sites": more, "weakest": weakest}
    return telling.row(one, told, ties, SHOWN, **who, **more_told)


def _site(telling: Telling, group: list[str]) -> Json:
    first, *others = (telling.entity(site) for site in group)
    return {**first, "one_with": others}


def _words(site: Json) -> str:
    others = [str(other["name"]) for other in site["one_with"]]
    return f"{site['name']} (one with {listing(others)})" if others else str(site["name"])


QUESTION = Question(
    name="across",
    title="Who appears at two or more compounds, and how firmly is each said?",
    help=(
        "Persons, organizations, groups, accounts, numbers and other traces with a tie to each of"
        " several compounds (or to another --kind of thing): control, site, money, family, office,"
        " the bare link, and where they are; in one step. Only planned and only denied ties do not"
        " count. Sites that lie in one another, or on the same premises, count as one; namesakes"
        " that nobody joined are two. Computed, and claimed by no source: the statuses of the ties"
        " stand with each."
    ),
    example="clew ask across --top 5",
    parameters=(
        TOP,
        Parameter(name="kind", meaning="of what kind they are", default="Compound"),
        Parameter(name="least", meaning="at how many at least", default=LEAST),
    ),
    cypher=CYPHER,
    answer=answer,
)
