"""Generated queries are answered alike by both engines; what differs is Neo4j's own and listed.

5,000 queries where CI=true, the first 250 of them elsewhere; `python -m tests.differential --seed N
--count M` compares any others.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.differential.comparing import verdict
from tests.differential.grammar import make
from tests.differential.running import Engines

FILE = Path(__file__).resolve().parents[1] / "data" / "differential.yaml"
KNOWN: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SEED = 301
COUNT = 5000 if os.environ.get("CI") == "true" else 250
BLOCK = 250
#: Of how many queries one gets a second opinion; whatever differs gets one too.
SECOND = 4
#: Of a block at most this part may be refused, or take too long to be compared (busy machines).
REFUSED = 0.06
ASIDE = 0.15


@pytest.mark.parametrize("first", range(0, COUNT, BLOCK))
def test_generated_queries_are_answered_alike(first: int, both: Engines) -> None:
    texts = [make(SEED, number).text for number in range(first, first + BLOCK)]
    found: Counter[str] = Counter()
    wrong, unknown = [], []
    for text, here, there in both.pairs(texts, second=SECOND):
        said = verdict(text, here, there, both)
        found[said] += 1
        if said == "wrong":
            wrong.append(text)
        for engine, one in (("embedded", here), ("neo4j", there)):
            listed = KNOWN["errors"][engine]
            if one.kind == "error" and said != "error both":
                unknown += [] if any(e["words"] in one.words for e in listed) else [one.words]
    print(dict(found))
    assert not wrong
    assert not unknown, "an error that differential.yaml does not list"
    assert found["refused"] <= BLOCK * REFUSED
    assert found["time"] + found["many"] <= BLOCK * ASIDE


@pytest.mark.parametrize("entry", KNOWN["neo4j"], ids=[entry["id"] for entry in KNOWN["neo4j"]])
def test_where_neo4j_is_wrong_the_embedded_engine_is_right(
    entry: dict[str, Any], both: Engines
) -> None:
    here, there = both.here(entry["text"]), both.there(entry["text"])
    said_otherwise = both.there(entry["otherwise"])
    assert here.rows is not None and there.rows is not None and said_otherwise.rows is not None
    assert here.second is True
    assert [tuple(row) for row in here.rows.rows] == [(entry["right"],)]
    assert [tuple(row) for row in said_otherwise.rows.rows] == [(entry["right"],)]
    mended = "the server answers this otherwise than it did: look whether its makers mended it"
    assert [tuple(row) for row in there.rows.rows] == [(entry["neo4j"],)], mended
    assert verdict(entry["text"], here, there, both) == entry["id"][:2]


def test_a_wrong_answer_would_be_seen(both: Engines) -> None:
    text = (
        "MATCH (a:Person) OPTIONAL MATCH (a)-[:OWNS]->(b) OPTIONAL MATCH (a)-[:PAID]->(b) "
        "RETURN count(b)"
    )
    unguarded = both.read(both.embedded, text)
    assert verdict(text, unguarded, both.there(text), both) == "wrong"
    assert verdict(text, both.here(text), both.there(text), both) == "same"


def test_rows_in_another_order_are_told_where_the_order_is_given(both: Engines) -> None:
    up, down = (
        "MATCH (n:Country) RETURN n.id AS x ORDER BY x",
        "MATCH (n:Country) RETURN n.id AS x ORDER BY x DESC",
    )
    assert verdict(up, both.here(up), both.there(down), both) == "wrong"
    loose = up.partition(" ORDER")[0]
    assert verdict(loose, both.here(up), both.there(down), both) == "same"


def test_what_a_cut_without_an_order_keeps_is_compared_before_the_cut(both: Engines) -> None:
    text = "MATCH (n:Person) RETURN n.id AS x LIMIT 3"
    last = "MATCH (n:Person) RETURN n.id AS x ORDER BY x DESC LIMIT 3"
    assert verdict(text, both.here(text), both.there(last), both) == "same"
    fixed = "MATCH (n:Person) RETURN n.id AS x ORDER BY x LIMIT 3"
    assert verdict(fixed, both.here(fixed), both.there(last), both) == "wrong"
