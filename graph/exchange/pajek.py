"""Pajek's network file, `.net`: numbered vertices with names, and arcs with labels.

http://mrvar.fdv.uni-lj.si/pajek/. A vertex has its name and no other property. Readers tell
vertices apart by their names: one that several entities have stands with each one's id. A label has
no way to write a quotation mark, a backslash or the end of a line: they become typographic signs.
"""

from __future__ import annotations

import re
from hashlib import blake2b

import numpy as np

from clew.graph.exchange.attributes import NOT_HERE, Network, edge_label, node_label
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn

#: Letters of a label at most: longer ones stop some readers.
LONGEST = 500
_MARKS = str.maketrans({'"': "”", "\\": "＼"})
#: What ends a line for a reader, or is none of text.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIGEST = 16


def write(given: HandedOn, place: Place) -> Told:
    """Write the file."""
    network, labels = Network.of(given), _Labels()
    names, ids = _Keys(), _Keys()
    for node, _ in network.nodes():
        names.add(labels(node_label(node)))
        ids.add(node.id)
    names.end()
    ids.end()
    labels.changed, doubled = 0, 0
    with place.open() as file:
        file.write(f"*Vertices {len(ids)}\n".encode())
        for number, (node, _) in enumerate(network.nodes(), 1):
            label = labels(node_label(node))
            if names.several(label) or label.endswith("]"):  # as none with an id behind it does
                doubled += 1
                label = f"{label} [{node.id}]"
            file.write(f'{number} "{label}"\n'.encode())
        file.write(b"*Arcs\n")
        for edge, _ in network.edges():
            ends = f"{ids.place(edge.start)} {ids.place(edge.end)}"
            file.write(f'{ends} 1 l "{labels(edge_label(edge))}"\n'.encode())
    return Told(lost=(*_lost(network, given, labels.changed), *_doubled(doubled)))


def _lost(network: Network, given: HandedOn, changed: int) -> list[str]:
    nodes, edges = given.count
    told = [
        f"{len(network.titles)} sources are not here.",
        f"{nodes - len(network.titles)} entities have their names alone, and {edges} ties their"
        " types and statuses: nothing else is here.",
        NOT_HERE,
    ]
    marks = f"{changed} labels have other signs for quotation marks, backslashes or control"
    return [*told, f"{marks} characters, or are cut."] if changed else told


def _doubled(count: int) -> list[str]:
    return [f"{count} vertices have their id behind a name, to be told apart."] if count else []


class _Labels:
    """Writes labels; `changed` counts those that are not as they were."""

    def __init__(self) -> None:
        self.changed = 0

    def __call__(self, text: str) -> str:
        label = _CONTROLS.sub(" ", text).translate(_MARKS).strip()
        if len(label) > LONGEST:
            label = f"{label[:LONGEST]}…"
        self.changed += label != text
        return label or "(blank)"


class _Keys:
    """Texts by their digests alone, so that a million of them takes tens of megabytes."""

    def __init__(self) -> None:
        self._data = bytearray()

    def add(self, text: str) -> None:
        """Take a text; none is added after the end."""
        self._data += _digest(text)

    def end(self) -> None:
        """Put all in order, to be asked."""
        own = np.frombuffer(bytes(self._data), dtype=[("high", ">u8"), ("low", ">u8")])
        self._order = np.argsort(own, order=("high", "low"), kind="stable")
        self._high = own["high"][self._order].astype(np.uint64)
        self._low = own["low"][self._order].astype(np.uint64)

    def __len__(self) -> int:
        return len(self._order)

    def place(self, text: str) -> int:
        """Return the number, from 1, of the first text like this."""
        return int(self._order[self._span(text)[0]]) + 1

    def several(self, text: str) -> bool:
        """Tell whether more than one is like this."""
        first, last = self._span(text)
        return last - first > 1

    def _span(self, text: str) -> tuple[int, int]:
        digest = _digest(text)
        high, low = (int.from_bytes(digest[at : at + 8]) for at in (0, 8))
        first = int(np.searchsorted(self._high, np.uint64(high), "left"))
        last = int(np.searchsorted(self._high, np.uint64(high), "right"))
        lows = self._low[first:last]
        return (
            first + int(np.searchsorted(lows, np.uint64(low), "left")),
            first + int(np.searchsorted(lows, np.uint64(low), "right")),
        )


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_DIGEST).digest()
