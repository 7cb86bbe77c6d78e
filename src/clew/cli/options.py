"""Options that many commands share: the case, the lens, the format."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from clew.cli.base import Function, state

FORMATS = ("table", "json", "jsonl", "csv", "md")


def uses_case(function: Function) -> Function:
    """Open the case and give it to the function as its first argument."""

    @click.option(
        "--case",
        "folder",
        metavar="DIR",
        help="The case; else CLEW_CASE, else the nearest folder above that holds one.",
    )
    @wraps(function)
    def opened(*args: Any, folder: str | None, **more: Any) -> Any:
        from clew.case import open
        from clew.cli.credentials import asking

        with asking():
            return function(open(folder or state().case), *args, **more)

    return opened


_LENS = (
    click.option("--as-of", metavar="DAY", default="", help="What may hold on that day."),
    click.option("--known-at", metavar="DAY", default="", help="What was known by that day."),
    click.option(
        "--status",
        metavar="STATUS",
        multiple=True,
        help="Only claims of this status (`clew schema` lists them); repeatable.",
    ),
    click.option(
        "--without-source",
        metavar="SOURCE",
        multiple=True,
        help="Without this source: an id, a unique title or an imported path; repeatable.",
    ),
    click.option(
        "--annotator", metavar="NAME", multiple=True, help="Only this annotator; repeatable."
    ),
    click.option("--curated", is_flag=True, help="Only the curator's reading, where there is one."),
    click.option(
        "--disclose",
        type=click.Choice(["public", "case", "all"]),
        default="public",
        show_default=True,
        help="Protected things: left out; shown without name and quote; shown.",
    ),
)


def through_lens(function: Function) -> Function:
    """Open the case, and give the function the case and the `lens` that the options say."""

    @wraps(function)
    def seen(case: Any, *args: Any, **more: Any) -> Any:
        from clew.lenses import lens_of

        names = ("as_of", "known_at", "status", "without_source", "annotator", "curated")
        chosen = {name: more.pop(name) for name in (*names, "disclose")}
        return function(case, *args, lens=lens_of(case, **chosen), **more)

    found: Function = seen
    for option in reversed(_LENS):
        found = option(found)
    return uses_case(found)


def lens_command(case: Any) -> click.Command:
    """Return a command that takes the lens options, and returns the lens of this case."""

    def chosen(**options: Any) -> Any:
        from clew.lenses import lens_of

        return lens_of(case, **options)

    for option in reversed(_LENS):
        chosen = option(chosen)
    return click.command()(chosen)


def disclosing(function: Function) -> Function:
    """Add `--disclose`, for commands that reach protected things only when they are told to."""
    return click.option(
        "--disclose",
        type=click.Choice(["public", "case", "all"]),
        default="public",
        show_default=True,
        help="Say case or all to reach protected things.",
    )(function)


def because(function: Function) -> Function:
    """Add `--because`, the reason that stays with a decision."""
    return click.option(
        "--because", metavar="REASON", required=True, help="Why; it stays with the decision."
    )(function)


def formatted(*formats: str, default: str = "") -> Callable[[Function], Function]:
    """Add `--format` as `form`: a table on a terminal, JSON into a pipe, where nothing is said."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats or FORMATS),
        default=default or default_format,
        show_default=default or "table on a terminal, json into a pipe",
        help="How the answer is written.",
    )


def in_words_or_json(what: str = "The summary") -> Callable[[Function], Function]:
    """Add `--format` as `form`: what a command did, in words or for a program."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["words", "json"]),
        default="words",
        show_default=True,
        help=f"{what}: in words on stderr, or as JSON on stdout.",
    )


def default_format() -> str:
    """Return how an answer is written where nobody says it."""
    return "table" if sys.stdout.isatty() else "json"


def named_values(meaning: str) -> Callable[[Function], Function]:
    """Add `-p NAME=VALUE` as `parameters`, the values of a Cypher text's `$names`."""
    return click.option(
        "-p",
        "--parameter",
        "parameters",
        metavar="NAME=VALUE",
        multiple=True,
        help=f'{meaning}: JSON (3, true, ["a"]), else text; repeatable.',
    )


def fail_empty(function: Function) -> Function:
    """Add `--fail-empty`: exit code 1 where there is no answer."""
    return click.option("--fail-empty", is_flag=True, help="Exit code 1 where nothing is found.")(
        function
    )
