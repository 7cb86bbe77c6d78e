"""`clew graph move`, `clew push`, `clew init --graph`: what they say, do, and never show."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from clew.cli import credentials as asked_for
from clew.graph.model import Edge, Node
from clew.graph.stores.address import Credentials
from tests.fake_servers import Servers

Clew = Callable[..., Any]
LOCAL, SECRET = "bolt://127.0.0.1:7999/case1", "correct-horse-battery"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody at a terminal who answers prompts; gives what was asked."""
    questions: list[str] = []

    def answer(word: str) -> Callable[[str], str]:
        def typed(question: str) -> str:
            questions.append(question)
            return word

        return typed

    monkeypatch.setattr(asked_for, "_is_terminal", lambda: True)
    monkeypatch.setattr(click.termui, "visible_prompt_func", answer("ann"))
    monkeypatch.setattr(click.termui, "hidden_prompt_func", answer(SECRET))
    return questions


def _toml(folder: Path) -> str:
    return (folder / "case.toml").read_text(encoding="utf-8")


def test_a_push_tells_what_is_there_and_leaves_the_case(
    servers: Servers, own_case: Path, clew: Clew
) -> None:
    before = _toml(own_case)
    said = clew("push", LOCAL)
    _, items = servers.holds[LOCAL]
    nodes = sum(isinstance(item, Node) for item in items)
    assert (said.code, said.out) == (0, "")
    assert f"{nodes} nodes, {len(items) - nodes} edges. Lens: default." in said.err
    assert LOCAL in said.err and _toml(own_case) == before


def test_a_push_through_a_lens_holds_less_and_says_the_lens(
    servers: Servers, own_case: Path, clew: Clew
) -> None:
    whole = clew("push", LOCAL, "--format", "json").json
    told = clew("push", LOCAL, "--status", "official", "--format", "json").json
    assert whole["lens"] == {} and told["lens"] == {"statuses": ["official"]}
    assert told["address"] == LOCAL and 0 < told["edges"] < whole["edges"]
    edges = [item for item in servers.holds[LOCAL][1] if isinstance(item, Edge)]
    assert {edge.properties["status"] for edge in edges} == {"official"}
    assert len(edges) == told["edges"]


@pytest.mark.parametrize("level", ["case", "all"])
def test_a_push_that_would_disclose_asks_for_no_password_and_no_server(
    servers: Servers, own_case: Path, clew: Clew, terminal: list[str], level: str
) -> None:
    said = clew("push", LOCAL, "--disclose", level)
    assert said.code == 2 and "--disclose" in said.err
    assert servers.entered == [] and terminal == []


def test_a_graph_moves_to_a_server_and_back(servers: Servers, own_case: Path, clew: Clew) -> None:
    said = clew("graph", "move", LOCAL, "--format", "json")
    there = servers.holds[LOCAL][1]
    assert said.code == 0 and said.json["graph"] == LOCAL
    assert said.json["nodes"] + said.json["edges"] == len(there) > 50
    assert (said.json["left"], said.json["stays"]) == ("", "")
    assert f'graph = "{LOCAL}"' in _toml(own_case)
    assert not list(own_case.glob("graph/g-*/engine"))
    assert clew("find", "Mech Dara").json[0]["name"] == "Mech Dara"
    back = clew("graph", "move", "embedded")
    assert back.code == 0 and f"At {LOCAL} nothing of it is left." in back.err
    assert LOCAL not in servers.holds
    assert 'graph = "embedded"' in _toml(own_case)
    assert list(own_case.glob("graph/g-*/engine"))


