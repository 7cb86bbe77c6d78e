"""Which engine holds the graph of a folder's generations: an embedded one, or a server's database.

A server's database holds one generation, that of the mark it bears (rule 36); what lies in the
folder of a generation beside its items is then only the note of which server that is.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from clew.graph.directory import write_private
from clew.graph.model import Edge, Node
from clew.graph.pointer import Pointer
from clew.graph.stores.base import Store

if TYPE_CHECKING:
    from clew.graph.stores.address import Address, Credentials
    from clew.graph.stores.neo4j_mark import Mark
    from clew.graph.stores.neo4j_store import Neo4jStore

Graphic = Node | Edge


class Engine(Protocol):
    """What keeps the graph of a generation; `place` is the generation's folder.

    `in_place`: what nobody reads may be changed where it is.
    """

    @property
    def in_place(self) -> bool:
        """Whether a generation is changed in its own folder where nobody reads it."""
        ...

    def has(self, place: Path) -> bool:
        """Tell whether the graph of a generation is kept here."""
        ...

    def open(self, place: Path, pointer: Pointer) -> Store:
        """Open a generation for reading; StoreError where the engine is not there or fails."""
        ...

    def build(self, place: Path, new: Pointer, items: Iterable[Graphic], total: int) -> None:
        """Make a generation of these items, so many in all."""
        ...

    def copy(self, old: Path, place: Path) -> None:
        """Bring the graph of an old generation into the folder of a new one."""
        ...

    def change(
        self, place: Path, old: Pointer, new: Pointer, put: list[Graphic], gone: list[Graphic]
    ) -> None:
        """Change the graph in a folder from the old to the new; StoreError: nothing was taken."""
        ...


class EmbeddedEngine:
    """The engine in this process: a folder `engine/` in each generation."""

    in_place = True

    def has(self, place: Path) -> bool:
        """See `Engine`."""
        return (place / "engine").is_dir()

    def open(self, place: Path, pointer: Pointer) -> Store:
        """See `Engine`."""
        from clew.graph.stores.embedded import EmbeddedStore

        return EmbeddedStore.open(place / "engine")

    def build(self, place: Path, new: Pointer, items: Iterable[Graphic], total: int) -> None:
        """See `Engine`."""
        from clew.graph.stores.embedded import EmbeddedStore

        store = EmbeddedStore.create(place / "engine")
        try:
            store.replace(items)
        finally:
            store.close()

    def copy(self, old: Path, place: Path) -> None:
        """See `Engine`."""
        passing = shutil.ignore_patterns("last-tx-id.bin*")  # readers come and go with it
        shutil.copytree(old / "engine", place / "engine", ignore=passing)

    def change(
        self, place: Path, old: Pointer, new: Pointer, put: list[Graphic], gone: list[Graphic]
    ) -> None:
        """See `Engine`."""
        from clew.graph.stores.embedded import EmbeddedStore

        if not (put or gone):
            return
        store = EmbeddedStore.open(place / "engine", read_only=False)
        try:
            store.apply(put, gone)
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class ServerEngine:
    """A server's database; `mark_of` gives the mark that a generation bears there.

    `who` is asked for only when the server is; `over` lets go what others left there; `watch` is
    told, while a graph is made there, how many of its items went out, and how many there are.
    """

    address: Address
    mark_of: Callable[[Pointer], Mark]
    who: Callable[[], Credentials | None] = field(repr=False)
    over: bool = False
    watch: Callable[[int, int], None] | None = None

    @property
    def in_place(self) -> bool:
        """See `Engine`."""
        return False

    def has(self, place: Path) -> bool:
        """See `Engine`."""
        try:
            return (place / "server").read_text(encoding="utf-8") == str(self.address)
        except OSError:
            return False

    def open(self, place: Path, pointer: Pointer) -> Neo4jStore:
        """See `Engine`."""
        from clew.graph.stores.neo4j_store import Neo4jStore

        return Neo4jStore.open(self.address, self.mark_of(pointer), self.who())

    def build(self, place: Path, new: Pointer, items: Iterable[Graphic], total: int) -> None:
        """See `Engine`."""
        from clew.graph.stores.neo4j_store import Neo4jStore

        mark = self.mark_of(new)
        store = Neo4jStore.open(self.address, mark, self.who(), over=self.over)
        try:
            store.replace(items if self.watch is None else watched(items, total, self.watch))
        finally:
            store.close()
        self.copy(place, place)

    def copy(self, old: Path, place: Path) -> None:
        """See `Engine`."""
        write_private(place / "server", str(self.address).encode())

    def change(
        self, place: Path, old: Pointer, new: Pointer, put: list[Graphic], gone: list[Graphic]
    ) -> None:
        """See `Engine`."""
        from clew.graph.stores.neo4j_store import Neo4jStore

        before, mark = self.mark_of(old), self.mark_of(new)
        store = Neo4jStore.open(self.address, mark, self.who(), before=before)
        try:
            store.apply(put, gone)
        finally:
            store.close()


def watched(
    items: Iterable[Graphic], total: int, watch: Callable[[int, int], None]
) -> Iterator[Graphic]:
    """Yield items; tell before the first and after each how many there were, and there are."""
    watch(0, total)
    for number, item in enumerate(items, 1):
        yield item
        watch(number, total)
