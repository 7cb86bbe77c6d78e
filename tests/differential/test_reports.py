"""The reports for the engines' makers: each text gives what its report says, on both engines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clew.graph.stores.arcade_engine import create_database
from tests.neo4j_server import Server
from tests.neo4j_stores import empty, run

Rows = list[list[Any]]
Ask = Callable[[str], Rows]
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reports"
_REPORT = re.compile(
    r"^## (\w+)\. .*?```cypher\n(.*?)```\nRight: `(.*?)`\. Given: `(.*?)`\.",
    re.DOTALL | re.MULTILINE,
)
ENGINES = ("arcadedb", "neo4j")


def _parts(engine: str) -> tuple[str, list[tuple[str, str, Rows, Rows]]]:
    """Return what fills the graph, and (name, text, right, given) of each report."""
    page = (FOLDER / f"{engine}.md").read_text(encoding="utf-8")
    filling = page.partition("```cypher\n")[2].partition("```")[0]
    found = [
        (name, text, json.loads(right), json.loads(given))
        for name, text, right, given in _REPORT.findall(page)
    ]
    assert len(found) == page.count("\n## ")
    return filling, found


@pytest.fixture
def engines(neo4j_server: Server, tmp_path: Path) -> Iterator[dict[str, Ask]]:
    """How to run a text on each bare engine."""
    empty(neo4j_server)
    database = create_database(tmp_path / "bare")

    def embedded(text: str) -> Rows:
        with database.transaction():
            rows = database.command("opencypher", text, {}).to_list()
            return [list(row.values()) for row in rows]

    yield {"arcadedb": embedded, "neo4j": lambda text: run(neo4j_server, text)}
    database.close()
    empty(neo4j_server)


@pytest.mark.parametrize("engine", ENGINES)
def test_each_report_says_what_the_engine_gives(engine: str, engines: dict[str, Ask]) -> None:
    filling, reports = _parts(engine)
    for ask in engines.values():
        ask(filling)
    (other,) = [ask for name, ask in engines.items() if name != engine]
    for name, text, right, given in reports:
        assert right != given
        assert engines[engine](text) == given, f"{name}: {engine} answers otherwise: is it mended?"
        # where one engine is wrong the other is not
        assert other(text) == right, name
