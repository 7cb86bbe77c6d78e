"""Writing the result of a query: rows on stdout, notes on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clew.cli.base import say
from clew.cli.output import width

if TYPE_CHECKING:
    from clew.queries.cypher import Result


def show_result(result: Result, form: str, *, cite: bool) -> None:
    """Write a query's rows in a format, with their evidence where it is asked for."""
    from clew.graph.lens import Lens
    from clew.querying import cited, evidence_text
    from clew.tables import dumps, written

    if form == "json":
        text = dumps(result.to_json(cite=cite))
    elif form == "jsonl":
        text = "".join(dumps(line, indent=None) for line in result.to_json(cite=cite))
    elif form == "table":
        text = written(result.columns, list(result), form, width=width())
        text += evidence_text(result) if cite else ""
    else:
        columns, rows = cited(result) if cite else (result.columns, list(result))
        text = written(columns, rows, form)
    click.echo(text, nl=False)
    for note in result.notes:
        say(f"Note: {note}")
    count = "1 row" if len(result) == 1 else f"{len(result)} rows"
    say(f"{count}. Lens: {Lens(**result.lens).words()}. Graph: {result.graph_version}.")
