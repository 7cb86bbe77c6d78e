"""`clew profile`: what the words of an annotation project mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import Function, Group, say, state
from clew.cli.options import formatted
from clew.cli.output import show_rows

if TYPE_CHECKING:
    from clew.graph.known import Known
    from clew.loaders.annotations.drafts import Reading
    from clew.loaders.walk import Failure

FILE = click.Path(path_type=Path)
WORD = ("section", "word", "of", "count", "meaning", "known", "reason")
_OPTIONS: tuple[Callable[[Function], Function], ...] = (
    click.option("--as", "as_", metavar="FORMAT", help="The format; else told by content."),
    click.option(
        "--text", metavar="PATH", type=FILE, help="Texts that are not beside annotations."
    ),
    click.option(
        "--case",
        "folder",
        metavar="DIR",
        help="The case whose texts are known; else CLEW_CASE, else one around this folder, if any.",
    ),
)


def reads_files(function: Function) -> Function:
    """Add the options that say how files are read, and give them as one `Reading`."""

    @wraps(function)
    def reading(
        *args: Any, as_: str | None, text: Path | None, folder: str | None, **more: Any
    ) -> Any:
        from clew.loaders.annotations.drafts import Reading

        with known_texts(folder) as known:
            return function(*args, reading=Reading(as_=as_, text=text, known=known), **more)

    made: Function = reading
    for option in reversed(_OPTIONS):
        made = option(made)
    return made


@contextmanager
def known_texts(folder: str | None) -> Iterator[Known]:
    """Open the texts of a case: of the one that is named, or of one that is there."""
    from clew.case import open
    from clew.graph.errors import NotACase
    from clew.graph.known import no_texts
    from clew.graph.ledger.acts import standing_acts
    from clew.graph.ledger.standing import standing
    from clew.graph.ledger.texts import Texts

    named = folder or state().case
    try:
        case = open(named)
    except NotACase:
        if named or os.environ.get("CLEW_CASE"):
            raise
        yield no_texts
        return
    with case.reading() as db:
        yield Texts(db, case.directory.originals, standing(db, standing_acts(db)))


@click.group("profile", cls=Group)
def profile() -> None:
    """Say what labels, relations and attributes mean.

    A profile is YAML; draft one from your annotations, mend it, check it, import with it. One that
    is called clew-profile.yaml and stands beside the files, or above them in the folder that is
    imported, holds for them without being named.
    """


@profile.command(
    "draft",
    examples=(
        "clew profile draft notes > profile.yaml",
        "clew profile draft export.json --as label-studio",
    ),
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=FILE)
@reads_files
def draft(paths: tuple[Path, ...], reading: Reading) -> None:
    """Propose a profile for the words in these files, as YAML on stdout.

    Every word stands with how often it is used, what Clew takes it for, and why; what is only
    likely stands behind the `#`. Mend it, then `clew import --profile profile.yaml`.
    """
    from clew.loaders.annotations.drafts import draft

    found = draft(paths, reading)
    click.echo(found.yaml, nl=False)
    report(found.failures)


@profile.command(
    "check",
    examples=(
        "clew profile check profile.yaml notes",
        "clew profile check clew-profile.yaml",
    ),
)
@click.argument("file", metavar="PROFILE", type=FILE)
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=FILE)
@reads_files
@formatted()
def check(file: Path, paths: tuple[Path, ...], reading: Reading, form: str) -> None:
    """Check a profile, and list what every word of these files comes to under it.

    The exit code is 1 where a word is still without a meaning.
    """
    from dataclasses import asdict

    from clew.loaders.annotations.drafts import check

    found = check(file, paths, reading)
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
