"""What no reader may run is refused, however it is written; nothing else is raised."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher import parse
from clew.graph.stores.cypher.tokens import LONGEST
from clew.graph.stores.guard import check, guard

FILE = Path(__file__).resolve().parents[2] / "data" / "refused_texts.yaml"
REFUSED: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
TEXTS = [(kind, text.replace("{nl}", "\n")) for kind, texts in REFUSED.items() for text in texts]
WORDS = """
MATCH OPTIONAL WITH WHERE RETURN UNWIND CALL UNION ORDER BY LIMIT SKIP AS IN IS NOT NULL AND OR XOR
CASE WHEN THEN ELSE END EXISTS COUNT COLLECT any( all( reduce( shortestPath( ( ) [ ] { } , . .. : ;
| & ! - < > -> <- --> = <> <= + * / % ^ $x $`y` n m r :Person :OWNS 'a' "b" `c` 1 2.5 n.name *1..3
{1,3} ((x)-[e]-(y)) // /* */ SET DELETE CREATE LOAD CSV count(*) [x IN n.xs WHERE x | x]""".split()


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=range(len(TEXTS)))
def test_what_does_more_than_read_is_refused(kind: str, text: str) -> None:
    with pytest.raises(QueryRefused):
        check(text)
    with pytest.raises(QueryRefused):
        guard(text)


def test_the_refusal_names_the_clause_the_place_and_the_remedy() -> None:
    with pytest.raises(QueryRefused, match=r"DELETE at line 2, column 3 .* only read"):
        check("MATCH (n)\n  DELETE n")


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a)-[r]->(b) WITH a, count(*) AS c ORDER BY r.id RETURN a.id, c",
        "MATCH (a)-[r]->(b) RETURN a.id, count(*) AS c ORDER BY a.name",
        "MATCH (a)-[r]->(b) RETURN DISTINCT a.name AS n ORDER BY toLower(n), a.id",
        "MATCH (a:Person) RETURN COUNT { MATCH (a)--(b) RETURN DISTINCT b ORDER BY a.id } AS c",
    ],
)
def test_order_by_what_distinct_or_an_aggregate_drops_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"ORDER BY at line 1, column \d+ .*sort by a column"):
        guard(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a)-[r]->(b) RETURN a AS x, count(*) AS c ORDER BY a.name, x.id, c",
        "MATCH (a)-[r]->(b) WITH DISTINCT a.name AS n ORDER BY toLower(a.name) RETURN n",
        "MATCH (a) RETURN a.kind AS k, NOT count(*) = 1 AS many ORDER BY count(*), a.kind",
        "MATCH (a)-[r]->(b) RETURN a.name ORDER BY r.id",
    ],
)
def test_order_by_a_column_is_read_however_it_is_written(text: str) -> None:
    guard(text)


def test_no_refusal_repeats_the_words_of_a_text() -> None:
    with pytest.raises(QueryRefused) as caught:
        check("MATCH (n {name: 'Chosen Name'}) RETRUN n.secret_name")
    assert "Chosen" not in str(caught.value)
    assert "secret" not in str(caught.value)


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_words_in_any_order_are_guarded_or_refused(words: list[str]) -> None:
    _guarded_or_refused(" ".join(words))


@given(st.text(max_size=200))
def test_any_text_is_guarded_or_refused(text: str) -> None:
    _guarded_or_refused(text)
    _guarded_or_refused(f"MATCH (n) WHERE n.name = '{text}' RETURN n // {text}")
    _guarded_or_refused(f"MATCH (`{text}`) RETURN `{text}`")


@given(st.data())
def test_a_text_with_a_piece_cut_out_is_guarded_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([text for _, text in TEXTS if text]))
    start = data.draw(st.integers(0, len(whole)))
    _guarded_or_refused(whole[:start] + whole[data.draw(st.integers(start, len(whole))) :])


def _guarded_or_refused(text: str) -> None:
    try:
        guarded = guard(text)
    except QueryRefused:
        return
    parse(guarded.text)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("(", ")"),
        ("[", "]"),
        ("NOT ", ""),
        ("-", ""),
        ("[x IN [1] | ", "]"),
        ("CASE WHEN true THEN ", " END"),
        ("{a: ", "}"),
        ("({a: ", "})-[1]"),
        ("[({a: ", "})-[1]]"),
        ("EXISTS { MATCH (n) WHERE ", " }"),
        ("any(x IN [1] WHERE ", ")"),
        ("size(", ")"),
    ],
)
def test_deep_nesting_is_refused_and_quickly(opening: str, closing: str) -> None:
    began = time.perf_counter()
    with pytest.raises(QueryRefused, match="deep"):
        guard(f"RETURN {opening * 400}1{closing * 400} AS x")
    assert time.perf_counter() - began < 2.0


def test_moderate_nesting_is_read() -> None:
    guard(f"RETURN {'(' * 30}1{')' * 30} AS x")
    guard(f"RETURN {'[({a: ' * 12}1{'})-[1]]' * 12} AS x")


@pytest.mark.parametrize("piece", ["(", "a.", "1 OR ", "'", "{a: ", "[x IN ", "MATCH (n) ", "\\u"])
def test_a_megabyte_is_refused_at_once(piece: str) -> None:
    text = "RETURN " + piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    with pytest.raises(QueryRefused):
        guard(text)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "piece", ["1 OR ", "a.b = 1 AND ", "'x' + ", "1, ", "a-", "a<", "[", "(a)-"]
)
def test_the_longest_text_is_read_or_refused_within_seconds(piece: str) -> None:
    text = "RETURN " + piece * ((LONGEST - 20) // len(piece)) + "1 AS x"
    began = time.perf_counter()
    _guarded_or_refused(text)
    assert time.perf_counter() - began < 10.0


def test_a_long_list_of_conditions_is_read() -> None:
    conditions: Any = " OR ".join(f"n.id = 'n{number}'" for number in range(2000))
    assert conditions in guard(f"MATCH (n) WHERE {conditions} RETURN n").text
