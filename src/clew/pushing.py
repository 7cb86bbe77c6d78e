"""A copy of a case's graph on a Neo4j server, for others: through a lens, its ids salted.

The case stays where it is (rule 36). The mark on the server names case, lens and generation, each
salted like the ids, so that none can be guessed from what is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clew.graph.errors import UsageError
from clew.graph.model import Edge, Node
from clew.graph.serving import Progress
from clew.graph.serving import mark as mark_of
from clew.graph.stores.neo4j_mark import Mark

if TYPE_CHECKING:
    from clew.folder import Folder
    from clew.graph.lens import Lens
    from clew.graph.opened import Opened
    from clew.graph.stores.address import Address, Credentials

_DISCLOSES = "what is pushed leaves the case, and shows what is public alone: leave --disclose out"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push left on a server: where, how many nodes and edges, and the mark that it bears."""

    address: str
    nodes: int
    edges: int
    mark: Mark


def push(
    case: Folder,
    place: Address,
    lens: Lens,
    who: Credentials | None = None,
    *,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> Pushed:
    """Make a server's database hold what a lens shows of the case; `replace` what others left.

    `on_progress` is told how many nodes and edges went there, and how many there are.
    A push that was broken off goes on where it was. Raises UsageError for a lens that discloses
    more than the public, StoreError, CaseBusy.
    """
    from clew.graph.stores.neo4j_store import Neo4jStore

    check(lens)
    if case.directory.graph_address == str(place):
        raise UsageError("the case's own graph lives there: push the copy to another database")
    counts = {Node: 0, Edge: 0}
    with case.opened(lens) as graph:
        lens_key = "default" if lens.is_default else lens.key
        mark = mark_of(case.directory, lens_key, f"copy {graph.reader.pointer.digest}")
        store = Neo4jStore.open(place, mark, who, over=replace)
        try:
            total = graph.items.count_entities() + graph.items.count_ties()
            store.replace(_counted(_handed_on(graph), counts, total, on_progress))
        finally:
            store.close()
    return Pushed(str(place), counts[Node], counts[Edge], mark)


def check(lens: Lens) -> None:
    """Raise UsageError for a lens that discloses more than the public."""
    if lens.disclose != "public":
        raise UsageError(_DISCLOSES)


def _handed_on(graph: Opened) -> Iterator[Node | Edge]:
    """Yield the items with every id of the case replaced, always in the same order."""
    from clew.graph.handing import ID
    from clew.graph.ledger.ids import is_known

    hand = graph.handing

    def whole(word: str) -> str:
        """Return the id of the case that a word is, or begins; '' where it is none."""
        if not ID.fullmatch(word):
            return next(iter(graph.items.ids(word)), "")
        known = graph.items.get(word) is not None or is_known(graph.db, word)
        return word if known else ""

    def on(own: Any) -> Any:
        return hand.hidden(own, whole)

    for item in graph.items.graph():
        if isinstance(item, Node):
            yield Node(on(item.id), item.labels, on(item.properties))
        else:
            ends = on(item.start), on(item.end)
            yield Edge(on(item.id), item.type, *ends, on(item.properties))


def _counted(
    items: Iterator[Node | Edge],
    counts: dict[type, int],
    total: int,
    on_progress: Progress | None,
) -> Iterator[Node | Edge]:
    for done, item in enumerate(items, 1):
        counts[type(item)] += 1
        yield item
        if on_progress:
            on_progress(done, total)
