"""How many spans a second of processor time each annotation format is read at.

    python -m benchmarks annotations [--documents N] [FORMAT …]

The notes are invented and made anew, 2,000 of 100 spans and 20 relations without `--documents`.
Clew reads files to checked claims (ids, quotes, locators), without a ledger. A peer reads the same
files to its own objects, which is what Clew's loaders do (`items`): all three one after the other,
so that they meet the same machine. Ratios are Clew's time by the peer's, for items and for claims.
See `annotated_peers.py` for how to have peers.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks import annotated_cas, annotated_files, annotated_peers, annotated_rows
from benchmarks.annotated import Note, notes
from benchmarks.timing import line
from clew.graph.model import Batch
from clew.loaders.batches import batches, documents
from clew.loaders.items import Mention

FORMATS: dict[str, Callable[[Path, Iterable[Note]], None]] = {
    "brat": annotated_files.brat,
    "cas_json": annotated_cas.cas_json,
    "cas_xmi": annotated_cas.cas_xmi,
    "conll": annotated_files.conll,
    "docbin": annotated_peers.docbin,
    "doccano": annotated_rows.doccano,
    "hypothesis": annotated_files.hypothesis,
    "label_studio": annotated_rows.label_studio,
    "prodigy": annotated_rows.prodigy,
    "tokens": annotated_rows.tokens,
    "w3c": annotated_files.w3c,
    "webanno_tsv": annotated_cas.webanno_tsv,
}
ROUNDS = 3


def measure(count: int = 2_000, formats: Sequence[str] = ()) -> None:
    """Print a line for each format, or for those named."""
    for name in formats or FORMATS:
        with tempfile.TemporaryDirectory() as place:
            _measure(name, Path(place), count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(line("most memory, files and peers among it", f"{peak:,} MB"))


def _measure(name: str, folder: Path, count: int) -> None:
    if name == "docbin" and find_spec("spacy") is None:
        print(line(f"read {name}", "", "", "spaCy is not here, which alone writes .spacy"))
        return
    FORMATS[name](folder, notes(count))
    peer, package, called = annotated_peers.PEERS.get(name, (None, "", "no peer"))
    if peer is not None and find_spec(package) is None:
        peer, called = None, f"{called} is not here: pip install it"
    readers = (_claims, _items, peer) if peer else (_claims, _items)
    rounds = [[_timed(read, folder) for read in readers] for _ in range(ROUNDS)]
    rates = [
        f"{rounds[0][0][0] / statistics.median(one[side][1] for one in rounds):,.0f}"
        for side in range(len(readers))
    ]
    if peer:
        items, claims = (
            statistics.median(one[side][1] / one[2][1] for one in rounds) for side in (1, 0)
        )
        called += f"; {items:.2f} for items, {claims:.2f} for claims"
    print(
        line(f"read {name}: {rates[1]} items/s", f"{rates[0]} spans/s", "".join(rates[2:]), called)
    )


def _timed(read: Callable[[Path], int], folder: Path) -> tuple[int, float]:
    began = time.process_time()
    return read(folder), time.process_time() - began


def _items(folder: Path) -> int:
    found = documents([folder], lambda one: sum(isinstance(item, Mention) for item in one.items))
    return sum(one for one in found if isinstance(one, int))


def _claims(folder: Path) -> int:
    found = (one for one in batches([folder]) if isinstance(one, Batch))
    return sum(one.counts.get("spans", 0) for one in found)
