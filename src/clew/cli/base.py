"""What every command is made of: the lazy group, help with an example, where words go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

Function = Callable[..., Any]
#: The width of help texts, so that the pages made of them are the same everywhere.
WIDTH = 96


@dataclass(slots=True)
class State:
    """What holds for the whole call: `--case` and `--debug`, wherever they stand."""

    case: str = ""
    debug: bool = False


def state() -> State:
    """Return the state of this call."""
    found = click.get_current_context().find_object(State)
    return found if found is not None else State()


class Command(click.Command):
    """A command whose help ends with examples, and that takes `--debug`."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **more: Any) -> None:
        """Keep the examples, lines that can be copied."""
        super().__init__(*args, **more)
        self.examples = examples
        self.params.append(debug_option())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they are, never wrapped."""
        write_examples(formatter, self.examples)


class Group(click.Group):
    """Commands that are imported when they are used: `commands` names their modules."""

    command_class = Command

    def __init__(self, *args: Any, modules: Mapping[str, str] | None = None, **more: Any) -> None:
        """Keep where commands are: `module:attribute`, by name, in the order of the help."""
        super().__init__(*args, **more)
        self.modules = dict(modules or {})
        self.examples: tuple[str, ...] = ()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they were given."""
        return [*self.modules, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and return the command."""
        if cmd_name not in self.modules:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.modules[cmd_name].partition(":")
        found = getattr(import_module(f"clew.cli.{module}"), attribute)
        return found if isinstance(found, click.Command) else None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they are, never wrapped."""
        write_examples(formatter, self.examples)


def write_examples(formatter: click.HelpFormatter, examples: tuple[str, ...]) -> None:
    """Write lines that can be copied, each as it is."""
    if examples:
        with formatter.section("Examples" if len(examples) > 1 else "Example"):
            for line in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def command(name: str, *examples: str) -> Callable[[Function], Command]:
    """Make a command of a function; its docstring is the help, the examples can be copied."""
    return click.command(name, cls=Command, examples=examples)


def debug_option(*, hidden: bool = True) -> click.Option:
    """Return `--debug`, which every command takes and only `clew --help` shows."""

    def switch_on(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        found = ctx.find_object(State)
        if value and found is not None:
            found.debug = True

    return click.Option(
        ["--debug"],
        is_flag=True,
        hidden=hidden,
        expose_value=False,
        callback=switch_on,
        help="Show tracebacks; they may hold names.",
    )


def say(words: object) -> None:
    """Tell the user about the work: on stderr, line by line, safe for a terminal."""
    from clew.queries.render import plain

    for line in str(words).splitlines() or [""]:
        click.echo(plain(line), err=True)
