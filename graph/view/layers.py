"""Where the nodes of ways stand: starts at the left, goals at the right, a layer a step.

Heights follow the neighbours'; then nodes are moved until no line runs through one that it does
not end at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from clew.graph.view.boxes import WIDTH, Points
from clew.graph.view.layering import Spot, layers, links_of, mean, ordered, rows_of
from clew.graph.view.lines import Ends, cleared, ends

#: From one layer to the next: room for two halves of a label and the words on the line between.
_STEP = 260.0
#: From one row to the next; and the height that a line past a layer keeps free there.
_ROW, _PASSING = 180.0, 130.0
#: A layer of more nodes than this stands in two columns, of more than the second in three.
_COLUMNS = (10, 24)
#: Columns of one layer are so far apart; where there is one, nodes move aside by no more than this.
_COLUMN, _ASIDE = WIDTH + 20.0, (_STEP - WIDTH) / 2 - 1.0
_SWEEPS, _WIDER = 12, 4


def placed(
    ways: Sequence[tuple[str, ...]], ties: Iterable[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Return the places of all nodes of the ways; `ties`: of the picture, the ways' among them."""
    layer = layers(ways)
    pairs = sorted({(a, b) for a, b in ties if a in layer and b in layer and a != b})
    links = links_of(layer, pairs)
    rows = ordered(rows_of(layer, links), links)
    nodes = [spot for row in rows for spot in row if isinstance(spot, str)]
    rank = {node: n for n, node in enumerate(nodes)}
    lines = ends([(rank[a], rank[b]) for a, b in pairs])
    best, fewest = np.zeros((len(nodes), 2)), -1
    for wider in range(_WIDER):
        wide = 1.0 + 0.3 * wider
        points, count = _off_lines(_heights(rows, links, wide), lines, wide)
        if fewest < 0 or count < fewest:
            best, fewest = points, count
        if not count:
            break
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, best, strict=True)}


def _heights(
    rows: list[list[Spot]], links: Iterable[tuple[Spot, Spot]], wide: float
) -> list[Points]:
    """Return the places of each layer's nodes, near the heights of their neighbours."""
    near: dict[Spot, list[Spot]] = {spot: [] for row in rows for spot in row}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    gaps = [_gaps(row, wide) for row in rows]
    y: dict[Spot, float] = {}
    for row, gap in zip(rows, gaps, strict=True):
        y.update(zip(row, (gap - gap[-1:] / 2).tolist(), strict=True))
    for turn in range(_SWEEPS):
        both = list(zip(rows, gaps, strict=True))
        for row, gap in both if turn % 2 == 0 else reversed(both):
            wish = np.array([mean([y[other] for other in near[spot]], y[spot]) for spot in row])
            y.update(zip(row, spread(wish, gap).tolist(), strict=True))
    placed, x = [], 0.0
    for row in rows:
        own = [y[spot] for spot in row if isinstance(spot, str)]
        columns = _columns(len(own))
        across = np.arange(len(own)) % columns * _COLUMN
        placed.append(np.column_stack([x + across, own]))
        x += (columns - 1) * _COLUMN + _STEP
    return placed


def _gaps(row: Sequence[Spot], wide: float) -> Points:
    """Return how far below the first each spot of a layer stands at least."""
    columns = _columns(sum(isinstance(spot, str) for spot in row))
    return _below([(_ROW * wide if isinstance(spot, str) else _PASSING) / columns for spot in row])


def _below(high: Sequence[float]) -> Points:
    return np.cumsum([0.0, *((a + b) / 2 for a, b in zip(high, high[1:], strict=False))])


def _columns(count: int) -> int:
    return 1 + sum(count > limit for limit in _COLUMNS)


def spread(wish: Points, gaps: Points) -> Points:
    """Return the heights nearest to the wishes that keep the order and these least distances.

    Isotonic regression by pooling: neighbours that want to pass each other share their mean.
    """
    pools: list[tuple[float, int]] = []
    for value in (wish - gaps).tolist():
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    heights: Points = (
        np.repeat(np.array([t / n for t, n in pools], dtype=np.float64), [n for _, n in pools])
        + gaps
    )
    return heights


def _off_lines(layers: list[Points], lines: Ends, wide: float) -> tuple[Points, int]:
    """Return the nodes moved out of the lines' way, and how many lines still run through one."""
    borders = np.cumsum([0, *(len(layer) for layer in layers)])
    points = np.concatenate(layers)
    home = points[:, 0].copy()
    columns = [_columns(len(layer)) for layer in layers]
    aside = np.repeat([_ASIDE if n == 1 else 0.0 for n in columns], np.diff(borders))
    gaps = [
        _below([_ROW * wide / n] * len(layer)) for n, layer in zip(columns, layers, strict=True)
    ]

    def settled(moved: Points) -> Points:
        moved[:, 0] = np.clip(moved[:, 0], home - aside, home + aside)
        for first, gap in zip(borders, gaps, strict=False):
            part = slice(first, first + len(gap))
            moved[part, 1] = spread(moved[part, 1], gap)
        return moved

    return cleared(points, lines, settled)
