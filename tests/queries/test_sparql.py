"""SPARQL: it reads, and does nothing else; a query that does not end is ended."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.demo import demo
from clew.graph.errors import QueryError, QueryRefused, QueryTimeout, UsageError
from clew.queries import sparql_engine, sparql_process
from clew.queries.sparql_guard import checked
from tests.planted import MARK, SECRET, TIES, WITNESS, references_of

NAMES = "SELECT ?name { ?p a ftm:Person ; schema:name ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    yield demo(tmp_path_factory.mktemp("sample") / "case").case
    sparql_engine.forget()


def test_the_four_forms_are_answered(sample: Case) -> None:
    found = sample.sparql(NAMES)
    assert [row["name"] for row in found] == ["Bryony Lau", "Ly Yong Phat", "Mech Dara"]
    assert found.to_json()["head"] == {"vars": ["name"]}
    assert found.to_json()["results"]["bindings"][0]["name"] == {
        "type": "literal",
        "value": "Bryony Lau",
    }
    yes, no = (sample.sparql(f"ASK {{ ?a a {kind} }}") for kind in ("ftm:Person", "ftm:Vessel"))
    assert (yes.answer, no.answer, bool(no)) == (True, False, False)
    assert yes.to_json() == {"head": {}, "boolean": True}
    made = sample.sparql("CONSTRUCT { ?p rdfs:label ?n } { ?p a ftm:Person ; schema:name ?n }")
    assert len(made.to_rdflib()) == len(made) == 3
    told = sample.sparql("DESCRIBE ?p { ?p schema:name 'Mech Dara' ; a clew:Entity }")
    assert "Mech Dara" in {str(o) for o in told.to_rdflib().objects()}
    with pytest.raises(UsageError, match="CONSTRUCT"):
        found.to_rdflib()


def test_what_is_alleged_is_no_plain_triple_here_either(sample: Case) -> None:
    plain = "ASK { ?a clew:CONTROLS ?b }"
    assert sample.sparql(plain.replace("?b", "?b . ?b schema:name 'L.Y.P. Group'")).answer is False
    assert sample.sparql("ASK { GRAPH <urn:clew:graph:alleged> { ?a alleged:CONTROLS ?b } }").answer
    assert not sample.sparql("ASK { GRAPH ?g { ?a clew:CONTROLS ?b } }").answer
    assert sample.sparql("ASK { ?s rdf:predicate clew:CONTROLS ; clew:status clew:alleged }").answer


def test_ids_are_those_of_exports_and_answer_to_why(sample: Case, tmp_path: Path) -> None:
    (row,) = sample.sparql("SELECT ?p { ?p rdfs:label 'Mech Dara' }")
    salted = str(row["p"]).removeprefix("id:")
    assert sample.why(salted)["node"]["name"] == "Mech Dara"
    sample.export("ntriples", tmp_path / "x.nt")
    assert f"<urn:clew:id:{salted}>" in (tmp_path / "x.nt").read_text()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { ?s ?p ?o MINUS { SERVICE ?s { ?s ?p ?o } } } } }",
        "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o BIND (EXISTS { SERVICE <urn:a> { ?s ?p ?o } } AS ?b) }",
        "SELECT (EXISTS { SERVICE <urn:a> { ?s ?p ?o } } AS ?b) {}",
        "SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <urn:a> { ?s ?p ?o } })",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <urn:a> { ?s ?p ?o } })",
        "CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "DESCRIBE ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o # \r SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } \n }",
        "SELECT * { ?s ?p ?o . \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "select * { service <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/x.ttl> { ?s ?p ?o }",
        "SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }",
        "ASK FROM NAMED <http://127.0.0.1:1/x.ttl> { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/x.ttl>",
        "CLEAR ALL",
        "DROP GRAPH <urn:clew:graph:alleged>",
        "CREATE GRAPH <urn:a>",
        "PREFIX x: <urn:x> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    ],
)
def test_what_changes_or_reaches_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        checked(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://a.example/> { }' }",
        "SELECT ?SERVICE { ?SERVICE <urn:LOAD> <urn:FROM#INSERT> } # SERVICE <urn:x> {}",
        "SELECT * { GRAPH <urn:clew:graph:alleged> { ?a ?p ?b } }",
    ],
)
def test_words_that_only_look_so_are_read(text: str) -> None:
    assert checked(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "SELECT", "MATCH (n) RETURN n", "SELECT * { ?s ?p }", "ASK { ?s none:p 1 }", "{" * 9999],
)
def test_what_is_no_sparql_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(QueryError) as told:
        checked(text)
    assert len(str(told.value)) < 300 and "\n" not in str(told.value)


LISTEN = """
import os, socket, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith("socket.") else None)
import clew
from clew.queries import sparql_guard, sparql_process
sparql_guard.checked = sparql_process.checked = lambda text: text
from clew.graph.exchange.rdf.dataset import dataset
data = dataset([b'<urn:a> <urn:b> <urn:c> .\\n'])
for text in sparql_process._WARM:
    sparql_process.answer(data, text, 1)
sparql_process.shut_in()
for text in sys.argv[1:]:
    try:
        found = sparql_process.answer(data, text, 9)
    except BaseException as error:
        found = type(error).__name__
    print(found)
