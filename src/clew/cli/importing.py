"""`clew import`: files and folders into the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.cli.base import Function, command, say
from clew.cli.options import in_words_or_json, uses_case
from clew.cli.progress import progress

if TYPE_CHECKING:
    from clew.case import Case

FILE = click.Path(path_type=Path)
FACTS = {
    "title": "Its title.",
    "publisher": "Who published it.",
    "author": "Who wrote it.",
    "language": "Its language, as in `en`.",
    "published": "When: 2024, 2024-09 or 2024-09-12. Answers `--known-at` rests on it.",
    "captured": "When this copy was taken.",
    "url": "Where it was.",
    "archive-url": "Where a copy is kept.",
    "licence": "Under which licence.",
    "outlet-closed": "When its outlet closed.",
    "reprint-of": "The source that it repeats: both together count as one.",
}


def facts(function: Function) -> Function:
    """Add an option for each fact of a source."""
    for name in reversed(FACTS):
        function = click.option(f"--{name}", metavar="TEXT", help=FACTS[name])(function)
    return function


def given(options: dict[str, str | None]) -> dict[str, str]:
    """Return the facts that were given."""
    return {name: value for name, value in options.items() if value is not None}


@command(
    "import",
    "clew import notes --sources sources.csv",
    "clew import article.ann --title 'Raid in the port town' --published 2024-09-12",
    "clew import notes --dry-run --format json",
    "clew import corpus.conll --status-of-text reported --because 'Read: it states all as fact'",
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=FILE)
@click.option("--as", "as_", metavar="FORMAT", help="The format; else told by content.")
@click.option("--dry-run", is_flag=True, help="Only say what would come.")
@click.option("--strict", is_flag=True, help="A word that is not mapped makes its file fail.")
@click.option("--profile", metavar="FILE", type=FILE, help="What the annotators' words mean.")
@click.option("--mapping", metavar="FILE", type=FILE, help="What the columns of a table mean.")
@click.option(
    "--sources",
    metavar="FILE",
    type=FILE,
    help="What is known of the sources: CSV or YAML, by path or SHA-256.",
)
@click.option(
    "--text",
    metavar="PATH",
    type=FILE,
    help="Texts that are not beside annotations: a file (text, HTML, PDF, DOCX) or a folder.",
)
@click.option(
    "--status-of-text",
    metavar="STATUS",
    help="The status of all that states none itself: your act, with --because.",
)
@click.option("--because", metavar="TEXT", help="Why --status-of-text.")
@facts
@in_words_or_json()
@uses_case
def import_(
    case: Case,
    paths: tuple[Path, ...],
    as_: str | None,
    dry_run: bool,
    strict: bool,
    profile: Path | None,
    mapping: Path | None,
    sources: Path | None,
    text: Path | None,
    status_of_text: str | None,
    because: str | None,
    form: str,
    **known: str | None,
) -> None:
    """Import annotated sources: files, and folders with all in them.

    The same files again change nothing; a newer export of a source replaces what the earlier one
    said. --title and its kin tell of one file. The summary says what entered, which words are not
    in the vocabulary, and what was rejected, with file and line; then the exit code is 1.
    """
    with progress("Importing") as tell:
        summary = case.load(
            *paths,
            as_=as_,
            profile=profile,
            mapping=mapping,
            sources=sources,
            text=text,
            facts=given(known),
            status_of_text=status_of_text,
            because=because,
            strict=strict,
            dry_run=dry_run,
            on_progress=tell and (lambda _, done, total: tell(done, total)),
        )
    if form == "json":
        from clew.tables import dumps

        click.echo(dumps(summary.to_json()), nl=False)
    else:
        say(summary)
        if summary.run and not dry_run:
            say(f"`clew undo {summary.run}` takes this import back.")
    if summary.needs_a_look:
        click.get_current_context().exit(1)