def test_what_others_left_goes_only_when_told_to(
    servers: Servers, own_case: Path, clew: Clew, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    assert clew("init", str(other), "--graph", LOCAL).code == 0
    for line in (["push", LOCAL], ["graph", "move", LOCAL]):
        said = clew(*line)
        assert said.code == 2 and "--replace" in said.err
        assert servers.holds[LOCAL][1] == [] and 'graph = "embedded"' in _toml(own_case)
    assert clew("push", LOCAL, "--replace").code == 0
    assert len(servers.holds[LOCAL][1]) > 50


def test_a_new_case_can_live_on_a_server(servers: Servers, clew: Clew, tmp_path: Path) -> None:
    said = clew("init", str(tmp_path / "new"), "--graph", LOCAL, "--name", "New")
    assert said.code == 0 and f"Its graph lives at {LOCAL}." in said.err
    assert f'graph = "{LOCAL}"' in _toml(tmp_path / "new") and LOCAL in servers.holds


@pytest.mark.parametrize("was_there", [True, False])
def test_a_case_that_cannot_live_there_is_not_made_and_can_be_made_again(
    servers: Servers, clew: Clew, tmp_path: Path, was_there: bool
) -> None:
    folder = tmp_path / "new"
    if was_there:
        folder.mkdir()
    servers.down = True
    assert clew("init", str(folder), "--graph", LOCAL).code == 2
    assert folder.exists() == was_there and not list(folder.glob("*"))
    servers.down = False
    assert clew("init", str(folder), "--graph", LOCAL).code == 0


def test_a_folder_that_holds_something_is_left_as_it_is(
    servers: Servers, clew: Clew, tmp_path: Path
) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    assert clew("init", str(tmp_path), "--graph", LOCAL).code == 2
    assert (tmp_path / "kept.txt").read_text() == "kept" and servers.entered == []


def test_replace_without_a_server_is_wrong_use(clew: Clew, tmp_path: Path) -> None:
    said = clew("init", str(tmp_path / "new"), "--replace")
    assert said.code == 2 and "--graph" in said.err and not (tmp_path / "new").exists()


def test_a_server_that_is_down_leaves_the_graph_where_it_was(
    servers: Servers, own_case: Path, clew: Clew
) -> None:
    servers.down = True
    said = clew("graph", "move", LOCAL)
    assert said.code == 2 and said.err.startswith("Error: The server at ")
    assert 'graph = "embedded"' in _toml(own_case)
    assert clew("query", "MATCH (n) RETURN count(n) AS n").json[0]["n"] > 10


@pytest.mark.parametrize(
    ("place", "warned"),
    [
        ("bolt://graph.invalid", True),
        ("neo4j://graph.invalid/case1", True),
        ("bolt+s://graph.invalid", False),
        ("neo4j+s://graph.invalid", False),
        ("bolt://localhost", False),
    ],
)
def test_who_sends_a_password_in_the_open_is_warned(
    servers: Servers, own_case: Path, clew: Clew, place: str, warned: bool
) -> None:
    for line in (["push", place], ["graph", "move", place]):
        assert ("Warning: " in clew(*line).err) == warned


def test_credentials_are_asked_for_once_and_shown_and_kept_nowhere(
    servers: Servers, own_case: Path, clew: Clew, terminal: list[str]
) -> None:
    said = [clew("graph", "move", LOCAL), clew("push", "bolt://127.0.0.1:7999/case2", "--debug")]
    assert [done.code for done in said] == [0, 0]
    assert {who for _, who in servers.entered} == {Credentials("ann", SECRET)}
    assert len(terminal) == 2 and "bolt://127.0.0.1:7999" in terminal[0]
    assert SECRET not in str(said)
    _holds_nothing(own_case, SECRET)


def test_a_shell_asks_again_after_a_refusal(
    servers: Servers,
    own_case: Path,
    clew: Clew,
    terminal: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert clew("graph", "move", LOCAL).code == 0
    asked_for.forget()
    terminal.clear()
    servers.away.add(LOCAL)
    monkeypatch.setattr(sys, "stdin", io.StringIO("RETURN 1;\nRETURN 2;\n"))
    assert clew("shell").code == 2
    assert len(terminal) == 4


def test_an_empty_password_means_that_the_server_wants_none(
    servers: Servers,
    own_case: Path,
    clew: Clew,
    terminal: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(click.termui, "hidden_prompt_func", lambda _: "")
    assert clew("push", LOCAL).code == 0
    assert {who for _, who in servers.entered} == {None}


def test_who_has_the_environment_set_is_not_asked(
    servers: Servers,
    own_case: Path,
    clew: Clew,
    terminal: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    said = clew("graph", "move", LOCAL)
    assert {who for _, who in servers.entered} == {Credentials("neo4j", SECRET)}
    assert terminal == [] and SECRET not in said.out + said.err
    _holds_nothing(own_case, SECRET)


def test_without_a_terminal_nobody_is_asked(
    servers: Servers, own_case: Path, clew: Clew, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(question: str) -> str:
        raise AssertionError(question)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    monkeypatch.setattr(click.termui, "visible_prompt_func", never)
    assert clew("push", LOCAL).code == 0
    assert {who for _, who in servers.entered} == {None}


@pytest.mark.parametrize("line", [["push"], ["graph", "move"], ["init", "new", "--graph"]])
def test_a_password_in_an_address_is_refused_and_repeated_nowhere(
    servers: Servers, own_case: Path, clew: Clew, line: list[str]
) -> None:
    said = clew(*line, f"bolt://eve:{SECRET}@localhost", "--debug")
    assert said.code == 2 and "CLEW_NEO4J_PASSWORD" in said.err
    assert SECRET not in said.out + said.err and servers.entered == []
    _holds_nothing(own_case, SECRET)


def _holds_nothing(folder: Path, word: str) -> None:
    """Find a word in no file of a case."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path.name for path in files if word.encode() in path.read_bytes()] == []
