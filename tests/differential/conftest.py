"""Both engines with the invented graph of this suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.differential.running import Engines, engines
from tests.neo4j_server import Server
from tests.neo4j_stores import empty


@pytest.fixture(scope="module")
def both(neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """The two engines, open for reading."""
    empty(neo4j_server)
    with engines(tmp_path_factory.mktemp("differential"), neo4j_server) as made:
        yield made
    empty(neo4j_server)
