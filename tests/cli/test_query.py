"""`clew query`: its shapes, parameters and limits."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Clew = Callable[..., Any]
NODES = (
    "MATCH (p:Person {name: $n})-[r:CONTROLS]->(c:Company {name: 'L.Y.P. Group'}) RETURN p, r, c"
)
GIVEN = ("-p", "n=Ly Yong Phat")


def test_rows_have_the_shape_that_scripts_rely_on(clew: Clew, demo_case: Path) -> None:
    (row,) = clew("query", NODES, *GIVEN).json
    assert list(row) == ["p", "r", "c"]
    assert row["p"]["labels"] == ["Person", "LegalEntity", "Entity"]
    assert row["p"]["name"] == "Ly Yong Phat"
    assert (row["r"]["type"], row["r"]["start"], row["r"]["end"]) == (
        "CONTROLS",
        row["p"]["id"],
        row["c"]["id"],
    )


def test_a_path_is_its_nodes_and_edges(clew: Clew, demo_case: Path) -> None:
    (row,) = clew("query", NODES.replace("MATCH ", "MATCH w = ", 1)[:-7] + "w", *GIVEN).json
    assert set(row["w"]) == {"nodes", "edges"}
    assert len(row["w"]["nodes"]) == 2 and len(row["w"]["edges"]) == 1


def test_json_lines_hold_the_same_rows(clew: Clew, demo_case: Path) -> None:
    text = "MATCH (n:Person) RETURN n.name AS name, n.names AS names ORDER BY name"
    lines = clew("query", text, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == clew("query", text).json


def test_cited_rows_carry_their_claims(clew: Clew, demo_case: Path) -> None:
    (row,) = clew("query", NODES, *GIVEN, "--cite").json
    assert {row["p"]["id"], row["r"]["id"], row["c"]["id"]} == set(row["evidence"])
    (claim,) = row["evidence"][row["r"]["id"]]
    assert claim["quote"] in row["r"]["quotes"]
    told = clew("query", NODES, *GIVEN, "--cite", "--format", "table").out
    assert "Row 1:" in told and f"“{claim['quote']}”" in told
    (cell,) = csv.DictReader(
        io.StringIO(clew("query", NODES, *GIVEN, "--cite", "--format", "csv").out)
    )
    assert json.loads(cell["evidence"])[row["r"]["id"]][0]["id"] == claim["id"]


@pytest.mark.parametrize(
    ("given", "value"),
    [("3", 3), ("true", True), ('["a", 1]', '["a", 1]'), ("Ly = x", "Ly = x"), ('"3"', "3")],
)
def test_parameters_are_json_or_else_text(
    given: str, value: Any, clew: Clew, demo_case: Path
) -> None:
    (row,) = clew("query", "RETURN $v AS v", "-p", f"v={given}").json
    assert row["v"] == (json.loads(value) if given.startswith("[") else value)


def test_a_text_comes_from_a_file_or_from_stdin(
    clew: Clew, program: Clew, demo_case: Path, tmp_path: Path
) -> None:
    (tmp_path / "q.cypher").write_text("MATCH (p:Person)\nRETURN count(p) AS n", "utf-8")
    from_file = clew("query", f"@{tmp_path / 'q.cypher'}").json
    from_stdin = program("query", "-", input="MATCH (p:Person) RETURN count(p) AS n")
    assert json.loads(from_stdin.stdout) == from_file == [{"n": 4}]
    assert clew("query", f"@{tmp_path / 'none.cypher'}").code == 2


def test_what_a_limit_cut_is_said(clew: Clew, demo_case: Path) -> None:
    said = clew("query", "MATCH (n:Entity) RETURN n.id", "--limit", "2")
    assert len(said.json) == 2
    assert "Only the first 2 rows" in said.err


@pytest.mark.parametrize(
    "line",
    [
        ("CREATE (n:Person) RETURN n",),
        ("MATCH (n RETURN n",),
        ("LOAD CSV FROM 'file:///etc/hosts' AS l RETURN l",),
        ("RETURN 1 AS a", "--limit", "0"),
        ("RETURN 1 AS a", "--timeout", "-1"),
        ("RETURN $v AS v", "-p", "v"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    line: tuple[str, ...], clew: Clew, demo_case: Path
) -> None:
    said = clew("query", *line)
    assert said.code == 2 and not said.out
    assert said.err.startswith("Error: ") and len(said.err.splitlines()) == 1


def test_no_rows_fail_only_when_asked(clew: Clew, demo_case: Path) -> None:
    text = "MATCH (n:Vessel) RETURN n"
    assert clew("query", text).json == []
    assert clew("query", text, "--fail-empty").code == 1


def test_a_query_sees_through_the_lens(clew: Clew, demo_case: Path) -> None:
    text = "MATCH (:Person)-[r:CONTROLS]->() RETURN count(r) AS n"
    assert clew("query", text).json[0]["n"] > 0
    said = clew("query", text, "--status", "official")
    assert said.json == [{"n": 0}]
    assert "Lens: statuses official." in said.err


def test_a_cell_is_never_a_formula(clew: Clew, demo_case: Path) -> None:
    text = "RETURN '=1+2' AS a, '+1' AS `=b`, '@x' AS c, '-2' AS d, -2 AS e, 'a\"b,c' AS f"
    said = clew("query", text, "--format", "csv")
    assert said.out.splitlines()[0] == "a,'=b,c,d,e,f"
    (row,) = csv.reader(said.out.splitlines()[1:])
    assert row == ["'=1+2", "'+1", "'@x", "'-2", "-2", 'a"b,c']


@pytest.mark.parametrize("form", ["table", "csv", "md", "json", "jsonl"])
def test_no_format_drives_a_terminal(form: str, clew: Clew, demo_case: Path) -> None:
    said = clew("query", "RETURN $v AS v", "-p", "v=a\x1b[31m\x9b31m\u202eb\nc", "--format", form)
    assert said.code == 0
    assert not set("\x1b\x9b\u202e") & set(said.out)
    if form.startswith("json"):
        assert "a\x1b[31m\x9b31m\u202eb\nc" in str(json.loads(said.out)) or "\\x1b" in repr(
            said.json
        )


def test_json_is_utf_8_and_not_escaped(clew: Clew, demo_case: Path) -> None:
    assert "លី យ៉ុងផាត់" in clew("query", "RETURN 'លី យ៉ុងផាត់' AS n").out
