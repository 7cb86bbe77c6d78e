"""What can be loaded, and what words mean: `clew formats`, `clew schema`."""

from __future__ import annotations

import click

from clew.cli.base import command
from clew.cli.options import formatted
from clew.cli.output import show_rows


@command("formats", "clew formats")
@formatted()
def formats(form: str) -> None:
    """List the formats that can be imported."""
    from clew.loaders.registry import formats as known

    show_rows(("name", "title", "suffixes", "specification"), known(), form)


@command("schema", "clew schema", "clew schema Compound", "clew schema OWNS --format json")
@click.argument("word", required=False)
@formatted("table", "json", "md")
def schema(word: str | None, form: str) -> None:
    """Show the vocabulary: kinds, ties, statuses and values.

    With a WORD: that kind and the ties that fit it, or that tie. Each stands beside its name in
    FollowTheMoney and in RDF.
    """
    from clew.graph.schema_text import describe, words
    from clew.tables import dumps

    found = describe(word)
    click.echo(dumps(found) if form == "json" else words(found), nl=False)
