"""Is an entity listed, by whom, under what, since when, and still (Q13)?

What a list says stands apart from what texts tell; a namesake in a list is named as one, and never
taken for the entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.errors import UnknownId
from clew.graph.identity.names import orders
from clew.graph.model import Edge, Node, identical
from clew.queries.answer import Answer, Json
from clew.queries.delisted import is_of_sanction, off_lists
from clew.queries.identifiers import compared
from clew.queries.paths import caution, display
from clew.queries.question import Graph, Question, Values, answer_of
from clew.queries.telling import (
    ENTITY,
    STANDING,
    ends,
    is_listed,
    own,
    row,
    said,
    sources_of,
    steps,
    strongest,
    tied,
    used,
)

CYPHER = """\
MATCH (a:Entity {id: $entity})-[r:SANCTIONED_BY]->(s:Sanction)
RETURN DISTINCT a.id AS target, r.id AS tie, s.id AS designation"""
LISTS = """\
MATCH (s:Source)
WHERE s.list IS NOT NULL
RETURN s.title, s.published"""
COLUMNS = ("part", "designation", "what", "value", "match", *STANDING)
NAMESAKE = "same name in a list, not the same by any decision"
UNLISTED = "no list's record is decided to be this designation"
NO_RULE = "A list's record is somebody's only by an identifier or a person's decision."
NO_LONGER = "{} is no longer in a list of this case; whether in another one is not known."
NOT_LISTED = "{} is not in a list of this case; whether in another one is not known."
NOT_GUILT = "A designation is an administrative act and no conviction."


@cache
def _data() -> dict[str, Any]:
    import yaml

    path = Path(__file__).parents[1] / "listed.yaml"
    with path.open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.safe_load(file)
    return found


@dataclass(frozen=True, slots=True)
class Designation:
    """A Sanction, the tie of its target to it, and what is said of both."""

    node: Node
    edge: Edge
    tie: Sequence[Json]
    own: Sequence[Json]

    @property
    def listed(self) -> bool:
        """Whether a list holds it, and not texts alone."""
        return any(map(is_listed, self.tie))

    def rows(self, graph: Graph) -> Iterator[Json]:
        """Yield what is said of it, what lists say before what texts say."""
        told = {"designation": display(self.node)}
        for part, claims in (("list", _of(self.tie, True)), ("text", _of(self.tie, False))):
            if claims:
                what = "listed" if part == "list" else "said to be designated"
                yield tied(self.edge, claims, **told, part=part, what=what, value="")
        yield {**row(()), **told, "part": self._part, "what": "still", "value": self._still(graph)}
        for name, words in _data()["designation"].items():
            for value, claims in said(self.own, name).items():
                for part, some in (("list", _of(claims, True)), ("text", _of(claims, False))):
                    if some:
                        yield row(some, **told, part=part, what=words, value=value)

    @property
    def _part(self) -> str:
        return "list" if self.listed else "text"

    def _still(self, graph: Graph) -> str:
        """Say what is known of whether it stands: no more than the newest edition here says."""
        for name in ("delistingDate", "endDate"):
            for day, claims in said(self.own, name).items():
                return f"no: lifted {day}, says {', '.join(sources_of(claims))}"
        last = ends(str(self.edge.properties.get("when", "")))[1]
        if last not in ("", ".."):
            return f"no: until {last}, says {', '.join(sources_of(self.tie))}"
        if not self.listed:
            return f"not known: {UNLISTED}, and {_dated(self.tie)} tells of it"
        return f"yes, in {_edition(graph, _of(self.tie, True)[0])}; later is not known"


def _of(claims: Iterable[Json], listed: bool) -> list[Json]:
    return [claim for claim in claims if is_listed(claim) is listed]


def _edition(graph: Graph, claim: Json) -> str:
    day, known_at = claim.get("source", {}).get("published", ""), graph.lens.known_at
    if known_at and day > known_at:
        return f"the newest edition known on {known_at}"
    return f"the newest edition here, of {day}" if day else "the newest edition here"


def _dated(claims: Iterable[Json]) -> str:
    days = sorted({str(claim.get("source", {}).get("published", "")) for claim in claims} - {""})
    return f"a text of {days[-1]}" if days else "a text without a date"


def answer(graph: Graph, values: Values) -> Answer:
    """List each designation with what is said of it, the identifiers, and namesakes in lists."""
    try:
        node = graph.entity(str(values["entity"]))
    except UnknownId:
        if gone := off_lists(graph, str(values["entity"])):
            return _only_once(graph, values, gone)
        raise
    claims = graph.claims_about(node.id)
    found = [_designation(graph, *step[1:]) for step in steps(graph, CYPHER, {"entity": node.id})]
    found.sort(key=lambda one: (not one.listed, display(one.node), one.node.id))
    rows = [row for one in found for row in one.rows(graph)]
    gone = list(_gone(graph, node))
    rows += [_no_longer(claim) for claim in gone]
    if any(one.listed for one in found) or gone:
        rows += compared(own(claims), _data()["identifiers"])
    alike = {one.id: one for one in _namesakes(graph, node)}
    named = {identity: own(graph.claims_about(identity)) for identity in alike}
    rows += [_namesake(one, named[identity]) for identity, one in alike.items()]
    evidence = {node.id: [*own(claims), *gone], **{d.node.id: list(d.own) for d in found}}
    evidence.update(named)
    about = [claims, *(graph.claims_about(one.edge.id) for one in found)]
    denials = [c for several in about for c in several if c["status"] == "denied"]
    told = answer_of(
        QUESTION,
        graph,
        values,
        title=f"Is {display(node)} listed, by whom, since when, and still?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple({name: row.get(name, "") for name in COLUMNS} for row in rows),
        items=[node, *(item for one in found for item in (one.edge, one.node))],
        evidence=used(rows, evidence),
        not_known=tuple(_unknown(node, found, gone)),
        notes=list(_notes(graph, node, found, str(values["entity"]))),
    )
    return replace(told, denials=tuple(strongest(filter(is_of_sanction, denials))))


def _only_once(graph: Graph, values: Values, gone: Sequence[Json]) -> Answer:
    """Tell of records that bear a name in no edition that stands any more."""
    rows = [_no_longer(claim) for claim in gone]
    named = sorted({str(claim["says"]["words"]) for claim in gone})
    return answer_of(
        QUESTION,
        graph,
        values,
        title=f"Is {', '.join(named)} listed, by whom, since when, and still?",
        query=CYPHER,
        columns=COLUMNS,
        rows=tuple({name: row.get(name, "") for name in COLUMNS} for row in rows),
        evidence={"gone": list(gone)},
        not_known=tuple(NO_LONGER.format(name) for name in named),
        notes=[*_lists(graph), NO_RULE, NOT_GUILT],
    )


def _designation(graph: Graph, edge: Edge, node: Node) -> Designation:
    return Designation(node, edge, graph.claims_of(edge), own(graph.claims_about(node.id)))


def _gone(graph: Graph, node: Node) -> Iterator[Json]:
    """Yield the claims that a list held of this entity's designation, and holds no more."""
    for claim in graph.record["gone"]:
        if is_of_sanction(claim) and claim["says"]["start"] == node.id:
            yield claim


