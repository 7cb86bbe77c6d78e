"""Questions of the library as SPARQL: the same answers as their Cypher, on the sample case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from clew import Case
from clew.cli.run import run
from clew.demo import demo
from clew.queries import questions, sparql_engine
from clew.queries.library import QUESTIONS
from clew.queries.questions import about, compound, sanctions, timeline, who_said

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
