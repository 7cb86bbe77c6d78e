"""One call of `clew`: how it ends, with which exit code, and what is said of errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from clew.cli.base import State
from clew.cli.root import cli
from clew.graph.errors import AmbiguousName, ClewError, LedgerError, SecondOpinion

#: It is done; there is something to look at; it was used wrongly or could not be done.
DONE, LOOK, WRONG = 0, 1, 2
#: As a shell has it for Ctrl-C, and for a reader that went away.
INTERRUPTED, NO_READER = 130, 141
DEBUG = "The traceback may hold names and quotes of your documents: read it before you share it."


def run(arguments: Sequence[str]) -> int:
    """Run a call and return its exit code; whatever happens, no traceback without --debug."""
    _steady()
    state = State()
    try:
        code = cli.main(list(arguments), prog_name="clew", standalone_mode=False, obj=state)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return WRONG
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except EOFError:
        _say("Error: the input ended before the answer: say --yes where nobody can be asked")
        return WRONG
    except (BrokenPipeError, SystemExit):
        _forget_stdout()
        return NO_READER
    except Exception as error:
        return _failed(error, state.debug)
    return code if isinstance(code, int) else DONE


def _failed(error: Exception, debug: bool) -> int:
    if debug:
        import traceback

        _say(DEBUG)
        traceback.print_exception(error)
    from clew.cli.troubles import as_told

    known = as_told(error)
    if known is None:
        again = "report it with what stands above" if debug else "run it again with --debug"
        kind = type(error).__name__
        _say(f"Error: Clew failed where it should not ({kind}); nothing is half done: {again}")
        return WRONG
    _say(told(known))
    return LOOK if isinstance(known, (LedgerError, SecondOpinion)) else WRONG


def told(error: ClewError) -> str:
    """Return an error as the user is told it; of an ambiguous name with its choices."""
    from clew.queries.render import plain

    lines = [f"Error: {plain(error)}"]
    if isinstance(error, AmbiguousName):
        lines += ["  " + "  ".join(plain(part) for part in choice) for choice in error.choices]
    return "\n".join(lines)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _steady() -> None:
    """Let no character stop an answer: what is read by programs is UTF-8, terminals get `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """Give what is left in the buffer to nobody, so that leaving says nothing either."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real file: nothing to be silent about
        return
