"""One query on both engines: the embedded one as `clew query` asks it, Neo4j as it stands."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clew.graph.errors import ClewError, QueryError, QueryRefused, QueryTimeout
from clew.graph.stores.address import address
from clew.graph.stores.base import Rows, Store
from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.guard import guard
from clew.graph.stores.neo4j_mark import Mark
from clew.graph.stores.neo4j_store import Neo4jStore
from clew.graph.stores.opinion import second_opinion
from tests.differential.invented import items
from tests.differential.state import GIVEN
from tests.neo4j_server import Server

#: Rows beyond which a query is set aside.
LIMIT = 20_000
#: Seconds for one reading: longer ones are set aside.
PATIENCE = 3.0
#: Queries that each engine does before the other waits for it.
AT_ONCE = 40


@dataclass(frozen=True)
class Outcome:
    """What an engine made of a text.

    kind     rows, refused (by the guard), time, many (rows than LIMIT), error
    words    of a refusal or an error
    second   what the second opinion said: None where none could be had, or none was asked for
    """

    kind: str
    rows: Rows | None = None
    words: str = ""
    second: bool | None = None
    seconds: float = 0.0


class Engines:
    """The same graph in both engines."""

    def __init__(self, embedded: Store, server: Store, *, patience: float = PATIENCE) -> None:
        self.embedded, self.server, self.patience = embedded, server, patience

    def pairs(
        self, texts: Sequence[str], *, second: int = 1
    ) -> Iterator[tuple[str, Outcome, Outcome]]:
        """Yield each text with what both made of it, the embedded one first.

        A second opinion is asked for on one text in `second`.
        """
        with ThreadPoolExecutor(2) as pool:
            for start in range(0, len(texts), AT_ONCE):
                some = texts[start : start + AT_ONCE]
                here = pool.submit(self._several, some, second)
                there = pool.submit(lambda asked: list(map(self.there, asked)), some)
                yield from zip(some, here.result(), there.result(), strict=True)

    def _several(self, texts: Sequence[str], second: int) -> list[Outcome]:
        return [self.here(text, opinion=n % second == 0) for n, text in enumerate(texts)]

    def here(self, text: str, *, opinion: bool = True) -> Outcome:
        """Guard, plan and read a text, and ask for the second opinion: as `clew query` does."""
        began = time.perf_counter()
        try:
            guarded = guard(text).text
        except QueryRefused as error:
            return Outcome("refused", words=str(error))
        found = self.read(self.embedded, guarded)
        if found.kind != "rows" or not opinion:
            return found
        try:
            second = second_opinion(
                self.embedded,
                guarded,
                GIVEN,
                timeout=self.patience,
                limit=LIMIT,
                first=found.rows,
            ).agree
        except QueryError as error:
            return Outcome("error", found.rows, f"second opinion: {error}")
        return Outcome("rows", found.rows, "", second, time.perf_counter() - began)

    def there(self, text: str) -> Outcome:
        """Read a text on the server."""
        return self.read(self.server, text)

    def read(self, store: Store, text: str) -> Outcome:
        """Read a text as it is."""
        began = time.perf_counter()
        try:
            rows = store.read(text, GIVEN, timeout=self.patience, limit=LIMIT)
        except QueryTimeout:
            return Outcome("time")
        except ClewError as error:
            return Outcome("error", words=str(error))
        return Outcome("many" if rows.cut else "rows", rows, "", None, time.perf_counter() - began)


@contextmanager
def engines(folder: Path, server: Server, *, patience: float = PATIENCE) -> Iterator[Engines]:
    """Fill both engines with the invented graph and open them."""
    made = EmbeddedStore.create(folder / "graph")
    made.replace(items())
    made.close()
    here = EmbeddedStore.open(folder / "graph")
    there = Neo4jStore.open(
        address(server.address), Mark("differential", "default", "1"), over=True
    )
    try:
        there.replace(items())
        yield Engines(here, there, patience=patience)
    finally:
        here.close()
        there.close()