print([event for event in opened if event in ("socket.connect", "socket.getaddrinfo")])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system limits no process")
def test_even_what_no_guard_refuses_opens_no_connection() -> None:
    """The wall behind the guard: with the guard taken away the process still reaches nobody."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        texts = [f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", "ASK { ?s ?p ?o }"]
        run = subprocess.run(
            [sys.executable, "-c", LISTEN, *texts], capture_output=True, text=True, timeout=60
        )
        with pytest.raises(TimeoutError):
            server.accept()
    *_, asked, opened = run.stdout.splitlines()
    assert "'answer': True" in asked and opened == "[]", run.stderr


def test_a_query_that_does_not_end_is_ended(sample: Case) -> None:
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    sample.sparql("ASK {}")
    (before,) = sparql_engine._kept.values()
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match="0.5 seconds"):
        sample.sparql(cross, timeout=0.5)
    assert time.monotonic() - start < 10
    assert before._process.wait(10) is not None
    assert len(sample.sparql(NAMES)) == 3


def test_rows_are_cut_and_that_is_said(sample: Case) -> None:
    found = sample.sparql("SELECT * { ?s ?p ?o }", limit=5)
    assert len(found) == 5 and found.cut and "first 5 rows" in found.notes[-1]
    assert not sample.sparql(NAMES, limit=3).cut
    made = sample.sparql("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", limit=4)
    assert len(made) == 4 and made.cut
    with pytest.raises(UsageError):
        sample.sparql(NAMES, limit=0)
    with pytest.raises(UsageError):
        sample.sparql(NAMES, timeout=0.0)


def test_one_process_is_kept_while_the_case_is_as_it_was(sample: Case) -> None:
    sample.sparql(NAMES)
    (first,) = sparql_engine._kept.values()
    sample.sparql("ASK {}")
    assert [*sparql_engine._kept.values()] == [first]
    official = Lens(statuses=("official",))
    assert not sample.sparql("ASK { ?t clew:status clew:alleged }", lens=official)
    assert [*sparql_engine._kept.values()] != [first] and not first.alive


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_alone_gives_the_same_rows(sample: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    import rdflib

    from clew.graph.exchange.rdf.dataset import dataset, quads
    from clew.graph.handed import HandedOn

    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    with sample.opened() as graph:
        data = dataset(quads(HandedOn(graph)))
    assert type(data.store).__module__ != "oxrdflib.store" and isinstance(data, rdflib.Dataset)
    told = sparql_process.answer(
        data, "SELECT ?a ?b { GRAPH <urn:clew:graph:alleged> { ?a ?p ?b } }", 99
    )
    found = sample.sparql("SELECT ?a ?b { GRAPH <urn:clew:graph:alleged> { ?a ?p ?b } }")
    assert sorted(str(row) for row in told["rows"]) == sorted(
        str([list(term) for term in row if term]) for row in found.rows
    )
    assert told["rows"]


def test_nothing_protected_is_answered(case: Case, note: Callable[..., Path]) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    secret = [*SECRET, *references_of(case, "Xanthe")]
    texts = (
        "SELECT * { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o . ?o <urn:of> ?s } { ?s ?p ?o FILTER (isIRI(?o)) }",
        "CONSTRUCT { [] ?p ?o } { ?s ?p ?o }",
        "DESCRIBE ?s { ?s ?p ?o }",
        "DESCRIBE ?s ?o { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (STR(?s) AS ?a) (GROUP_CONCAT(STR(?o)) AS ?b) { ?s ?p ?o } GROUP BY ?s",
    )
    public, named = (
        "".join(json.dumps(case.sparql(text).to_json(), ensure_ascii=False) for text in part)
        for part in (texts[:1], texts[1:])
    )
    assert "Bo Ray" in public
    assert not case.sparql("ASK { ?s ?p ?o FILTER (CONTAINS(LCASE(STR(?o)), 'quillon')) }")
    assert [word for word in secret if word in public + named] == []
    shown = case.sparql("SELECT ?o { ?s ?p ?o }", lens=Lens(disclose="all"))
    assert "Xanthe Quillon" in {row["o"] for row in shown}
    veiled = case.sparql("SELECT ?o { ?s ?p ?o }", lens=Lens(disclose="case"))
    assert [word for word in SECRET if any(word in str(row["o"]) for row in veiled)] == []
    assert any(row["o"] == "protected" for row in veiled)


@pytest.mark.parametrize("asked", ["ASK {}", "CROSS"])
def test_a_process_ends_with_whoever_started_it(sample: Case, asked: str) -> None:
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    code = (
        "import clew, os, sys, threading; from clew.queries import sparql_engine as e,"
        " sparql_process as p; clew.open(sys.argv[1]).sparql('ASK {}');"
        "one = [*e._kept.values()][0]; print(one._process.pid, flush=True);"
        "threading.Timer(0.5, os._exit, (0,)).start();"
        "one.ask(sys.argv[2], 9, 1.0); os._exit(0)"
    )
    given = [str(sample.directory.path), asked.replace("CROSS", cross)]
    run = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True)
    child = int(run.stdout)
    for _ in range(150):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the process is still there")


def test_nothing_is_imported_from_the_folder_one_stands_in(
    sample: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("rdflib", "orjson", "pyoxigraph"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    sparql_engine.forget()
    monkeypatch.chdir(tmp_path)
    assert sample.sparql("ASK {}").answer
