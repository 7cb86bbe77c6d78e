"""The group `clew`: every command by name, imported when it is used."""

from __future__ import annotations

import click

from clew.cli.base import WIDTH, Group, State, debug_option

COMMANDS = {
    "demo": "begin:demo",
    "init": "begin:init",
    "import": "importing:import_",
    "formats": "vocabulary:formats",
    "schema": "vocabulary:schema",
    "profile": "profiles:profile",
    "mapping": "mappings:mapping",
    "find": "reading:find",
    "show": "reading:show",
    "why": "reading:why",
    "ask": "ask:ask",
    "query": "query:query",
    "shell": "query:shell",
    "sparql": "sparql:sparql",
    "view": "view:view",
    "export": "export:export",
    "serve": "serve:serve",
    "push": "servers:push",
    "graph": "servers:graph",
    "agreement": "agreement:agreement",
    "candidates": "identity:candidates",
    "same": "identity:same",
    "different": "identity:different",
    "decisions": "identity:decisions",
    "undo": "identity:undo",
    "claim": "by_hand:claim",
    "assess": "by_hand:assess",
    "reply": "by_hand:reply",
    "sources": "sources:sources",
    "source": "sources:source",
    "withdraw": "sources:withdraw",
    "erase": "sources:erase",
    "protect": "sources:protect",
    "release": "sources:release",
    "verify": "record:verify",
    "log": "record:log",
    "seal": "record:seal",
}


@click.group(
    "clew",
    cls=Group,
    modules=COMMANDS,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": WIDTH,
    },
)
@click.option("--case", metavar="DIR", default="", help="The case; see below.")
@click.pass_context
def cli(ctx: click.Context, case: str) -> None:
    """A knowledge graph of trafficking and scam networks in which every line can be proved.

    A case is a folder. Commands find it by --case DIR, then CLEW_CASE, then the nearest folder
    above that holds a case.toml. Answers go to stdout, words about the work to stderr. Exit codes:
    0 done; 1 done, and there is something to look at; 2 wrong use or bad input.
    """
    ctx.ensure_object(State).case = case


cli.params.append(debug_option(hidden=False))
cli.examples = ("clew demo",)
