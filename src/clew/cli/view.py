"""`clew view`: one HTML file of a neighbourhood, a path, a query or an answer."""

from __future__ import annotations

import sys
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clew.cli.ask import parameter_of
from clew.cli.base import Command, say
from clew.cli.options import fail_empty, named_values, through_lens
from clew.cli.output import leave_if

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens
    from clew.queries.question import Question
    from clew.viewing import Asked

_ASKED = "clew.view.question"
STDOUT = "-"


class View(Command):
    """The command; with --ask it takes what that question takes, as `clew ask` does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See which question is asked before the rest is read."""
        from clew.queries.library import question

        name = _question_in(args)
        ctx.meta[_ASKED] = question(name) if name else None
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters: the question's own in place of those of other ways."""
        params = super().get_params(ctx)
        asked: Question | None = ctx.meta.get(_ASKED)
        if asked is None:
            return params
        own = [parameter_of(parameter) for parameter in asked.parameters]
        taken = {"entities", *(parameter.name for parameter in own)}
        return [*own, *(parameter for parameter in params if parameter.name not in taken)]


def _question_in(args: list[str]) -> str:
    """Return the name behind --ask, '' where there is none."""
    for word, following in zip_longest(args, args[1:], fillvalue=""):
        if word == "--":
            return ""
        if word == "--ask":
            return following
        if word.startswith("--ask="):
            return word.removeprefix("--ask=")
    return ""


@click.command(
    "view",
    cls=View,
    examples=(
        'clew view "Ly Yong Phat" -o around.html',
        'clew view --path "Mech Dara" "Ly Yong Phat" -o path.html',
        'clew view --ask ties "Ly Yong Phat" --to Compound -o ties.html',
        "clew view --query 'MATCH (p:Person)-[r]->(c:Company) RETURN p, r, c' -o owners.html",
    ),
)
@click.argument("entities", metavar="[ENTITY]...", nargs=-1)
@click.option("--path", nargs=2, metavar="A B", help="What ties one entity to another.")
@click.option(
    "--query", metavar="CYPHER", default="", help="What a text finds; @FILE, or - for stdin."
)
@click.option(
    "--ask", metavar="QUESTION ARGS", default="", help="What a question of `clew ask` answers."
)
@click.option("-o", "--output", metavar="FILE", default="", help="The file (needed); - is stdout.")
@named_values("With --query, a value for $NAME")
@click.option(
    "--steps", type=int, metavar="N", help="Around an ENTITY 1 to 4 (1), on a path 1 to 6 (4)."
)
@click.option(
    "--limit", type=int, metavar="N", help="At most so many entities (5000), or rows (10000)."
)
@click.option("--timeout", type=float, metavar="S", help="With --query: seconds (30).")
@fail_empty
@through_lens
def view(case: Case, output: str, lens: Lens, fail_empty: bool, **given: Any) -> None:
    """Write a picture: one HTML file that needs nothing else.

    It shows what is around an ENTITY (an id or a name) or several, a path, what a query finds, or
    the answer to a question, with every claim behind each tie. It opens in any browser and asks
    the network for nothing. Its ids are salted, and `clew why` answers to them. With --ask, what
    follows is as `clew ask` has it: `clew view --ask ties --help` says what.
    """
    from clew.graph.directory import write_private
    from clew.viewing import draw, told

    asked = _asked(**given)
    asked.check()
    _check(case, output)
    drawn, empty = draw(case, lens, asked)
    page = drawn.page()
    if output == STDOUT:
        click.echo(page.encode(), nl=False)
    else:
        write_private(Path(output), page.encode())
    say(told("stdout" if output == STDOUT else output, page, drawn.picture))
    if lens.disclose != "public":
        say("It shows that something is protected, or what: only for those who may know it.")
    leave_if(fail_empty and empty)


def _check(case: Case, output: str) -> None:
    """Raise UsageError where no page can be written, before anything is drawn."""
    from clew.graph.errors import UsageError
    from clew.graph.view.saving import check

    if not output:
        raise UsageError("say where the picture goes: -o FILE, or -o - for stdout")
    if output.endswith("/"):
        check(case.directory, Path(output) / "page.html")  # tells that there is no such folder
        raise UsageError(f"{output} is not a file: name one for the picture")
    if output != STDOUT:
        check(case.directory, Path(output))
    elif sys.stdout.isatty():
        raise UsageError("a page is not for a terminal: name a file with -o, or send it into one")


def _asked(ask: str = "", query: str = "", parameters: tuple[str, ...] = (), **given: Any) -> Asked:
    """Return what is to be drawn, from the options and the question's own parameters."""
    from clew.querying import parameters_of, text_of
    from clew.viewing import Asked

    question: Question | None = click.get_current_context().meta.get(_ASKED)
    own = {p.name for p in question.parameters} if question else set()
    values = {name: given.pop(name) for name in own}
    text = text_of(query, sys.stdin) if query else ""
    named = parameters_of(parameters)
    return Asked(question=ask, values=values, query=text, parameters=named, **given)
