"""Questions of the library as SPARQL: the same answers as their Cypher, on the sample case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import orjson
import pytest
import yaml

from clew import Case
from clew.cli.run import run
from clew.demo import demo
from clew.graph.model import Node
from clew.queries import questions, sparql_engine, sparql_process
from clew.queries.library import QUESTIONS
from clew.queries.questions import about, compound, sanctions, timeline, who_said
from clew.queries.sparql import short
from tests.queries.case_files import FOLDER as CASES
from tests.queries.case_files import CaseFile

FOLDER = Path(questions.__file__).parent
#: The question's Cypher, whom it asks about by which parameter, and its columns here and there.
ASKED = {
    "about": (about.CYPHER, "start", "Mech Dara", {"tie": "r", "far": "b"}),
    "timeline": (
        timeline.CYPHER,
        "start",
        "Mech Dara",
        {"near": "x", "tie": "r", "far": "y"},
    ),
    "sanctions": (
        sanctions.CYPHER,
        "entity",
        "Ly Yong Phat",
        {name: name for name in ("target", "tie", "designation")},
    ),
    "compound": (
        compound.CYPHER,
        "compound",
        "O-Smach Resort",
        {name: name for name in ("near", "tie", "far")},
    ),
    "who-said": (
        who_said.CYPHER,
        "entity",
        "Mech Dara",
        {name: name for name in ("near", "tie", "far")},
    ),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    yield demo(tmp_path_factory.mktemp("sample") / "case").case
    sparql_engine.forget()


def text(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def test_every_text_is_of_a_question_and_is_asked_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.rq")} == {*ASKED, "ties"}
    assert {*ASKED, "ties"} <= {*QUESTIONS}
    for name in ASKED:
        assert text(name).startswith("# ") and "PREFIX clew: <urn:clew:vocabulary#>" in text(name)


#: Cases where a text could part from its Cypher: what is denied, protected, planned, of one name.
ELSEWHERE = (
    *("about/02-protected-source", "compound/04-denied-operator", "compound/07-history"),
    *("who-said/01-calls-and-voices", "sanctions/02-*", "ties/03-weakest-step"),
)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("place", ELSEWHERE)
def test_texts_and_cypher_agree_on_invented_cases(place: str, tmp_path: Path) -> None:
    """Every text about every name of a case, asked of its dataset, gives the rows of the Cypher."""
    (path,) = CASES.glob(f"{place}.yaml")
    case = CaseFile(path, yaml.safe_load(path.read_text("utf-8"))).build(tmp_path)
    data, asked = case.rdf(), 0
    with case.opened() as graph:
        salted = graph.handing.id
        names = {n.properties["name"] for n in graph.nodes() if n.properties.get("name")}
        for name, question in product(sorted(names), ASKED):
            cypher, parameter, who, columns = ASKED[question]
            nodes = [n for n in graph.named(name) if question != "compound" or is_site(n)]
            wanted = set()
            for node in nodes:
                rows = graph.read(cypher, {parameter: node.id})
                for row in rows.rows:
                    own = dict(zip(rows.columns, row, strict=True))
                    ends = (own[column] for column in columns.values())
                    wanted.add(tuple(f"id:{salted(getattr(end, 'id', end))}" for end in ends))
            if nodes:
                told = text(question).replace(f'"{who}"', f'"{name}"')
                found = sparql_process.answer(data, told, 10_000)
                at = [found["columns"].index(column) for column in columns]
                got = {tuple(short(row[i][1]) for i in at) for row in found["rows"]}
                assert got == wanted, f"{question} of {name}"
                asked += 1
    assert asked


def is_site(node: Node) -> bool:
    return node.labels[0] == "Compound"


@pytest.mark.parametrize("name", ASKED)
def test_a_text_gives_the_rows_of_its_cypher(sample: Case, name: str) -> None:
    cypher, parameter, who, columns = ASKED[name]
    with sample.opened() as graph:
        start = next(n for n in graph.named(who) if name != "compound" or n.labels[0] == "Compound")
        rows = graph.read(cypher, {parameter: start.id})
        own = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
        salted = graph.handing.id
        wanted = {
            tuple(f"id:{salted(getattr(row[c], 'id', row[c]))}" for c in columns.values())
            for row in own
        }
    found = {tuple(row[c] for c in columns) for row in sample.sparql(text(name))}
    assert found == wanted != set()


def test_the_headline_question_gives_the_same_paths(sample: Case) -> None:
    answer = sample.ask("ties", start="Ly Yong Phat", to="Compound")
    with sample.opened() as graph:
        salted = graph.handing.id
        wanted = [tuple(f"id:{salted(edge.id)}" for edge in path.edges) for path in answer.paths]
    rows = list(sample.sparql(text("ties")))
    found = [tuple(row[f"t{i}"] for i in range(1, row["steps"] + 1)) for row in rows]
    assert sorted(found) == sorted(wanted) and len(found) == 4
    statuses = {(row["s1"], row["s2"]) for row in rows if row["steps"] == 2}
    assert ("clew:official", "clew:official") in statuses


def test_the_command_answers_in_each_format(
    sample: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample.directory.path)
    asked = "SELECT ?name { ?p a ftm:Person ; schema:name ?name } ORDER BY ?name"

    def said(*more: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["sparql", *more])
        return code, capsys.readouterr().out

    assert said(asked, "--format", "csv")[1].split("\n")[:2] == ["name", "Bryony Lau"]
    assert orjson.loads(said(asked, "--format", "json")[1])["head"] == {"vars": ["name"]}
    assert orjson.loads(said(asked, "--format", "jsonl")[1].splitlines()[0]) == {
        "name": "Bryony Lau"
    }
    assert "Mech Dara" in said(asked, "--format", "md")[1]
    assert said(f"@{FOLDER / 'sanctions.rq'}", "--format", "table")[0] == 0
    made = said("DESCRIBE ?p { ?p rdfs:label 'Mech Dara' }", "--format", "ntriples")
    assert made[1].count(" .\n") > 3
    assert said("ASK { ?a a ftm:Vessel }", "--fail-empty")[0] == 1
    assert said("DROP ALL")[0] == 2
