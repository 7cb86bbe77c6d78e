"""Run `clew` as a process of its own, and write down what it did: `hostile_child.py REPORT ARGS…`.

The report is JSON: the exit code, the most memory that was used (bytes), the files that were opened
to be read, and whatever touched the network, another program or a pickle.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

WATCHED = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "pickle.find_class")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


def main(report: Path, arguments: list[str]) -> None:
    """Run and report."""
    opened: set[str] = set()
    odd: list[str] = []

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes):
            opened.add(str(given[0]))
        elif event in WATCHED or event in PROGRAMS:
            odd.append(f"{event} {given!r:.200}")

    sys.addaudithook(watch)
    from clew.cli.run import run

    code = run(arguments)
    done = {"code": code, "peak": _peak(), "opened": sorted(opened), "odd": odd}
    report.write_text(json.dumps(done), encoding="utf-8")


def _peak() -> int:
    """Return the most memory that this process had, in bytes; of Linux without its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
