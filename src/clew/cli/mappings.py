"""`clew mapping`: what the columns of a table mean."""

from __future__ import annotations

from pathlib import Path

import click

from clew.cli.base import Group, say
from clew.cli.options import formatted
from clew.cli.output import show_rows

FILE = click.Path(path_type=Path)
MADE = ("sort", "name", "count", "first", "place")


@click.group("mapping", cls=Group)
def mapping() -> None:
    """Say what the columns of a table mean.

    A mapping is YAML; draft one from your table, mend it, check it, import with it. Clew brings
    one along: `geonames`.
    """


@mapping.command("draft", examples=("clew mapping draft owners.csv > owners.yaml",))
@click.argument("file", metavar="FILE", type=FILE)
def draft(file: Path) -> None:
    """Propose a mapping for a table, as YAML on stdout.

    Each line says why it is there; what is unsure stands behind a `#`. Mend it, then
    `clew import FILE --mapping owners.yaml`.
    """
    from clew.loaders.tables.drafts import draft

    click.echo(draft(file), nl=False)


@mapping.command(
    "check",
    examples=("clew mapping check owners.yaml", "clew mapping check owners.yaml owners.csv"),
)
@click.argument("mapping", metavar="MAPPING", type=FILE)
@click.argument("file", metavar="[FILE]", required=False, type=FILE)
@formatted()
def check(mapping: Path, file: Path | None, form: str) -> None:
    """Check a mapping, and list what it would make of a table.

    Nothing is imported. The exit code is 1 where something is wrong with the mapping, or rows
    would be rejected.
    """
    from dataclasses import asdict

    from clew.loaders.tables.check import check
    from clew.summary import ODD

    found = check(mapping, file)
    if file is not None and not found.problems:
        show_rows(MADE, [asdict(made) for made in found.made], form)
    for problem in found.problems:
        say(problem)
    for rejected in found.rejected:
        say(f"Rejected: {rejected.file}, line {rejected.line}: {rejected.reason}")
    if counts := ", ".join(
        f"{count} {ODD.get(name, name)}" for name, count in found.counts.items()
    ):
        say(f"{counts}.")
    if found.sound:
        say("Nothing is wrong with the mapping.")
    else:
        click.get_current_context().exit(1)
