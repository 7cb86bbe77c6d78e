"""Sources, and what is taken out of sight or out of the case."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clew.cli.base import Group, command, say
from clew.cli.identity import decided
from clew.cli.importing import facts, given
from clew.cli.options import because, disclosing, formatted, uses_case
from clew.cli.output import show_rows
from clew.cli.servers import tell_copies

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Disclosure


@command("sources", "clew sources", "clew sources --format csv > sources.csv")
@formatted()
@disclosing
@uses_case
def sources(case: Case, form: str, disclose: Disclosure) -> None:
    """List the sources of the case and what is known of them."""
    from clew.listing import SHOWN, sources

    known = sources(case, disclose)
    columns = SHOWN if form == "table" else tuple(known[0]) if known else SHOWN
    show_rows(columns, known, form)


@click.group("source", cls=Group, modules={"correct": "by_hand:correct"})
def source() -> None:
    """Say more of a source."""


@source.command(
    "edit", examples=("clew source edit notes/arrest-1.txt --publisher 'The Paper' --language en",)
)
@click.argument("source_", metavar="SOURCE")
@facts
@disclosing
@uses_case
def edit(case: Case, source_: str, disclose: Disclosure, **known: str | None) -> None:
    """Correct what is known of a source: an id, a unique title or an imported path.

    What was known before stays in the ledger. An empty TEXT takes a fact back.
    """
    changed = case.edit_source(source_, given(known), disclose=disclose)
    say("1 fact changed." if changed == 1 else f"{changed} facts changed.")


@command("withdraw", "clew withdraw notes/arrest-1.txt --because 'The report was retracted'")
@click.argument("what", metavar="SOURCE|RUN|CLAIM")
@because
@disclosing
@uses_case
def withdraw(case: Case, what: str, because: str, disclose: Disclosure) -> None:
    """Take a source, an import or a claim out of every answer.

    It stays readable in the ledger; `clew erase` removes for good.
    """
    decided(case.withdraw(what, because=because, disclose=disclose))
    tell_copies(case)


KEPT = (
    "Erasing removes it from this case for good: text, original, claims, graphs. A tombstone stays."
    " It cannot reach copies and backups of the case, files you imported from, what was exported or"
    " shown before, and what was typed: your terminal's and the Clew shell's history."
)


@command("erase", "clew erase notes/arrest-2.txt --because 'A court ordered it' --yes")
@click.argument("what", metavar="SOURCE|CLAIM")
@because
@click.option("--yes", is_flag=True, help="Do not ask.")
@disclosing
@uses_case
def erase(case: Case, what: str, because: str, yes: bool, disclose: Disclosure) -> None:
    """Remove a source or a claim for good; a tombstone stays. It cannot be undone.

    What it cannot reach: copies and backups of the case, the files you imported from, what was
    exported or shown before, and the history of your terminal and of `clew shell`.
    """
    say(KEPT)
    if not yes and sys.stdin.isatty() and not click.confirm("Erase it?", err=True):
        say("Nothing was erased.")
        click.get_current_context().exit(1)
    click.echo(case.erase(what, because=because, disclose=disclose))
    say("Erased.")
    tell_copies(case)


@command("protect", "clew protect 'Ann Example' --because 'She asked not to be named'")
@click.argument("what", metavar="ENTITY|CLAIM|SOURCE")
@because
@uses_case
def protect(case: Case, what: str, because: str) -> None:
    """Keep an entity, a claim or a source out of sight.

    No command shows it from then on, nor counts it, unless --disclose says so.
    """
    decided(case.protect(what, because=because))
    tell_copies(case)


@command("release", "clew release m31fee048 --because 'She agreed' --disclose case")
@click.argument("what", metavar="ENTITY|CLAIM|SOURCE")
@because
@disclosing
@uses_case
def release(case: Case, what: str, because: str, disclose: Disclosure) -> None:
    """Let something protected be seen again.

    It is reached with --disclose case or all; without, it answers like what is not there.
    """
    decided(case.release(what, because=because, disclose=disclose))
