"""A copy of a case on a server: the same graph but for its ids, and nothing of the case beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case, Lens
from clew.demo import demo
from clew.graph.errors import StoreError, UsageError
from clew.graph.model import Edge, Node
from clew.graph.stores.address import Address, address
from clew.graph.stores.neo4j_store import Neo4jStore
from clew.pushing import Pushed, push
from tests.neo4j_server import Server
from tests.neo4j_stores import graph, run


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture
def place(emptied: Server) -> Address:
    return address(emptied.address)


def _there(place: Address, pushed: Pushed) -> dict[str, Node | Edge]:
    store = Neo4jStore.open(place, pushed.mark)
    try:
        return graph(store)
    finally:
        store.close()


def _wanted(case: Case, lens: Lens) -> dict[str, tuple[Any, ...]]:
    """What a lens shows, by handed-on id, with the properties that hold no id."""
    with case.opened(lens) as seen:
        hand, found = seen.handing, {}
        for item in seen.items.graph():
            ends = (hand.id(item.start), hand.id(item.end)) if isinstance(item, Edge) else ()
            found[hand.id(item.id)] = (*_plain(item), *ends)
    return found


def _plain(item: Node | Edge) -> tuple[Any, ...]:
    own = item.properties
    kind = item.type if isinstance(item, Edge) else item.labels
    told = {name: own.get(name) for name in ("name", "names", "status", "quotes", "when", "kind")}
    return kind, str(told), len(own.get("claims", ())), sorted(own)


@pytest.mark.parametrize(
    "lens", [Lens(), Lens(statuses=("official",))], ids=["default", "official"]
)
def test_a_copy_is_the_graph_of_the_lens_node_by_node(
    sample: Case, place: Address, lens: Lens
) -> None:
    pushed = push(sample, place, lens)
    there, wanted = _there(place, pushed), _wanted(sample, lens)
    assert there.keys() == wanted.keys()
    for identity, item in there.items():
        ends = (item.start, item.end) if isinstance(item, Edge) else ()
        assert (*_plain(item), *ends) == wanted[identity]
    assert pushed.nodes + pushed.edges == len(wanted) > 10


def test_no_id_of_the_case_leaves_it_in_items_or_mark(
    sample: Case, emptied: Server, place: Address
) -> None:
    push(sample, place, Lens())
    told = str(run(emptied, "MATCH (n) RETURN properties(n)"))
    told += str(run(emptied, "MATCH ()-[r]->() RETURN properties(r)"))
    told += str(run(emptied, "SHOW INDEXES YIELD name RETURN name"))
    with sample.opened() as seen:
        own = {item.id for item in seen.items.graph()} | {seen.reader.pointer.digest}
        own |= {claim for item in seen.items.graph() for claim in item.properties.get("claims", ())}
    assert len(own) > 100
    assert [identity for identity in own if identity in told] == []


def test_a_second_push_of_the_same_state_changes_nothing_and_the_case_stays(
    sample: Case, place: Address
) -> None:
    before = (sample.directory.path / "case.toml").read_bytes()
    first = push(sample, place, Lens())
    there = _there(place, first)
    assert push(sample, place, Lens()) == first
    assert _there(place, first) == there
    assert (sample.directory.path / "case.toml").read_bytes() == before


def test_another_cases_copy_goes_only_when_told_to(
    sample: Case, place: Address, tmp_path: Path
) -> None:
    push(sample, place, Lens())
    other = clew.create(tmp_path / "other")
    with pytest.raises(StoreError, match="--replace"):
        push(other, place, Lens())
    assert push(other, place, Lens(), replace=True).nodes == 0


@pytest.mark.parametrize("level", ["case", "all"])
def test_nothing_protected_is_pushed(sample: Case, place: Address, level: Any) -> None:
    with pytest.raises(UsageError, match="--disclose"):
        push(sample, place, Lens(disclose=level))
