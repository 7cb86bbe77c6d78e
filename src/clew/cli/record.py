"""The record: `clew verify`, `clew log`, `clew seal`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clew.cli.base import command, say
from clew.cli.options import disclosing, formatted, uses_case
from clew.cli.output import show_rows

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Disclosure


@command("verify", "clew verify")
@formatted("table", "json")
@uses_case
def verify(case: Case, form: str) -> None:
    """Check that nothing was changed or lost.

    The log's chain, every original and every quote are checked; a graph that is missing or wrong
    is made anew. The exit code is 1 where something is wrong.
    """
    from clew.tables import dumps

    found = case.verify()
    if form == "json":
        shape = {"problems": list(found.problems), "notes": list(found.notes)}
        click.echo(dumps(shape), nl=False)
    else:
        lines = found.problems or ("Ledger and originals are as they were written.",)
        click.echo("\n".join([*lines, *found.notes]))
    if not found.is_sound:
        click.get_current_context().exit(1)


@command("log", "clew log", "clew log --format csv > log.csv")
@formatted()
@disclosing
@uses_case
def log(case: Case, form: str, disclose: Disclosure) -> None:
    """Show who did what when.

    The oldest comes first. Each line commits to what it wrote and to every line before it: `clew
    verify` checks them, and `clew seal` prints the last.
    """
    from clew.listing import ENTRY, log

    entries = log(case, disclose)
    columns = ENTRY[:-1] if form == "table" else ENTRY
    show_rows(columns, entries, form)


@command("seal", "clew seal")
@uses_case
def seal(case: Case) -> None:
    """Print the head of the log, to be signed or mailed.

    It proves what was in the case then: who holds it can tell later whether anything before it was
    changed.
    """
    click.echo(case.seal())
    say("Mail or sign this line: it stands for every entry of the log so far.")
