"""Neo4j servers: a case's graph lives on one, or a copy of it is pushed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clew.exports import Exports
from clew.graph.lens import Lens

if TYPE_CHECKING:
    from clew.graph.serving import Progress
    from clew.moving import Moved
    from clew.pushing import Pushed


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
        it did. Raises UsageError, StoreError, CaseBusy.
        """
        from clew.moving import move, moved

        now = move(self.directory, address, replace=replace, on_progress=on_progress)
        self.directory.settings.update(now.settings)
        return moved(now)

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
