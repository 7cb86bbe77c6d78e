"""Layouts kept from one call to the next: private files of salted ids and numbers, no names.

The file's name is a digest of what decides the layout. A file that cannot be read, or that says
anything else than these nodes' places, counts as none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from pathlib import Path

from clew.graph.directory import write_private

Positions = dict[str, tuple[float, float]]
#: No layout reaches so many pixels from the middle.
FARTHEST = 1e7
#: So many layouts are kept, those last written.
MOST_KEPT = 64


def kept(
    folder: Path, deciding: object, nodes: Collection[str], make: Callable[[], Positions]
) -> Positions:
    """Return the positions kept in the folder for what decides them, else make and keep them.

    Where the folder cannot be written to, they are made and not kept.
    """
    text = json.dumps(deciding, ensure_ascii=True, separators=(",", ":"))
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.json"
    found = _read(path, nodes)
    if found is not None:
        return found
    made = make()
    try:
        _write(path, made)
    except OSError:
        return made
    return made


def _read(path: Path, nodes: Collection[str]) -> Positions | None:
    try:
        given = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or given.keys() != set(nodes):
        return None
    found = {node: _point(given[node]) for node in nodes}
    whole = {node: point for node, point in found.items() if point is not None}
    return whole if len(whole) == len(found) else None


def _point(given: object) -> tuple[float, float] | None:
    match given:
        case [float(x), float(y)] if abs(x) < FARTHEST and abs(y) < FARTHEST:
            return x, y
    return None


def _write(path: Path, positions: Positions) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_private(path, json.dumps(positions, separators=(",", ":")).encode())
    ages: list[tuple[float, Path]] = []
    for file in path.parent.glob("*.json"):
        try:
            ages.append((file.stat().st_mtime, file))
        except FileNotFoundError:
            continue  # Another process has just removed it.
    for _, file in sorted(ages)[:-MOST_KEPT]:
        if file != path:
            file.unlink(missing_ok=True)
