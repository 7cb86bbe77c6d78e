"""The sample case, served to the official driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import clew
from clew import Case
from clew.demo import demo
from clew.serving import Served

Rows = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The sample case."""
    folder = tmp_path_factory.mktemp("served") / "case"
    demo(folder)
    return clew.open(folder)


@pytest.fixture(scope="session")
def served(sample: Case) -> Iterator[Served]:
    """The sample case, served."""
    with sample.serve_bolt(limit=20_000, timeout=20) as one:
        yield one


@pytest.fixture(scope="session")
def driver(served: Served) -> Iterator[Any]:
    """The official driver, connected."""
    neo4j = pytest.importorskip("neo4j")
    with neo4j.GraphDatabase.driver(served.address, auth=served.auth) as one:
        yield one


@pytest.fixture(scope="session")
def rows() -> Rows:
    """Return the rows that a driver gets for a text, as tuples."""

    def asked(driver: Any, text: str, **parameters: Any) -> list[Any]:
        records = driver.execute_query(text, parameters).records
        return [tuple(record.values()) for record in records]

    return asked
