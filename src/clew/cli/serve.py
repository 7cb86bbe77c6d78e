"""`clew serve`: the graph for other tools, on this machine alone."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import click

from clew.cli.base import command, say
from clew.cli.options import in_words_or_json, through_lens
from clew.cli.progress import progress
from clew.cli.servers import EVERY

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens
    from clew.serving import Served


@command(
    "serve",
    "clew serve --bolt 7687",
    "clew serve --bolt 0 --status official --status adjudicated --format json",
)
@click.option(
    "--bolt", "port", type=int, required=True, metavar="PORT", help="The port; 0 takes a free one."
)
@click.option(
    "--limit", type=int, default=100_000, show_default=True, help="The most rows of an answer."
)
@click.option(
    "--timeout", type=float, default=30.0, show_default=True, help="Seconds for an answer."
)
@in_words_or_json("Address and password")
@through_lens
def serve(case: Case, lens: Lens, port: int, limit: int, timeout: float, form: str) -> None:
    """Let tools that speak Bolt, as Neo4j does, read the graph.

    It listens on 127.0.0.1 alone, with a password made for this run. What is served is a copy of
    what the lens shows, with salted ids, to which `clew why` answers; nothing that is protected is
    in it, and it is not kept up. Tools can read it and not write. The copy is removed at the end.
    """
    from clew.serving import GONE, wait

    with ExitStack() as stack:
        with progress("Copying the graph", EVERY) as bar:
            copy = case.serve_bolt(port, lens=lens, limit=limit, timeout=timeout, on_progress=bar)
            served = stack.enter_context(copy)
        with suppress(KeyboardInterrupt):
            _tell(served, lens, form)
            wait(served)
            say(GONE)
    say("Served no more; the copy is removed.")


def _tell(served: Served, lens: Lens, form: str) -> None:
    """Say where it is, and what must be known: once, since the password is among it."""
    from clew.queries.telling import plural
    from clew.tables import dumps

    if form == "json":
        entry = {"address": served.address, "user": served.user, "password": served.password}
        counts = {"nodes": served.nodes, "edges": served.edges, "lens": lens.to_json()}
        click.echo(dumps({**entry, **counts}, indent=None), nl=False)
    else:
        amount = f"{plural(served.nodes, 'node')}, {plural(served.edges, 'edge')}"
        say(f"Served at {served.address}: {amount}. Lens: {lens.words()}.")
        say(f"User {served.user}, password {served.password} (for this run).")
        say("Tools read what the lens shows; what they keep of it is no longer in the case.")
        say("It is not kept up, and ends when something is protected or erased: start it anew.")
        say("Ctrl-C ends it and removes the copy.")
    for note in served.notes:
        say(note)
