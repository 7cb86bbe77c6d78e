"""A copy of a case's graph on a Neo4j server, for others: through a lens, its ids salted.

The case stays where it is (rule 36). The mark on the server names case, lens and generation, each
salted like the ids, so that none can be guessed from what is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clew.graph.engines import watched
from clew.graph.errors import UsageError
from clew.graph.handed import HandedOn
from clew.graph.ledger.database import open_ledger
from clew.graph.model import Edge, Node
from clew.graph.places import note
from clew.graph.refresh import wanted
from clew.graph.serving import Progress
from clew.graph.serving import mark as mark_of
from clew.graph.stores.neo4j_mark import Mark

if TYPE_CHECKING:
    from clew.folder import Folder
    from clew.graph.lens import Lens
    from clew.graph.stores.address import Address, Credentials

_DISCLOSES = "what leaves the case like this shows what is public alone: leave --disclose out"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push left on a server: where, how many nodes and edges, and the mark that it bears.

    behind   whether the case has changed since the push began, so that the copy is of before
    """

    address: str
    nodes: int
    edges: int
    mark: Mark
    behind: bool = False


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

    `on_progress` is told how many nodes and edges went there, and how many there are; the place is
    noted in the case before the first does.
    A push that was broken off goes on where it was. Raises UsageError for a lens that discloses
    more than the public, StoreError, CaseBusy.
    """
    from clew.graph.stores.neo4j_store import Neo4jStore

    check(lens)
    if _is_home(case.directory.graph_address, place, who):
        raise UsageError("the case's own graph lives there: push the copy to another database")
    counts = {Node: 0, Edge: 0}

    def watch(done: int, total: int) -> None:
        if not done:
            note(case.directory, str(place), copy=True)
        if on_progress:
            on_progress(done, total)

    with case.opened(lens) as graph:
        lens_key = "default" if lens.is_default else lens.key
        mark = mark_of(case.directory, lens_key, f"copy {graph.reader.pointer.digest}")
        store = Neo4jStore.open(place, mark, who, over=replace)
        try:
            total = graph.items.count_entities() + graph.items.count_ties()
            items = watched(HandedOn(graph).items(), total, watch)
            store.replace(_counted(items, counts))
        finally:
            store.close()
        with closing(open_ledger(case.directory.ledger)) as db:
            behind = graph.version != wanted(db)
    return Pushed(str(place), counts[Node], counts[Edge], mark, behind)


def check(lens: Lens) -> None:
    """Raise UsageError for a lens that discloses more than the public."""
    if lens.disclose != "public":
        raise UsageError(_DISCLOSES)


def _is_home(home: str, place: Address, who: Credentials | None) -> bool:
    """Tell whether the case's graph lives in this very database, by whichever address."""
    if not home or home == str(place):
        return bool(home)
    from clew.graph.stores import neo4j_leave
    from clew.graph.stores.address import address, credentials

    at_home = address(home)
    there = neo4j_leave.held_at(place, who)
    return there is not None and there == neo4j_leave.held_at(at_home, credentials(at_home))


def _counted(items: Iterator[Node | Edge], counts: dict[type, int]) -> Iterator[Node | Edge]:
    for item in items:
        counts[type(item)] += 1
        yield item
