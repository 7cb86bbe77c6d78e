"""`clew view`: one file for an editor, in each of its ways."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from clew.graph.view.data import unpacked

Clew = Callable[..., Any]
TIES = ("--ask", "ties", "Ly Yong Phat", "--to", "Compound")
DATA = re.compile('<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
NODES = "MATCH (p:Person {name: $n})-[r]->(c:Company) RETURN p, r, c"


def data(path: Path) -> Any:
    (found,) = DATA.findall(path.read_text(encoding="utf-8"))
    return unpacked(json.loads(found))


def titles(path: Path) -> set[str]:
    return {node["name"] for node in data(path)["nodes"]}


def test_an_answer_becomes_one_file_and_is_told_of(
    clew: Clew, demo_case: Path, tmp_path: Path
) -> None:
    page = tmp_path / "ties.html"
    said = clew("view", *TIES, "-o", str(page))
    assert (said.code, said.out) == (0, "")
    assert page.stat().st_mode & 0o777 == 0o600
    assert said.err.startswith(f"{page}: 5 nodes, 6 ties, 67 claims; 0.")
    (shown,) = DATA.findall(page.read_text(encoding="utf-8"))
    assert f"SHA-256 of its data: {sha256(shown.encode()).hexdigest()}\n" in said.err
    assert "A path is no accusation" in said.err
    assert data(page)["title"] == "What ties Ly Yong Phat to a Compound?"


def test_the_same_picture_is_the_same_file(clew: Clew, demo_case: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    for page in (one, two):
        assert clew("view", *TIES, "-o", str(page)).code == 0
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("way", "named"),
    [
        (["Mech Dara"], {"Mech Dara", "Voice of Democracy"}),
        (["Mech Dara", "L.Y.P. Group"], {"Mech Dara", "L.Y.P. Group"}),
        (["--path", "Mech Dara", "Ly Yong Phat"], {"Mech Dara", "Ly Yong Phat"}),
        (["--query", NODES, "-p", "n=Ly Yong Phat"], {"Ly Yong Phat", "L.Y.P. Group"}),
        (["--ask", "about", "Mech Dara"], {"Mech Dara", "Voice of Democracy"}),
        (["--ask=path", "Mech Dara", "--to", "Ly Yong Phat", "--steps", "2"], {"Ly Yong Phat"}),
    ],
)
def test_every_way_to_say_what_is_drawn(
    way: list[str], named: set[str], clew: Clew, demo_case: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    said = clew("view", *way, "-o", str(page))
    assert said.code == 0, said.err
    assert named <= titles(page)


def test_a_page_goes_to_stdout_byte_for_byte(
    clew: Clew, program: Callable[..., Any], demo_case: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    clew("view", "Mech Dara", "-o", str(page))
    said = program("view", "Mech Dara", "-o", "-")
    assert said.returncode == 0 and said.stdout == page.read_text(encoding="utf-8")
    assert said.stderr.startswith("stdout: ")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([], "say what to draw, in one way"),
        (["-o", "x.html"], "--path A B, --query CYPHER, or --ask QUESTION"),
        (["Mech Dara", "--path", "A", "B", "-o", "x.html"], "in one way"),
        ([*TIES, "--query", "RETURN 1", "-o", "x.html"], "in one way"),
        (["--path", "Mech Dara", "Ly Yong Phat", "--limit", "3", "-o", "x.html"], "--limit goes"),
        (["Mech Dara", "-p", "n=1", "-o", "x.html"], "-p and --timeout go with --query"),
        ([*TIES, "--timeout", "3", "-o", "x.html"], "-p and --timeout go with --query"),
        (["--query", NODES, "--steps", "2", "-o", "x.html"], "--steps goes"),
        (["Mech Dara"], "say where the picture goes: -o FILE"),
        (["Mech Dara", "--limit", "0", "-o", "x.html"], "--limit takes a number above 0"),
        (["--ask", "nothing", "-o", "x.html"], "there is no such question: use one of ties"),
        (["--ask", "ties", "-o", "x.html"], "Missing argument 'START'"),
        (["Nobody", "-o", "x.html"], "nothing in this case has that id or name"),
        (["O-Smach Resort", "-o", "x.html"], "2 entities bear that name"),
        (["--query", "MATCH (n:Person) RETURN n.name", "-o", "x.html"], "RETURN nodes"),
        (["Mech Dara", "-o", "claims.db"], "is the case's own"),
        (["Mech Dara", "-o", "graph/x.html"], "is the case's own"),
        (["Mech Dara", "-o", "handing.salt"], "is the case's own"),
        (["Mech Dara", "-o", "notes"], "is not a file"),
        (["Mech Dara", "-o", "nowhere/x.html"], "there is no folder nowhere"),
        (["Mech Dara", "-o", "nowhere/"], "there is no folder nowhere"),
        (["--query", NODES, "--timeout", "nan", "-o", "x.html"], "take numbers above 0"),
        (["Mech Dara", "-o", os.devnull], "is not a file"),
    ],
)
def test_wrong_use_is_told_with_the_remedy_and_writes_nothing(
    wrong: list[str], told: str, clew: Clew, demo_case: Path
) -> None:
    said = clew("view", *wrong)
    assert said.code == 2 and told in said.err
    assert not (demo_case / "x.html").exists()


def test_a_file_of_another_case_is_not_written_over(
    clew: Clew, demo_case: Path, tmp_path: Path
) -> None:
    assert clew("init", str(tmp_path / "other")).code == 0
    ledger = tmp_path / "other" / "claims.db"
    before = ledger.read_bytes()
    said = clew("view", "Mech Dara", "-o", str(ledger))
    assert said.code == 2 and "is the case's own" in said.err
    assert ledger.read_bytes() == before
    assert clew("view", "Mech Dara", "-o", str(ledger.with_name("page.html"))).code == 0


def test_a_file_that_cannot_be_written_leaves_the_one_before(
    clew: Clew, demo_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_text("before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = clew("view", "Mech Dara", "-o", str(page))
    assert said.code == 2 and "the disk is full" in said.err
    assert page.read_text() == "before" and list(tmp_path.iterdir()) == [page]


def test_no_answer_is_a_page_that_says_so_and_exit_code_1_where_asked(
    clew: Clew, demo_case: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    line = ("view", "--ask", "ties", "Mech Dara", "--to", "Casino", "-o", str(page))
    assert clew(*line).code == 0
    assert "No answer in this graph." in page.read_text(encoding="utf-8")
    assert data(page)["nodes"] == []
    assert clew(*line, "--fail-empty").code == 1
    assert clew("view", "Mech Dara", "--fail-empty", "-o", str(page)).code == 0


def test_an_editor_reads_an_id_on_the_phone(clew: Clew, demo_case: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    clew("view", *TIES, "-o", str(page))
    shown = data(page)
    ids = [item["id"] for part in ("nodes", "edges", "claims") for item in shown[part]]
    assert len(ids) == len(set(ids)) == 5 + 6 + 67
    for identity in (ids[0], ids[5], ids[-1]):
        said = clew("why", identity, "--format", "json")
        assert said.code == 0 and said.json["id"] != identity
    quote = shown["claims"][-1]["quote"]
    assert said.json["claim"]["quote"] == quote
    person = next(node["id"] for node in shown["nodes"] if node["name"] == "Ly Yong Phat")
    shown = [clew("show", words, "--format", "table").out for words in (person, "Ly Yong Phat")]
    assert shown[0] == shown[1]


def test_the_question_after_ask_has_its_own_help(clew: Clew) -> None:
    plain, asked = clew("view", "--help").out, clew("view", "--ask", "ties", "--help").out
    assert "ENTITY" in plain and "--to TEXT" not in plain
    assert "Usage: clew view [OPTIONS] START" in asked and "--to TEXT" in asked
    assert "clew view --ask ties" in asked


def test_the_lens_is_the_page_s_own(clew: Clew, demo_case: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    said = clew("view", "Ly Yong Phat", "--status", "official", "-o", str(page))
    assert said.code == 0
    assert data(page)["lens"] == "statuses official"
    assert {edge["status"] for edge in data(page)["edges"]} == {"official"}


def test_who_discloses_is_told_so(clew: Clew, demo_case: Path, tmp_path: Path) -> None:
    line = ("view", "Mech Dara", "-o", str(tmp_path / "page.html"))
    assert "only for those who may know it" in clew(*line, "--disclose", "all").err
    assert "only for those who may know it" not in clew(*line).err
