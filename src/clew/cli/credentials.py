"""The prompt for a server's user and password, for whoever sits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import click

from clew.cli.base import say

if TYPE_CHECKING:
    from clew.graph.stores.address import Address, Credentials


@contextmanager
def asking() -> Iterator[None]:
    """Ask at the terminal for credentials that neither the environment nor a file has."""
    if not _is_terminal():
        yield
        return
    from clew.graph.stores import address

    with address.asking(_ask):
        yield


def _is_terminal() -> bool:
    # A program whose stdin was closed has none at all.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


@cache
def _ask(server: str) -> Credentials | None:
    """Ask once, where a server answers; the password is not shown, none: the server wants none."""
    from clew.graph.stores.address import Credentials, address
    from clew.graph.stores.knock import knock

    knock(address(server))
    user = click.prompt(f"User at {server}", default="neo4j", err=True)
    password = click.prompt(
        "Password (not shown; empty where the server wants none)",
        hide_input=True,
        default="",
        show_default=False,
        err=True,
    )
    return Credentials(user, password) if password else None


def forget() -> None:
    """Ask again next time: what was typed may have been wrong."""
    _ask.cache_clear()


def enter(where: str) -> Address:
    """Return the address, warn where all can be read on its way, and ask for what is needed.

    Before anything is written and a bar is drawn. Raises UsageError.
    """
    from clew.graph.stores.address import address, credentials

    place = address(where)
    if place.is_open:
        say(
            f"Warning: to {place.server} everything goes unencrypted, the password too: use"
            " bolt+s:// or neo4j+s:// where the server has a certificate."
        )
    credentials(place)
    return place
