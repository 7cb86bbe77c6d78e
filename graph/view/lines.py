"""Lines that run through nodes they do not end at: found, and the nodes pushed out of their way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from clew.graph.view.boxes import Points

Ends = npt.NDArray[np.intp]
#: Half of the width and height of a node's shape and a margin: what no foreign line may enter.
CORE = np.array([34.0, 32.0])
_ROUNDS = 60


def ends(pairs: Sequence[tuple[int, int]]) -> Ends:
    """Return the ends of lines, as indices of points, a row each."""
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def passing(points: Points, lines: Ends) -> tuple[Ends, Points]:
    """Return which line runs through which node, and the way out of each: up to 1 core long.

    Each row of the first is (line, node); of the second the vector from the line to the node's
    middle, in cores, so that its length is below 1.
    """
    scaled = points / CORE
    start, along = scaled[lines[:, 0]], scaled[lines[:, 1]] - scaled[lines[:, 0]]
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    offset = scaled[None, :, :] - start[:, None, :]
    part = np.clip((offset * along[:, None, :]).sum(axis=2) / length[:, None], 0.0, 1.0)
    away = offset - part[:, :, None] * along[:, None, :]
    hit = (away**2).sum(axis=2) < 1.0
    rows = np.arange(len(lines))
    hit[rows, lines[:, 0]] = hit[rows, lines[:, 1]] = False
    found = np.argwhere(hit)
    return found, away[hit]


def pushes(points: Points, lines: Ends) -> tuple[Points, int]:
    """Return how to move each point out of the lines that run through it; how many those are."""
    found, away = passing(points, lines)
    moved = np.zeros_like(points)
    if not len(found):
        return moved, 0
    along = (points[lines[found[:, 0], 1]] - points[lines[found[:, 0], 0]]) / CORE
    across = np.column_stack([-along[:, 1], along[:, 0]])
    across = across / np.maximum(np.linalg.norm(across, axis=1), 1e-9)[:, None]
    side = (away * across).sum(axis=1)
    side = np.where(np.abs(side) < 1e-3, np.where(found[:, 1] % 2, 1e-3, -1e-3), side)
    step = (np.sign(side) * (1.15 - np.abs(side)))[:, None] * across * CORE
    np.add.at(moved, found[:, 1], step * 0.7)
    # The line gives way too, by its nearer end.
    for end in (0, 1):
        np.add.at(moved, lines[found[:, 0], end], -step * 0.15)
    return moved, len(found)


def cleared(points: Points, lines: Ends, settled: Callable[[Points], Points]) -> tuple[Points, int]:
    """Return the points moved until no line runs through a node, or the best that was found.

    `settled` puts points that were moved where they may stand. The number is how many lines still
    run through a node.
    """
    best, fewest = points, -1
    for _ in range(_ROUNDS):
        moved, count = pushes(points, lines)
        if fewest < 0 or count < fewest:
            best, fewest = points, count
        if not count:
            break
        points = settled(points + moved)
    return best, fewest
