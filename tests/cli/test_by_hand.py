"""Work by hand on the command line, on an invented note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.cli.by_hand import ANSWERS, STATUSES
from clew.graph import model, remarks

Clew = Callable[..., Any]
NOTE = "notes/quay.txt"
TEXT = (
    "The registry says that {T1 Person:Bo Ray} owns or controls {T2 Company:Quay Hotel}.\n"
    "{T3 Compound:Dara Park} stands by the river. {T4 Company:Dara Park} built it.\n"
)
TIES = ("R1\tCONTROLS Arg1:T1 Arg2:T2", "A1\tStatus R1 alleged")
QUOTE = "The registry says that Bo Ray owns or controls Quay Hotel."
OWNS = ("claim", "add", "Bo Ray", "OWNS", "Quay Hotel")
SAID = ("--quote", QUOTE, "--source", NOTE, "--status", "alleged", "--attribution", "the registry")


@pytest.fixture(autouse=True)
def own_case(case: Case, note: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand, as anna, in a case of one invented note."""
    path = note(TEXT, *TIES, name="quay")
    monkeypatch.setenv("CLEW_USER", "anna")
    monkeypatch.setenv("CLEW_CASE", str(case.directory.path))
    monkeypatch.chdir(path.parent.parent)
    case.load("notes/quay.ann")
    return case.directory.path


def test_a_claim_is_added_once_and_says_how_it_is_taken_back(clew: Clew, own_case: Path) -> None:
    said = clew(*OWNS, *SAID, "--extra", "means=owned", "--extra", "means=controlled")
    claim = said.out.strip()
    assert said.code == 0 and said.err.startswith("Done; `clew undo r")
    found = clew("why", claim).json["claim"]
    assert found["says"]["with"]["means"] == ["controlled", "owned"]
    again = clew(*OWNS, *SAID, "--extra", "means=owned", "--extra", "means=controlled")
    assert (again.code, again.out) == (0, said.out) and "nothing changed" in again.err
    answer = clew("ask", "ties", "Bo Ray", "--to", "Quay Hotel").json
    assert "OWNS" in [edge["type"] for path in answer["paths"] for edge in path["edges"]]
    log = clew("log").json[-1]
    assert (log["who"], log["verb"]) == ("anna", "claim")
    assert clew("undo", said.err.split("`")[1].split()[-1]).code == 0
    assert clew("why", claim, "--disclose", "all").json["claim"]["gone"]["how"] == "import undone"
    assert clew("verify").code == 0


