"""How commands write their answers on stdout."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from clew.queries.answer import Answer


def show_rows(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    form: str,
    full: Iterable[Mapping[str, Any]] | None = None,
) -> None:
    """Write rows in a format; JSON has the `full` ones, where they hold more than the columns."""
    from clew.tables import written

    shown = list(full if full is not None and form in ("json", "jsonl") else rows)
    click.echo(written(columns, shown, form, width=width()), nl=False)


def width() -> int | None:
    """Return how wide the terminal is; None where stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def show_answer(answer: Answer, form: str) -> None:
    """Write an answer in a format: in words as `table`."""
    from clew.answers import columns_of, lines_of, rows_of
    from clew.tables import dumps, written

    if form == "table":
        text = answer.to_text()
    elif form == "md":
        text = answer.to_markdown()
    elif form == "json":
        text = dumps(answer.to_json())
    elif form == "jsonl":
        text = "".join(dumps(line, indent=None) for line in lines_of(answer))
    else:
        text = written(columns_of(answer), rows_of(answer), form)
    click.echo(text, nl=False)


def leave_if(empty: bool) -> None:
    """Leave with exit code 1 where there is nothing and --fail-empty asks for that."""
    if empty:
        click.get_current_context().exit(1)
