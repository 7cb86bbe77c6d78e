"""The shell: Cypher, one question after another, and a few commands of its own."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import State, say
from clew.cli.history import kept
from clew.graph.errors import ClewError, UsageError

if TYPE_CHECKING:
    from clew.case import Case
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


@dataclass(slots=True)
class Shell:
    """What a shell holds between questions; `take` is given a line at a time."""

    case: Case
    lens: Lens
    form: str
    limit: int | None = None
    timeout: float = 30.0
    cite: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)
    failed: bool = False
    _lines: list[str] = field(default_factory=list)

    @property
    def is_inside(self) -> bool:
        """Whether a text was begun and not ended."""
        return bool(self._lines)

    def take(self, line: str) -> bool:
        """Take a line in; returns False where it was `:quit`."""
        if not self._lines and line.startswith(":"):
            return self._guarded(lambda: self._command(line))
        if line.strip():
            self._lines.append(line)
        if not line.strip() or line.rstrip().endswith(";"):
            self.end()
        return True

    def end(self) -> None:
        """Ask what was begun, if anything."""
        text = "\n".join(self._lines).strip().rstrip(";").strip()
        self._lines.clear()
        if text:
            self._guarded(lambda: self._query(text))

    def forget(self) -> None:
        """Drop what was begun."""
        self._lines.clear()

    def _guarded(self, act: Callable[[], bool | None]) -> bool:
        """Do something; an error or Ctrl-C ends that and not the shell."""
        from clew.cli.run import told

        try:
            return act() is not False
        except KeyboardInterrupt:
            say("Stopped.")
        except click.exceptions.Exit:
            pass
        except click.ClickException as error:
            say(f"Error: {error.format_message()}")
            self.failed = True
        except ClewError as error:
            say(told(error))
            self.failed = True
        return True

    def _query(self, text: str) -> None:
        from clew.cli.results import show_result

        result = self.case.query(
            text, self.parameters, limit=self.limit, timeout=self.timeout, lens=self.lens
        )
        show_result(result, self.form, cite=self.cite)

    def _command(self, line: str) -> bool:
        name, _, rest = line[1:].strip().partition(" ")
        if name in ("quit", "exit", "q"):
            return False
        act = _COMMANDS.get(name)
        if act is None:
            raise UsageError("the shell has no such command: see :help")
        act(self, rest.strip())
        return True


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
    from clew.asking import parameters_of
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


_COMMANDS: dict[str, Callable[[Shell, str], None]] = {
    "help": _help,
    "schema": _schema,
    "ask": _ask,
    "param": _param,
    "lens": _lens,
    "limit": _limit,
    "timeout": _timeout,
    "cite": _cite,
}


def converse(shell: Shell, *, history: bool) -> None:
    """Take lines from a terminal or a pipe until they end; exit code 2 where one failed in a pipe."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            if not shell.take(line.rstrip("\r\n")):
                break
        else:
            shell.end()
        if shell.failed:
            click.get_current_context().exit(2)
        return
    say("Cypher, reading only; :help says what else.")
    with kept(shell.case.directory.path / "history", history):
        while _turn(shell):
            continue


def _turn(shell: Shell) -> bool:
    """Take one line from the terminal; returns False at the end."""
    try:
        return shell.take(input("   … " if shell.is_inside else "clew> "))
    except EOFError:
        shell.end()
        click.echo()
        return False
    except KeyboardInterrupt:
        shell.forget()
        click.echo()
        return True
