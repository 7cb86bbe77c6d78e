"""Which ties a measure of the network counts, and what is left out and why (rule 16, Q31)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clew.graph.errors import UsageError
from clew.graph.model import WEAKNESS
from clew.graph.schema import schema
from clew.queries.algorithms import Network, network
from clew.queries.paths import TIE_GROUPS, types_of
from clew.queries.question import Graph, Parameter, Values
from clew.queries.questions.strip import WHOLE
from clew.queries.search import hubs
from clew.queries.stricter import listed
from clew.queries.telling import plural

#: Every tie of some types with what is needed of its ends; TYPES is `:A|B`.
CYPHER = """\
MATCH (a:Entity)-[rTYPES]->(b:Entity)
RETURN r.id, r.status, r.source_count,
  a.id, a.kind, a.name, a.generic, labels(a), b.id, b.kind, b.name, b.generic, labels(b)"""
GROUP = Parameter(
    name="group",
    meaning="only ties of this group: control, site, money, family, office, linked, measure,"
    " speech, place, event; without one, the first six",
    several=True,
)
TOP = Parameter(name="top", meaning="at most so many rows", default=20)
#: How many rows an answer can hold: each brings its evidence with it.
MOST = 1000
DENIED = "What sources only deny is no tie; what some deny and others state is one, and disputed."
BESIDE = "“without single-source ties” counts these alone."
#: Why entities are left out: one, and several.
REASONS = {
    "hub": (
        "country, public authority, office, law or sanction",
        "countries, public authorities, offices, laws and sanctions",
    ),
    "generic": ("class or unnamed group", "classes and unnamed groups"),
    "unnamed": ("entity without a name", "entities without a name"),
}


@dataclass(slots=True)
class End:
    """An entity at the end of a tie: its name and kind, and why it is left out, '' where not."""

    name: str
    kind: str
    aside: str


@dataclass(slots=True)
class Entered:
    """The ties that count and the entities that they join.

    whole       all of them; firm: those of two or more independent sources, among all entities
    ties        each tie's ends and status, by id
    at          the ties of each entity, the strongest first
    aside       why an entity is left out, by id; left: how many ties are, by reason
    """

    groups: tuple[str, ...]
    query: str
    whole: Network = field(default_factory=lambda: network(()))
    firm: Network = field(default_factory=lambda: network(()))
    ends: dict[str, End] = field(default_factory=dict)
    ties: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    at: dict[str, list[str]] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)

    def strongest(self, tie: str) -> tuple[int, str]:
        """Return what ties are sorted by: status, then id."""
        return WEAKNESS[self.ties[tie][2]], tie

    def statuses(self, ties: Iterable[str]) -> dict[str, int]:
        """Return how many of these ties have each status, strongest first."""
        found = Counter(self.ties[tie][2] for tie in ties)
        return {status: found[status] for status in sorted(found, key=WEAKNESS.__getitem__)}


def entered(graph: Graph, values: Values) -> Entered:
    """Read the ties of the groups asked for; raises UsageError for a group that there is not."""
    groups = groups_of(values)
    query = CYPHER.replace("TYPES", types_of(groups))
    found = Entered(groups, query)
    rows = graph.read(query).rows
    single: set[str] = set()
    for tie, status, sources, *ends in rows:
        a, b = _end(found, *ends[:5]), _end(found, *ends[5:])
        if status == "planned":
            found.left["planned"] += 1
        elif found.ends[a].aside or found.ends[b].aside:
            found.left["at others"] += 1
            found.aside.update({end: found.ends[end].aside for end in (a, b)})
        elif a == b:
            found.left["loops"] += 1
        else:
            found.ties[tie] = (a, b, status)
            single.update([tie] if int(sources or 0) < 2 else [])
    found.left["others"] = int(graph.read(WHOLE).rows[0][0]) - len(rows)
    _join(found, single)
    return found


def _end(found: Entered, identity: str, *told: object) -> str:
    kind, name, generic, labels = told
    if identity not in found.ends:
        kinds = set(labels) if isinstance(labels, (list, tuple)) else set()
        named = name or "Event" in kinds
        aside = "generic" if generic else "hub" if hubs() & kinds else "" if named else "unnamed"
        found.ends[identity] = End(str(name or ""), str(kind), aside)
    return identity


def _join(found: Entered, single: set[str]) -> None:
    """Make the networks, and the ties of each entity, of the ties that count."""
    edges = [(start, end, tie) for tie, (start, end, _) in found.ties.items()]
    found.whole = network(edges)
    found.firm = network([e for e in edges if e[2] not in single], nodes=found.whole.nodes)
    for start, end, tie in edges:
        found.at.setdefault(start, []).append(tie)
        found.at.setdefault(end, []).append(tie)
    for ties in found.at.values():
        ties.sort(key=found.strongest)


def groups_of(values: Values) -> tuple[str, ...]:
    """Return the groups asked for, by default those that `ties` walks; raises UsageError."""
    known = [name for name in schema().groups if name != "identity"]
    asked = listed(values["group"])
    for name in asked:
        if name not in known:
            raise UsageError(f"there is no such group of ties: use one of {', '.join(known)}")
    return tuple(name for name in known if name in asked) if asked else TIE_GROUPS


def top_of(values: Values) -> int:
    """Return how many rows are wanted; raises UsageError where that is no number from 1 on."""
    try:
        top = int(values["top"])
    except (TypeError, ValueError, OverflowError):
        top = 0
    if not 1 <= top <= MOST:
        raise UsageError(f"--top takes a whole number from 1 to {MOST}")
    return top


def told(found: Entered) -> Iterator[str]:
    """Say in sentences what entered, and what was left out and why."""
    ties, groups = plural(found.whole.ties, "tie"), listing(found.groups)
    among = plural(len(found.whole.nodes), "entity", "entities")
    yield f"Entered: {ties} of {groups}, among {among}."
    counts = Counter(found.aside.values())
    aside = [plural(counts[why], *words) for why, words in REASONS.items() if counts[why]]
    if aside:
        ties_too = plural(found.left["at others"], "tie")
        yield f"Left out, since they tie nobody to anybody: {listing(aside)}; with them {ties_too}."
    for name, words in (
        ("planned", "only planned, and not counted"),
        ("loops", "of an entity with itself, and not counted"),
        ("others", "of other groups: see --group"),
    ):
        if count := found.left[name]:
            yield f"{plural(count, 'tie')} {'is' if count == 1 else 'are'} {words}."
    yield DENIED
    have = "has" if found.firm.ties == 1 else "have"
    yield f"Of {ties}, {found.firm.ties} {have} two independent sources or more: {BESIDE}"


def listing(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
