"""`clew agreement`: annotators against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clew.cli.base import command, say
from clew.cli.options import formatted, through_lens
from clew.cli.output import show_rows

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens


@command("agreement", "clew agreement", "clew agreement notes/raid.txt --differences --format csv")
@click.argument("sources", metavar="[SOURCE…]", nargs=-1)
@click.option("--differences", is_flag=True, help="List where they differ, and what each says.")
@formatted()
@through_lens
def agreement(
    case: Case, sources: tuple[str, ...], differences: bool, lens: Lens, form: str
) -> None:
    """Show how far the annotators of the same texts agree.

    For every pair of annotators, and as the mean of all pairs: F1 of spans (equal ones, and
    overlapping ones paired), of spans with their kinds, and of ties; Cohen's kappa of the kinds of
    equal spans, of characters, of the types of ties with equal ends, and of the statuses of equal
    ties. `first`, `second` and `both` are the numbers behind it. A SOURCE is an id, a unique title
    or an imported path.
    """
    from clew.queries import annotators, differing
    from clew.queries.telling import plural

    found = case.agreement(*sources, lens=lens)
    if differences:
        rows = [one.row() for one in found.differences()]
        show_rows(differing.COLUMNS, rows, form)
        say(f"{plural(len(rows), 'difference')}.")
    else:
        show_rows(annotators.COLUMNS, found.rows(), form)
    say(found)
