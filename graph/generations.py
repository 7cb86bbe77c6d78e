"""A projection on disk, in generations: readers keep theirs while a writer makes the next.

A folder (`graph/`, or `graph/lens-<hash>/` in it) holds generations `g-<n>/`, each with the
engine's folder `engine/`, the items in `items.sqlite` and a lock file, and the pointer `current`.
The pointer says which generation counts, for which state of the ledger, and whether it is whole: a
writer works in place only where no reader holds the generation, and says so there before it does.
Who dies at any moment leaves the old whole generation, or one that is seen to be half-built.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path
from typing import Literal

from clew.graph import item_table
from clew.graph.engines import EmbeddedEngine, Engine
from clew.graph.errors import CaseBusy, StaleGraph, StoreError
from clew.graph.held import Held
from clew.graph.item_table import ItemTable
from clew.graph.model import Edge, Item, Node
from clew.graph.pointer import Pointer, read_pointer, sync
from clew.graph.stores.base import Store

#: Where more than this part of the items differs, or more than MANY, the graph is built anew.
REBUILD_ABOVE = 0.3
MANY = 100_000
#: How long to wait for another process that works in place, or makes the same graph, seconds.
PATIENCE = 60.0

Way = Literal["nothing", "in place", "copy", "whole"]
Graphic = Node | Edge
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What an update did: how many items came, changed and went, and in which way."""

    added: int
    altered: int
    removed: int
    way: Way


