"""SHORTEST, ANY and ALL before a path: written as the embedded engine reads them, or refused."""

from __future__ import annotations

from typing import Any

import pytest

from clew.graph.errors import QueryRefused
from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.guard import guard

ENDS = "(a:Entity {{id: 'n21'}}){}(b:Entity {{id: 'n26'}})"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("p = SHORTEST 1 (a)-[:T]-+(b)", "p = shortestPath((a)-[:T*1..]-(b))"),
        ("p = ANY SHORTEST (a)-[:T|S]->{1,3}(b)", "p = shortestPath((a)-[:T|S*1..3]->(b))"),
        ("p = ANY (a)<--{,3}(b)", "p = shortestPath((a)<-[*1..3]-(b))"),
        ("p = ALL SHORTEST PATHS (a)-[]-*(b)", "p = allShortestPaths((a)-[*1..]-(b))"),
        ("SHORTEST 1 GROUP (a)(()-[:T]->())+(b)", " allShortestPaths((a)-[:T*1..]->(b))"),
        ("p = SHORTEST 1 PATH (a:X)-[r]->(b:Y)", "p = shortestPath((a:X)-[*1..1]->(b:Y))"),
        ("p = ALL PATHS (a)-[:T]->(b)", "p = (a)-[:T]->(b)"),
    ],
)
def test_a_selector_is_written_as_a_function(text: str, written: str) -> None:
    rewritten = guard(f"MATCH {text} WHERE a <> b RETURN a").text
    assert " ".join(rewritten.split()) == f"MATCH {written.strip()} WHERE a <> b RETURN a"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("MATCH p = SHORTEST 1 (a)-[:T]-+(b) RETURN p", "add WHERE a <> b"),
        ("MATCH p = SHORTEST 1 ({id: 'n1'})-[:T]-+({id: 'n1'}) RETURN p", "add WHERE a <> b"),
        ("MATCH p = SHORTEST 1 ({id: $x})-[:T]-+({id: $y}) RETURN p", "add WHERE a <> b"),
        ("MATCH p = SHORTEST 2 (a)-[:T]-+(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST $k (a)-[:T]-+(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 (a)-[:T]-{2,3}(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 (a)-[r:T WHERE r.x]-+(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 (a)-[:T {x: 1}]-+(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 (a)-[:!T]-+(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 (a)((x:X)-[:T]->())+(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 (a)-[:T]-+(c)-[:S]-(b) WHERE a <> b RETURN p", "LIMIT 1"),
        ("MATCH p = SHORTEST 1 ((a)-[:T]-+(b) WHERE a <> b) RETURN p", "LIMIT 1"),
    ],
)
def test_what_cannot_be_written_so_is_refused_with_the_remedy(text: str, remedy: str) -> None:
    with pytest.raises(QueryRefused, match="shortest path") as caught:
        guard(text)
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("selector", "arrow", "paths"),
    [("SHORTEST 1", "-[]-+", 1), ("ALL SHORTEST", "-[]-+", 2), ("ANY", "--{1,4}", 1)],
)
def test_the_paths_are_those_that_python_counts(
    selector: str, arrow: str, paths: int, store: EmbeddedStore
) -> None:
    text = f"MATCH p = {selector} {ENDS.format(arrow)} RETURN length(p), count(*)"
    (row,) = store.read(guard(text).text).rows
    assert row[1] == paths


def test_conditions_are_tested_after_the_search(store: EmbeddedStore) -> None:
    text = f"MATCH p = ALL SHORTEST {ENDS.format('-[]-+')} WHERE {{}} RETURN count(*)"

    def count(condition: str) -> Any:
        return store.read(guard(text.replace("{}", condition)).text).rows[0][0]

    some, others = "all(x IN relationships(p) WHERE x.weight <> 2)", "NOT all(x IN relationships(p)"
    assert count(some) + count(f"{others} WHERE x.weight <> 2)") == 2
