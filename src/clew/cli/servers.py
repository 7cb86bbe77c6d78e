"""Neo4j servers: `clew graph move`, `clew push`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clew.cli.base import Function, Group, command, say
from clew.cli.credentials import enter
from clew.cli.options import in_words_or_json, through_lens, uses_case
from clew.cli.progress import progress

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens
    from clew.moving import Moved

#: Items between two looks of the bar.
EVERY = 500


def over(function: Function) -> Function:
    """Add `--replace`."""
    return click.option(
        "--replace", is_flag=True, help="Let go what others left in that database."
    )(function)


@click.group("graph", cls=Group)
def graph() -> None:
    """Say where the graph of the case lives."""


@graph.command(
    "move",
    examples=(
        "clew graph move bolt://localhost",
        "clew graph move neo4j+s://graph.example.org/senator",
        "clew graph move embedded",
    ),
)
@click.argument("address", metavar="ADDRESS")
@over
@in_words_or_json()
@uses_case
def move(case: Case, address: str, replace: bool, form: str) -> None:
    """Let the graph of the case live on a Neo4j server, or in the case again (`embedded`).

    ADDRESS is bolt://HOST[:PORT][/DATABASE], or the same with neo4j://, bolt+s:// or neo4j+s://.
    Every command then asks there. The ledger stays in the case. The database that the graph leaves
    is emptied; where that cannot be done, it is said, and the exit code is 1. One database holds
    one case: what others left there goes only with --replace. User and password come from
    NEO4J_USERNAME and NEO4J_PASSWORD, from ~/.netrc (mode 0600), or are asked for; they are kept
    nowhere.
    """
    from clew.tables import dumps

    if address != "embedded":
        enter(address)
    with progress("Moving the graph", EVERY) as on_progress:
        moved = case.move_graph(address, replace=replace, on_progress=on_progress)
    if form == "json":
        shape = {"graph": moved.address, "nodes": moved.nodes, "edges": moved.edges}
        click.echo(dumps(shape | {"left": moved.left, "stays": moved.stays}), nl=False)
    else:
        _tell_move(moved)
    if moved.stays:
        click.get_current_context().exit(1)


def _tell_move(moved: Moved) -> None:
    counts = _counted(moved.nodes, moved.edges)
    if moved.address == "embedded":
        say(f"The graph lives in the case: {counts}.")
    else:
        say(f"The graph lives at {moved.address}: {counts}. The ledger stays in the case.")
    if moved.stays:
        say(f"What it left at {moved.left} stays there, and is not kept up: {moved.stays}")
        say(f"`clew graph remove {moved.left}` takes it away.")
    elif moved.left:
        say(f"At {moved.left} nothing of it is left.")


@graph.command("remove", examples=("clew graph remove bolt://localhost",))
@click.argument("address", metavar="ADDRESS")
@uses_case
def remove(case: Case, address: str) -> None:
    """Take away what this case left on a server: a copy, or a graph that lives elsewhere now.

    The database at ADDRESS is emptied where it bears this case's mark, and left as it is where it
    does not. Where the graph of the case lives nothing is removed: move it first.
    """
    place = enter(address)
    case.take_away(address)
    say(f"At {place} nothing of this case is left.")


@command(
    "push",
    "clew push bolt://localhost",
    "clew push neo4j+s://graph.example.org/shared --status official --status adjudicated",
    "clew push bolt://localhost --replace --format json",
)
@click.argument("address", metavar="ADDRESS")
@over
@in_words_or_json()
@through_lens
def push(case: Case, lens: Lens, address: str, replace: bool, form: str) -> None:
    """Copy the graph to a Neo4j server; the case stays where it is.

    ADDRESS, user and password are as `clew graph move` has them. The copy is for others. It holds
    what the lens shows: every quote, name and address in it, nothing that is protected, and salted
    ids, to which `clew why` answers. It is not kept up: the same again brings it up to the case,
    and a push that was broken off goes on where it was; `clew graph remove` takes it away. Other
    programs may see half of a push until it ends.
    """
    from clew.pushing import check
    from clew.tables import dumps

    check(lens)
    enter(address)
    with progress("Pushing", EVERY) as on_progress:
        pushed = case.push(address, lens=lens, replace=replace, on_progress=on_progress)
    if pushed.behind:
        say("The case has changed since: the copy is of before. The same command brings it up.")
    if form == "json":
        shape = {"address": pushed.address, "lens": lens.to_json()}
        click.echo(dumps({**shape, "nodes": pushed.nodes, "edges": pushed.edges}), nl=False)
        return
    counts = _counted(pushed.nodes, pushed.edges)
    say(f"At {pushed.address} is a copy now: {counts}. Lens: {lens.words()}.")
    say("Who may read that database has all of it; the ids are salted, and `clew why` knows them.")


def tell_copies(case: Case) -> None:
    """Say which copies of a case an act that was just done does not reach."""
    for place in case.copies():
        what = "The copy" if place.copy else "What the graph left"
        say(f"{what} at {place.address} (since {place.since}) is not changed by that.")
        again = f"`clew push {place.address}` brings it up to the case, " if place.copy else ""
        say(f"  {again}`clew graph remove {place.address}` takes it away.")


def _counted(nodes: int, edges: int) -> str:
    from clew.queries.telling import plural

    return f"{plural(nodes, 'node')}, {plural(edges, 'edge')}"
