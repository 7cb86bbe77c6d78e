"""`case.query`: rows as promised, safe from what is refused, slow, or answered in two ways."""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest

from clew import Case, Lens
from clew.graph.errors import (
    QueryError,
    QueryRefused,
    QueryTimeout,
    SecondOpinion,
    UsageError,
)
from clew.graph.model import Edge, Node, Path
from clew.graph.stores import opinion

Invent = Callable[..., Case]
ENDLESS = "MATCH (a), (b), (c), (d), (e), (f), (g) RETURN count(a.id + b.id + c.id + d.id + e.id)"


@pytest.fixture(scope="module")
def case(invent: Invent) -> Case:
    return invent(
        "Person Ana Alpha | OWNS | Company Beta Works | status=reported; when=2020-03; share=60%",
        "Company Beta Works | OPERATES | Compound Gamma Park | status=official",
        published="2024-05-01",
    )


def test_a_row_is_a_mapping_with_our_own_nodes_edges_and_paths(case: Case) -> None:
    text = "MATCH q = (p:Person)-[r:OWNS]->(c) WHERE p.name = $n RETURN p, r, q, p.name AS name"
    (row,) = case.query(text, n="Ana Alpha")
    assert isinstance(row["p"], Node) and isinstance(row["r"], Edge) and isinstance(row["q"], Path)
    assert row["name"] == "Ana Alpha" and row["r"].properties["share_min"] == 60.0
    assert list(case.query(text, {"n": "Ana Alpha"})) == [row]


def test_json_is_an_object_a_row_in_its_documented_shape(case: Case) -> None:
    result = case.query(
        "MATCH q = (p:Person)-[r:OWNS]->(c) RETURN p, r, q, [p, 1] AS list, {x: r} AS map,"
        " date(r.valid_from) AS day, date(r.valid_from).year AS year, null AS nothing"
    )
    (row,) = json.loads(json.dumps(result.to_json()))
    assert tuple(row) == result.columns == ("p", "r", "q", "list", "map", "day", "year", "nothing")
    assert row["p"]["labels"] == ["Person", "LegalEntity", "Entity"]
    assert row["p"]["name"] == "Ana Alpha" and row["p"] == row["q"]["nodes"][0] == row["list"][0]
    assert (row["r"]["type"], row["r"]["start"]) == ("OWNS", row["p"]["id"])
    assert row["q"].keys() == {"nodes", "edges"} and row["r"] == row["q"]["edges"][0]
    assert row["map"] == {"x": row["r"]}
    assert (row["day"], row["year"], row["nothing"]) == ("2020-03-01", 2020, None)


def test_a_result_shows_itself_in_a_notebook(case: Case) -> None:
    shown = case.query("MATCH q = (p:Person)-[r:OWNS]->(c) RETURN p, r, q, 'a|<b>' AS x")
    assert shown._repr_markdown_() == (
        "| p | r | q | x |\n| --- | --- | --- | --- |\n"
        "| Ana Alpha | owns (reported) | Ana Alpha – Beta Works | a\\|&lt;b&gt; |\n"
    )
    assert case.query("MATCH (n:Award) RETURN n")._repr_markdown_() == "No rows.\n"


def test_a_row_can_be_cited(case: Case) -> None:
    result = case.query("MATCH (p:Person)-[r:OWNS]->(c) RETURN r, p.name AS evidence")
    (row,) = result.to_json(cite=True)
    assert row["evidence"] == "Ana Alpha"
    (claim,) = row["clew_evidence"][row["r"]["id"]]
    assert claim["quote"] == "Ana Alpha OWNS Beta Works."
    assert claim["source"]["published"] == "2024-05-01"


def test_nothing_found_is_an_empty_list(case: Case) -> None:
    result = case.query("MATCH (p:Person {name: 'Nobody'}) RETURN p")
    assert list(result) == result.to_json() == [] and len(result) == 0


