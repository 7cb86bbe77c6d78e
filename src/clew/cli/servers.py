"""Neo4j servers: `clew graph move`, `clew push`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clew.cli.base import Function, Group, command, say
from clew.cli.credentials import enter
from clew.cli.options import through_lens, uses_case
from clew.cli.progress import progress

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens

#: Items between two looks of the bar.
EVERY = 500


def over(function: Function) -> Function:
    """Add `--replace`."""
    return click.option(
        "--replace", is_flag=True, help="Let go what others left in that database."
    )(function)


def _summed_up(function: Function) -> Function:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["words", "json"]),
        default="words",
        show_default=True,
        help="The summary: in words on stderr, or as JSON on stdout.",
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
@_summed_up
@uses_case
def move(case: Case, address: str, replace: bool, form: str) -> None:
    """Let the graph of the case live on a Neo4j server, or in the case again (`embedded`).

    ADDRESS is bolt://HOST[:PORT][/DATABASE], or the same with neo4j://, bolt+s:// or neo4j+s://.
    Every command then asks there. The ledger stays in the case, and what a server held stays on it
    when the graph moves on. One database holds one case: what others left there goes only with
    --replace. User and password come from NEO4J_USERNAME and NEO4J_PASSWORD, from ~/.netrc (mode
    0600), or are asked for; they are kept nowhere.
    """
    from clew.tables import dumps

    left = case.directory.graph_address
    if address != "embedded":
        enter(address)
    with progress("Moving the graph", EVERY) as on_progress:
        moved = case.move_graph(address, replace=replace, on_progress=on_progress)
    if form == "json":
        shape = {"graph": moved.address, "nodes": moved.nodes, "edges": moved.edges}
        click.echo(dumps(shape), nl=False)
        return
    counts = _counted(moved.nodes, moved.edges)
    if moved.address == "embedded":
        say(f"The graph lives in the case: {counts}.")
    else:
        say(f"The graph lives at {moved.address}: {counts}. The ledger stays in the case.")
    if left and left != moved.address:
        say(f"What is at {left} stays there, and is not kept up any more.")


@command(
    "push",
    "clew push bolt://localhost",
    "clew push neo4j+s://graph.example.org/shared --status official --status adjudicated",
    "clew push bolt://localhost --replace --format json",
)
@click.argument("address", metavar="ADDRESS")
@over
@_summed_up
@through_lens
def push(case: Case, lens: Lens, address: str, replace: bool, form: str) -> None:
    """Copy the graph to a Neo4j server; the case stays where it is.

    ADDRESS, user and password are as `clew graph move` has them. The copy is for others. It holds
    what the lens shows: every quote, name and address in it, nothing that is protected, and salted
    ids, to which `clew why` answers. It is not kept up: the same again brings it up to the case,
    and a push that was broken off goes on where it was. Other programs may see half of a push
    until it ends.
    """
    from clew.pushing import check
    from clew.tables import dumps

    check(lens)
    enter(address)
    with progress("Pushing", EVERY) as on_progress:
        pushed = case.push(address, lens=lens, replace=replace, on_progress=on_progress)
    if form == "json":
        shape = {"address": pushed.address, "lens": lens.to_json()}
        click.echo(dumps({**shape, "nodes": pushed.nodes, "edges": pushed.edges}), nl=False)
        return
    counts = _counted(pushed.nodes, pushed.edges)
    say(f"At {pushed.address} is a copy now: {counts}. Lens: {lens.words()}.")
    say("Who may read that database has all of it; the ids are salted, and `clew why` knows them.")


def _counted(nodes: int, edges: int) -> str:
    from clew.queries.telling import plural

    return f"{plural(nodes, 'node')}, {plural(edges, 'edge')}"
