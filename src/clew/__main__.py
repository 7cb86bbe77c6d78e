"""The programs `clew` and `clew-demo`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from clew.cli.run import INTERRUPTED, run


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `clew` and leave with its exit code."""
    code = run(sys.argv[1:] if arguments is None else arguments)
    if code == INTERRUPTED:
        # An abandoned query may still run in the engine: the process does not wait for it.
        os._exit(code)
    sys.exit(code)


def demo() -> NoReturn:
    """Run `clew demo`: the program `clew-demo`."""
    main(["demo", *sys.argv[1:]])


if __name__ == "__main__":
    main()