def _no_longer(claim: Json) -> Json:
    end = claim["gone"]
    value = f"since {end['day']}: {end['how']}"
    told = {"designation": claim["says"]["end_words"], "what": "no longer listed", "value": value}
    return row([claim], part="list", **told)


def _namesakes(graph: Graph, node: Node) -> Iterator[Node]:
    """Yield the other entities that a list designates and that bear one of its names."""
    names = sorted({*node.properties.get("names", ()), str(node.properties["name"])} - {""})
    folded = {identical(name) for name in names}
    found = {one.id: one for name in names for one in graph.named(name) if one.id != node.id}
    for identity, one in sorted(found.items()):
        if not folded.intersection(_readings(one)):
            continue  # it bears the name as a weak alias alone, which tells nothing
        designated = steps(graph, CYPHER, {"entity": identity})
        if any(is_listed(claim) for _, edge, _ in designated for claim in graph.claims_of(edge)):
            yield one


def _readings(node: Node) -> set[str]:
    names = (str(node.properties["name"]), *node.properties.get("names", ()))
    return {identical(form) for name in names for form in orders(name)}


def _namesake(node: Node, claims: Iterable[Json]) -> Json:
    """Return the row of a namesake: what names it in the list, and no more of it."""
    named = [claim for claim in claims if claim["says"].get("name") and is_listed(claim)]
    value = f"{display(node)} ({node.properties['kind']}, {node.id[:9]})"
    return row(named, part="namesake", what=NAMESAKE, value=value)


def _unknown(node: Node, found: Sequence[Designation], gone: Sequence[Json]) -> Iterator[str]:
    name = display(node)
    if not any(one.listed for one in found):
        yield (NO_LONGER if gone else NOT_LISTED).format(name)
    for one in found:
        if not any(said(one.own, field) for field in ("listingDate", "startDate")):
            if not ends(str(one.edge.properties.get("when", "")))[0]:
                yield f"Since when {display(one.node)} holds is not stated."
        if not said(one.own, "reason"):
            yield f"The reason for {display(one.node)} is not stated."


def _lists(graph: Graph) -> Iterator[str]:
    """Say which lists there are; of which edition, where no day hides the newest."""
    lists = sorted((title or "", day or "") for title, day in graph.read(LISTS).rows)
    known_at = graph.lens.known_at
    named = [
        f"{title}, edition of {day}" if day and not (known_at and day > known_at) else title
        for title, day in lists
    ]
    yield (
        f"Lists and tables in this case: {'; '.join(named)}."
        if named
        else "No list is in this case."
    )


def _notes(graph: Graph, node: Node, found: Sequence[Designation], words: str) -> Iterator[str]:
    yield from _lists(graph)
    weak = {identical(alias) for alias in node.properties.get("weakAlias", ())}
    if identical(words) in weak - _readings(node):
        yield "It was asked for by a weak alias: that is too little to tell who is meant."
    yield NO_RULE
    if found:
        yield NOT_GUILT
    if node.properties.get("unconfirmed"):
        yield caution(node)


QUESTION = Question(
    name="sanctions",
    title="Is an entity listed, by whom, under what, since when, and still?",
    help=(
        "Each designation with authority, programme, list id, dates and reason, as lists and as"
        " texts give them, apart; which identifiers the list and other sources share; namesakes in"
        " lists, who are nobody's by their name alone. `still` is what the newest edition says."
    ),
    example='clew ask sanctions "Ly Yong Phat"',
    parameters=(ENTITY,),
    cypher=CYPHER,
    answer=answer,
)
