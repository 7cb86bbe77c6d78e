"""SPARQL that would never end, or that nobody means: it ends, and is told in a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from clew import Case, Lens
from clew.cli.run import run
from clew.demo import demo
from clew.graph.errors import QueryError, QueryTimeout, UsageError
from clew.queries import sparql_engine


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    yield demo(tmp_path_factory.mktemp("sample") / "case").case
    sparql_engine.forget()


HOSTILE = {
    "paths": "SELECT * { ?a ((!<urn:x>|^rdf:subject)*/(!<urn:y>|^rdf:object)*)* ?b } ORDER BY ?b",
    "joins": "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "values": "SELECT * { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } } ORDER BY ?c"
    % ((" ".join(map(str, range(3000))),) * 3),
    "words": "SELECT (GROUP_CONCAT(?q) AS ?z) { ?a oa:exact ?q . ?b oa:exact ?r . ?c oa:exact ?s }",
    "text": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 5000)} }}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_and_the_next_is_answered(sample: Case, name: str) -> None:
    """It ends in time, or by its memory; whoever asks next never meets its process."""
    sample.sparql("ASK {}")
    start = time.monotonic()
    with pytest.raises((QueryTimeout, QueryError)):
        sample.sparql(HOSTILE[name], timeout=0.4)
    assert time.monotonic() - start < 10
    assert sample.sparql("ASK {}").answer


def test_what_explodes_elsewhere_is_answered_or_refused_at_once(sample: Case) -> None:
    regex = "ASK { FILTER (REGEX('%s!', '^(a|aa)+$')) }" % ("a" * 60)
    assert sample.sparql(regex).answer is False
    for deep in (f"ASK {{ FILTER ({'(' * 9000}1{')' * 9000}) }}", "ASK " + "{" * 9000):
        with pytest.raises(QueryError, match="deep|no SPARQL"):
            sample.sparql(deep)
    with pytest.raises(QueryError, match="100000 characters"):
        sample.sparql(f"ASK {{ ?s ?p '{'x' * 100_000}' }}")


def test_odd_times_limits_and_texts_are_told_in_a_sentence(sample: Case) -> None:
    for time_, limit in ((float("inf"), 1), (1e300, 10**30)):
        assert sample.sparql("ASK {}", timeout=time_, limit=limit).answer
    with pytest.raises(UsageError, match="above 0"):
        sample.sparql("ASK {}", timeout=float("nan"))
    with pytest.raises(QueryError, match="half a character"):
        sample.sparql("ASK { ?s ?p '\ud800' }")
    found = sample.sparql(
        "SELECT ('a\\u0000\x01' AS ?x) ('c'@km AS ?y) ('INF'^^xsd:double AS ?z) {}"
    )
    first = found.to_json()["results"]["bindings"][0]
    assert first["x"] == {"type": "literal", "value": "a\0\x01"}
    assert first["y"] == {"type": "literal", "value": "c", "xml:lang": "km"}
    assert first["z"]["value"] == "INF"


def test_a_thread_does_not_end_what_another_one_asked(sample: Case) -> None:
    """One process is kept, and each lens has its own: they take turns at it."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c }"
    official = Lens(statuses=("official",))
    for lens in (official, Lens()):
        sample.sparql("ASK {}", lens=lens)
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(sample.sparql, slow)
        time.sleep(0.2)
        assert sample.sparql("ASK {}", lens=official).answer
        assert len(first.result()) == 1


def test_triples_come_in_one_order(
    sample: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample.directory.path)
    told = []
    for _ in range(2):
        assert run(["sparql", "DESCRIBE ?s { ?s a ftm:Person }", "--format", "ntriples"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and told[0].splitlines() == sorted(told[0].splitlines())
