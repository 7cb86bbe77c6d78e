"""The shell: Cypher, one question after another, and a few commands of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import say
from clew.cli.credentials import forget
from clew.cli.history import kept
from clew.graph.errors import ClewError, UsageError

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens


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
            forget()
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
        from clew.cli.prompt_commands import COMMANDS

        act = COMMANDS.get(name)
        if act is None:
            raise UsageError("the shell has no such command: see :help")
        act(self, rest.strip())
        return True


def converse(shell: Shell, *, history: bool) -> None:
    """Take lines from a terminal or a pipe until they end.

    From a pipe a failure does not end it; the exit code is 2 then.
    """
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
