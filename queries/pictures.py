"""Pictures: what an answer, or the rows of a query, shows, as it may leave the case (rule 24)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import PureWindowsPath
from typing import Any

from clew.graph.errors import AmbiguousName, UnknownId, UsageError
from clew.graph.handed import whole_id
from clew.graph.model import Edge, Node, Path
from clew.graph.opened import Opened
from clew.graph.schema import schema
from clew.graph.view.picture import MOST_NODES, Picture, Way
from clew.graph.view.saving import Drawn
from clew.queries.answer import NO_ANSWER, Answer, Json, weakest
from clew.queries.cypher import Result, items_in
from clew.queries.paths import closed_outlets, displays, has_closed
from clew.queries.question import left_out
from clew.queries.remarks import remark_lines
from clew.queries.typed import Typed

Reopen = Callable[[], AbstractContextManager[Opened]]
CHANGED = "the case has changed since this was asked: ask again, then draw what it says now"
ALONE = "this was made without its case: ask through a case, then draw the answer"
NOT_DRAWN = "This answer has rows and nothing of them can be drawn: `clew ask` shows them."
NOTHING = "the rows hold nothing to draw: RETURN nodes, edges or paths, and not only their values"
#: How a path begins that leads through the folders of a machine.
_OUTSIDE = re.compile(r"/|\\|\.\.?[/\\]|~|[A-Za-z]:[/\\]")
NO_TIES = "No tie is in the rows: RETURN the edges, too, to see what ties these."


@dataclass(slots=True)
class Sight:
    """What a picture shows of one lens: entities and ties, each as the projection holds it.

    unseen   the ids of what was asked for and this lens does not show
    """

    graph: Opened
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    _claims: dict[str, list[Json]] = field(default_factory=dict)

    def add(self, items: Iterable[Node | Edge]) -> None:
        """Add items and the ends of ties; what engines gave must be as the ledger has it."""
        for item in items:
            kept = self.graph.items.get(item.id)
            if isinstance(kept, Edge):
                self.edges[kept.id] = kept
                self.add(self.graph.node(end) for end in {kept.start, kept.end} - {*self.nodes})
            elif isinstance(kept, Node) and "Entity" in kept.labels:
                self.nodes[kept.id] = kept
            elif "Source" not in getattr(item, "labels", ()):
                self.unseen.add(item.id)

    def claims(self) -> dict[str, list[Json]]:
        """Return the claims behind each item, by its id."""
        items: list[Node | Edge] = [*self.nodes.values(), *self.edges.values()]
        return {item.id: self.claims_of(item) for item in items}

    def claims_of(self, item: Node | Edge) -> list[Json]:
        """Return the claims behind an item, read once."""
        if item.id not in self._claims:
            self._claims[item.id] = self.graph.claims_of(item)
        return self._claims[item.id]

    def denials(self) -> Iterator[Json]:
        """Yield the claims that deny what is shown of an entity, or a tie of two that are shown."""
        found: dict[str, Json] = {}
        for node in self.nodes:
            for claim in self.graph.claims_about(node):
                says = claim.get("says", {})
                ends = {says[end] for end in ("start", "end") if end in says}
                if claim["status"] == "denied" and ends <= self.nodes.keys():
                    found[claim["id"]] = claim
        yield from (found[identity] for identity in sorted(found))


def of_answer(answer: Answer) -> Drawn:
    """Return the picture of an answer; raises UsageError where the case has changed since."""
    with again(answer.reopen, answer.graph_version) as graph:
        sight, paths = Sight(graph), (*answer.paths, *answer.planned)
        sight.add(item for path in paths for item in items_in(path))
        sight.add(answer.items)
        notes = [NO_ANSWER] if answer.is_empty else [] if sight.nodes else [NOT_DRAWN]
        ways = [*_ways(answer.paths, "stated"), *_ways(answer.planned, "planned")]
        return drawn(
            sight,
            title=answer.title,
            focus=[node.id for node in _named(graph, answer) if node.id in sight.nodes],
            ways=ways,
            denials=answer.denials,
            not_known=answer.not_known,
            notes=[*notes, *answer.notes, *_fallen(answer), *_unseen(sight)],
            query=answer.query,
            parameters=answer.parameters,
        )


def of_result(result: Result) -> Drawn:
    """Return the picture of the nodes, edges and paths in a query's rows.

    Raises UsageError where rows hold none, or where the case has changed since.
    """
    with again(result.reopen, result.graph_version) as graph:
        sight = Sight(graph)
        sight.add(item for row in result.rows for value in row for item in items_in(value))
        if len(result) and not sight.nodes:
            raise UsageError(NOTHING)
        paths = [value for row in result.rows for value in row if isinstance(value, Path)]
        empty = [] if len(result) else [NO_ANSWER]
        alone = [NO_TIES] if len(sight.nodes) > 1 and not sight.edges else []
        return drawn(
            sight,
            title="What a query found",
            ways=_ways([path for path in paths if path.edges]),
            notes=[*empty, *alone, *result.notes, *closed_in(sight), *left_out(graph)],
            query=result.query,
            parameters=result.parameters,
        )


def closed_in(sight: Sight) -> list[str]:
    """Say which speakers of what is shown have closed."""
    claims = (claim for edge in sight.edges.values() for claim in sight.claims_of(edge))
    return has_closed(closed_outlets(sight.graph, claims))


def drawn(
    sight: Sight,
    *,
    title: str,
    focus: Iterable[str] = (),
    ways: Iterable[Way] = (),
    denials: Iterable[Json] = (),
    not_known: Iterable[str] = (),
    notes: Iterable[str] = (),
    query: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> Drawn:
    """Return the picture of what is in sight: every id salted, words that were typed masked."""
    graph, asked = sight.graph, list(dict.fromkeys(focus))
    hand, typed = Hand(graph), Typed(graph)
    names = displays(sight.nodes.values())
    order = {identity: at for at, identity in enumerate(asked)}
    nodes = sorted(
        sight.nodes.values(), key=lambda n: (order.get(n.id, len(order)), names[n.id], n.id)
    )
    place = {node.id: at for at, node in enumerate(nodes)}
    edges = sorted(sight.edges.values(), key=lambda e: (place[e.start], place[e.end], e.type, e.id))
    single = len(nodes) <= MOST_NODES  # groups stand for more, and show no claim of one
    claims = sight.claims() if single else {}
    denied = {claim["id"]: claim for claim in (*denials, *sight.denials())} if single else {}
    picture = Picture(
        title=hand.on(title),
        nodes=tuple(Node(hand.on(n.id), n.labels, hand.on(n.properties)) for n in nodes),
        edges=tuple(
            Edge(hand.on(e.id), e.type, hand.on(e.start), hand.on(e.end), hand.on(e.properties))
            for e in edges
        ),
        evidence={hand.on(i): hand.on([*map(remarked, told)]) for i, told in claims.items()},
        lens=hand.on(typed.shown(graph.lens.words())),
        last_entry=graph.handing.last_entry,
        graph_version=graph.version,
        focus=tuple(hand.on(asked)),
        ways=tuple(
            replace(way, nodes=tuple(hand.on(way.nodes)), edges=tuple(hand.on(way.edges)))
            for way in ways
        ),
        denials=tuple(hand.on([*map(remarked, denied.values())])),
        not_known=tuple(hand.on(list(not_known))),
        notes=tuple(hand.on(list(dict.fromkeys(notes)))),
        query=hand.on(typed.query(query)),
        parameters=hand.on(typed.shown(dict(parameters or {}))),
    )
    return Drawn(picture, graph.handing.directory, graph.handing.layouts)


@dataclass(slots=True)
class Hand:
    """Hands values on: no id of the case is left in them."""

    graph: Opened

    def on(self, value: Any) -> Any:
        """Return a value, however deep, with every id of the case in it replaced."""
        return self.graph.handing.hidden(value, partial(whole_id, self.graph))


@contextmanager
def again(reopen: Reopen | None, version: str) -> Iterator[Opened]:
    """Open what was asked once more; raises UsageError where it is another by now."""
    if reopen is None:
        raise UsageError(ALONE)
    with reopen() as graph:
        if graph.version != version:
            raise UsageError(CHANGED)
        yield graph


def remarked(claim: Json) -> Json:
    """Return a claim with what people added to it, in words: a picture shows it beside."""
    shown = _without_folders(claim)
    if "replies" in claim:
        shown = {**shown, "replies": [_without_folders(reply) for reply in claim["replies"]]}
    lines = list(remark_lines(shown, str, set()))
    return {**shown, "remarks": lines} if lines else shown


def _without_folders(said: Json) -> Json:
    """Return a claim or reply whose source, where a place on a disk is its title, is a file's name.

    A source without a title is called by its path, which tells whose machine it lay on.
    """
    source = said.get("source") or {}
    title = source.get("title") or ""
    if not _OUTSIDE.match(title):
        return said
    return {**said, "source": {**source, "title": PureWindowsPath(title).name}}


def _ways(paths: Iterable[Path], part: str = "") -> list[Way]:
    return [
        Way(
            nodes=tuple(node.id for node in path.nodes),
            edges=tuple(edge.id for edge in path.edges),
            status=weakest(path),
            part=part or _part(path),
        )
        for path in paths
    ]


def _part(path: Path) -> str:
    planned = any(edge.properties["status"] == "planned" for edge in path.edges)
    return "planned" if planned else "stated"


def _named(graph: Opened, answer: Answer) -> Iterator[Node]:
    """Yield the entities that a question was asked about, in the order of its parameters."""
    from clew.queries.library import question

    for parameter in question(answer.question).parameters:
        words = answer.parameters.get(parameter.name)
        if parameter.entity and isinstance(words, str) and words not in _kinds():
            with suppress(UnknownId, AmbiguousName):
                yield graph.entity(words)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(name for name, kind in schema().kinds.items() if not kind.is_value)


def _fallen(answer: Answer) -> list[str]:
    if not answer.fallen:
        return []
    many = "1 path stands" if len(answer.fallen) == 1 else f"{len(answer.fallen)} paths stand"
    return [f"{many} only with what was left out, and not in this picture."]


def _unseen(sight: Sight) -> list[str]:
    if not sight.unseen:
        return []
    many = len(sight.unseen)
    return [
        f"{many} of what the answer names {'is' if many == 1 else 'are'} not in what this lens"
        " shows, and not in this picture."
    ]
