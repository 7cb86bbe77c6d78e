"""`clew ask`: the question library, each question a command with its own help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import Command, Group, state
from clew.cli.options import fail_empty, formatted, through_lens
from clew.cli.output import leave_if, show_answer

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens
    from clew.queries.question import Parameter, Question


class Questions(Group):
    """The questions of the library; a new one there is a command here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the questions."""
        from clew.queries.library import QUESTIONS

        return list(QUESTIONS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command that asks a question."""
        from clew.queries.library import QUESTIONS

        question = QUESTIONS.get(cmd_name)
        return _command(question) if question else None


def _command(question: Question) -> Command:
    @formatted()
    @fail_empty
    @through_lens
    def asked(case: Case, lens: Lens, form: str, fail_empty: bool, **values: Any) -> None:
        answer = case.ask(question.name, lens=lens, **values)
        show_answer(answer, form)
        leave_if(fail_empty and answer.is_empty)

    return Command(
        question.name,
        callback=asked,
        help=f"{question.title}\n\n{question.help}",
        short_help=question.title,
        params=[*map(parameter_of, question.parameters), *reversed(_params(asked))],
        examples=(question.example,),
    )


def _params(function: Any) -> list[click.Parameter]:
    return list(function.__click_params__)


def parameter_of(parameter: Parameter) -> click.Parameter:
    """Return the argument or option that a question's parameter is on the command line."""
    if parameter.positional:
        return click.Argument([parameter.name], required=parameter.required)
    more = "; repeatable" if parameter.several else ""
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}"],
        type=int if isinstance(parameter.default, int) else str,
        multiple=parameter.several,
        required=parameter.required,
        default=parameter.default,
        show_default=parameter.default is not None,
        help=f"{parameter.meaning[:1].upper()}{parameter.meaning[1:]}{more}.",
    )


@click.command("ask", cls=Questions, invoke_without_command=True)
@click.option("--case", metavar="DIR", default="", help="The case, for every question.")
@click.pass_context
def ask(ctx: click.Context, case: str) -> None:
    """Ask a question of the library; without one, list them.

    Each answer holds its evidence, what is not known, and the lens. "No answer in this graph" is
    never the same as "no tie exists", and a path is no accusation. `clew ask ties --help` explains
    one.
    """
    if case:
        state().case = case
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


ask.examples = ('clew ask ties "Ly Yong Phat" --to Compound', "clew ask ties --help")
