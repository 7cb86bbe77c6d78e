"""Cypher: `clew query` and `clew shell`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clew.cli.base import Function, command
from clew.cli.options import fail_empty, formatted, named_values, through_lens
from clew.cli.output import leave_if

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens

LIMITS = (
    click.option("--limit", type=int, metavar="N", help="At most so many rows (10000)."),
    click.option(
        "--timeout", type=float, default=30.0, show_default=True, metavar="S", help="Seconds."
    ),
    click.option("--cite", is_flag=True, help="Add the evidence of every node and edge in a row."),
)


def limited(function: Function) -> Function:
    """Add the limits of a query."""
    for option in reversed(LIMITS):
        function = option(function)
    return function


@command(
    "query",
    "clew query 'MATCH (p:Person)-[r]->(c:Company) RETURN p, r, c' --cite",
    "clew query 'MATCH (n:Entity {name: $n}) RETURN n.kind, n.status' -p n='Ly Yong Phat'",
    "clew query @question.cypher --format csv > rows.csv",
)
@click.argument("cypher")
@named_values("A value for $NAME")
@limited
@formatted()
@fail_empty
@through_lens
def query(
    case: Case,
    cypher: str,
    parameters: tuple[str, ...],
    limit: int | None,
    timeout: float,
    cite: bool,
    lens: Lens,
    form: str,
    fail_empty: bool,
) -> None:
    """Answer a read-only Cypher text.

    CYPHER is the text, @FILE, or - for stdin. Writes are refused; a text that the engine would
    answer wrongly is rewritten or refused with the remedy, and every answer is computed in a second
    way: where the two differ, no rows are shown and the exit code is 1. `clew schema` lists kinds
    and ties.
    """
    from clew.cli.results import show_result
    from clew.querying import parameters_of, text_of

    text = text_of(cypher, sys.stdin)
    result = case.query(text, parameters_of(parameters), limit=limit, timeout=timeout, lens=lens)
    show_result(result, form, cite=cite)
    leave_if(fail_empty and not len(result))


@command("shell", "clew shell", "clew shell --known-at 2024-10-01", "clew shell < questions.cypher")
@limited
@click.option("--no-history", is_flag=True, help="Keep nothing of what is typed.")
@formatted()
@through_lens
def shell(
    case: Case,
    limit: int | None,
    timeout: float,
    cite: bool,
    no_history: bool,
    lens: Lens,
    form: str,
) -> None:
    """Ask in Cypher, one question after another; read-only.

    A text ends with `;` or an empty line. :help lists the shell's own commands. What is typed is
    kept in the case (`history`, for you alone), never in the home directory. From a pipe it reads
    stdin to its end.
    """
    from clew.cli.prompt import Shell, converse

    made = Shell(case, lens, form=form, limit=limit, timeout=timeout, cite=cite)
    converse(made, history=not no_history)
