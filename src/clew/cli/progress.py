"""How far the work is, on stderr where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress(what: str, every: int = 1) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar; gives what is told how much is done, and of how much, 0 where that is not known.

    It is drawn anew `every` so many, since there may be millions.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns: tuple[Any, ...] = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(what, *columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int) -> None:
            if done % every == 0 or done == total:
                bar.update(task, completed=done, total=total or None)

        yield tell
