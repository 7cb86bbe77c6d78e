"""Which layer each node of a set of ways stands in, and in which order within it.

The first steps of Sugiyama's method: layers by the longest way, ties cut at every layer that they
pass, order by barycentres, of several sweeps the one with the fewest crossings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import networkx as nx
import numpy as np

_SWEEPS = 12
#: What stands in a layer: a node, or the place where a tie passes (its ends, the layer).
Spot = str | tuple[str, str, int]
Near = Mapping[Spot, list[Spot]]


def layers(ways: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Return the layer of each node: 0 at the left; in between, the middle of what ways allow."""
    order = nx.DiGraph()
    share: dict[str, float] = {}
    for way in ways:
        for n, node in enumerate(way):
            part = n / max(1, len(way) - 1)
            share[node] = min(part, share.get(node, 1.0))
    for node in sorted(share):
        order.add_node(node)
    # Ways may pass two nodes in either order: the one that is nearer to a start stands before.
    for way in ways:
        for a, b in zip(way, way[1:], strict=False):
            if a != b:
                order.add_edge(*sorted((a, b), key=lambda node: (share[node], node)))
    down = list(nx.lexicographical_topological_sort(order))
    first: dict[str, int] = {}
    for node in down:
        first[node] = max((first[before] + 1 for before in order.pred[node]), default=0)
    deepest = max(first.values(), default=0)
    last: dict[str, int] = {}
    for node in reversed(down):
        last[node] = min((last[after] - 1 for after in order.succ[node]), default=deepest)
    starts = {way[0] for way in ways}
    middle = {node: (first[node] + last[node]) // 2 for node in down}
    middle.update({node: first[node] for node in starts})
    middle.update({node: last[node] for node in down if not order.succ[node]})
    return middle


def links_of(layer: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> list[tuple[Spot, Spot]]:
    """Return the ties cut at every layer they pass, left end first."""
    found: list[tuple[Spot, Spot]] = []
    for one, other in pairs:
        a, b = sorted((one, other), key=layer.__getitem__)
        chain: list[Spot] = [a, *((a, b, n) for n in range(layer[a] + 1, layer[b])), b]
        if layer[a] != layer[b]:
            found.extend(zip(chain, chain[1:], strict=False))
    return found


def rows_of(layer: Mapping[str, int], links: Iterable[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """Return the spots of each layer: its nodes, and where ties pass it."""
    rows: list[list[Spot]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in sorted(layer):
        rows[layer[node]].append(node)
    for spot in sorted({s for link in links for s in link if not isinstance(s, str)}):
        rows[spot[2]].append(spot)
    return rows


def ordered(rows: list[list[Spot]], links: list[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """Return the layers, each in the order that the sweep with the fewest crossings gave."""
    left: dict[Spot, list[Spot]] = {spot: [] for row in rows for spot in row}
    right: dict[Spot, list[Spot]] = {spot: [] for row in rows for spot in row}
    for a, b in links:
        right[a].append(b)
        left[b].append(a)
    best, fewest = rows, _crossings(rows, right)
    for sweep in range(_SWEEPS):
        near = left if sweep % 2 == 0 else right
        rows = [list(row) for row in rows]
        for row in rows if sweep % 2 == 0 else reversed(rows):
            at = {spot: (n + 0.5) / len(r) for r in rows for n, spot in enumerate(r)}
            row.sort(key=partial(_wish, near, at))
        count = _crossings(rows, right)
        if count < fewest:
            best, fewest = rows, count
    return best


def _wish(near: Near, at: Mapping[Spot, float], spot: Spot) -> float:
    return mean([at[other] for other in near[spot]], at[spot])


def mean(values: Sequence[float], otherwise: float) -> float:
    """Return the mean of the values, or what else where there are none."""
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: list[list[Spot]], right: Near) -> int:
    total = 0
    for row, after in zip(rows, rows[1:], strict=False):
        at = {spot: n for n, spot in enumerate(after)}
        targets = np.array([t for spot in row for t in sorted(at[other] for other in right[spot])])
        total += int((np.triu(targets[:, None] > targets[None, :], 1)).sum()) if len(targets) else 0
    return total
