"""Who shares an address, a number, a trace, a director or an agent, the rarest first (Q32, Q34)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from clew.graph.errors import UsageError
from clew.graph.model import WEAKNESS, Edge, Node
from clew.queries.answer import Answer, Json, unconfirmed
from clew.queries.entering import TOP, listing, top_of
from clew.queries.measured import UNTOLD, denials_of, said
from clew.queries.paths import caution, display, displays
from clew.queries.question import Graph, Parameter, Question, Values, answer_of
from clew.queries.sharing import SORTS, VALUES, Shared, holders, key_of
from clew.queries.stricter import listed
from clew.queries.table import MAYBE_ENTITY, ends_of
from clew.queries.telling import own, plural, strongest

COLUMNS = (
    *("part", "rank", "what", "by", "value", "count", "link", "holders", "more_holders"),
    *("statuses", "status", "ties", "more_ties", "computed", "claims"),
)
#: So many of those who share a thing are shown.
SHOWN = 8
#: What is shared by more is no link, unless somebody says otherwise.
MOST = 20
METHOD = (
    "Computed by Clew, claimed by no source: what two or more have in common, the rarest first."
    " Addresses are compared without case and punctuation, numbers by their digits; nothing is"
    " guessed to be alike, nor a value here with an entity there. What has ended counts, too: dates"
    " stand as claims give them, and `ask overlaps` compares them."
)
MEANING = (
    "To share an address, a number, a director or an agent is no act: offices, agents and courts"
    " serve many. The more share it, the less it says."
)


VAGUE = "may be a whole street, town or region"


def answer(graph: Graph, values: Values) -> Answer:
    """List what several share, what fewest share first; what too many share is counted."""
    top, most, sorts = top_of(values), _most(values), _sorts(values)
    node = graph.entity(str(values["entity"])) if values["entity"] else None
    found, query = holders(graph, sorts)
    mine = [one for one in found if node is None or node.id in (*one.holders, one.node)]
    shown = mine[:top]
    read = _read(graph, shown, node)
    nodes = [item for item in read.items.values() if isinstance(item, Node)]
    names = displays(nodes)
    ranks = {one.rarity: at for at, one in reversed([*enumerate(mine, 1)])}
    rows = list[Json]()
    for one in shown:
        several = _holders(one, node)
        said_so = _said(graph, one, several, read)
        rows.append(_row(one, ranks[one.rarity], most, said_so, names))
        rows += [] if one.node else [_own(one, who, said_so[who], names) for who in several]
    more = len(mine) - len(shown)
    return answer_of(
        QUESTION,
        graph,
        {**values, "by": list(sorts), "most": most},
        title=f"What does {display(node)} share, and with whom?" if node else QUESTION.title,
        query=query,
        columns=COLUMNS,
        rows=tuple(rows),
        items=[*([node] if node else []), *read.items.values()],
        evidence={i: list(claims.values()) for i, claims in read.evidence.items()},
        denials=tuple(_denials(graph, read)),
        not_known=UNTOLD if rows else (),
        notes=[
            METHOD,
            *([f"{plural(more, 'more thing')} not shown: see --top."] if more else []),
            *_too_common(mine, most),
            *map(caution, unconfirmed(nodes)),
            MEANING,
        ],
    )


def _most(values: Values) -> int:
    try:
        most = int(values["most"])
    except (TypeError, ValueError, OverflowError):
        most = 0
    if most < 2:
        raise UsageError("--most takes a whole number from 2 on")
    return most


def _sorts(values: Values) -> tuple[str, ...]:
    asked = listed(values["by"])
    if wrong := [sort for sort in asked if sort not in SORTS]:
        words = f"nothing is compared by {len(wrong)} of these"
        raise UsageError(f"{words}: --by takes {', '.join(SORTS)}")
    return tuple(sort for sort in SORTS if sort in asked) if asked else SORTS


def _too_common(mine: Sequence[Shared], most: int) -> Iterator[str]:
    if vague := sum(one.vague for one in mine):
        one = f"1 address names no number, {VAGUE}, and is no link: it stands last."
        many = "addresses name no number, may be whole streets, towns or regions, and are no link"
        yield one if vague == 1 else f"{vague} {many}: they stand last."
    common = [one for one in mine if len(one.holders) > most]
    if common:
        last = max(common, key=lambda one: len(one.holders))
        kinds = "thing is" if len(common) == 1 else "things are"
        yield (
            f"{len(common)} {kinds} shared by more than {most}, and no link; the commonest, of the"
            f" sort {last.sort}, by {len(last.holders)}."
        )


def _holders(one: Shared, node: Node | None) -> list[str]:
    """Return who shares a thing as far as they are shown, the one asked of first."""
    first = [node.id] if node and node.id in one.holders else []
    return [*first, *(holder for holder in one.holders if holder not in first)][:SHOWN]


Claims = dict[str, dict[str, Json]]


@dataclass(slots=True)
class _Read:
    """What rows show: entities and ties, and the claims of values by who has them.

    denied      the claims that deny one of these values
    """

    items: dict[str, Node | Edge] = field(default_factory=dict)
    evidence: dict[str, dict[str, Json]] = field(default_factory=dict)
    denied: list[Json] = field(default_factory=list)


def _read(graph: Graph, shown: Sequence[Shared], node: Node | None) -> _Read:
    read = _Read()
    for one in shown:
        for holder in _holders(one, node):
            read.items.setdefault(holder, graph.item(holder))
            for tie in one.holders[holder] if one.node else ():
                read.items.setdefault(tie, graph.item(tie))
            if not one.node:
                about = [c for c in graph.claims_about(holder) if _gives(one, c)]
                found = {claim["id"]: claim for claim in own(about)}
                read.evidence.setdefault(holder, {}).update(found)
                read.denied += (c for c in about if c["status"] == "denied")
    ends = ends_of(graph, [item for item in read.items.values() if isinstance(item, Edge)])
    read.items.update(ends)
    return read


def _denials(graph: Graph, read: _Read) -> Iterable[Json]:
    """Return what denies the ties and values shown, each once."""
    edges = (item for item in read.items.values() if isinstance(item, Edge))
    return {c["id"]: c for c in (*denials_of(graph, edges), *read.denied)}.values()


def _gives(one: Shared, claim: Json) -> bool:
    says = claim["says"]
    same = says.get("property") == one.sort and "type" not in says
    return same and key_of(one.sort, str(says.get("value"))) == one.key


#: The claims by which somebody has a thing, the strongest first, by who it is.
Said = dict[str, list[Json]]


def _said(graph: Graph, one: Shared, shown: Sequence[str], read: _Read) -> Said:
    found: Said = {}
    for holder in shown:
        ties = (read.items[tie] for tie in one.holders[holder]) if one.node else ()
        of_ties = (claim for tie in ties for claim in graph.claims_of(tie))
        claims = of_ties if one.node else read.evidence[holder].values()
        given = (c for c in claims if c["status"] != "planned" and (one.node or _gives(one, c)))
        found[holder] = strongest(given)
    return found


def _row(one: Shared, rank: int, most: int, by: Said, names: dict[str, str]) -> Json:
    """Return the row of a thing; a holder counts with its strongest status."""
    counted = Counter(claims[0]["status"] for claims in by.values())
    told = {status: counted[status] for status in sorted(counted, key=WEAKNESS.__getitem__)}
    count, more = len(one.holders), len(one.holders) - len(by)
    dates = {holder: [*dict.fromkeys(_dates(claims))] for holder, claims in by.items()}
    who = [f"{names[i]} ({', '.join(when)})" if when else names[i] for i, when in dates.items()]
    who += [f"{more} more"] if more else []
    link = f"; it names no number, {VAGUE}, and is no link" if one.vague else ""
    link += "" if count <= most else "; so many that it is no link"
    words = names.get(one.node, one.words)
    what = f"{one.sort} “{words}”, shared by {count}: {listing(who)} ({said(told)}){link}"
    return {
        "part": "shared",
        "rank": rank,
        "what": f"{rank}. {what}",
        "by": one.sort,
        "value": words,
        "count": count,
        "link": not link,
        "holders": [{"entity": i, "name": names[i], "dates": when} for i, when in dates.items()],
        "more_holders": more,
        "statuses": told,
        "status": max(told, key=WEAKNESS.__getitem__),
        "ties": [tie for holder in by for tie in one.holders[holder]] if one.node else [],
        "more_ties": 0,
        "computed": True,
        "claims": list(dict.fromkeys(claim["id"] for claims in by.values() for claim in claims)),
    }


def _dates(claims: Iterable[Json]) -> Iterator[str]:
    return (str(claim["when"]) for claim in claims if claim.get("when"))


def _own(one: Shared, holder: str, claims: list[Json], names: dict[str, str]) -> Json:
    """Return the row of one who has a value, as its claims say it: this one is not computed."""
    written = listing(f"“{words}”" for words in one.holders[holder])
    told = {
        "part": "holder",
        "what": f"{names[holder]}: {one.sort} {written}",
        "status": claims[0]["status"],
        "computed": False,
        "claims": [claim["id"] for claim in claims],
    }
    return {name: told.get(name, "") for name in COLUMNS}


QUESTION = Question(
    name="shared",
    title="Who shares an address, a number, a trace, a director or an agent, and how many do?",
    help=(
        "Each thing in common with how many have it, the rarest first: two firms at one address may"
        " be tied, two hundred are not. What more than --most share is marked as no link, and so is"
        " an address without a number that may be a whole town. Compared are the values address,"
        " phone and email, entities that are addresses or traces (numbers, accounts, domains,"
        " wallets), and who is a director of several or acts for several. To pay a wallet, or to be"
        " near an address, is not to have it. Countries, authorities, offices, classes and what has"
        " no name share nothing; what is planned or denied does not count. Computed, and claimed by"
        " no source; the status is that of the weakest of those shown, and each who has a value"
        " stands below it with its claims."
    ),
    example="clew ask shared --top 5",
    parameters=(
        MAYBE_ENTITY,
        Parameter(name="by", meaning=f"only what is shared so: {', '.join(SORTS)}", several=True),
        Parameter(name="most", meaning="what more than so many share is no link", default=MOST),
        TOP,
    ),
    cypher=VALUES,
    answer=answer,
)
