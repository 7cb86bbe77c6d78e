"""A store on a Neo4j 5 server, a cluster or Aura: the graph of one case, one database (rule 36).

Reads go to a cluster's readers, in read transactions that the server ends in time; an answer
counts only if the database bore the mark of the generation asked for all the while.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from clew.graph.errors import CaseBusy, StoreError
from clew.graph.model import Edge, Node
from clew.graph.stores.address import Address, Credentials
from clew.graph.stores.base import Rows
from clew.graph.stores.neo4j_errors import EXPLAIN, query_error, timed_out
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Held, Mark, look
from clew.graph.stores.parameters import passed
from clew.graph.stores.worker import Abandoned, Workers

_workers = Workers()
#: How long a read waits for a push to end, seconds, and how often it looks.
PATIENCE = 30.0
#: How long a cluster's readers may be behind it, seconds.
LAG = 5.0
_PAUSE = 0.1
#: Texts whose plans are remembered as harmless.
_KNOWN = 1000
_NOT_THERE = (
    "This database does not hold this case's graph as it stands now: see the address, and whether a"
    " copy of the case's folder writes there; `clew verify` makes the graph there again."
)
_HALF = (
    "The graph on the server is half written: wait for the push that is at work, or push again"
    " where it was interrupted."
)


class Neo4jStore:
    """A projection in a server's database; see `base.Store`.

    `mark` is what the database holds, or will by `replace` and `apply`; `before`, where it is
    given, is what `apply` starts from. `over` lets `replace` take what others left there.
    """

    needs_guard = False

    def __init__(
        self, link: Link, mark: Mark, *, before: Mark | None = None, over: bool = False
    ) -> None:
        self._link: Link | None = link
        self.mark, self._before, self._over = mark, before, over
        self._held: Held | None = None
        self._known: set[str] = set()

    @classmethod
    def open(
        cls,
        place: Address,
        mark: Mark,
        who: Credentials | None = None,
        *,
        before: Mark | None = None,
        over: bool = False,
    ) -> Neo4jStore:
        """Connect to a server; StoreError where that cannot be done."""
        return cls(Link(place, who), mark, before=before, over=over)

    def replace(self, items: Iterable[Node | Edge]) -> None:
        """Make the database hold exactly these items, nodes first; they are streamed.

        What an interrupted push of the same mark left there is gone on with.
        """
        from clew.graph.stores.neo4j_push import push

        self._held = push(self._open(), items, self.mark, over=self._over)

    def apply(self, put: Iterable[Node | Edge], remove: Iterable[Node | Edge]) -> None:
        """Remove items, then put items (insert or overwrite whole), in one transaction."""
        from clew.graph.stores.neo4j_change import change

        before = self._before or self.mark
        self._held = change(self._open(), put, remove, before, self.mark)
        self._before = None

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """Answer a read-only text within `timeout` seconds, with at most `limit` rows.

        It is planned first. Dates come as ISO text; nodes, edges and paths as Clew's own, in lists
        and maps too.
        """
        given, end = passed(cypher, parameters), time.monotonic() + timeout
        prefix = self._plan(cypher, given, end, timeout)
        if prefix == "EXPLAIN":
            return self._explained(cypher, given, end, timeout)
        while True:
            held = self._whole(end)
            columns, rows, cut, now = self._call(
                partial(_answer, cypher=cypher, given=given, limit=limit), cypher, end, timeout
            )
            if now == held:
                return Rows(columns, rows, cut)
            self._held = None

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Plan without running; QueryError for a mistake, QueryRefused for more than reading."""
        self._plan(cypher, passed(cypher, parameters), time.monotonic() + 30.0, 30.0)

    def close(self) -> None:
        """Give the connection back; a second call does nothing."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _open(self) -> Link:
        if self._link is None:
            raise StoreError("The graph was closed: open it again.")
        return self._link

    def _plan(self, cypher: str, given: dict[str, Any], end: float, timeout: float) -> str:
        """Refuse what does more than read; return EXPLAIN or PROFILE where the text says so."""
        from clew.graph.stores.guard import check
        from clew.graph.stores.neo4j_plan import refuse

        prefix = check(cypher).prefix
        if cypher not in self._known:
            text = cypher if prefix == "EXPLAIN" else f"{EXPLAIN}{_bare(cypher, prefix)}"
            refuse(self._call(partial(_summary, text=text, given=given), cypher, end, timeout))
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known.add(cypher)
        return prefix

    def _explained(self, cypher: str, given: dict[str, Any], end: float, timeout: float) -> Rows:
        """Return the server's plan as it draws it."""
        summary = self._call(partial(_summary, text=cypher, given=given), cypher, end, timeout)
        drawn = str(summary.plan["args"].get("string-representation", ""))
        return Rows(("executionPlanAsString",), [(drawn,)])

    def _whole(self, end: float) -> Held:
        """Return the mark of a database that holds all of this generation; waits for a push."""
        if self._held is not None:
            return self._held
        began, place = time.monotonic(), self._open().place
        lag = LAG if place.scheme.startswith("neo4j") else 0.0
        while True:
            held = self._open().read(look)
            if held is not None and held.mark == self.mark and held.state == "whole":
                self._held = held
                return held
            waited = time.monotonic() - began
            coming = held is not None and held.mark.case == self.mark.case
            if waited >= lag and not (coming and held and held.state != "whole"):
                raise StoreError(_NOT_THERE)
            if waited > PATIENCE or time.monotonic() > end:
                raise CaseBusy(_HALF)
            time.sleep(_PAUSE)

    def _call(self, work: Any, cypher: str, end: float, timeout: float) -> Any:
        """Return what work gives within the time that is left, in a worker thread."""
        link, left = self._open(), max(0.001, end - time.monotonic())
        bound = partial(work, driver=link.driver)
        try:
            return _workers.call(partial(link.read, bound, left, raw=True), left)
        except Abandoned:
            raise timed_out(timeout) from None
        except (link.driver.exceptions.Neo4jError, link.driver.exceptions.DriverError) as error:
            planned = cypher in self._known
            raise query_error(error, cypher, timeout, link.place, planned=planned) from None


def _summary(tx: Any, *, text: str, given: dict[str, Any], driver: Any) -> Any:
    return tx.run(text, given).consume()


def _answer(tx: Any, *, cypher: str, given: dict[str, Any], limit: int | None, driver: Any) -> Any:
    """Ask, convert, and look which mark the database bears at the end of it."""
    from clew.graph.stores.neo4j_rows import rows_of

    result = tx.run(cypher, given)
    raw: list[list[Any]] = []
    for record in result:
        if len(raw) == limit:
            break
        raw.append(record.values())
    else:
        limit = None
    columns = tuple(result.keys())
    result.consume()
    return columns, rows_of(driver, tx, raw), limit is not None, look(tx)


def _bare(cypher: str, prefix: str) -> str:
    """Return a text without its PROFILE, so that its plan can be asked for."""
    if not prefix:
        return cypher
    from clew.graph.stores.cypher.tokens import tokenize

    first = tokenize(cypher)[0]
    return cypher[: first.start] + " " * (first.end - first.start) + cypher[first.end :]
