"""Neo4j servers: a case's graph lives on one, or a copy of it is pushed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clew.exports import Exports
from clew.graph.lens import Lens

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from clew.graph.places import Place
    from clew.graph.serving import Progress
    from clew.moving import Moved
    from clew.pushing import Pushed
    from clew.serving import Served


class OnServers(Exports):
    """What a case does with servers; the ledger never leaves the folder.

    Credentials come from the environment or a file as .netrc, see docs/servers.md.
    """

    __slots__ = ()

    def move_graph(
        self, address: str, *, replace: bool = False, on_progress: Progress | None = None
    ) -> Moved:
        """Let the graph of this case live at an address, or `embedded`: in the case again.

        An address is `bolt://host[:port][/database]`, or with neo4j://, bolt+s://, neo4j+s://.
        `replace` lets go what others left in that database. Where it fails, the graph lives where
        it did. The database that it leaves is emptied: `stays` says why where that cannot be done.
        Raises UsageError, StoreError, CaseBusy.
        """
        from clew.moving import move, moved, take_away

        left = self.directory.graph_address
        now = move(self.directory, address, replace=replace, on_progress=on_progress)
        self.directory.settings.update(now.settings)
        left = "" if left == now.graph_address else left
        return moved(now, left, take_away(now, left) if left else "")

    def copies(self) -> list[Place]:
        """Return where on servers copies of this case are, or may be left of its graph, and since.

        Protection and erasure do not reach them: push again, or `take_away`.
        """
        from clew.graph.places import places

        return list(places(self.directory))

    def take_away(self, address: str) -> None:
        """Empty the database at an address of what this case left there, a copy too.

        Raises StoreError where that cannot be done or others' data is there, which stays, and
        UsageError for the address where this case's graph lives.
        """
        from clew.graph.errors import StoreError
        from clew.moving import take_away

        if stays := take_away(self.directory, address):
            raise StoreError(stays)

    def push(
        self,
        address: str,
        *,
        lens: Lens | None = None,
        replace: bool = False,
        on_progress: Progress | None = None,
    ) -> Pushed:
        """Copy what a lens shows to a server's database, its ids salted; the case stays.

        `replace` lets go what others left in that database; a push that was broken off goes on
        where it was. Raises UsageError for a lens that discloses more than the public, StoreError,
        CaseBusy.
        """
        from clew.graph.stores.address import address as parsed
        from clew.graph.stores.address import credentials
        from clew.pushing import push

        place = parsed(address)
        return push(
            self,
            place,
            lens or Lens(),
            credentials(place),
            replace=replace,
            on_progress=on_progress,
        )

    def serve_bolt(
        self,
        port: int = 0,
        *,
        lens: Lens | None = None,
        limit: int = 100_000,
        timeout: float = 30.0,
        on_progress: Progress | None = None,
    ) -> AbstractContextManager[Served]:
        """Serve a copy of what a lens shows to tools that speak Bolt, on 127.0.0.1, for a while.

            with case.serve_bolt() as served:
                driver = GraphDatabase.driver(served.address, auth=served.auth)

        Its ids are salted; it is read, never written, and goes when the context ends. Answers have
        at most `limit` rows and take at most `timeout` seconds. Raises UsageError for a lens that
        discloses more than the public and for a port that cannot be had, StoreError.
        """
        from clew.serving import serving

        wished = lens or Lens()
        return serving(self, wished, port, limit=limit, timeout=timeout, on_progress=on_progress)
