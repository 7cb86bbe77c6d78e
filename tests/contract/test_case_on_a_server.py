"""A case that lives on a server: questions, queries, the shell and pictures as in the case.

The case is the sample and a real list's first entries, moved to the server for good.
"""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case, ClewError
from clew.cli.run import run as command
from clew.demo import demo
from clew.graph.errors import QueryTimeout
from clew.queries.library import QUESTIONS
from tests.neo4j_server import Server
from tests.neo4j_stores import empty, run

ROOT = Path(__file__).resolve().parents[2]
#: Pages of help, and the one of texts that the engines answer in two ways.
HELP = {"commands.md", "questions.md", "differences.md"}
BLOCK = re.compile(r"^```(?:console|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = sorted({ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *ROOT.glob("notebooks/*.ipynb")})
TEXT = re.compile(
    r"""(?P<quote>\"{3}|["'])\s*(?P<text>(?:MATCH|UNWIND) (?:(?!(?P=quote)).)*)(?P=quote)""", re.S
)
GAZPROM, BANK = "PUBLIC JOINT STOCK COMPANY GAZPROM", "GAZPROMBANK JOINT STOCK COMPANY"
LY = "Ly Yong Phat"
#: Every question, with parameters that the list or the sample answers.
ASKED: dict[str, list[dict[str, Any]]] = {
    "ties": [{"start": BANK, "to": "Organization"}, {"start": BANK, "to": GAZPROM, "steps": 2}],
    "path": [{"start": BANK, "to": "Organization"}, {"start": LY, "to": "Mech Dara"}],
    "about": [{"start": BANK}, {"start": GAZPROM}, {"start": LY}],
    "timeline": [{"start": GAZPROM}, {"start": "Mech Dara"}],
    "compound": [{"compound": "O-Smach Resort"}],
    "single-source": [{"entity": BANK}, {}],
    "who-said": [{"entity": LY}, {}],
    "contradictions": [{"entity": BANK}, {}],
    "strip": [{"entity": BANK, "to": "Organization", "only": "alleged"}, {"only": "official"}],
    "gaps": [{"entity": BANK}, {"entity": LY}, {}],
    "changes": [{"since": "2023", "until": "2026"}, {"since": "2024-09-01", "until": "2024-09-30"}],
    "sanctions": [{"entity": GAZPROM}, {"entity": LY}],
    "dossier": [{"start": BANK, "to": "Organization"}],
    "degree": [{"top": 20}],
    "betweenness": [{"top": 20}],
    "bridges": [{"top": 20}],
    "communities": [{"top": 20}, {"resolution": "2", "top": 5}],
    "brokers": [{"top": 20}],
    "shared": [{}, {"entity": LY}],
    "across": [{}],
    "overlaps": [{}, {"entity": LY}],
}
#: Texts over the list's own shape, as somebody who looks it through writes them.
QUERIES = (
    "MATCH (n) UNWIND labels(n) AS l RETURN l, count(*) AS n ORDER BY n DESC, l",
    "MATCH (o)-[:LINKED_TO]->(p:Organization) RETURN p.name, count(*) AS n ORDER BY n DESC, p.name",
    "MATCH (s:Sanction) UNWIND s.program AS p RETURN p, count(*) AS n ORDER BY n DESC, p",
    "MATCH (n:LegalEntity) RETURN n ORDER BY n.id",
    "MATCH ()-[r]->() RETURN r ORDER BY r.id",
    "MATCH p = (:Person)-[*1..2]-(:Organization) RETURN p ORDER BY [r IN relationships(p) | r.id]",
    "MATCH (n:Nobody) RETURN n.id AS x, n.name",
)
#: A command, and what it reads from stdin.
COMMANDS = {
    "shell --format csv": "MATCH (p:Person) RETURN p.name ORDER BY p.name;\n"
    ":help\nMATCH (n RETURN n;\nMATCH (n:Nobody) RETURN n.id AS a, n.b\n\n",
    f"view '{GAZPROM}' -o OUT": "",
    "view --query 'MATCH (a:Person)-[r:LINKED_TO]->(b) RETURN a, r, b ORDER BY r.id' -o OUT": "",
    "verify": "",
    "find Gazprom --format json": "",
}
#: Some hundred million combinations to count.
ENDLESS = "MATCH (a), (b), (c), (d), (e) RETURN count(a.id + b.id + c.id + d.id + e.id) AS endless"


def _sources() -> list[str]:
    """Return the blocks of README and docs, and the cells of notebooks."""
    found = [file.read_text(encoding="utf-8") for file in FILES if file.name not in HELP]
    return ["\n".join(BLOCK.findall(each)) if each[0] != "{" else _cells(each) for each in found]


def _cells(notebook: str) -> str:
    return "\n".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"])


def texts() -> list[str]:
    """Return the Cypher texts of README, docs and notebooks."""
    return [found["text"] for source in _sources() for found in TEXT.finditer(source)]


Outcomes = dict[str, str]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Case:
    """The sample case, with what OFAC's consolidated list has of one company and its own."""
    folder, part = tmp_path_factory.mktemp("listed") / "case", tmp_path_factory.mktemp("list")
    whole = shared / "data" / "ofac-watchman-cons"
    rows = (whole / "cons_prim.csv").read_text(encoding="utf-8").splitlines()
    kept = {row.partition(",")[0] for row in rows if "GAZPROM" in row}
    for name in ("cons_prim.csv", "cons_add.csv", "cons_alt.csv"):
        rows = (whole / name).read_text(encoding="utf-8").splitlines()
        own = [row for row in rows if row.partition(",")[0] in kept]
        (part / name).write_text("\r\n".join(own) + "\r\n", encoding="utf-8")
    demo(folder)
    listed = clew.open(folder)
    assert listed.load(part, facts={"published": "2024-01-01"}).total("claims_new") > 500
    return listed


@pytest.fixture(scope="module")
def outcomes(case: Case, neo4j_server: Server) -> Iterator[tuple[Outcomes, Outcomes]]:
    """What each question and query gave in the case, and on the server, where it then stays."""
    here = _outcomes(case)
    empty(neo4j_server)
    case.move_graph(neo4j_server.address)
    yield here, _outcomes(case)
    empty(neo4j_server)


def _outcomes(case: Case) -> Outcomes:
    found = {}
    for name, many in ASKED.items():
        for given in many:
            found[f"{name} {given}"] = _told(partial(_answer, case, name, given))
    for text in (*QUERIES, *texts()):
        names = {"n": LY, "name": LY, "since": "2000", "statuses": ["official", "reported"]}
        found[text] = _told(partial(_rows, case, text, names))
    return found | {line: _printed(case, line) for line in COMMANDS}


def _printed(case: Case, line: str) -> str:
    """Return how a command ended, all that it printed and what it wrote."""
    out, printed = case.directory.path.parent / "out.html", StringIO()
    words = [str(out) if word == "OUT" else word for word in shlex.split(line)]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
        patch.setattr(sys, "stdin", StringIO(COMMANDS[line]))
        ended = command(["--case", str(case.directory.path), *words])
    wrote = out.read_text(encoding="utf-8") if out.exists() else ""
    out.unlink(missing_ok=True)
    return f"{ended}\n{printed.getvalue()}\n{wrote}"


def _answer(case: Case, name: str, given: dict[str, Any]) -> Any:
    return case.ask(name, **given).to_json()


def _rows(case: Case, text: str, given: dict[str, Any]) -> list[Any]:
    found = case.query(text, given)
    rows = [list(found.columns), *found.to_json(cite=True)]
    return rows if "ORDER BY" in text else sorted(rows, key=partial(json.dumps, sort_keys=True))


def _told(act: Callable[[], Any]) -> str:
    try:
        return json.dumps(act(), sort_keys=True, indent=0, ensure_ascii=False)
    except ClewError as error:
        return f"{type(error).__name__}: {error}"


def test_every_question_and_every_text_of_the_docs_is_asked(
    outcomes: tuple[Outcomes, Outcomes],
) -> None:
    assert set(ASKED) == set(QUESTIONS)
    assert len(texts()) > 10
    rest = "".join(TEXT.sub("", source) for source in _sources())
    assert re.findall(r"(?:MATCH|UNWIND) .*\n?.*\bRETURN\b.*", rest) == []


def test_rows_and_evidence_are_those_of_the_embedded_graph(
    outcomes: tuple[Outcomes, Outcomes],
) -> None:
    here, there = outcomes
    assert {asked for asked in here if here[asked] != there[asked]} == set()
    refused = {asked for asked, told in there.items() if re.match(r"\w+: ", told)}
    assert refused == {"MATCH (n) SET n.name = 1", "MATCH (n) DETACH DELETE n"}
    assert sum('"quote"' in told for told in there.values()) > len(there) / 2


def test_verify_finds_the_graph_on_the_server_sound(
    outcomes: tuple[Outcomes, Outcomes],
) -> None:
    _, there = outcomes
    assert there["verify"].startswith("0\n") and "made again" not in there["verify"]


def _busy(server: Server) -> bool:
    text = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $name RETURN 1"
    return bool(run(server, text, name="AS endless"))


def _wait_until(server: Server, busy: bool) -> None:
    end = time.monotonic() + 30
    while _busy(server) != busy:
        assert time.monotonic() < end, "the query never began" if busy else "it goes on"
        time.sleep(0.1)


def test_a_query_past_its_time_ends_on_the_server_too(
    outcomes: tuple[Outcomes, Outcomes], case: Case, neo4j_server: Server
) -> None:
    with pytest.raises(QueryTimeout, match="longer than 1 s"):
        case.query(ENDLESS, timeout=1.0)
    _wait_until(neo4j_server, busy=False)


@pytest.mark.parametrize("name", ["query", "shell"])
def test_ctrl_c_ends_a_query_on_the_server_too(
    outcomes: tuple[Outcomes, Outcomes], case: Case, neo4j_server: Server, name: str
) -> None:
    line = [sys.executable, "-m", "clew", "--case", str(case.directory.path), name]
    line += ["--timeout", "600", *([ENDLESS] if name == "query" else [])]
    pipe = subprocess.PIPE
    _wait_until(neo4j_server, busy=False)
    process = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True)
    with process:
        try:
            assert process.stdin
            process.stdin.write(f"{ENDLESS};\n" if name == "shell" else "")
            process.stdin.flush()
            _wait_until(neo4j_server, busy=True)
            process.send_signal(signal.SIGINT)
            _wait_until(neo4j_server, busy=False)
            told, _ = process.communicate("RETURN 1 AS one;\n" if name == "shell" else None, 30)
        finally:
            process.kill()
    assert "Traceback" not in told
    assert process.returncode == (130 if name == "query" else 0), told
    assert name == "query" or ("Stopped." in told and '"one": 1' in told)
