"""The embedded store: ArcadeDB in this process, in a folder of the case (rules 32 to 35).

Reads run in worker threads. Where one is abandoned, its database is closed, which ends the query
within moments; other reads of the same folder then go on by themselves with a new handle.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import threading
import time
import weakref
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from clew.graph.errors import QueryTimeout, StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores import arcade_engine
from clew.graph.stores.arcade_errors import query_error, was_closed
from clew.graph.stores.base import Rows
from clew.graph.stores.parameters import passed
from clew.graph.stores.worker import Abandoned, Workers

_workers = Workers()
_live: weakref.WeakSet[_Handle] = weakref.WeakSet()
_shared: dict[str, _Handle] = {}
_lock = threading.RLock()


class _Handle:
    """An open database; the engine opens a folder once a process, so readers share it."""

    def __init__(self, path: Path, database: Any, *, read_only: bool) -> None:
        self.path, self.read_only, self.users = path, read_only, 1
        self._database = database
        self._edge_types: frozenset[str] | None = None
        _live.add(self)

    def database(self) -> Any:
        """Return the database, opened again where an abandoned query had it closed."""
        with _lock:
            if self._database is None:
                again = arcade_engine.open_database(self.path, read_only=self.read_only)
                self._database = again
            return self._database

    def edge_types(self, database: Any) -> frozenset[str]:
        """Return which types are edges; asked once where nobody can add one."""
        from clew.graph.stores.arcade_rows import edge_types

        if self._edge_types is None or not self.read_only:
            self._edge_types = edge_types(database)
        return self._edge_types

    def close(self) -> None:
        with _lock:
            database, self._database = self._database, None
            if database is not None:
                arcade_engine.close_database(database, self.path)


class EmbeddedStore:
    """A projection in a folder that the engine keeps; see `base.Store`."""

    needs_guard = True

    def __init__(self, handle: _Handle) -> None:
        self._handle: _Handle | None = handle

    @classmethod
    def create(cls, folder: Path) -> EmbeddedStore:
        """Make an empty graph in a folder that does not exist yet."""
        return cls(_Handle(folder, arcade_engine.create_database(folder), read_only=False))

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = True) -> EmbeddedStore:
        """Open a graph; a writer must be alone, and only it can open one that was not closed."""
        if not read_only:
            return cls(
                _Handle(
                    folder, arcade_engine.open_database(folder, read_only=False), read_only=False
                )
            )
        with _lock:
            handle = _shared.get(key := str(folder.resolve()))
            if handle is None:
                database = arcade_engine.open_database(folder, read_only=True)
                handle = _shared[key] = _Handle(folder, database, read_only=True)
            else:
                handle.users += 1
            return cls(handle)

    def replace(self, items: Iterable[Node | Edge]) -> None:
        """Make the store hold exactly these items, nodes first; they are streamed.

        What was there goes first: to keep it while this runs, write into a new folder.
        """
        from clew.graph.stores.arcade_change import change
        from clew.graph.stores.arcade_load import load

        handle = self._writable()
        if handle.database().query("sql", "SELECT name FROM schema:types").to_list():
            handle.close()
            shutil.rmtree(handle.path)
            handle = self._handle = _Handle(
                handle.path, arcade_engine.create_database(handle.path), read_only=False
            )
        if wide := load(handle.database(), items):
            change(handle.database(), wide, [])

    def apply(self, put: Iterable[Node | Edge], remove: Iterable[Node | Edge]) -> None:
        """Remove items, then put items (insert or overwrite whole), in one transaction."""
        from clew.graph.stores.arcade_change import change

        change(self._writable().database(), put, remove)

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """Answer a read-only text within `timeout` seconds, with at most `limit` rows.

        Dates come as ISO text; nodes, edges and paths as Clew's own, in lists and maps too.
        A text of the very form of the engine's paths, `(#7:0)-[#16:0]->(#13:0)`, comes as one
        where these records join so.
        """
        return self._answer(cypher, passed(cypher, parameters), timeout, limit)

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Plan without running; raises QueryError where the engine cannot parse the text."""
        self._answer(f"EXPLAIN {cypher}", passed(cypher, parameters), 30.0, 1)

    def close(self) -> None:
        """Give the database back; the last to do so closes it."""
        with _lock:
            handle, self._handle = self._handle, None
            if handle is None:
                return
            handle.users -= 1
            if handle.users == 0:
                _shared.pop(str(handle.path.resolve()), None)
                handle.close()

    def _open(self) -> _Handle:
        if self._handle is None:
            raise StoreError("The graph was closed: open it again.")
        return self._handle

    def _writable(self) -> _Handle:
        handle = self._open()
        if handle.read_only:
            raise StoreError(f"The graph in {handle.path.name} is open for reading only.")
        return handle

    def _answer(
        self, cypher: str, given: dict[str, Any], timeout: float, limit: int | None
    ) -> Rows:
        handle, end = self._open(), time.monotonic() + timeout
        while True:
            database = handle.database()
            try:
                left = max(0.0, end - time.monotonic())
                return _workers.call(partial(_run, handle, database, cypher, given, limit), left)
            except Abandoned:
                handle.close()
                raise QueryTimeout(
                    f"The query took longer than {timeout:g} s and was given up: bound it with a "
                    "label, an id or LIMIT, or allow more with --timeout."
                ) from None
            except Exception as error:
                if not was_closed(error) or self._handle is None:
                    raise query_error(error, cypher, given) from error
            except BaseException:
                handle.close()
                raise


def _run(
    handle: _Handle, database: Any, cypher: str, given: dict[str, Any], limit: int | None
) -> Rows:
    """Ask the engine and convert what it gives; in a worker thread."""
    from clew.graph.stores.arcade_rows import rows_of
    from clew.graph.stores.columns import columns_of, in_neo4js_order

    with database.query("opencypher", cypher, given) as result:
        raw: list[Any] = []
        for row in result:
            if len(raw) == limit:
                break
            raw.append(row.to_dict())
        else:
            limit = None
    columns = in_neo4js_order(cypher, tuple(raw[0])) if raw else columns_of(cypher)
    rows = rows_of(database, handle.edge_types(database), raw, columns)
    return Rows(columns, rows, cut=limit is not None)


@atexit.register
def _leave() -> None:
    """End queries that nobody waits for: the engine aborts if the process ends under one."""
    if not _workers.busy():
        return
    for handle in list(_live):
        with suppress(StoreError):
            handle.close()
    if _workers.busy(1.0):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(2)
