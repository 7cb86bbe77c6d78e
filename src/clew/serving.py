"""A case's graph for other tools: a copy with salted ids, reached by Bolt, gone at the end.

The copy is made of what a public lens shows and of nothing else, in a folder of the case that is
its owner's alone. A program that was killed leaves it; whoever opens the case next removes it.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.bolt_server import HOST, BoltServer
from clew.bolt_talk import USER
from clew.bolt_texts import Told, told
from clew.graph.errors import StoreError, UsageError
from clew.graph.held import Held
from clew.graph.lens_folders import OWNER, SERVED
from clew.pushing import check

if TYPE_CHECKING:
    from clew.folder import Folder
    from clew.graph.lens import Lens
    from clew.graph.serving import Progress
    from clew.graph.stores.embedded import EmbeddedStore

#: Rows that an answer may have, and seconds that it may take, where nobody says otherwise.
LIMIT, TIMEOUT = 100_000, 30.0
GONE = (
    "The copy was removed, since something was protected or erased in the case: start `clew serve`"
    " again."
)


@dataclass(frozen=True, slots=True)
class Served:
    """A graph that is being served: where, who may enter, how much there is.

    notes   what must be said: that another process was changing the case
    folder  where the copy lies; what protects or erases removes it
    """

    address: str
    user: str
    password: str = field(repr=False)
    nodes: int
    edges: int
    notes: tuple[str, ...] = ()
    folder: Path = field(default=Path(), repr=False)

    @property
    def is_there(self) -> bool:
        """Whether the copy is still there: what protects or erases removes it."""
        return (self.folder / OWNER).exists() and (self.folder / "engine").is_dir()

    @property
    def auth(self) -> tuple[str, str]:
        """User and password, as the official driver takes them."""
        return self.user, self.password


@contextmanager
def serving(
    case: Folder,
    lens: Lens,
    port: int = 0,
    *,
    limit: int = LIMIT,
    timeout: float = TIMEOUT,
    on_progress: Progress | None = None,
) -> Iterator[Served]:
    """Serve a copy of what a lens shows over Bolt on 127.0.0.1, until the context ends.

    Answers have at most `limit` rows and take at most `timeout` seconds. Raises UsageError for a
    lens that discloses more than the public and for a port that cannot be had, StoreError.
    """
    check(lens)
    if limit < 1 or not timeout > 0:
        raise UsageError("--limit and --timeout take numbers above 0")
    password = secrets.token_urlsafe(18)
    with (
        closing(BoltServer(port, password)) as server,
        _copy(case, lens, on_progress) as (store, folder, nodes, edges, notes),
    ):
        address = f"bolt://{HOST}:{server.port}"
        served = Served(address, USER, password, nodes, edges, notes, folder)

        def answer(text: str, parameters: Mapping[str, Any], wished: float | None) -> Told:
            if not served.is_there:
                raise StoreError(GONE)
            within = min(timeout, wished or timeout)
            return told(store, text, parameters, limit=limit, timeout=within)

        server.start(answer)
        try:
            yield served
        finally:
            server.close()  # before the copy goes


def wait(served: Served) -> None:
    """Wait until the user ends it (KeyboardInterrupt), or the copy is gone."""
    forever = threading.Event()
    while served.is_there:
        forever.wait(0.5)  # in slices, since Windows sees no Ctrl-C in one long wait


@contextmanager
def _copy(
    case: Folder, lens: Lens, on_progress: Progress | None
) -> Iterator[tuple[EmbeddedStore, Path, int, int, tuple[str, ...]]]:
    """Make the copy, open it for reading, and remove it in the end, whatever happened."""
    from clew.graph.stores.embedded import EmbeddedStore

    case.directory.graph.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=SERVED, dir=case.directory.graph))
    try:
        with Held(folder / OWNER) as owner:
            owner.take(alone=True)
            counts = _fill(case, lens, folder / "engine", on_progress)
            store = EmbeddedStore.open(folder / "engine")
            try:
                yield (store, folder, *counts)
            finally:
                store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(
    case: Folder, lens: Lens, folder: Path, on_progress: Progress | None
) -> tuple[int, int, tuple[str, ...]]:
    from clew.graph.handed import HandedOn
    from clew.graph.stores.embedded import EmbeddedStore

    with case.opened(lens) as graph:
        handed = HandedOn(graph)
        nodes, edges = handed.count
        done = 0

        def count() -> None:
            nonlocal done
            done += 1
            if on_progress:
                on_progress(done, nodes + edges)

        handed.on_item = count
        store = EmbeddedStore.create(folder)
        try:
            store.replace(handed.items())
        finally:
            store.close()
        return nodes, edges, graph.notes
