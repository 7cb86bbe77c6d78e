"""Looking things up: `clew find`, `clew show`, `clew why`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clew.cli.base import command, say
from clew.cli.options import fail_empty, formatted, through_lens
from clew.cli.output import leave_if, show_answer, show_rows

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens


@command("find", "clew find 'Ly Yong Phat'", "clew find phat --format csv")
@click.argument("name")
@formatted()
@fail_empty
@through_lens
def find(case: Case, name: str, lens: Lens, form: str, fail_empty: bool) -> None:
    """Find entities by name, best first.

    Words may stand in any order, case and spelling. Whether two of one name are one is a question
    for you: see `clew candidates`.
    """
    found = case.find(name, lens=lens)
    show_rows(("id", "kind", "name", "status", "matched"), found, form, full=found)
    if not found:
        say("No entity in this graph bears that name.")
    leave_if(fail_empty and not found)


@command("show", "clew show 'Mech Dara'", "clew show 'Mech Dara' --known-at 2024-10-01 --format md")
@click.argument("entity")
@formatted()
@through_lens
def show(case: Case, entity: str, lens: Lens, form: str) -> None:
    """Show everything that is said of an entity.

    Each line has its status, date, quote and source. ENTITY is an id or a name; where several bear
    the name, they are listed, and the exit code is 2.
    """
    show_answer(case.show(entity, lens=lens), form)


@command("why", "clew why m31fee0488c6b0a1d1956027ed16ab735")
@click.argument("id")
@formatted("table", "json")
@through_lens
def why(case: Case, id: str, lens: Lens, form: str) -> None:
    """Show the evidence behind an id.

    It is the id of an edge, a node, a claim, a source or a decision about identity (a person's or
    a rule's); answers and rows hold them. Of the first four, the first nine signs are enough.
    """
    from clew.answers import why_text
    from clew.tables import dumps

    found = case.why(id, lens=lens)
    click.echo(dumps(found) if form == "json" else why_text(found), nl=False)
