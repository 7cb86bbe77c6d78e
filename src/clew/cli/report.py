"""`clew export report`: a dossier, an answer or an entity as a document with notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import say
from clew.cli.options import fail_empty, through_lens
from clew.cli.output import leave_if
from clew.cli.view import View

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens


@click.command(
    "report",
    cls=View,
    examples=(
        'clew export report --entity "Ly Yong Phat" -o senator.docx',
        'clew export report --ask dossier "Ly Yong Phat" --to Compound -o path.html',
        'clew export report --ask timeline "Ly Yong Phat" -o days.md --replace',
    ),
)
@click.option("--entity", metavar="NAME", default="", help="All that is said of it: id or name.")
@click.option(
    "--ask", metavar="QUESTION ARGS", default="", help="What a question of `clew ask` answers."
)
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="The file: .md, .html or .docx."
)
@click.option("--replace", is_flag=True, help="Let go the report that stands there.")
@fail_empty
@through_lens
def report(case: Case, lens: Lens, output: str, fail_empty: bool, **given: Any) -> None:
    """Write what an answer says as a document: statements with numbered notes of evidence.

    Each statement has its status, date and origins; each note a quote, who says it, its source,
    day and place. Sources stand at the end, with address, archive copy and SHA-256. Whom the
    statements take for one is told, and who decided it. The file's end says its form: Markdown,
    HTML, or Word with footnotes. Ids are salted, nothing protected is in it, and a manifest stands
    beside. With --ask, what follows is as `clew ask` has it.
    """
    from clew.graph.errors import UsageError
    from clew.queries.library import question
    from clew.queries.telling import plural
    from clew.reporting import ready

    ask, replace = given.pop("ask"), given.pop("replace")
    own = {parameter.name for parameter in question(ask).parameters} if ask else set()
    entity = "" if "entity" in own else given.pop("entity")
    if bool(entity) == bool(ask):
        raise UsageError("say what the report is of: --entity NAME, or --ask QUESTION ARGS")
    ready(case, Path(output), lens, replace=replace)
    name, values = (ask, given) if ask else ("dossier", {"start": entity})
    answer = case.ask(name, lens=lens, **values)
    done = case.report(answer, output, replace=replace)
    counts = (
        plural(done.statements, "statement"),
        plural(done.notes, "note"),
        plural(done.sources, "source"),
    )
    say(f"{output}: {', '.join(counts)}. Lens: {done.lens}.")
    say(f"{done.manifest} has what it holds. Who may read these files has all of it.")
    leave_if(fail_empty and answer.is_empty)