class Reader:
    """A generation that stays as it is until `close`; a context manager too."""

    def __init__(self, home: Generations, pointer: Pointer, lock: Held) -> None:
        self.pointer = pointer
        self._home, self._lock = home, lock
        self._items: ItemTable | None = None
        self._store: Store | None = None

    @property
    def items(self) -> ItemTable:
        """The items by id, without an engine."""
        if self._items is None:
            self._items = ItemTable(self._home.place(self.pointer.generation) / "items.sqlite")
        return self._items

    @property
    def store(self) -> Store:
        """The graph, opened on first use; StoreError where the engine is not there or fails."""
        if self._store is None:
            place = self._home.place(self.pointer.generation)
            self._store = self._home.engine.open(place, self.pointer)
        return self._store

    def close(self) -> None:
        """Give the generation back; the last reader of an old one removes it."""
        for part in (self._store, self._items):
            if part is not None:
                part.close()
        self._store = self._items = None
        self._lock.release()
        self._home.forget(self.pointer.generation)

    def __enter__(self) -> Reader:
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close."""
        self.close()


class Generations:
    """The generations in one folder, which need not exist yet, and the engine of their graphs."""

    def __init__(self, folder: Path, engine: Engine | None = None) -> None:
        self.folder = folder
        self.engine: Engine = engine or EmbeddedEngine()

    def place(self, generation: int) -> Path:
        """Return the folder of a generation."""
        return self.folder / f"g-{generation}"

    def current(self) -> Pointer | None:
        """Return the pointer to a whole generation; None where there is none, or half of one."""
        pointer = self._whole()
        here = pointer is not None and self.engine.has(self.place(pointer.generation))
        return pointer if here else None

    def is_half_built(self) -> bool:
        """Say whether a writer died, or is at work, in the generation that counts."""
        pointer = read_pointer(self.folder)
        return pointer is not None and self.current() is None

    def is_elsewhere(self) -> bool:
        """Say whether a whole generation counts whose graph another engine keeps."""
        return self._whole() is not None and self.current() is None

    def reader(self) -> Reader:
        """Hold the current generation for reading; StoreError where there is no whole one."""
        end = time.monotonic() + PATIENCE
        while pointer := read_pointer(self.folder):
            lock = Held(self.place(pointer.generation) / "lock")
            held = lock.take(alone=False)
            if held and pointer == read_pointer(self.folder) and self.current():
                os.utime(self.folder / "current")
                return Reader(self, pointer, lock)
            lock.release()
            if pointer == read_pointer(self.folder) and (
                held or not self.place(pointer.generation).exists()
            ):
                break
            if time.monotonic() > end:
                raise CaseBusy("Another process is changing the graph: try again when it is done.")
            time.sleep(0.02)
        raise StoreError("There is no whole graph in this case: it has to be made again.")

    def update(
        self,
        items: Iterable[Item],
        state: str,
        progress: Progress | None = None,
        *,
        anew: bool = False,
    ) -> Change:
        """Make the current generation hold exactly these items, for this state of the ledger.

        Nodes come before edges. Applies the difference to what is there, or builds a new
        generation where much differs, nothing is there, or `anew` says so. `progress` is told
        the number of items read so far.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._writing():
            self._sweep()
            fresh = self.folder / "next.sqlite"
            item_table.write(fresh, _counted(items, progress))
            table = ItemTable(fresh)
            try:
                return self._switch(table, fresh, state, anew)
            finally:
                table.close()
                fresh.unlink(missing_ok=True)

    def forget(self, generation: int) -> None:
        """Remove a generation that neither counts nor is read any more."""
        pointer = read_pointer(self.folder)
        if pointer is None or pointer.generation == generation:
            return
        with Held(self.place(generation) / "lock") as lock:
            if lock.take(alone=True):
                shutil.rmtree(self.place(generation), ignore_errors=True)

    def _switch(self, table: ItemTable, fresh: Path, state: str, anew: bool) -> Change:
        old = self.current()
        new = Pointer(self._next(), state, table.count(), table.digest())
        if old is None or anew:
            self._build(table, fresh, new)
            return Change(new.items, 0, 0, "whole")
        try:
            difference = table.compare(self.place(old.generation) / "items.sqlite")
        except sqlite3.DatabaseError:  # the old items are damaged
            self._build(table, fresh, new)
            return Change(new.items, 0, 0, "whole")
        counts = (difference.added, difference.altered, difference.removed)
        if difference.total == 0:
            changed(old, state=state).write(self.folder)
            return Change(*counts, "nothing")
        if difference.total > min(MANY, REBUILD_ABOVE * max(new.items, old.items)):
            self._build(table, fresh, new)
            return Change(*counts, "whole")
        put, gone = list(difference.put()), list(difference.gone())
        table.close()
        try:
            return Change(*counts, self._alter(put, gone, fresh, old, new))
        except StaleGraph:  # the engine holds something else than this folder says
            self._build(ItemTable(fresh), fresh, new)
            return Change(*counts, "whole")

    def _build(self, table: ItemTable, fresh: Path, new: Pointer) -> None:
        """Make a new generation from nothing, then let it count."""
        place = self._make(new.generation)
        try:
            total = table.count_entities() + table.count_ties()
            self.engine.build(place, new, table.graph(), total)
        finally:
            table.close()
        self._count(fresh, new)

    def _alter(
        self, put: list[Graphic], gone: list[Graphic], fresh: Path, old: Pointer, new: Pointer
    ) -> Way:
        """Change the generation that counts where nobody reads it, else a copy of it."""
        with Held(self.place(old.generation) / "lock") as lock:
            if self.engine.in_place and lock.take(alone=True):
                changed(old, whole=False).write(self.folder)
                try:
                    self.engine.change(self.place(old.generation), old, new, put, gone)
                except StoreError:  # the engine took nothing of it
                    old.write(self.folder)
                    raise
                self._count(fresh, changed(new, generation=old.generation))
                return "in place"
        place = self._make(new.generation)
        self.engine.copy(self.place(old.generation), place)
        self.engine.change(place, old, new, put, gone)
        self._count(fresh, new)
        self.forget(old.generation)
        return "copy"

    def _make(self, generation: int) -> Path:
        place = self.place(generation)
        place.mkdir(mode=0o700, exist_ok=True)
        return place

    def _count(self, fresh: Path, pointer: Pointer) -> None:
        """Let a generation count from now on, its items with it, for good."""
        place = self.place(pointer.generation)
        os.replace(fresh, place / "items.sqlite")
        for path in (*place.rglob("*"), place, self.folder):
            sync(path)
        old = read_pointer(self.folder)
        pointer.write(self.folder)
        if old is not None and old.generation != pointer.generation:
            self.forget(old.generation)

    def _whole(self) -> Pointer | None:
        """Return the pointer to a whole generation, whichever engine holds its graph."""
        pointer = read_pointer(self.folder)
        if pointer is None or not pointer.whole:
            return None
        return pointer if (self.place(pointer.generation) / "items.sqlite").exists() else None

    def _next(self) -> int:
        names = (path.name.removeprefix("g-") for path in self.folder.glob("g-*"))
        return max((int(name) for name in names if name.isdecimal()), default=0) + 1

    def _sweep(self) -> None:
        """Remove what writers that died and readers that could not remove it left behind."""
        pointer = read_pointer(self.folder)
        whole = self._whole() is not None
        for path in self.folder.glob("g-*"):
            counts = whole and pointer is not None and path == self.place(pointer.generation)
            with Held(path / "lock") as lock:
                if not counts and lock.take(alone=True):
                    shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob(".current.*.part"):
            path.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only one who writes here; CaseBusy after PATIENCE seconds."""
        end = time.monotonic() + PATIENCE
        with Held(self.folder / "writer.lock") as lock:
            while not lock.take(alone=True):
                if time.monotonic() > end:
                    raise CaseBusy("Another process makes this graph: try again when it is done.")
                time.sleep(0.05)
            yield


def _counted(items: Iterable[Item], progress: Progress | None) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        if progress is not None:
            progress(number)
