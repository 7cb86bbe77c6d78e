"""`clew export`: what a lens shows, in the files of other tools."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import Command, say
from clew.cli.options import through_lens
from clew.cli.progress import progress
from clew.cli.report import report

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens

_REPORT = "an answer or an entity as a document with notes"
#: Items between two looks of the bar.
EVERY = 500


class Export(Command):
    """The command; its help says what the formats are.

    What is asked for in a way of its own is a command of its own, in `forms` by its word.
    """

    forms: Mapping[str, click.Command] = {"report": report}

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read `report …` as the command that it is."""
        word = args[0] if args else ""
        if word in self.forms:
            return self.forms[word].make_context(f"{info_name} {word}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, then the formats."""
        from clew.graph.exchange.formats import FORMATS

        super().format_help_text(ctx, formatter)
        with formatter.section("Formats"):
            told = [(one.name, one.title) for one in FORMATS.values()]
            formatter.write_dl([*told, ("report", f"{_REPORT}: see `clew export report --help`")])


@click.command(
    "export",
    cls=Export,
    examples=(
        "clew export cypher -o senator.cypher",
        "clew export neo4j-admin -o for-import --status official",
        "clew export parquet -o tables --replace",
    ),
)
@click.argument("form", metavar="FORMAT")
@click.option("-o", "--output", metavar="PATH", required=True, help="The file or folder.")
@click.option("--replace", is_flag=True, help="Let go the export that stands there.")
@through_lens
def export(case: Case, lens: Lens, form: str, output: str, replace: bool) -> None:
    """Write the graph as files for other tools.

    They hold what the lens shows: every quote, name and address in it, nothing that is protected,
    and salted ids, to which `clew why` answers. A manifest beside tells the lens, counts and
    SHA-256 of each file. The files are yours alone to read (0600), and have their names when they
    are whole. What is to be done with them goes to stdout.
    """
    from clew.graph.errors import UsageError
    from clew.queries.telling import plural

    if form in Export.forms:
        raise UsageError(f"`{form}` stands first: clew export {form} -o {output}")
    with progress("Exporting", EVERY) as tell:
        done = case.export(form, Path(output), lens=lens, replace=replace, on_progress=tell)
    counts = f"{plural(done.nodes, 'node')}, {plural(done.edges, 'edge')}"
    say(f"{output}: {counts} as {done.format}. Lens: {lens.words()}.")
    for words in done.lost:
        say(words)
    say(f"{done.manifest} has what it holds. Who may read these files has all of it.")
    if done.then:
        click.echo(done.then)
