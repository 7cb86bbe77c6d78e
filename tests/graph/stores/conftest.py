"""The invented graph of `tests/data/invented_graph.yaml`, in Python and in an embedded store."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from clew.graph.model import Edge, Node
from clew.graph.stores.embedded import EmbeddedStore

DATA = Path(__file__).resolve().parents[2] / "data"
Ask = Callable[[str], list[list[Any]]]


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def python_answers() -> ModuleType:
    """The module that answers in Python."""
    return _module("python_answers")


@pytest.fixture(scope="session")
def invented(python_answers: ModuleType) -> Any:
    """The invented graph in Python."""
    return python_answers.Graph(DATA / "invented_graph.yaml")


@pytest.fixture(scope="session")
def store(invented: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The invented graph in an embedded store, to be read only."""
    made = EmbeddedStore.create(tmp_path_factory.mktemp("guard") / "graph")
    nodes = [Node(name, labels, values) for name, (labels, values) in invented.nodes.items()]
    edges = [Edge(name, *rest) for name, rest in invented.edges.items()]
    made.replace([*nodes, *edges])
    yield made
    made.close()


@pytest.fixture
def ask(store: EmbeddedStore) -> Ask:
    """Ask the engine a text as it is; the rows come sorted."""

    def rows(text: str) -> list[list[Any]]:
        return sorted((list(row) for row in store.read(text).rows), key=str)

    return rows


@pytest.fixture(scope="session")
def generated(python_answers: ModuleType, invented: Any) -> Callable[[int], Any]:
    """Make the query of a seed, with its answer."""
    queries, tests = _module("generated_queries"), _module("generated_tests")

    def make(seed: int) -> Any:
        dice = random.Random(seed)
        conditions = tests.Conditions(python_answers, invented, dice)
        return queries.Maker(python_answers, invented, dice, conditions).query()

    return make


@pytest.fixture(scope="session")
def condition(python_answers: ModuleType, invented: Any) -> Callable[[int, dict[str, str]], str]:
    """Make the condition of a seed over names (name to node or edge), as text."""
    tests = _module("generated_tests")

    def make(seed: int, kinds: dict[str, str]) -> str:
        made = tests.Conditions(python_answers, invented, random.Random(seed)).make(kinds, 3)
        return str(made[0])

    return make
