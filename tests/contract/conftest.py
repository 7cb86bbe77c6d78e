"""Every store that the contract is tested on: add one to STORES, and the whole suite asks it."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.stores.address import address
from clew.graph.stores.arcade_engine import create_database
from clew.graph.stores.base import Store
from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.neo4j_mark import Mark
from clew.graph.stores.neo4j_store import Neo4jStore
from tests.neo4j_server import Server
from tests.neo4j_stores import Returning, empty, link, mark

Make = Callable[[Iterable[Node | Edge]], Store]
Run = Callable[[str, dict[str, Any] | None], list[tuple[Any, ...]]]


def _embedded(request: pytest.FixtureRequest) -> Iterator[Make]:
    folder = _folder(request)
    opened: list[Store] = []

    def make(items: Iterable[Node | Edge]) -> Store:
        """Write a graph, close it, and open it for reading, as a case does."""
        place = folder / f"graph-{len(opened)}"
        writer = EmbeddedStore.create(place)
        writer.replace(items)
        writer.close()
        opened.append(EmbeddedStore.open(place))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def _bare_embedded(request: pytest.FixtureRequest) -> Iterator[Run]:
    database = create_database(_folder(request) / "bare")

    def run(cypher: str, parameters: dict[str, Any] | None) -> list[tuple[Any, ...]]:
        with database.transaction():
            result = database.command("opencypher", cypher, parameters or {})
            return [tuple(row.values()) for row in result.to_list()]

    yield run
    database.close()


def _neo4j(request: pytest.FixtureRequest) -> Iterator[Make]:
    server: Server = request.getfixturevalue("neo4j_server")
    opened: list[Returning] = []

    def make(items: Iterable[Node | Edge]) -> Store:
        """Push a graph; of several the one that is asked is there."""
        opened.append(Returning(server, items))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def _bare_neo4j(request: pytest.FixtureRequest) -> Iterator[Run]:
    server: Server = request.getfixturevalue("neo4j_server")
    empty(server)
    own = link(server)

    def native(value: Any) -> Any:
        return value.to_native() if hasattr(value, "to_native") else value

    def run(cypher: str, parameters: dict[str, Any] | None) -> list[tuple[Any, ...]]:
        rows = own.write(lambda tx: tx.run(cypher, parameters or {}).values())
        return [tuple(map(native, row)) for row in rows]

    yield run
    own.close()
    empty(server)


def _folder(request: pytest.FixtureRequest) -> Path:
    factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    return factory.mktemp("stores")


#: The module whose tests hold both engines against one another, and those of a server's store.
BOTH = "test_case_on_a_server"
OF_A_SERVER = (
    *("test_neo4j_", "test_moving", "test_pushing", "test_leaving", "test_export_to_neo4j"),
    *("test_other_servers", "test_servers_page", "test_slow_network", "test_without_java"),
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out where the engine's other build is tested what only a server is asked."""
    if os.environ.get("CLEW_ENGINE") == "jvm":
        left = [item for item in items if _only_a_server(item)]
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


def _only_a_server(item: pytest.Item) -> bool:
    if item.path.parent != Path(__file__).parent or item.path.stem == BOTH:
        return False
    fixtures, given = getattr(item, "fixturenames", ()), getattr(item, "callspec", None)
    named = "neo4j_server" in fixtures or item.path.stem.startswith(OF_A_SERVER)
    return named or (
        given is not None and "neo4j" in (given.params.get(n) for n in ("make", "run"))
    )


#: Name: how to make a filled store, and how to run any text on the bare engine.
STORES = {"embedded": (_embedded, _bare_embedded), "neo4j": (_neo4j, _bare_neo4j)}


@pytest.fixture(scope="module", params=sorted(STORES))
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return what makes a store, open for reading, of items."""
    yield from STORES[request.param][0](request)


@pytest.fixture(scope="module", params=sorted(STORES))
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Return what runs a text, writes too, on an empty engine without store or guard."""
    yield from STORES[request.param][1](request)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine that `run` or `make` is on."""
    return str(request.node.callspec.params.get("run") or request.node.callspec.params["make"])


@pytest.fixture
def emptied(neo4j_server: Server) -> Server:
    """The session's Neo4j server, with nothing in its database."""
    empty(neo4j_server)
    return neo4j_server


@pytest.fixture
def open_store(emptied: Server) -> Iterator[Callable[..., Neo4jStore]]:
    """Return what connects to that server with a mark."""
    opened: list[Neo4jStore] = []

    def connect(own: Mark, **more: Any) -> Neo4jStore:
        opened.append(Neo4jStore.open(address(emptied.address), own, **more))
        return opened[-1]

    yield connect
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Neo4jStore]) -> Neo4jStore:
    """A store on that server, of a mark that nothing bears yet."""
    return open_store(mark())


@pytest.fixture(scope="session")
def compat(root: Path) -> ModuleType:
    """The 61 queries of investigators, with the answers of Neo4j 5.26."""
    path = root / "tests" / "data" / "compat_queries.py"
    spec = importlib.util.spec_from_file_location("compat_queries", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def network() -> list[Node | Edge]:
    """A small network, invented: two people, two companies, a compound, a document."""
    person, company = (
        ("Person", "LegalEntity", "Entity"),
        ("Company", "Organization", "LegalEntity"),
    )
    nodes = [
        Node(
            "m1", person, {"id": "m1", "name": "Ann Lee", "names": ["Ann Lee", "李安"], "rank": 1}
        ),
        Node("m2", person, {"id": "m2", "name": "Bob Chan", "names": [], "certain": True}),
        Node("m3", (*company, "Entity"), {"id": "m3", "name": "Quartz", "shares": [0.5, 1.0]}),
        Node("m4", (*company, "Entity"), {"id": "m4", "name": "Golden \U0001f600 \x00 Fortune"}),
        Node("m5", ("Compound", "Entity"), {"id": "m5", "name": "Mango Park", "big": 2**63 - 1}),
        Node("d1", ("Source",), {"id": "d1", "published": "2024-05-01"}),
    ]
    ties = [("m1", "OWNS", "m3"), ("m2", "DIRECTOR_OF", "m3"), ("m3", "OWNS", "m4")]
    ties += [("m4", "OPERATES", "m5"), ("m1", "LINKED_TO", "m1")]
    edges = [
        Edge(
            f"e{n}", kind, start, end, {"id": f"e{n}", "valid_from": f"202{n}-01-01", "claims": []}
        )
        for n, (start, kind, end) in enumerate(ties, 1)
    ]
    return [*nodes, *edges]
