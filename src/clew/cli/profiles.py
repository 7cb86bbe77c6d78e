"""`clew profile`: what the words of an annotation project mean."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.cli.base import Group, say
from clew.cli.options import formatted
from clew.cli.output import show_rows

if TYPE_CHECKING:
    from clew.loaders.walk import Failure

FILE = click.Path(path_type=Path)
TEXT = click.option(
    "--text", metavar="PATH", type=FILE, help="Texts that are not beside annotations."
)
WORD = ("section", "word", "of", "count", "meaning", "known")


@click.group("profile", cls=Group)
def profile() -> None:
    """Say what labels, relations and attributes mean.

    A profile is YAML; draft one from your annotations, mend it, check it, import with it.
    """


@profile.command("draft", examples=("clew profile draft notes > profile.yaml",))
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=FILE)
@TEXT
def draft(paths: tuple[Path, ...], text: Path | None) -> None:
    """Propose a profile for the words in these files, as YAML on stdout.

    Every word stands with how often it is used and what Clew takes it for. Mend it, then
    `clew import --profile profile.yaml`.
    """
    from clew.loaders.annotations.drafts import draft

    found = draft(paths, text=text)
    click.echo(found.yaml, nl=False)
    report(found.failures)


@profile.command("check", examples=("clew profile check profile.yaml notes",))
@click.argument("file", metavar="PROFILE", type=FILE)
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=FILE)
@TEXT
@formatted()
def check(file: Path, paths: tuple[Path, ...], text: Path | None, form: str) -> None:
    """Check a profile, and list what every word of these files comes to under it.

    The exit code is 1 where a word is still without a meaning.
    """
    from dataclasses import asdict

    from clew.loaders.annotations.drafts import check

    found = check(file, paths, text=text)
    show_rows(WORD, [asdict(word) for word in found.words], form)
    unknown = len(found.unmapped)
    say(f"{unknown} words without a meaning." if unknown else "Every word has a meaning.")
    report(found.failures)
    if unknown:
        click.get_current_context().exit(1)


def report(failures: Iterable[Failure]) -> None:
    """Name the files that could not be read, and leave with exit code 1 where there are any."""
    failed = [failure for failure in failures if failure.kind == "failed"]
    for failure in failed:
        say(f"Not read: {failure}")
    if failed:
        click.get_current_context().exit(1)
