"""The search for paths against a plain search in Python, and against the text that states it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import networkx as nx
import pytest

from clew.graph.agreement import Agreement
from clew.graph.errors import LedgerError, UnknownId
from clew.graph.generations import Generations
from clew.graph.ledger.database import open_ledger
from clew.graph.lens import Lens
from clew.graph.model import Edge, Node
from clew.graph.opened import Opened
from clew.graph.schema import schema
from clew.queries import paths, search
from clew.queries.networks import multigraph

KINDS = ("Person", "Company", "Compound", "Country", "Position", "Arrest", "PublicBody")
TYPES = ("OWNS", "CONTROLS", "LINKED_TO", "REPORTED_ON", "FAMILY_OF", "ODD_TIE")
STATUSES = ("official", "reported", "alleged", "planned")
SEEDS = range(8)


def _graph(dice: random.Random) -> list[Node | Edge]:
    """Invent a small network with self loops, parallel edges, circles and one hub."""
    nodes = [_node(dice, number) for number in range(dice.randint(3, 14))]
    ends = [node.id for node in nodes] + [nodes[0].id] * 3
    edges = {}
    for _ in range(dice.randint(1, 34)):
        kind, start, end = dice.choice(TYPES), dice.choice(ends), dice.choice(ends)
        one = f"e{kind}{start}{end}{dice.choice('12')}"
        own = {"id": one, "status": dice.choice(STATUSES), "claims": []}
        edges[one] = Edge(one, kind, start, end, own)
    return [*nodes, *edges.values()]


def _node(dice: random.Random, number: int) -> Node:
    kind, identity = dice.choice(KINDS), f"m{number:02}"
    name = "" if dice.random() < 0.15 else f"Invented {number}"
    own = {"id": identity, "kind": kind, "name": name, "names": [name] if name else []}
    labels = (*schema().labels(kind), "Entity")
    return Node(identity, labels, {**own, "generic": dice.random() < 0.15, "claims": []})


def _plainly(
    graph: nx.MultiDiGraph[str], start: str, ends: set[str], types: set[str], steps: int
) -> set[tuple[str, ...]]:
    """Return every simple path as its edges' ids, found by trying all."""
    found = set()

    def onward(at: str, seen: tuple[str, ...], taken: tuple[str, ...]) -> None:
        if at in ends and taken:
            found.add(taken)
        if len(taken) == steps or (taken and not _passes(graph.nodes[at])):
            return
        for one, other, key, tie in graph.edges(keys=True, data="type"):
            for here, there in {(one, other), (other, one)}:
                if here == at and there not in seen and (not types or tie in types):
                    onward(there, (*seen, there), (*taken, key))

    onward(start, (start,), ())
    return found


def _passes(node: dict[str, object]) -> bool:
    kinds = ("Country", "Position", "PublicBody")
    if node["generic"] or node["kind"] in kinds:
        return False
    return bool(node["name"]) or node["kind"] == "Arrest"


@pytest.fixture(scope="module", params=SEEDS)
def dice(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.param)


@pytest.fixture(scope="module")
def graph(dice: random.Random, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("invented")
    generations = Generations(folder / "graph")
    generations.update(_graph(dice), "invented")
    db = open_ledger(folder / "claims.db", write=True)
    opened = Opened(generations.reader(), db, Lens(), "invented", Agreement(db, ""))
    yield opened
    opened.close()


def test_the_search_the_text_and_a_plain_search_agree(graph: Opened, dice: random.Random) -> None:
    nodes = list(graph.nodes())
    plain = multigraph(nodes, graph.edges(), {})
    for _ in range(6):
        start, end, steps = dice.choice(nodes), dice.choice(nodes), dice.randint(1, 5)
        groups = dice.choice([(), paths.TIE_GROUPS])
        one = end.id != start.id and dice.random() < 0.5
        target = paths.Target(node=end) if one else paths.Target(kind=dice.choice(KINDS))
        ends = {n.id for n in nodes if (n.id == end.id if one else target.kind in n.labels)}
        types = {t.name for t in schema().ties.values() if t.group in groups}
        wanted = _plainly(plain, start.id, ends, types, steps)
        found = list(paths.search(graph, start, target, groups, steps))
        rows = graph.read(paths.text(target, groups, steps), {"start": start.id, "end": end.id})
        assert {tuple(step.edge for step in trail.steps) for trail in found} == wanted
        assert {tuple(edge.id for edge in path.edges) for (path,) in rows.rows} == wanted
        assert len(found) == len(wanted) == len(rows.rows)


def test_every_trail_becomes_the_path_it_stands_for(graph: Opened) -> None:
    nodes = list(graph.nodes())
    for start in nodes:
        for trail in paths.search(graph, start, paths.Target(kind="Compound"), (), 3):
            path = search.path_of(graph, trail)
            assert [edge.id for edge in path.edges] == [step.edge for step in trail.steps]
            assert path.nodes[0].id == start.id and "Compound" in path.nodes[-1].labels
            for at, edge in enumerate(path.edges):
                assert {path.nodes[at].id, path.nodes[at + 1].id} == {edge.start, edge.end}


def test_a_trail_that_no_graph_has_is_an_error(graph: Opened) -> None:
    edge = next(graph.edges())
    status = edge.properties["status"]
    other = next(node.id for node in graph.nodes() if node.id not in (edge.start, edge.end))
    for step in (
        search.Step(edge.id, "adjudicated", edge.end),
        search.Step(edge.id, status, other),
    ):
        with pytest.raises(LedgerError, match="disagree"):
            search.path_of(graph, search.Trail(edge.start, (step,)))
    with pytest.raises(UnknownId):
        search.path_of(graph, search.Trail("m99", (search.Step(edge.id, status, edge.end),)))


def test_paths_come_in_their_order_whoever_asks(graph: Opened) -> None:
    """Classes last, then by weakest status, length, ids: yielded so, and never sorted."""
    for start in graph.nodes():
        for kind in ("Compound", "Person"):
            found = list(paths.search(graph, start, paths.Target(kind=kind), (), 4))
            assert found == sorted(found, key=lambda trail: _rank(graph, trail))


def _rank(graph: Opened, trail: search.Trail) -> tuple[object, ...]:
    ends = [graph.node(end) for end in (trail.start, trail.steps[-1].to)]
    is_class = any(end.properties["generic"] for end in ends)
    weakest = max(
        ("official", "reported", "alleged", "planned").index(s.status) for s in trail.steps
    )
    return is_class, weakest, len(trail.steps), [step.edge for step in trail.steps]
