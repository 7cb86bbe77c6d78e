"""SPARQL: `clew sparql`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clew.cli.base import command, say
from clew.cli.options import FORMATS, fail_empty, formatted, through_lens
from clew.cli.output import leave_if, width

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens
    from clew.queries.sparql import Found


@command(
    "sparql",
    "clew sparql 'SELECT ?name { ?p a ftm:Person ; schema:name ?name }'",
    "clew sparql 'ASK { GRAPH <urn:clew:graph:alleged> { ?a alleged:CONTROLS ?b } }'",
    "clew sparql @question.rq --format csv > rows.csv",
)
@click.argument("text", metavar="QUERY")
@click.option("--limit", type=int, metavar="N", help="At most so many rows (10000).")
@click.option(
    "--timeout", type=float, default=30.0, show_default=True, metavar="S", help="Seconds."
)
@formatted(*FORMATS, "ntriples")
@fail_empty
@through_lens
def sparql(
    case: Case,
    text: str,
    limit: int | None,
    timeout: float,
    lens: Lens,
    form: str,
    fail_empty: bool,
) -> None:
    """Answer a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    QUERY is the text, @FILE, or - for stdin. A plain triple stands only for what is adjudicated,
    official or reported; what is weaker stands as a statement. Updates, LOAD and SERVICE are
    refused. Ids are salted as in exports; `clew why` knows them. docs/rdf.md says what is where.
    """
    from clew.querying import text_of

    found = case.sparql(text_of(text, sys.stdin), limit=limit, timeout=timeout, lens=lens)
    click.echo(_written(found, form), nl=False)
    for note in found.notes:
        say(f"Note: {note}")
    count = "1 row" if len(found) == 1 else f"{len(found)} rows"
    told = {True: "Yes", False: "No", None: count}[found.answer]
    say(f"{told}. Lens: {lens.words()}. Graph: {found.graph_version}.")
    leave_if(fail_empty and not found)


def _written(found: Found, form: str) -> str:
    """Return an answer in a format; JSON is that of the W3C."""
    from clew.tables import dumps, written

    if form == "ntriples":
        lines = found.to_rdflib().serialize(format="nt").split("\n")
        return "".join(f"{line}\n" for line in sorted(filter(None, lines)))
    if form == "json":
        return dumps(found.to_json())
    columns = found.columns or ("answer",)
    return written(columns, list(found), form, width=width() if form == "table" else None)
