"""Who is who: proposals, and decisions that can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.cli.base import Group, command, say
from clew.cli.options import because, disclosing, formatted, through_lens, uses_case
from clew.cli.output import show_rows

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Disclosure, Lens


@command("candidates", "clew candidates", "clew candidates --format csv > candidates.csv")
@formatted()
@through_lens
def candidates(case: Case, lens: Lens, form: str) -> None:
    """List pairs of entities that may be the same.

    The best grounded come first. They are proposals with their grounds, and nothing rests on them
    until you decide: `clew same A B --because …` or `clew different A B --because …`. The score
    orders them and is no probability.
    """
    from clew.listing import PROPOSAL, proposals

    found = proposals(case, lens)
    show_rows(PROPOSAL, [pair.row for pair in found], form, full=[pair.full for pair in found])
    say("`clew same LEFT RIGHT --because …` or `clew different …` decides." if found else NONE)


NONE = "Nothing is proposed."


@command("same", "clew same m31fee048 m67e3b2c0 --because 'same act, same month, same office'")
@click.argument("a")
@click.argument("b")
@because
@disclosing
@uses_case
def same(case: Case, a: str, b: str, because: str, disclose: Disclosure) -> None:
    """Decide that two entities are one.

    A and B are ids or names. The graph follows at once; every answer that rests on a decision says
    so. Prints the decision's id.
    """
    decided(case.same(a, b, because=because, disclose=disclose))


@command("different", "clew different 'Ly Yong Phat' m67e3b2c0 --because 'another senator'")
@click.argument("a")
@click.argument("b")
@because
@disclosing
@uses_case
def different(case: Case, a: str, b: str, because: str, disclose: Disclosure) -> None:
    """Decide that two entities are not one.

    It holds whatever a rule would say. A and B are ids or names. Prints the decision's id.
    """
    decided(case.different(a, b, because=because, disclose=disclose))


@command("undo", "clew undo i4c1f0a…", "clew undo re5b6572…")
@click.argument("id")
@disclosing
@uses_case
def undo(case: Case, id: str, disclose: Disclosure) -> None:
    """Take back a decision, an act or a whole import.

    ID is what the command printed, or stands in `clew log`. Nothing is lost: an undo is an act of
    its own, and can be undone.
    """
    decided(case.undo(id, disclose=disclose))


def decided(act: str) -> None:
    """Print an act's id, and say how it is taken back."""
    click.echo(act)
    say(f"Done; `clew undo {act}` takes it back.")


@click.group("decisions", cls=Group)
def decisions() -> None:
    """Read and write decisions as a table."""


@decisions.command("export", examples=("clew decisions export > decisions.csv",))
@formatted(default="csv")
@disclosing
@uses_case
def export(case: Case, form: str, disclose: Disclosure) -> None:
    """Write the decisions that hold: verb, left, right, because, and who decided when.

    Those of identity; what is protected, released and withdrawn; assessments. The first four
    columns are what `clew decisions import` reads.
    """
    from clew.listing import DECISION, decisions

    show_rows(DECISION, decisions(case, disclose), form)


@decisions.command("import", examples=("clew decisions import decisions.csv",))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@disclosing
@uses_case
def import_(case: Case, file: Path, disclose: Disclosure) -> None:
    """Decide what a CSV table says: columns verb, left, right, because.

    The verb is same or different (of left and right: ids or names); protect, release or withdraw
    (of left); or assess (the claim left, its pair right). Rows that stand already are counted; rows
    that cannot be decided are named with their line, the others are done together, and the exit
    code is 1. Rows are judged against the case before the table; only who is who builds up.
    """
    from clew.bulk import decide

    done = decide(case, file, disclose)
    say(done)
    if done.rejected:
        click.get_current_context().exit(1)
