"""Commands on the sample case print the same, whichever engine holds its graph."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from clew.cli.run import run as clew
from clew.demo import demo
from clew.graph.generations import Reader
from clew.graph.stores.base import Store
from clew.queries.library import QUESTIONS
from tests.neo4j_server import Server
from tests.neo4j_stores import Returning

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"^\$ (clew query .*)$", re.MULTILINE)
#: Texts as researchers write them, over what the sample case holds.
TEXTS = (
    "MATCH (n) RETURN count(n)",
    "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS n ORDER BY n DESC, label",
    "MATCH ()-[r]->() RETURN type(r) AS tie, r.status AS status, count(*) AS n"
    " ORDER BY tie, status",
    "MATCH (n) WHERE NOT (n)--() RETURN n.id ORDER BY n.id",
    "MATCH (n:Entity) RETURN n ORDER BY n.id",
    "MATCH ()-[r]->() RETURN r ORDER BY r.id",
    "MATCH (p:Person) WHERE 'kh' IN p.country RETURN p.name, p.names ORDER BY p.name",
    "MATCH (a:Person)-[r]->(b) WHERE r.valid_from >= '2020' RETURN a.name, r.when, b.name, r.id"
    " ORDER BY r.id",
    "MATCH (a)-[r]->(b) WHERE r.valid_from <> '' RETURN date(r.valid_from) AS day, r.id"
    " ORDER BY day, r.id LIMIT 20",
    "MATCH (s:Source) OPTIONAL MATCH (x)-[r]->() WHERE s.id IN r.claim_sources"
    " RETURN s.title, count(r) AS n ORDER BY n DESC, s.title",
    "MATCH p = (a:Entity {name: 'Ly Yong Phat'})-[*1..2]-(b:Compound)"
    " RETURN p ORDER BY length(p), [r IN relationships(p) | r.id]",
    "MATCH (a:Entity {name: 'Ly Yong Phat'}), (b:Entity {name: 'Mech Dara'})"
    " MATCH p = shortestPath((a)-[*..6]-(b)) RETURN length(p)",
    "MATCH (n:Company) WITH n, size(n.names) AS k WHERE k > 1"
    " RETURN n.name, [x IN n.names WHERE x <> n.name] AS others ORDER BY n.name",
    "MATCH (n:Entity) WHERE EXISTS { (n)<-[:OWNS|CONTROLS]-(:Person) }"
    " RETURN n.name ORDER BY n.name",
    "MATCH (n:Person) RETURN n.name, COUNT { (n)--() } AS ties ORDER BY ties DESC, n.name",
    "UNWIND ['Person', 'Company', 'Nothing'] AS kind MATCH (n {kind: kind})"
    " RETURN kind, count(n) AS n ORDER BY kind",
    "MATCH (n:Entity {id: 'nobody'}) RETURN n",
    "RETURN 1 AS a, 1.5 AS b, 'x' AS c, null AS d, [1, 2] AS e, {k: 'v'} AS f, true AS g,"
    " date('2024-02-29') AS h",
    "MATCH (n:Entity) RETURN n.nothing AS x, count(*) AS n",
    "MATCH (n:Person) RETURN n.name AS x UNION MATCH (n:Company) RETURN n.name AS x",
    "MATCH (n RETURN n",
    "MATCH (n) SET n.name = 1",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
)
_COMMANDS = (
    *(shlex.split(question.example)[1:] for question in QUESTIONS.values()),
    *(shlex.split(line)[1:] for page in PAGES for line in SHOWN.findall(page.read_text("utf-8"))),
    *(["query", text, "--format", "json", "--cite"] for text in TEXTS),
    ["ask", "ties", "Ly Yong Phat", "--to", "Compound", "--format", "json"],
    ["ask", "ties", "Ly Yong Phat", "--status", "official", "--format", "json"],
    ["ask", "path", "Mech Dara", "--to", "Ly Yong Phat", "--format", "json"],
)
#: Those through a lens come last: the server holds one projection at a time.
COMMANDS = sorted(_COMMANDS, key=lambda arguments: "--status" in arguments)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case."""
    folder = tmp_path_factory.mktemp("sample") / "case"
    demo(folder)
    return folder


@pytest.fixture
def on_a_server(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let every projection that is opened be read from the server; gives what was read there."""
    stores: dict[str, Returning] = {}
    read: list[str] = []

    def store(reader: Reader) -> Store:
        key = reader.pointer.digest
        if key not in stores:
            stores[key] = Returning(neo4j_server, reader.items.graph(), keep=True)
        read.append(key)
        return stores[key]

    monkeypatch.setattr(Reader, "store", property(store))
    yield read
    for one in stores.values():
        one.end()


def _printed(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, str, str]:
    """Return how a command ended and what it printed; JSON with its keys in order.

    Without ORDER BY the order of rows is nobody's promise, and never that of labels.
    """
    ended = clew(arguments)
    printed = capsys.readouterr()
    loose = arguments[0] == "query" and "ORDER BY" not in arguments[1]
    try:
        found = json.loads(printed.out)
    except ValueError:
        lines = printed.out.splitlines()
    else:
        parts = found if loose and isinstance(found, list) else [found]
        lines = [json.dumps(part, sort_keys=True, indent=1) for part in parts]
    return ended, "\n".join(sorted(lines) if loose else lines), printed.err


def test_every_question_and_query_prints_the_same_on_a_server(
    case: Path,
    on_a_server: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case)
    there = [_printed(capsys, arguments) for arguments in COMMANDS]
    assert len(on_a_server) > len(COMMANDS) / 2
    monkeypatch.undo()
    monkeypatch.chdir(case)
    here = [_printed(capsys, arguments) for arguments in COMMANDS]
    differ = {
        shlex.join(arguments): _difference(one, other)
        for arguments, one, other in zip(COMMANDS, here, there, strict=True)
        if one != other
    }
    assert differ == {}, "\n".join(f"{command}\n{lines}" for command, lines in differ.items())


def test_a_text_that_the_guard_refuses_or_rewrites_runs_on_a_server_as_it_stands(
    case: Path,
    on_a_server: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(case)
    between = "MATCH p = shortestPath((a:Person)-[*..4]-(b:Compound))"
    kept = "all(x IN relationships(p) WHERE x.status <> 'planned')"
    found: dict[bool, list[tuple[str, str]]] = {}
    for server in (True, False):
        found[server] = []
        for text in (
            f"{between} WHERE {kept} RETURN count(*) AS n",
            "UNWIND range(1, 20) AS x WITH x ORDER BY x LIMIT 5 WHERE x > 3 RETURN x",
        ):
            clew(["query", text, "--format", "json"])
            printed = capsys.readouterr()
            found[server].append((printed.out, printed.err))
        monkeypatch.undo()
        monkeypatch.chdir(case)
    (shortest, _), (cut, plain) = found[True]
    (refused, why), (same, noted) = found[False]
    assert '"n"' in shortest and not refused and "shortest" in why
    assert json.loads(cut) == json.loads(same) == [{"x": 4}, {"x": 5}]
    assert "WITH" in noted and "WITH" not in plain


def _difference(here: tuple[int, str, str], there: tuple[int, str, str]) -> str:
    left, right = ([str(one[0]), *one[1].splitlines(), one[2]] for one in (here, there))
    return "\n".join(list(unified_diff(left, right, "embedded", "server", lineterm="", n=1))[:30])
