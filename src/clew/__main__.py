"""The programs `clew` and `clew-demo`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from clew.cli.run import INTERRUPTED, run


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `clew` and leave with its exit code."""
    _end_in_order()
    code = run(sys.argv[1:] if arguments is None else arguments)
    if code == INTERRUPTED or threading.active_count() > 1:
        # A query that was given up still runs in the engine: nobody waits for it. And an interrupt
        # that came while text was compiled would make Python end by the signal, with another code.
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    sys.exit(code)


def _end_in_order() -> None:
    """End like Ctrl-C where a terminal is closed or a call is ended: what it disclosed goes."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def demo() -> NoReturn:
    """Run `clew demo`: the program `clew-demo`."""
    main(["demo", *sys.argv[1:]])


if __name__ == "__main__":
    main()
