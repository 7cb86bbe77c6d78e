"""The shell's own commands: what stands after a colon."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from clew.cli.base import State
from clew.graph.errors import UsageError

if TYPE_CHECKING:
    from clew.cli.prompt import Shell
    from clew.graph.lens import Lens

HELP = """\
A Cypher text ends with ; or with an empty line. Reading only. Ctrl-C stops a question, Ctrl-D ends.
  :schema [WORD]         kinds and ties, or what concerns one
  :ask QUESTION …        a question of the library: :ask ties "Ly Yong Phat" --to Compound
  :param NAME VALUE      a value for $NAME: JSON, else text; without a name: what is set
  :lens [OPTIONS]        the lens, or another: :lens --as-of 2024-09-30 --status official
  :lens default          the default lens
  :limit N  :timeout S   at most so many rows, so many seconds
  :cite on|off           with the evidence of every row, or without
  :help  :quit
"""


def _help(shell: Shell, rest: str) -> None:
    click.echo(HELP, nl=False)


def _schema(shell: Shell, rest: str) -> None:
    from clew.graph.schema_text import describe, words

    click.echo(words(describe(rest or None)), nl=False)


def _ask(shell: Shell, rest: str) -> None:
    from clew.cli.ask import ask

    words = _split(rest)
    if words and not words[0].startswith("-"):
        # Before what is typed, so that what is typed holds.
        words[1:1] = [*_options(shell.lens), "--format", shell.form]
    folder = str(shell.case.directory.path)
    ask.main(["--case", folder, *words], ":ask", standalone_mode=False, obj=State())


def _options(lens: Lens) -> Iterator[str]:
    """Yield the options that say this lens."""
    names = {"statuses": "status", "without_sources": "without-source", "annotators": "annotator"}
    for name, value in lens.to_json().items():
        option = f"--{names.get(name, name.replace('_', '-'))}"
        if value is True:
            yield option
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from (option, one)


def _param(shell: Shell, rest: str) -> None:
    from clew.querying import parameters_of
    from clew.tables import dumps

    name, _, value = rest.partition(" ")
    if name:
        shell.parameters.update(parameters_of([f"{name}={value.strip()}"]))
    else:
        click.echo(dumps(shell.parameters), nl=False)


def _lens(shell: Shell, rest: str) -> None:
    from clew.cli.options import lens_command

    if rest:
        options = [] if rest == "default" else _split(rest)
        found = lens_command(shell.case).main(options, ":lens", standalone_mode=False)
        shell.lens = shell.lens if isinstance(found, int) else found  # --help gives an exit code
    click.echo(f"Lens: {shell.lens.words()}")


def _limit(shell: Shell, rest: str) -> None:
    shell.limit = int(_number(rest))


def _timeout(shell: Shell, rest: str) -> None:
    shell.timeout = _number(rest)


def _number(words: str) -> float:
    try:
        found = float(words)
    except ValueError:
        found = 0
    if not 0 < found < float("inf"):
        raise UsageError(":limit and :timeout take a number above 0")
    return found


def _cite(shell: Shell, rest: str) -> None:
    if rest not in ("on", "off"):
        raise UsageError(":cite takes on or off")
    shell.cite = rest == "on"


def _split(rest: str) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError:
        raise UsageError("a quotation mark is not closed") from None


COMMANDS: dict[str, Callable[[Shell, str], None]] = {
    "help": _help,
    "schema": _schema,
    "ask": _ask,
    "param": _param,
    "lens": _lens,
    "limit": _limit,
    "timeout": _timeout,
    "cite": _cite,
}
