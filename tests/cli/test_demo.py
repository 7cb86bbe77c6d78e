"""`clew demo`: the first thing that anybody sees."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.demo import NEXT

Clew = Callable[..., Any]
#: Each step of the headline answer: its words, its status, its quote.
STEPS = (
    (
        "Ly Yong Phat — controls → L.Y.P. Group",
        "alleged (says OFAC)",
        "OFAC calls L.Y.P. Group the conglomerate of Ly Yong Phat.",
    ),
    (
        "L.Y.P. Group — owns → O-Smach Resort (Company)",
        "alleged (says OFAC)",
        "OFAC says that L.Y.P. Group owns the company O-Smach Resort.",
    ),
    (
        "O-Smach Resort (Company) — is on the same premises as → O-Smach Resort (Compound)",
        "official (says OFAC)",
        "OFAC identifies the company O-Smach Resort by its site, the compound O-Smach Resort.",
    ),
)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file but the engine's own, which a reader may touch."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "graph" not in path.parts
    }


def test_the_demo_answers_with_the_evidence_of_every_step(
    clew: Clew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = clew("demo")
    assert said.code == 0
    assert "6 sources: " in said.err
    at = 0
    for words, status, quote in STEPS:
        at = said.out.index(words, at)
        assert f"{status}: “{quote}”" in said.out[at:]
    told = said.out
    assert "Treasury press release jy2576 on Ly Yong Phat" in told
    assert "U.S. Department of the Treasury; 2024-09-12; line 15" in told
    assert "compound “scam compounds”" in told and "to a class and not to a named thing" in told
    assert "Since when Ly Yong Phat controls L.Y.P. Group (alleged) is not stated." in told
    assert "A path is no accusation" in told
    assert "cd clew-demo" in told


def test_a_second_demo_changes_nothing(clew: Clew, tmp_path: Path) -> None:
    first = clew("demo", str(tmp_path / "demo"))
    before = snapshot(tmp_path / "demo")
    second = clew("demo", str(tmp_path / "demo"))
    assert second.code == 0
    assert second.out == first.out
    assert "0 claims new" in second.err
    assert snapshot(tmp_path / "demo") == before


def test_a_corrected_note_comes_in_with_the_next_demo(clew: Clew, own_case: Path) -> None:
    notes = own_case / "notes" / "designation.ann"
    lines = notes.read_text(encoding="utf-8").splitlines(keepends=True)
    notes.write_text("".join(s for s in lines if "\tOWNS" not in s and "\tOwns" not in s), "utf-8")
    said = clew("demo", str(own_case))
    assert said.code == 0
    assert "L.Y.P. Group — owns → O-Smach Resort" not in said.out


def test_the_demo_leaves_another_case_alone(clew: Clew, tmp_path: Path) -> None:
    assert clew("init", str(tmp_path / "mine")).code == 0
    before = snapshot(tmp_path / "mine")
    said = clew("demo", str(tmp_path / "mine"))
    assert said.code == 2 and "a case of its own" in said.err
    assert snapshot(tmp_path / "mine") == before


@pytest.mark.parametrize("line", [line for line, _ in NEXT])
def test_what_to_try_next_works_in_the_demo(line: str, clew: Clew, own_case: Path) -> None:
    said = clew(*shlex.split(line)[1:])
    assert said.code == 0, said.err
    assert len(said.out) > 100 or (own_case / "around.html").exists()


def test_the_demo_draws_its_answer(clew: Clew, tmp_path: Path) -> None:
    said = clew("demo", str(tmp_path / "demo"))
    page = tmp_path / "demo" / "ties.html"
    assert f"to open in a browser: {page}" in said.err
    assert "What ties Ly Yong Phat to a Compound?" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o777 == 0o600


def test_a_new_case_is_for_its_owner_alone(clew: Clew, tmp_path: Path) -> None:
    said = clew("init", str(tmp_path / "new"), "--name", "A “new” one", "--purpose", "To test")
    assert said.code == 0 and "not encrypted" in said.err
    assert os.stat(tmp_path / "new").st_mode & 0o777 == 0o700
    assert re.search("name = .*new", (tmp_path / "new" / "case.toml").read_text("utf-8"))
    again = clew("init", str(tmp_path / "new"))
    assert again.code == 2 and "not an empty folder" in again.err
