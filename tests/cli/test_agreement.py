"""`clew agreement` as a user calls it: formats, differences, who is picked, what is protected."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Clew = Callable[..., Any]
TEXT = "Ana Alpha owns Beta Ltd. Ana Alpha met Cy Gamma."
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2\n"
MARKS = {
    "anna": f"T1\tPerson 0 9\tAna Alpha\nT2\tCompany 15 23\tBeta Ltd\n{OWNS}A1\tStatus R1 alleged\n"
    "T3\tPerson 39 47\tCy Gamma\nA2\tProtected T3\n",
    "ben": f"T1\tPerson 0 9\tAna Alpha\nT2\tPlace 15 23\tBeta Ltd\n{OWNS}A1\tStatus R1 reported\n",
}


@pytest.fixture
def pair(clew: Clew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clew:
    """Stand in a case of one text that two people read."""
    empty = tmp_path / "case"
    assert clew("init", str(empty)).code == 0
    monkeypatch.chdir(empty)
    for who, marks in MARKS.items():
        (empty / "two" / who).mkdir(parents=True)
        (empty / "two" / who / "raid.txt").write_text(TEXT)
        (empty / "two" / who / "raid.ann").write_text(marks)
    assert clew("import", "two").code == 0
    return clew


def test_every_format_has_the_same_numbers(pair: Clew) -> None:
    said = pair("agreement", "--format", "json")
    assert said.code == 0 and "1 pair of annotators; 1 text read by more than one." in said.err
    rows = said.json
    assert [row["of"] for row in rows][:2] == ["spans", "overlapping spans"] and len(rows) == 8
    assert rows[0] == {
        "annotator": "anna (brat)",
        "other": "ben (brat)",
        "documents": 1,
        "of": "spans",
        "first": 2,
        "second": 2,
        "both": 2,
        "f1": 1.0,
        "kappa": None,
    }
    found = list(csv.DictReader(io.StringIO(pair("agreement", "--format", "csv").out)))
    plain = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert found == plain
    for form, part in (("md", "| anna (brat) | ben (brat) | 1 | spans |"), ("table", "spans")):
        assert part in pair("agreement", "--format", form).out
    assert len(pair("agreement", "--format", "jsonl").out.splitlines()) == 8


def test_differences_are_listed_and_protected_ones_are_not(pair: Clew) -> None:
    said = pair("agreement", "--differences")
    assert [(row["of"], row["says"], row["other_says"]) for row in said.json] == [
        ("status", "OWNS: alleged", "OWNS: reported"),
        ("kind", "Company", "Place"),
    ]
    assert "2 differences." in said.err and "Gamma" not in said.out + said.err
    told = pair("agreement", "--differences", "--disclose", "all").json
    assert [row["words"] for row in told if row["of"] == "span"] == ["Cy Gamma"]


def test_sources_annotators_and_lenses_pick(pair: Clew) -> None:
    assert len(pair("agreement", "two/anna/raid.txt").json) == 8
    assert pair("agreement", "--annotator", "anna").json == []
    assert pair("agreement", "--status", "official", "--format", "json").json[5]["first"] == 0
    unknown = pair("agreement", "no such source")
    assert unknown.code == 2 and "see `clew sources`" in unknown.err
    hidden = pair("protect", "two/ben/raid.txt", "--because", "asked for")
    assert hidden.code == 0
    assert pair("agreement").json == [] and "No text was read by two" in pair("agreement").err
    assert pair("agreement", "two/anna/raid.txt").err == unknown.err