def test_a_second_reading_of_a_claim_says_so(clew: Clew, own_case: Path) -> None:
    said = clew("claim", "add", "Bo Ray", "controls", "Quay Hotel", *SAID)
    assert "yours is one more reading" in said.err
    assert clew("why", said.out.strip()).json["claim"]["annotators"] == ["anna (hand)", "brat"]
    other = clew("claim", "add", "Bo Ray", "controls", "Quay Hotel", *SAID, "--status", "opinion")
    assert other.out == said.out and "gives way to this" in other.err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--quote", "no such words", "--source", NOTE], "letter by letter"),
        (["--quote", QUOTE], "--source"),
        (["--quote", QUOTE, "--source", NOTE, "--title", "x"], "--external"),
        (["--quote", QUOTE, "--external"], "--title"),
        (["--quote", QUOTE, "--source", NOTE, "--extra", "means"], "NAME=VALUE"),
        (["--quote", QUOTE, "--source", NOTE, "--status", "true"], "--status"),
        (["--source", NOTE], "--quote"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(
    more: list[str], words: str, clew: Clew, own_case: Path
) -> None:
    said = clew(*OWNS, *more)
    assert said.code == 2 and words in said.err and said.out == ""


def test_a_name_of_several_lists_the_choices(clew: Clew, own_case: Path) -> None:
    given = ("--quote", "stands by the river", "--source", NOTE, "--start-words", "stands")
    said = clew("claim", "add", "Dara Park", "country", "kh", *given)
    assert said.code == 2 and "2 entities bear that name" in said.err
    assert "Company" in said.err and "Compound" in said.err


def test_an_external_source_is_listed_among_the_sources(clew: Clew, own_case: Path) -> None:
    quote = ("--quote", "Bo Ray owns Quay Ltd", "--end-kind", "Company")
    facts = (
        "--external",
        "--title",
        "A page",
        "--publisher",
        "A desk",
        "--published",
        "2024-10-09",
    )
    said = clew("claim", "add", "Bo Ray", "OWNS", "Quay Ltd", *quote, *facts)
    assert said.code == 0
    (source,) = [row for row in clew("sources").json if row["title"] == "A page"]
    assert source["path"].startswith("by hand/") and source["publisher"] == "A desk"
    table = clew("show", "Quay Ltd", "--format", "table").out
    assert "A page; A desk; 2024-10-09; entered by hand" in table


def test_assessments_replies_and_corrections_are_told_and_logged(
    clew: Clew, own_case: Path
) -> None:
    claim = clew(*OWNS, *SAID).out.strip()
    lines = (
        ("assess", claim, "--pair", "B2", "--line", "an authority"),
        ("reply", "Bo Ray", "--answer", "none", "--asked", "2024-10-01"),
        ("reply", claim, "--answer", "denied", "--text", "Not his.", "--who", "a spokesman"),
        ("source", "correct", NOTE, "--note", "A name was mended", "--when", "2024-09-20"),
    )
    acts = [clew(*line) for line in lines]
    assert all(act.code == 0 and act.out.startswith("i") for act in acts)
    table = clew("why", claim, "--format", "table").out
    for words in ("assessed B2", "did not answer", "“Not his.”", "corrected itself 2024-09-20"):
        assert words in table
    assert clew("ask", "ties", "Bo Ray", "--to", "Quay Hotel", "--format", "md").code == 0
    verbs = [(entry["verb"], entry["because"]) for entry in clew("log").json][-4:]
    assert verbs == [
        ("assess", "an authority"),
        ("reply", ""),
        ("reply", "Not his."),
        ("correct", "A name was mended"),
    ]
    for act in acts:
        assert clew("undo", act.out.strip()).code == 0
    assert "by anna" not in clew("why", claim, "--format", "table").out


def test_an_edge_of_several_claims_lists_them(clew: Clew, own_case: Path) -> None:
    external = ("--quote", "Bo Ray has Quay Hotel", "--external", "--title", "A page")
    claims = [clew(*OWNS, *given).out.strip() for given in (SAID, external)]
    (edge,) = clew("why", claims[0]).json["about"]
    said = clew("assess", edge, "--pair", "B2", "--line", "x")
    assert said.code == 2 and "2 claims stand behind that tie" in said.err
    assert all(claim in said.err for claim in claims) and "A page" in said.err


def test_decisions_of_every_verb_come_from_a_table(clew: Clew, own_case: Path) -> None:
    claim = clew(*OWNS, *SAID).out.strip()
    rows = f"verb,left,right,because\nassess,{claim},C3,read twice\nwithdraw,{claim},,read again\n"
    Path("d.csv").write_text(rows, "utf-8")
    assert clew("decisions", "import", "d.csv").err.startswith("2 decisions made, 0 stood already")
    assert clew("decisions", "import", "d.csv").err.startswith("0 decisions made, 2 stood already")
    assert clew("why", claim).json["claim"]["gone"]["because"] == "read again"
    out = clew("decisions", "export", "--format", "json").json
    assert [(row["verb"], row["right"]) for row in out] == [("assess", "C3"), ("withdraw", "")]


def test_the_words_of_options_are_those_of_the_vocabulary() -> None:
    assert set(STATUSES) == set(model.STATUSES) and set(ANSWERS) == set(remarks.ANSWERS)
