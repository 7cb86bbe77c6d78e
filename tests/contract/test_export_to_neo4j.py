"""Exports for Neo4j, loaded by its own tools: every node, edge and property as in the case."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clew.demo import demo
from clew.graph.exchange import cypher_script, neo4j_admin
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Node
from tests.hostile_graph import hostile
from tests.neo4j_server import HOME, JAVA, Server, make_home, of_home, running, shell, why_not
from tests.neo4j_stores import link, run

Item = Node | Edge


@dataclass
class Given:
    """Items that are handed on as they are."""

    given: list[Item]

    def items(self) -> Iterator[Item]:
        return iter(self.given)

    def nodes(self) -> Iterator[Node]:
        return (item for item in self.given if isinstance(item, Node))

    def edges(self) -> Iterator[Edge]:
        return (item for item in self.given if isinstance(item, Edge))


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[Item]:
    """The sample case as it is handed on, and all that is hard to write."""
    case = demo(tmp_path_factory.mktemp("sample") / "case").case
    with case.opened() as graph:
        return [*HandedOn(graph).items(), *hostile()]


def written(writer: Any, items: list[Item], folder: Path, *, single: bool) -> Told:
    told: Told = writer.write(Given(items), Place(folder, "out" if single else "", "out"))
    return told


def there(server: Server) -> dict[str, tuple[Any, ...]]:
    """Return all that a server holds, by id, each value with its type."""
    rows = run(server, "MATCH (n) RETURN labels(n), properties(n)")
    found = {own["id"]: (sorted(labels), _typed(own)) for labels, own in rows}
    text = "MATCH (a)-[r]->(b) RETURN type(r), a.id, b.id, properties(r)"
    edges = run(server, text)
    found |= {own["id"]: (kind, start, end, _typed(own)) for kind, start, end, own in edges}
    assert len(found) == len(rows) + len(edges)
    return found


def wanted(items: list[Item]) -> dict[str, tuple[Any, ...]]:
    return {
        item.id: (sorted(item.labels), _typed({**item.properties, "id": item.id}))
        if isinstance(item, Node)
        else (item.type, item.start, item.end, _typed({**item.properties, "id": item.id}))
        for item in items
    }


def _typed(own: dict[str, Any]) -> dict[str, str]:
    """Return values as text that tells 1 from 1.0, True and '1', and -0.0 from 0.0."""
    return {name: repr(value) for name, value in own.items()}


def indexed(server: Server) -> set[tuple[Any, ...]]:
    rows = run(server, "SHOW INDEXES YIELD labelsOrTypes, properties, owningConstraint, type")
    return {(*(kinds or ()), *(names or ()), bool(owner)) for kinds, names, owner, _ in rows}


def test_a_script_loads_in_the_shell_and_refuses_what_is_not_empty(
    items: list[Item], emptied: Server, tmp_path: Path
) -> None:
    told = written(cypher_script, items, tmp_path, single=True)
    script = tmp_path / "out"
    assert f"-f {script.name}" in told.then and script.read_bytes().isascii()
    done = shell(emptied, script)
    assert (done.returncode, done.stderr) == (0, "")
    assert there(emptied) == wanted(items)
    assert {("Entity", "id", True), ("Source", "id", True), ("Person", "name", False)} <= indexed(
        emptied
    )
    again = shell(emptied, script)
    assert again.returncode != 0 and "nodes already: load the script" in again.stderr
    assert there(emptied) == wanted(items)


@pytest.fixture(scope="module")
def imported(items: list[Item], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a database that the real import made, by the very call that is written."""
    if reason := why_not():
        pytest.skip(reason)
    home, folder = tmp_path_factory.mktemp("imported"), tmp_path_factory.mktemp("files")
    written(neo4j_admin, items, folder, single=False)
    files = {*folder.iterdir()}
    tool = home / "tool" / "neo4j-admin"
    tool.parent.mkdir()
    java = " ".join([*JAVA, f"'{HOME / 'lib' / '*'}'"])
    tool.write_text(f'#!/bin/sh\nexec {java} org.neo4j.cli.AdminTool "$@"\n')
    tool.chmod(0o700)
    make_home(home)
    environment = of_home(home)
    environment["PATH"] = f"{tool.parent}:{environment['PATH']}"
    call = ["sh", str(folder / neo4j_admin.CALL), "neo4j"]
    done = subprocess.run(call, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and "IMPORT DONE" in done.stdout, done.stdout + done.stderr
    assert {*folder.iterdir()} == files  # so that another export may replace this one
    with running(home) as server:
        done = shell(server, folder / neo4j_admin.AFTER)
        assert (done.returncode, done.stderr) == (0, "")
        yield server
        link(server).close()


def test_the_import_makes_the_same_graph(items: list[Item], imported: Server) -> None:
    found, sought = there(imported), wanted(items)
    assert {i: found.get(i) for i in sought if found.get(i) != sought[i]} == {}
    assert found.keys() == sought.keys()
    assert {("Entity", "id", True), ("Source", "id", True), ("Person", "name", False)} <= indexed(
        imported
    )


def test_a_property_of_two_types_gets_two_files(tmp_path: Path) -> None:
    values: list[Any] = ["1", 1, 1.5, True, ["1"], [1], [1.5], [True], [], [""]]
    nodes: list[Item] = [
        Node(f"m{n}", ("Person", "Entity"), {"id": f"m{n}", "x": value})
        for n, value in enumerate(values)
    ]
    written(neo4j_admin, nodes, tmp_path, single=False)
    headers = [path.read_text().strip() for path in sorted(tmp_path.glob("*-header.csv"))]
    kinds = ["string", "long", "double", "boolean"]
    kinds += [f"{kind}[]" for kind in kinds]
    assert [header.split(",x:")[1].split(",")[0] for header in headers] == kinds
    assert headers[0].endswith(",@empty:string[],@blank:string[]")


def test_statements_stay_small(tmp_path: Path) -> None:
    nodes: list[Item] = [
        Node(f"m{n}", ("Person", "Entity"), {"id": f"m{n}", "quote": "long " * 100})
        for n in range(2000)
    ]
    written(cypher_script, nodes, tmp_path, single=True)
    statements = (tmp_path / "out").read_text().split(";\n")
    assert 4 <= len(statements) - 8 < 10 and max(map(len, statements)) < 300_000
