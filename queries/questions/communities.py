"""Into which communities the network falls: more ties within than among them (Q31)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from clew.graph.errors import UsageError
from clew.queries import algorithms
from clew.queries.answer import Answer, Json
from clew.queries.entering import CYPHER, GROUP, TOP, Entered, entered, listing, top_of
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
from clew.queries.question import Graph, Parameter, Question, Values
from clew.queries.telling import plural

COLUMNS = (*FIRST, "members", "more_members", "kinds", "outer_ties", *LAST, *EVIDENCE)
RESOLUTION = Parameter(
    name="resolution", meaning="how fine communities are: above 1 more and smaller", default="1"
)
#: So many members of each are shown, the best connected, and so many ties, first those among them.
MEMBERS = TIES = 8


@dataclass(frozen=True, slots=True)
class Community:
    """A community: its members, the best connected in it first; its ties, and those to others."""

    members: tuple[str, ...]
    inner: list[str]
    outer: int


def answer(graph: Graph, values: Values) -> Answer:
    """List the communities of two entities or more, the largest first."""
    top, resolution, found = top_of(values), resolution_of(values), entered(graph, values)
    whole = algorithms.communities(found.whole, resolution=resolution)
    firm = algorithms.communities(found.firm, resolution=resolution)
    several = [_community(found, part) for part in whole.parts if len(part) > 1]
    told = {one.members[0]: one for one in several}
    sizes = {first: len(one.members) for first, one in told.items()}
    names = {first: found.ends[first].name for first in told}
    ranked = standings(sizes, _together(several, firm.parts), names)
    first = [told[one.id] for one in ranked[:top]]
    members = (member for one in first for member in one.members[:MEMBERS])
    telling = Telling.of(graph, found, members, (t for one in first for t in one.inner[:TIES]))
    method = f"{whole.method}: modularity {whole.modularity:.4g}, without single-source ties"
    alone = sum(len(part) == 1 for part in whole.parts)
    return measured(
        QUESTION,
        graph,
        {**values, "resolution": resolution},
        telling,
        [_row(telling, one, told[one.id]) for one in ranked[:top]],
        columns=COLUMNS,
        method=f"{method} {firm.modularity:.4g}",
        beyond=[
            *rest(len(ranked) - top, "community", "communities"),
            *([f"{plural(alone, 'entity', 'entities')} in none."] if alone else []),
        ],
        shown=TIES,
    )


def resolution_of(values: Values) -> float:
    """Return how fine communities are; raises UsageError."""
    try:
        resolution = float(values["resolution"])
    except (TypeError, ValueError, OverflowError):
        resolution = 0.0
    if not (isfinite(resolution) and 0 < resolution <= 100):
        raise UsageError("--resolution takes a number above 0 and up to 100")
    return resolution


def _community(found: Entered, part: Sequence[str]) -> Community:
    members, ties = set(part), {tie for one in part for tie in found.at[one]}
    inner = {tie for tie in ties if {*found.ties[tie][:2]} <= members}
    degree = Counter(end for tie in inner for end in found.ties[tie][:2])
    order = sorted(part, key=lambda i: (-degree[i], found.ends[i].name.casefold(), i))
    first = {*order[:MEMBERS]}
    told = sorted(inner, key=lambda t: (not {*found.ties[t][:2]} <= first, *found.strongest(t)))
    return Community(tuple(order), told, len(ties - inner))


def _together(several: list[Community], firm: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how many members of each stay in one community without single-source ties."""
    of = {member: number for number, part in enumerate(firm) for member in part}
    found = {}
    for one in several:
        largest = max(Counter(of[member] for member in one.members).values())
        found[one.members[0]] = float(largest if largest > 1 else 0)
    return found


def _row(telling: Telling, one: Standing, community: Community) -> Json:
    members = community.members
    kinds = Counter(telling.found.ends[member].kind for member in members)
    ordered = {kind: kinds[kind] for kind in sorted(kinds, key=lambda k: (-kinds[k], k))}
    names = [telling.names[member] for member in members[:MEMBERS]]
    more = len(members) - len(names)
    within = f"{plural(len(community.inner), 'tie')} within"
    known = said(telling.found.statuses(community.inner))
    what = (
        f"{listing([*names, *([f'{more} more'] if more else [])])}: {len(members)} entities,"
        f" {within} ({known}), {community.outer} to others;"
        f" {without_single(one, f'{int(one.firm)} of them stay together')}"
    )
    return telling.row(
        one,
        what,
        community.inner,
        TIES,
        **telling.entity(members[0]),
        members=[telling.entity(member) for member in members[:MEMBERS]],
        more_members=more,
        kinds=ordered,
        outer_ties=community.outer,
    )


QUESTION = Question(
    name="communities",
    title="Into which communities does the network fall, with and without single-source ties?",
    help=(
        "Communities are tied within more than to others, by Louvain's method with a fixed seed; a"
        " higher resolution gives more and smaller ones. Ties of the sorts that `ask ties` walks;"
        " countries, authorities, offices, laws, sanctions, classes and what has no name are left"
        " out. Each is told by its best connected members. Computed, and claimed by no source: to"
        " be in a community is to be written about with others, and nothing more."
    ),
    example="clew ask communities --top 5",
    parameters=(GROUP, TOP, RESOLUTION),
    cypher=CYPHER,
    answer=answer,
)
