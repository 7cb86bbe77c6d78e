"""`ask`, `show`, `find`, `why`: the shapes of product.md, the lens, and the formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Clew = Callable[..., Any]
TIES = ("ask", "ties", "Ly Yong Phat", "--to", "Compound")
CLAIM = {
    "id",
    "status",
    "attribution",
    "quote",
    "locator",
    "source",
    "when",
    "valid_from",
    "valid_to",
    "known_from",
    "annotators",
}
SOURCE = {"title", "publisher", "published", "url", "archive_url", "sha256"}
NOTE = "notes/designation.txt"


def test_an_answer_has_the_shape_that_scripts_rely_on(clew: Clew, demo_case: Path) -> None:
    said = clew(*TIES)
    assert said.code == 0
    answer = said.json
    keys = {"question", "parameters", "lens", "graph_version", "paths", "planned", "denials"}
    assert keys | {"evidence", "not_known", "notes"} <= set(answer)
    assert answer["question"] == "ties"
    assert answer["parameters"] == {"start": "Ly Yong Phat", "to": "Compound", "steps": 4}
    assert answer["lens"] == {}
    assert all(set(path) == {"nodes", "edges", "status"} for path in answer["paths"])
    edges = [edge for path in answer["paths"] for edge in path["edges"]]
    assert {edge["id"] for edge in edges} == set(answer["evidence"])
    assert all({"type", "start", "end", "status", "claims"} <= set(edge) for edge in edges)
    for claim in (claim for claims in answer["evidence"].values() for claim in claims):
        assert set(claim) >= CLAIM
        assert set(claim["source"]) >= SOURCE
        assert claim["quote"] and claim["source"]["sha256"] and claim["known_from"]


def test_a_question_with_rows_has_rows_and_no_paths(clew: Clew, demo_case: Path) -> None:
    answer = clew("ask", "timeline", "Mech Dara").json
    assert "paths" not in answer
    assert {"when", "what", "status", "precision", "edge"} <= set(answer["rows"][0])


@pytest.mark.parametrize("lens", [("--status", "opinion"), ("--known-at", "2024-09-11")])
def test_without_an_answer_none_is_made_up(
    lens: tuple[str, ...], clew: Clew, demo_case: Path
) -> None:
    said = clew(*TIES, *lens, "--format", "table")
    assert said.code == 0
    assert "No answer in this graph." in said.out
    assert "no tie" not in said.out
    assert clew(*TIES, *lens, "--fail-empty").code == 1


@pytest.mark.parametrize("by", ["path", "title", "id"])
def test_without_a_source_it_says_what_falls(by: str, clew: Clew, demo_case: Path) -> None:
    row = next(row for row in clew("sources").json if row["path"] == NOTE)
    said = clew(*TIES, "--without-source", row[by], "--format", "table")
    assert said.code == 0
    stands, _, falls = said.out.partition("Falls without the sources left out:")
    assert "— owns →" in falls and "— owns →" not in stands
    assert "— is linked to → compound “scam compounds”" in stands
    assert clew(*TIES, "--without-source", row[by]).json["lens"]["without_sources"] == [row["id"]]


def test_the_lens_is_said_with_the_answer(clew: Clew, demo_case: Path) -> None:
    options = ("--status", "alleged", "--status", "official", "--as-of", "2024-09-30")
    lens = clew(*TIES, *options).json["lens"]
    assert lens == {"as_of": "2024-09-30", "statuses": ["alleged", "official"]}


@pytest.mark.parametrize(
    "options",
    [
        ("--status", "certain"),
        ("--as-of", "2024-13-01"),
        ("--known-at", "yesterday"),
        ("--without-source", "no such source"),
        ("--disclose", "everything"),
        ("--steps", "7"),
        ("--steps", "x"),
        ("--to", "Nowhere At All"),
    ],
)
def test_a_wrong_option_is_one_sentence(
    options: tuple[str, ...], clew: Clew, demo_case: Path
) -> None:
    said = clew(*TIES, *options)
    assert said.code == 2 and not said.out
    assert said.err.count("Error: ") == 1 and "Traceback" not in said.err


def test_csv_has_a_row_for_each_claim_of_each_step(clew: Clew, demo_case: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(clew(*TIES, "--format", "csv").out)))
    answer = clew(*TIES).json
    steps = [edge["id"] for path in answer["paths"] for edge in path["edges"]]
    assert [row["edge"] for row in rows] == [i for i in steps for _ in answer["evidence"][i]]
    assert rows[0]["quote"] == "Linked To: LY, Yong Phat"
    assert rows[0]["published"] == "2026-07" and rows[0]["path_status"] == "official"
    owns = next(row for row in rows if row["quote"].startswith("OFAC says that L.Y.P. Group owns"))
    assert owns["published"] == "2024-09-12" and owns["path_status"] == "alleged"


def test_csv_of_rows_has_a_row_for_each_claim(clew: Clew, demo_case: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(clew("show", "Mech Dara", "--format", "csv").out)))
    (felony,) = [row for row in rows if "commit a felony" in row["tie"]]
    assert felony["quote"] == "Mech Dara was charged with incitement to commit a felony."
    assert felony["publisher"] == "Freedom United" and len(felony["sha256"]) == 64


def test_json_lines_hold_a_path_each_with_its_evidence(clew: Clew, demo_case: Path) -> None:
    lines = [json.loads(line) for line in clew(*TIES, "--format", "jsonl").out.splitlines()]
    assert len(lines) == len(clew(*TIES).json["paths"])
    assert all({edge["id"] for edge in line["edges"]} == set(line["evidence"]) for line in lines)


def test_markdown_says_that_a_path_is_no_accusation(clew: Clew, demo_case: Path) -> None:
    said = clew(*TIES, "--format", "md")
    assert said.out.startswith("## What ties Ly Yong Phat")
    assert "A path is no accusation" in said.out


def test_show_tells_everything_that_is_said(clew: Clew, demo_case: Path) -> None:
    said = clew("show", "Mech Dara", "--format", "table")
    assert "incitement to disturb social security" in said.out
    assert "incitement to commit a felony" in said.out


def test_an_ambiguous_name_lists_its_choices(clew: Clew, demo_case: Path) -> None:
    said = clew("show", "O-Smach Resort")
    assert said.code == 2 and not said.out
    lines = said.err.splitlines()
    assert lines[0].startswith("Error: 2 entities")
    assert {tuple(line.split(maxsplit=2)[1:]) for line in lines[1:]} == {
        ("Company", "O-Smach Resort"),
        ("Compound", "O-Smach Resort"),
    }


def test_find_gives_id_kind_and_name(clew: Clew, demo_case: Path) -> None:
    found = clew("find", "phat, ly yong").json
    assert found[0]["name"] == "Ly Yong Phat" and found[0]["kind"] == "Person"
    assert {"id", "kind", "name", "names", "status", "matched"} <= set(found[0])
    none = clew("find", "Nobody At All", "--fail-empty")
    assert none.code == 1 and none.json == [] and "No entity" in none.err
    assert clew("find", "Nobody At All").code == 0


def test_why_tells_the_claims_behind_an_id(clew: Clew, demo_case: Path) -> None:
    edge = clew(*TIES).json["paths"][0]["edges"][0]
    found = clew("why", edge["id"]).json
    assert found["edge"]["type"] == edge["type"]
    claim = found["claims"][0]["id"]
    assert clew("why", claim).json["claim"]["id"] == claim
    told = clew("why", edge["id"], "--format", "table")
    assert "“Linked To: LY, Yong Phat”" in told.out
    assert clew("why", edge["start"], "--format", "table").out.startswith("node m")
    source = clew("sources").json[0]
    assert source["title"] in clew("why", source["id"], "--format", "table").out


def test_the_case_is_found_as_git_finds_a_checkout(
    clew: Clew, demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo_folder / "notes")
    assert clew("seal").code == 0
    monkeypatch.chdir(tmp_path)
    none = clew("seal")
    assert none.code == 2 and "no case here or above" in none.err
    assert clew("seal", "--case", str(demo_folder)).code == 0
    assert clew("--case", str(demo_folder), "seal").code == 0
    assert clew("ask", "--case", str(demo_folder), "about", "Mech Dara").code == 0
    monkeypatch.setenv("CLEW_CASE", str(demo_folder))
    assert clew("seal").code == 0
    assert clew("seal", "--case", str(tmp_path)).code == 2
