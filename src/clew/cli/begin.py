"""Where people begin: the demo, and a new case."""

from __future__ import annotations

from pathlib import Path

import click

from clew.cli.base import command, say


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


@command("init", "clew init senator --name 'The senator' --purpose 'Ties to scam compounds'")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What the case is called; else as its folder.")
@click.option("--purpose", default="", help="What it is for; it stands in case.toml.")
def init(folder: Path, name: str, purpose: str) -> None:
    """Make a new case in a folder that is empty or not there.

    Only you can read the folder (0700, files 0600). It is not encrypted: copying it hands on
    everything in it, the original sources too.
    """
    from clew.case import create

    case = create(folder, name=name, purpose=purpose)
    say(f"A new case: {case.directory.path}")
    say("It is not encrypted: who copies the folder has everything in it.")
