"""Every command explains itself, and quickly."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from clew.cli.pages import commands, page
from clew.cli.root import COMMANDS, cli

Clew = Callable[..., Any]
HEAVY = {"antlr4", "arcadedb", "edtf", "networkx", "rich", "sqlite3", "yaml"}
EVERY = {context.command_path: context for context in commands()}
LEAVES = {name: c for name, c in EVERY.items() if not isinstance(c.command, click.Group)}


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from clew.cli.run import run; run(['--help']); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(out.stdout.split())
    assert "clew.case" not in out.stdout.split()


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_help_and_an_example(name: str) -> None:
    command = LEAVES[name].command
    assert command.help and len(command.help) > 20
    examples = getattr(command, "examples", ())
    assert examples and all(line.startswith(f"{name.split()[0]} ") for line in examples)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


@pytest.mark.parametrize(
    "line",
    [line for c in EVERY.values() for line in getattr(c.command, "examples", ())],
)
def test_every_example_is_taken_by_its_command(line: str) -> None:
    words = shlex.split(line.partition(" < ")[0].partition(" > ")[0])
    context, rest = EVERY["clew"], words[1:]
    while isinstance(context.command, click.Group) and rest[0] != "--help":
        context = EVERY[f"{context.command_path} {rest.pop(0)}"]
    if rest != ["--help"]:
        context.command.make_context(context.info_name, rest, parent=context.parent)


def test_every_command_is_told_in_one_whole_line(clew: Clew) -> None:
    said = clew("--help")
    assert said.code == 0
    assert "..." not in said.out.partition("Commands:")[2]
    assert all(f"\n  {name} " in said.out for name in COMMANDS)


def test_the_page_of_commands_is_what_help_prints(root: Path) -> None:
    written = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m clew.cli.pages > docs/commands.md"


def test_no_command_is_left_out_of_the_page() -> None:
    assert {f"clew {name}" for name in cli.list_commands(EVERY["clew"])} <= set(EVERY)


def test_a_question_explains_its_parameters(clew: Clew) -> None:
    said = clew("ask", "ties", "--help")
    assert said.code == 0
    assert "--to" in said.out and "--steps" in said.out and "--known-at" in said.out
    assert 'clew ask ties "Ly Yong Phat" --to Compound' in said.out


def test_without_a_question_they_are_listed(clew: Clew) -> None:
    said = clew("ask")
    assert said.code == 0
    assert all(f"\n  {name} " in said.out for name in ("ties", "path", "about", "timeline"))


def test_a_wrong_word_is_wrong_use(clew: Clew) -> None:
    for line in (["nonsense"], ["ask", "nonsense"], ["find"], ["query", "x", "--format", "doc"]):
        said = clew(*line)
        assert said.code == 2
        assert "Error: " in said.err and not said.out
