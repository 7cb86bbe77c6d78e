"""A server's database, reached through Neo4j's official driver (the extra `neo4j`)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from clew.graph.errors import StoreError
from clew.graph.stores.address import Address, Credentials
from clew.graph.stores.knock import knock
from clew.graph.stores.neo4j_errors import Lost, stuck
from clew.graph.stores.worker import Abandoned, Workers

T = TypeVar("T")
#: How long to wait for a connection, and how long to repeat what failed by chance; seconds.
CONNECT = 15.0
RETRY = 30.0
#: What the first transaction of all may take on the server, which may be busy, seconds.
FIRST = 60.0
#: What a transaction that writes may take on the server, seconds: one whose client has vanished
#: holds its locks so long, and whoever writes next waits for them.
WRITE = 600.0
#: The same for a change of indexes and constraints, which waits for who writes.
SCHEMA = 120.0
_workers = Workers()
#: How Neo4j calls itself when it greets.
_AGENT = re.compile(r"Neo4j/\d[\w.+-]*")
_VERSION = re.compile(r"(\d{1,4})\.[\d.]{1,20}")
_NO_DRIVER = (
    "A graph on a server needs Neo4j's driver, which is not installed:"
    " `pip install 'clew[neo4j]'` brings it."
)


class Link:
    """A connection to one database: units of work for it, read or write, repeated where they may.

    Work is a function of a transaction. What the driver or the server says against it is raised
    as StoreError, what Clew raises itself as it is.
    """

    def __init__(self, place: Address, who: Credentials | None = None) -> None:
        self.place = place
        self._closed = False
        self.driver: Any = _driver()
        try:
            self._driver = self.driver.GraphDatabase.driver(
                place.server,
                auth=(who.user, who.password) if who else None,
                user_agent="clew",
                telemetry_disabled=True,
                connection_timeout=CONNECT,
                connection_acquisition_timeout=CONNECT,
                max_transaction_retry_time=RETRY,
            )
        except Exception as error:
            raise self.trouble(error) from None
        self._bookmarks = self.driver.GraphDatabase.bookmark_manager()
        self.database = place.database
        try:
            self.version = self._meet()
        except BaseException:
            self.close()
            raise

    def read(self, work: Callable[[Any], T], timeout: float = 60.0, *, raw: bool = False) -> T:
        """Return what `work` gives in a read transaction, on a reader of a cluster.

        `timeout` ends it on the server; `raw` lets the driver's errors through.
        """
        if raw:
            return self._run("execute_read", work, timeout, raw=True)
        return self._bounded("execute_read", work, timeout)

    def write(self, work: Callable[[Any], T]) -> T:
        """Return what `work` gives in a write transaction, repeated where the server says so."""
        return self._bounded("execute_write", work, WRITE)

    def schema(self, texts: Iterable[str]) -> None:
        """Run statements that change indexes and constraints, in one transaction."""
        wanted = tuple(texts)  # it may be repeated

        def work(tx: Any) -> None:
            for text in wanted:
                tx.run(text).consume()

        self._bounded("execute_write", work, min(SCHEMA, WRITE))

    def close(self) -> None:
        """End all connections; a second call does nothing."""
        self._closed = True
        with suppress(Exception):  # after Ctrl-C another thread may be in the middle of one
            self._driver.close()

    def trouble(self, error: BaseException) -> StoreError:
        """Return what to raise for the driver's error: see `neo4j_errors`."""
        from clew.graph.stores.neo4j_errors import store_error

        return store_error(error, self.place)

    def _bounded(self, way: str, work: Callable[[Any], T], timeout: float) -> T:
        """Run work, and wait no longer than it may take.

        A server whose disk is full keeps its connections, and neither answers nor ends anything.
        """
        most = timeout + RETRY + 2 * CONNECT
        try:
            result: T = _workers.call(partial(self._run, way, work, timeout), most)
        except Abandoned:
            raise stuck(self.place, most) from None
        return result

    def _run(self, way: str, work: Callable[[Any], T], timeout: float, *, raw: bool = False) -> T:
        bound = self.driver.unit_of_work(timeout=max(0.001, timeout))(partial(self._once, work))
        access = "READ" if way == "execute_read" else "WRITE"
        try:
            with self._session(access) as session:
                result: T = getattr(session, way)(bound)
                return result
        except (self.driver.exceptions.Neo4jError, self.driver.exceptions.DriverError) as error:
            if raw:
                raise
            raise self.trouble(error) from None

    def _once(self, work: Callable[[Any], T], tx: Any) -> T:
        """Do work, unless the link was closed: the driver would begin again what was given up."""
        if self._closed:
            raise StoreError("The graph was closed: open it again.")
        return work(tx)

    def _meet(self) -> str:
        """Return the server's version; the first contact is tried once, and told in more words."""
        try:
            with (
                self._session("READ") as session,
                session.begin_transaction(timeout=FIRST) as tx,
            ):
                return self._see_server(tx)
        except (self.driver.exceptions.Neo4jError, self.driver.exceptions.DriverError) as error:
            trouble = self.trouble(error)
            if isinstance(trouble, Lost):
                knock(self.place)
            raise trouble from None

    def _session(self, access: str) -> Any:
        return self._driver.session(
            database=self.database or None,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
        )

    def _see_server(self, tx: Any) -> str:
        """Return the server's version; StoreError where it is no Neo4j of 5 or later."""
        text = "CALL dbms.components() YIELD name, versions RETURN name, versions[0]"
        found, version = None, ""
        try:
            result = tx.run(text)
            name, version = map(str, result.values()[0])
            # Others call their kernel Neo4j's, so that tools take them; their agent says more.
            if name == "Neo4j Kernel" and _AGENT.fullmatch(str(result.consume().server.agent)):
                found = _VERSION.match(version)
        except (self.driver.exceptions.ClientError, IndexError, ValueError):
            pass
        first = int(found[1]) if found else 0
        if first < 5:
            told = f"Neo4j {found[0]}" if found else "no Neo4j 5 or later"
            raise StoreError(
                f"What answers at {self.place.server} is {told}: Clew keeps graphs on Neo4j 5 and"
                " later alone."
            )
        return version


def _driver() -> Any:
    """Return the driver's module; StoreError where it is not installed.

    Its log is switched off unless somebody asked for it: it holds queries and the server's words.
    """
    try:
        import neo4j
    except ImportError:
        raise StoreError(_NO_DRIVER) from None
    log = logging.getLogger("neo4j")
    if log.level == logging.NOTSET:
        log.setLevel(logging.CRITICAL + 1)
    return neo4j
