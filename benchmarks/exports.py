"""Every export beside FollowTheMoney's counterpart on the same entities, and beside plain floors.

The entities are generated (`exports_items`): three things for two ties, 200,000 in all by default.
`ftm` gets them as JSON lines, Clew as the items of a case, with the claims that `clew import` makes
of them, so that Clew writes several times as much: each claim with its quote and source. Measured
is what each process takes from its start to its end: processor time, the least of some rounds, and
the most memory. FollowTheMoney is the tests' own (`tests.followthemoney_tool`).

Floors: `orjson` and `csv` alone, once from the entities to what `ftm export-csv` writes, once from
JSON objects of ready cells to the same four tables as `clew export csv`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exports_child import ENTITIES
from benchmarks.timing import line
from clew.graph.exchange.formats import FORMATS
from tests import followthemoney_tool

#: `ftm`'s command for each format; it reads IN and writes OUT.
PEERS = {
    "csv": "export-csv -i IN -o OUT",
    "ntriples": "export-rdf -i IN -o OUT",
    "cypher": "export-cypher -i IN -o OUT",
    "neo4j-admin": "export-neo4j-bulk -i IN -o OUT",
    "gexf": "export-gexf -i IN -o OUT",
    "ftm": "validate -i IN -o OUT",
    "ftm-statements": "statements IN -d generated -o OUT",
}
#: More entities than this take `ftm export-gexf` more memory than most machines have.
_MOST = {"gexf": 50_000}
_TOOL = "import sys; from followthemoney.cli import cli; cli.cli()"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds of the processor, and megabytes at its most."""

    seconds: float
    memory: float


def measure(ties: int, rounds: int, formats: Sequence[str]) -> None:
    """Print a line for each export; `formats` are all of them where none is named."""
    things = min(round(ties * 1.5), 200_000)
    missing = followthemoney_tool.why_not()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = _own("make", folder, str(things), str(ties))
        print(line(f"{things:,} things, {ties:,} ties: made", f"{made.seconds:,.0f} s"))
        print(line("processor seconds, memory", "Clew", "ftm", missing or "ftm / Clew"))
        for what in ("entities", "tables"):
            floor = _least(folder, [what], rounds)
            print(line(f"floor: orjson to csv, {what}", _told(floor)))
        for form in formats or FORMATS:
            own = _least(folder, ["clew", form], rounds)
            peer = None if missing else _peer(folder, form, things + ties, rounds)
            ratio = f"{peer.seconds / own.seconds:.2f}" if peer else ""
            print(
                line(f"export {form}", _told(own), _told(peer) if peer else "", ratio), flush=True
            )


def _least(folder: Path, what: Sequence[str], rounds: int) -> Spent:
    return _best([_to(folder, what) for _ in range(rounds)])


def _to(folder: Path, what: Sequence[str]) -> Spent:
    out = folder / "out"
    try:
        return _own(what[0], folder, str(out), *what[1:])
    finally:
        _clear(out)


def _own(what: str, folder: Path, *rest: str) -> Spent:
    return _run([sys.executable, "-m", "benchmarks.exports_child", what, str(folder), *rest])


def _peer(folder: Path, form: str, count: int, rounds: int) -> Spent | None:
    if form not in PEERS or count > _MOST.get(form, count):
        return None
    out, more = folder / "out", {"PYTHONPATH": str(followthemoney_tool.HOME)}
    places = {"IN": str(folder / ENTITIES), "OUT": str(out)}
    words = [places.get(word, word) for word in PEERS[form].split()]
    found = []
    for _ in range(rounds):
        found.append(_run([sys.executable, "-c", _TOOL, *words], more))
        _clear(out)
    return _best(found)


def _run(command: Sequence[str], more: Mapping[str, str] | None = None) -> Spent:
    """Run a process; raises CalledProcessError where it fails."""
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(command, env={**os.environ, **(more or {})}, stderr=quiet)
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, command)
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _best(found: Sequence[Spent]) -> Spent:
    return Spent(min(one.seconds for one in found), max(one.memory for one in found))


def _told(spent: Spent) -> str:
    return f"{spent.seconds:,.1f} s {spent.memory:,.0f} MB"


def _clear(out: Path) -> None:
    for path in (out, out.with_name(f"{out.name}.manifest.json")):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