def test_a_result_says_lens_version_and_what_was_cut(case: Case) -> None:
    whole = case.query("MATCH (n:Entity) RETURN n.id AS id")
    assert len(whole) == 3 and not whole.cut and whole.notes == ()
    cut = case.query(
        "MATCH (n:Entity) RETURN n.id AS id", limit=2, lens=Lens(statuses=("official",))
    )
    assert len(cut) == 2 and cut.lens == {"statuses": ["official"]}
    cut = case.query("MATCH (n:Entity) RETURN n.id AS id", limit=2)
    assert len(cut) == 2 and cut.cut and cut.graph_version == whole.graph_version
    assert any("Only the first 2 rows" in note for note in cut.notes)


def test_two_columns_of_one_name_are_refused(case: Case) -> None:
    with pytest.raises(QueryError):
        case.query("MATCH (n:Entity) RETURN n.id AS a, n.name AS a")


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) SET n.name = 'x'",
        "CREATE (n:Person) RETURN n",
        "MATCH (n) DETACH DELETE n",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "CALL dbms.shutdown()",
        "DROP INDEX x",
    ],
)
def test_what_does_more_than_read_is_refused(case: Case, text: str) -> None:
    before = case.query("MATCH (n) RETURN count(n) AS n").to_json()
    with pytest.raises(QueryRefused):
        case.query(text)
    assert case.query("MATCH (n) RETURN count(n) AS n").to_json() == before


def test_what_is_no_cypher_is_an_error_of_the_query(case: Case) -> None:
    for text in ("", "MATCH", "SELECT 1", "MATCH (n) RETURN", "RETURN $missing"):
        with pytest.raises(QueryError):
            case.query(text)
    for wrong in ({"limit": 0}, {"timeout": 0}):
        with pytest.raises(UsageError):
            case.query("RETURN 1", **wrong)  # type: ignore[arg-type]


def test_two_plans_that_disagree_give_counts_and_no_rows(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(text: str, *, cuts: bool = True) -> str:
        return text.replace(":Person", ":Entity")

    monkeypatch.setattr(opinion, "star_form", other)
    with pytest.raises(SecondOpinion, match=r"\b1\b.*\b3\b"):
        case.query("MATCH (n:Person) RETURN n.id AS id")
    assert len(case.query("MATCH (n:Company) RETURN n.id AS id")) == 1


def test_what_has_no_second_opinion_says_so(case: Case) -> None:
    result = case.query("MATCH (n:Person) RETURN n.id AS id, rand() AS chance")
    assert len(result) == 1
    assert any("No second opinion" in note for note in result.notes)


def test_a_slow_query_ends_at_its_time_limit(sample: Case) -> None:
    with pytest.raises(QueryTimeout, match="--timeout"):
        sample.query(ENDLESS, timeout=0.3)
    assert len(sample.query("MATCH (p:Person) RETURN p.id AS id LIMIT 1")) == 1


def test_a_query_ends_when_it_is_interrupted(sample: Case) -> None:
    main = threading.main_thread().ident
    assert main
    timer = threading.Timer(0.5, signal.pthread_kill, (main, signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        sample.query(ENDLESS, timeout=60)
    assert len(sample.query("MATCH (p:Person) RETURN p.id AS id LIMIT 1")) == 1


def test_no_error_says_what_a_document_says(sample: Case) -> None:
    """An error names no entity of the case (rule 24)."""
    wrongs: list[tuple[str, dict[str, Any]]] = [
        ("MATCH (n:Person) RETURN n.name.x", {}),
        ("MATCH (n:Person) RETURN toInteger(n)", {}),
        ("MATCH (n:Person) RETURN n.name / 0", {}),
        ("MATCH (n:Person) RETURN date(n.name)", {}),
        ("MATCH (n:Person) WHERE n.name = $n RETURN n.name + date($n)", {"n": "Mech Dara"}),
    ]
    names = re.compile("Mech|Dara|Bryony|Lau|Phat")
    for text, given in wrongs:
        try:
            sample.query(text, given)
        except QueryError as error:
            assert not names.search(str(error)), text
