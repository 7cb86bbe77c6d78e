"""Work by hand: a claim, an assessment, a reply, a correction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from clew.cli.base import Group, command, say
from clew.cli.identity import decided
from clew.cli.importing import facts, given
from clew.cli.options import disclosing, uses_case

if TYPE_CHECKING:
    from clew.case import Case
    from clew.claiming import Added
    from clew.graph.lens import Disclosure

STATUSES = (
    "adjudicated",
    "official",
    "reported",
    "alleged",
    "opinion",
    "planned",
    "denied",
    "not_stated",
)
ANSWERS = ("denied", "confirmed", "replied", "declined", "none")
DAY = "As in 2024, 2024-09 or 2024-09-12."


@click.group("claim", cls=Group)
def claim() -> None:
    """Enter claims by hand."""


@claim.command(
    "add",
    examples=(
        "clew claim add 'Bo Ray' OWNS 'Quay Hotel' --source n.txt --quote 'Bo Ray owns Quay Hotel'",
        "clew claim add 'Bo Ray' country kh --external --title 'A page' --quote 'Bo Ray is Khmer'",
    ),
)
@click.argument("start")
@click.argument("word", metavar="TIE|PROPERTY")
@click.argument("end", metavar="END|VALUE")
@click.option("--quote", metavar="WORDS", required=True, help="The exact words that say it.")
@click.option("--source", metavar="SOURCE", default="", help="A source of the case.")
@click.option("--at", metavar="OFFSET", type=int, help="Where a quote begins that stands twice.")
@click.option("--external", is_flag=True, help="The source is not in the case: say its --title.")
@facts
@click.option("--locator", metavar="TEXT", default="", help="Where it stands there: `page 12`.")
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    default="not_stated",
    show_default=True,
    help="What the source does: `clew schema` explains.",
)
@click.option("--attribution", metavar="TEXT", default="", help="Who speaks inside the source.")
@click.option("--when", metavar="DATE", default="", help="When it holds, as EDTF: 2024-09-12/..")
@click.option("--key", metavar="TEXT", default="", help="What tells this tie from its like.")
@click.option("--extra", metavar="NAME=VALUE", multiple=True, help="What else it says; repeatable.")
@click.option("--start-kind", metavar="KIND", default="", help="What START is, if it is new.")
@click.option("--end-kind", metavar="KIND", default="", help="What END is, if it is new.")
@click.option("--start-words", metavar="WORDS", default="", help="What the quote calls START.")
@click.option("--end-words", metavar="WORDS", default="", help="What the quote calls END.")
@click.option("--because", metavar="TEXT", default="", help="Your own note on it.")
@click.option("--protected", is_flag=True, help="Behind the disclosure level from the start.")
@disclosing
@uses_case
def add(
    case: Case, start: str, word: str, end: str, external: bool, extra: Any, **more: Any
) -> None:
    """Enter what a source says: a tie of two entities, or a value of one.

    START and END are ids, names, or words of the quote. The quote is checked against the source,
    where it must stand just so, once; or it is itself all that is known of a source that is not
    in the case. Prints the claim's id.
    """
    known = {fact: more.pop(fact, None) for fact in _fact_names()}
    outside = {name: value for name, value in given(known).items() if value}
    if outside and not external:
        raise click.UsageError("--title and its kin tell of an --external source")
    if external and not outside.get("title"):
        raise click.UsageError("an --external source needs its --title")
    done = case.add_claim(start, word, end, external=outside, extra=_extra(extra), **more)
    click.echo(done.claim)
    if not done.run:
        say("You have said just that already: nothing changed.")
    else:
        say(f"{_done(done)}; `clew undo {done.run}` takes it back.")


def _done(done: Added) -> str:
    if done.replaced:
        return "What you said of that claim before gives way to this"
    return "The case had that claim; yours is one more reading of it" if done.known else "Done"


def _fact_names() -> Iterable[str]:
    from clew.graph.facts import FIELDS

    return FIELDS


def _extra(pairs: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise click.UsageError("--extra is NAME=VALUE, as in --extra share=51")
        found.setdefault(name.strip(), []).append(value.strip())
    return found


@command(
    "assess",
    "clew assess c1f0c2a44b1e9a7c3d5f6e8091a2b3c4d --pair B2 --line 'named, and seen by two'",
)
@click.argument("claim", metavar="CLAIM|EDGE")
@click.option("--pair", metavar="PAIR", required=True, help="Source A to F, information 1 to 6.")
@click.option("--line", metavar="TEXT", required=True, help="One line of reason.")
@disclosing
@uses_case
def assess(case: Case, claim: str, pair: str, line: str, disclose: Disclosure) -> None:
    """Sign an assessment of a claim.

    The pair is Admiralty's: how reliable the source is (A reliable to E unreliable, F cannot be
    judged) and how likely this is true (1 confirmed to 5 improbable, 6 cannot be judged). A claim
    can have several, of several people; none is ever computed, and no answer rests on one. An
    EDGE's is that of its claim; where it has several, they are listed, and the exit code is 2.
    """
    decided(case.assess(claim, pair=pair, line=line, disclose=disclose))


@command(
    "reply",
    "clew reply m31fee0488c6b0a1d1956027ed16ab735 --answer none --asked 2024-10-01 --how 'by mail'",
    "clew reply c1f0c2a44b1e9a7c3d5f6e8091a2b3c4d --answer denied --text 'We own no hotel there.'",
)
@click.argument("what", metavar="CLAIM|EDGE|ENTITY")
@click.option("--answer", type=click.Choice(ANSWERS), required=True, help="What came of it.")
@click.option("--asked", metavar="DATE", default="", help=f"When they were asked. {DAY}")
@click.option("--how", metavar="TEXT", default="", help="How: by letter, by telephone.")
@click.option("--answered", metavar="DATE", default="", help="When they answered.")
@click.option("--who", metavar="TEXT", default="", help="Who was asked, or spoke for them.")
@click.option("--text", metavar="TEXT", default="", help="What they answered.")
@click.option("--source", metavar="SOURCE", default="", help="A source of the case that has it.")
@disclosing
@uses_case
def reply(case: Case, what: str, disclose: Disclosure, **said: str) -> None:
    """Record that the subject was asked, and what they answered.

    A reply on a claim stands beside it; one by an ENTITY beside all that is said of it. A denial
    that stands in a source is a claim: `clew claim add … --status denied`.
    """
    decided(case.reply(what, disclose=disclose, **said))


@command(
    "correct",
    "clew source correct article.txt --when 2024-10-05 --note 'The date was mended'",
)
@click.argument("what", metavar="SOURCE|CLAIM")
@click.option("--note", metavar="TEXT", required=True, help="What was corrected, or why.")
@click.option("--when", metavar="DATE", default="", help=f"When. {DAY}")
@click.option("--withdrew", is_flag=True, help="The source took it back altogether.")
@click.option("--url", metavar="ADDRESS", default="", help="Where the correction stands.")
@disclosing
@uses_case
def correct(case: Case, what: str, disclose: Disclosure, **said: Any) -> None:
    """Record that a source corrected itself, or one claim.

    It is shown wherever the source or the claim is, and takes nothing out of the answers: that is
    `clew withdraw`.
    """
    decided(case.correct(what, disclose=disclose, **said))
