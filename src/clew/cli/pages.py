"""docs/commands.md: the help of every command, as `clew --help` prints it.

`python -m clew.cli.pages > docs/commands.md` writes it anew; a test keeps both equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from clew.cli.base import WIDTH, State
from clew.cli.root import cli

INTRODUCTION = """\
# The commands

What `clew COMMAND --help` prints, for every command. Shapes of the JSON that scripts may rely on
stand in [shapes.md](shapes.md).
"""


def commands(
    command: click.Command = cli, name: str = "clew", above: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a context for each command, depth first, in the order of the help."""
    here = click.Context(
        command,
        info_name=name,
        parent=above,
        terminal_width=WIDTH,
        help_option_names=["-h", "--help"],
        obj=State(),
    )
    yield here
    if isinstance(command, click.Group):
        for inner in command.list_commands(here):
            found = command.get_command(here, inner)
            if found is not None:
                yield from commands(found, inner, here)
    forms: Mapping[str, click.Command] = getattr(command, "forms", {})
    for word, form in forms.items():
        yield from commands(form, f"{name} {word}", above)


def page() -> str:
    """Return docs/commands.md."""
    parts = [INTRODUCTION]
    for context in commands():
        parts += [f"## {context.command_path}\n", f"```\n{context.get_help().rstrip()}\n```\n"]
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
