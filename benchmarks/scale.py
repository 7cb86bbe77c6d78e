"""How a graph grows, from ten thousand ties to a million: on a server, embedded, and as files.

Each size has a server of its own, with the settings of the tests. The graph is generated, as items;
no ledger is made: what a ledger takes is measured by `python -m benchmarks`. From the sizes comes a
line in logarithms, and from that line what larger ones would take: worked out, not tried.
"""

from __future__ import annotations

import math
import resource
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import scale_files
from benchmarks.server_items import items
from benchmarks.server_push import pushed
from benchmarks.server_run import bench, size
from benchmarks.timing import once
from clew.graph.item_table import ItemTable, write
from clew.graph.stores.embedded import EmbeddedStore

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
BEYOND = (10_000_000, 100_000_000, 1_000_000_000)
Figures = dict[str, float]


def measure(most: int) -> None:
    """Print a row a size, then what the line through them says of larger ones."""
    sizes = [ties for ties in SIZES if ties <= most]
    rows: list[Figures] = []
    for ties in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_one(Path(folder), round(ties * 2 / 3), ties))
        if ties == sizes[0]:
            print("  ".join(["ties".rjust(13), *rows[0]]), flush=True)
        print(_row(ties, rows[0], rows[-1]), flush=True)
    if len(sizes) < 3:
        return
    print("extrapolated, not tried (power: how each grows with the ties):")
    for ties in BEYOND:
        print(_row(ties, rows[0], {name: _at(ties, sizes, rows, name) for name in rows[0]}))
    powers = {name: line_through(sizes, [row[name] for row in rows])[1] for name in rows[0]}
    print("power".rjust(13), *(f"{powers[name]:.2f}".rjust(len(name) + 1) for name in rows[0]))


def line_through(sizes: Sequence[int], values: Sequence[float]) -> tuple[float, float]:
    """Return factor and power of the least squares line through logarithms of the last three."""
    points = [
        (math.log(ties), math.log(max(value, 1e-9)))
        for ties, value in zip(sizes[-3:], values[-3:], strict=True)
    ]
    mean = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
    above = sum((x - mean[0]) * (y - mean[1]) for x, y in points)
    power = above / sum((x - mean[0]) ** 2 for x, _ in points)
    return math.exp(mean[1] - power * mean[0]), power


def _at(ties: int, sizes: Sequence[int], rows: Sequence[Figures], name: str) -> float:
    factor, power = line_through(sizes, [row[name] for row in rows])
    return factor * float(ties**power)


def _one(folder: Path, nodes: int, ties: int) -> Figures:
    """Return what one size takes; seconds of the clock, and megabytes."""
    file = folder / "items.db"
    found: Figures = {"items s": once(lambda: write(file, items(nodes, ties)))}
    found["items MB"] = size(file)
    table = ItemTable(file)
    embedded = EmbeddedStore.create(folder / "embedded")
    found["embedded s"] = once(lambda: _filled(embedded, table))
    found["embedded MB"] = size(folder / "embedded")
    with bench(folder / "server") as own:
        if own is not None:
            spent = pushed(own, table, "g")
            found |= {"push s": spent.clock, "client cpu s": spent.client}
            found |= {"server cpu s": spent.server, "server memory MB": own.memory()}
            found |= {"server MB": own.stopped()}
    found |= scale_files.measured(folder, table)
    table.close()
    found["client memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _filled(store: EmbeddedStore, table: ItemTable) -> None:
    store.replace(table.graph())
    store.close()


def _row(ties: int, heads: Figures, row: Figures) -> str:
    cells = (f"{row[name]:,.1f}".rjust(len(name)) for name in heads)
    return "  ".join([f"{ties:,}".rjust(13), *cells])
