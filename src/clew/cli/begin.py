"""Where people begin: the demo, and a new case."""

from __future__ import annotations

from pathlib import Path

import click

from clew.cli.base import command, say
from clew.cli.credentials import asking, enter
from clew.cli.servers import over


@command("demo", "clew demo", "clew demo ~/first-case")
@click.argument("folder", metavar="[DIR]", default="clew-demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    """Make the sample case, and answer its question, with a picture.

    What ties a senator to a scam compound, and who says so? Notes, list entries and a table come
    with Clew; the folder is ./clew-demo where none is named, and the picture is its ties.html. Safe
    to repeat: a second time changes nothing.
    """
    from clew.demo import demo as show
    from clew.demo import next_steps

    say(f"The sample case, in {folder}:")
    found = show(folder)
    say(found.summary)
    if found.decided:
        say(f"Of decisions.csv, {found.decided}")
    say(f"The picture of the answer, to open in a browser: {found.picture}")
    click.echo(f"\n{found.answer.to_text()}\n{next_steps(folder)}", nl=False)


@command(
    "init",
    "clew init senator --name 'The senator' --purpose 'Ties to scam compounds'",
    "clew init senator --graph bolt://localhost",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What the case is called; else as its folder.")
@click.option("--purpose", default="", help="What it is for; it stands in case.toml.")
@click.option(
    "--graph",
    metavar="ADDRESS",
    default="embedded",
    show_default=True,
    help="A Neo4j server where its graph lives: see `clew graph move`.",
)
@over
def init(folder: Path, name: str, purpose: str, graph: str, replace: bool) -> None:
    """Make a new case in a folder that is empty or not there.

    Only you can read the folder (0700, files 0600). It is not encrypted: copying it hands on
    everything in it, the original sources too.
    """
    from clew.case import create
    from clew.graph.errors import UsageError

    if graph == "embedded" and replace:
        raise UsageError("--replace goes with --graph and the address of a server")
    with asking():
        if graph != "embedded":
            enter(graph)
        case = create(folder, name=name, purpose=purpose, graph=graph, replace=replace)
    say(f"A new case: {case.directory.path}")
    if place := case.directory.graph_address:
        say(f"Its graph lives at {place}.")
    say("It is not encrypted: who copies the folder has everything in it.")
