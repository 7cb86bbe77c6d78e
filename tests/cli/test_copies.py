"""What is left on servers: `clew graph remove`, and what protection and erasure say of copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fake_servers import Servers

Clew = Callable[..., Any]
LOCAL = "bolt://127.0.0.1:7999/case1"


def _toml(folder: Path) -> str:
    return (folder / "case.toml").read_text(encoding="utf-8")


def test_where_a_graph_cannot_be_taken_away_it_is_said_what_stays(
    servers: Servers, own_case: Path, clew: Clew
) -> None:
    assert clew("graph", "move", LOCAL).code == 0
    servers.away.add(LOCAL)
    said = clew("graph", "move", "embedded")
    assert said.code == 1 and 'graph = "embedded"' in _toml(own_case)
    assert f"What it left at {LOCAL} stays there" in said.err and "did not answer" in said.err
    assert f"`clew graph remove {LOCAL}`" in said.err
    told = clew("protect", "Mech Dara", "--because", "He asked")
    assert told.code == 0
    assert f"What the graph left at {LOCAL} (since" in told.err and "is not changed" in told.err
    assert clew("graph", "remove", LOCAL).code == 2
    servers.away.clear()
    gone = clew("graph", "remove", LOCAL)
    assert gone.code == 0 and servers.holds == {} and LOCAL in gone.err
    assert LOCAL not in clew("release", "Mech Dara", "--because", "x", "--disclose", "all").err


@pytest.mark.parametrize(
    "act",
    [
        ["protect", "Mech Dara", "--because", "He asked"],
        ["withdraw", "notes/arrest-1.txt", "--because", "Retracted"],
        ["erase", "notes/measures.txt", "--because", "A court", "--yes"],
    ],
)
def test_what_takes_back_says_which_copies_it_does_not_reach(
    servers: Servers, own_case: Path, clew: Clew, act: list[str]
) -> None:
    assert clew("push", LOCAL).code == 0
    said = clew(*act)
    assert said.code == 0
    assert f"The copy at {LOCAL} (since 20" in said.err and "is not changed by that." in said.err
    assert f"`clew push {LOCAL}`" in said.err and f"`clew graph remove {LOCAL}`" in said.err
    assert clew("graph", "remove", LOCAL).code == 0 and servers.holds == {}
    assert LOCAL not in clew("protect", "Alice Guo", "--because", "x").err


def test_a_server_that_is_away_when_something_is_protected_is_told_and_brought_up_later(
    servers: Servers, own_case: Path, clew: Clew
) -> None:
    assert clew("graph", "move", LOCAL).code == 0
    assert "Mech Dara" in str(servers.holds)
    servers.away.add(LOCAL)
    said = clew("protect", "Mech Dara", "--because", "He asked")
    assert said.code == 2 and "stands in the ledger" in said.err and LOCAL in said.err
    servers.away.clear()
    assert clew("find", "Alice Guo").code == 0
    assert "Mech Dara" not in str(servers.holds)


def test_nothing_is_removed_where_the_graph_lives_or_another_case_is(
    servers: Servers, own_case: Path, clew: Clew, tmp_path: Path
) -> None:
    assert clew("graph", "move", LOCAL).code == 0
    assert clew("init", str(tmp_path / "other"), "--graph", f"{LOCAL}b").code == 0
    before = dict(servers.holds)
    said = [clew("graph", "remove", place) for place in (LOCAL, f"{LOCAL}b")]
    assert [one.code for one in said] == [2, 2] and servers.holds == before
    assert "own graph lives there" in said[0].err and "another case's graph" in said[1].err
