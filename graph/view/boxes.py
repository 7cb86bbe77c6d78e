"""Boxes of nodes with their labels: moved apart until none overlap, parts packed side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
#: A node with its label, in pixels: the width and height that nothing else may enter.
WIDTH, HEIGHT = 170.0, 70.0
#: A picture is about so much wider than high.
ASPECT = 1.5
#: How often boxes are pushed before the whole is stretched, and by how much it then is.
_ROUNDS, _STRETCH = 30, 1.06
#: A whole is stretched at once to where it takes so many times the room of its boxes.
_ROOM = 2.0
#: Positions are rounded afterwards: boxes are kept apart by so much more.
_ROUNDING = 0.4
#: Parts stand apart by this.
_GAP = 60.0


def sizes(count: int) -> Points:
    """Return the sizes of so many nodes' boxes."""
    return np.tile([WIDTH, HEIGHT], (count, 1))


def apart(points: Points, size: Points) -> Points:
    """Return the points moved so that no two boxes of these sizes overlap, their order kept.

    Overlapping pairs are pushed apart along the line between them. Where that does not settle, all
    is stretched a little, which comes to an end whatever the points are.
    """
    size = size + _ROUNDING
    points = _roomy(points, size)
    while True:
        for _ in range(_ROUNDS):
            first, second = overlapping(points, size)
            if not len(first):
                return points
            points = points + _pushes(points, size, first, second)
        points = points * _STRETCH


def stretched(points: Points, size: Points) -> Points:
    """Return the points, of which no two are one, stretched until no two boxes overlap."""
    while len(overlapping(points, size + _ROUNDING)[0]):
        points = points * _STRETCH
    return points


def overlapping(points: Points, size: Points) -> tuple[Indices, Indices]:
    """Return the pairs of points, by index, whose boxes overlap."""
    order = np.argsort(points[:, 0], kind="stable")
    xs = points[order, 0]
    ends = np.searchsorted(xs, xs + size[:, 0].max(initial=0.0), side="left")
    counts = np.maximum(ends - np.arange(len(xs)) - 1, 0)
    first = np.repeat(np.arange(len(xs)), counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    one, other = order[first], order[second]
    near = np.abs(points[one] - points[other]) < (size[one] + size[other]) / 2
    both = near.all(axis=1)
    return one[both], other[both]


def _pushes(points: Points, size: Points, first: Indices, second: Indices) -> Points:
    gap = points[second] - points[first]
    # Two that are in one place go a way of their own each.
    turn = (first + second) * 2.399963
    astray = np.column_stack([np.cos(turn), np.sin(turn)])
    gap = np.where(np.abs(gap).max(axis=1, keepdims=True) < 1e-6, astray, gap)
    need = (size[first] + size[second]) / 2
    reached = np.maximum(np.max(np.abs(gap) / need, axis=1), 1e-3)
    push = gap * np.minimum((1.02 / reached - 1.0) * 0.5, 50.0)[:, None]
    moved = np.zeros_like(points)
    np.add.at(moved, first, -push)
    np.add.at(moved, second, push)
    many = np.bincount(np.concatenate([first, second]), minlength=len(points))
    return moved / np.sqrt(np.maximum(many, 1))[:, None]


def _roomy(points: Points, size: Points) -> Points:
    """Return the points stretched to where their boxes have room on the whole."""
    extent = np.ptp(points, axis=0) + size.mean(axis=0)
    lacking = _ROOM * float(size.prod(axis=1).sum()) / float(extent.prod())
    return points * math.sqrt(max(1.0, lacking))


def packed(parts: Sequence[Points]) -> list[Points]:
    """Return the parts in rows side by side, the largest first, none in another's way."""
    room = [np.ptp(part, axis=0) + [WIDTH + _GAP, HEIGHT + _GAP] for part in parts]
    order = sorted(range(len(parts)), key=lambda n: (-room[n][1], -room[n][0], n))
    area = sum(float(size.prod()) for size in room)
    limit = max([math.sqrt(area * ASPECT), *(float(size[0]) for size in room)])
    placed = list(parts)
    x = y = high = 0.0
    for n in order:
        if x and x + room[n][0] > limit:
            x, y, high = 0.0, y + high, 0.0
        placed[n] = parts[n] - parts[n].min(axis=0) + [x, y]
        x, high = x + float(room[n][0]), max(high, float(room[n][1]))
    return placed
