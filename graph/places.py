"""Where on servers something of a case may lie beside its own graph: copies, and what was left.

A place is noted before anything goes there, and struck out when it is known to be empty, so that
whoever protects or erases can be told where that does not reach. A file a place, in `servers/`.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from clew.graph.directory import CaseDirectory, write_private
from clew.graph.model import digest


@dataclass(frozen=True, slots=True)
class Place:
    """An address, the day (ISO, UTC) when something went there last, and whether it is a copy.

    What is no copy is the case's own graph, or part of one, which lives elsewhere by now.
    """

    address: str
    since: str
    copy: bool


def note(directory: CaseDirectory, address: str, *, copy: bool) -> None:
    """Note that something of the case is at an address from now on."""
    folder = _file(directory, address).parent
    folder.mkdir(mode=0o700, exist_ok=True)
    place = Place(address, time.strftime("%Y-%m-%d", time.gmtime()), copy)
    write_private(_file(directory, address), json.dumps(asdict(place)).encode())


def strike(directory: CaseDirectory, address: str) -> None:
    """Note that nothing of the case is at an address any more."""
    _file(directory, address).unlink(missing_ok=True)


def places(directory: CaseDirectory) -> tuple[Place, ...]:
    """Return the places, sorted, but the one where the case's graph lives."""
    found = []
    for file in directory.servers.glob("*.json"):
        try:
            place = Place(**json.loads(file.read_bytes()))
        except (OSError, ValueError, TypeError):
            continue
        if place.address != directory.graph_address:
            found.append(place)
    return tuple(sorted(found, key=lambda place: place.address))


def _file(directory: CaseDirectory, address: str) -> Path:
    return directory.servers / f"{digest(address)[:16]}.json"
