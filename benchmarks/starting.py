"""How long the command takes to start, beside Python itself."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.timing import line, median, ms


def measure() -> None:
    """Print `clew --help` beside `python -c pass`, as wall time."""
    own = median(lambda: _run("-m", "clew", "--help"))
    peer = median(lambda: _run("-c", "pass"))
    print(line("clew --help", ms(own), ms(peer), "python -c pass"))


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
