"""What people decide about a case: identity, protection, withdrawal, erasure, corrections."""

from __future__ import annotations

from collections.abc import Mapping

from clew.folder import Folder
from clew.graph.lens import Disclosure, Lens


class Decisions(Folder):
    """The acts on a case: each with its reason, each logged, each but an erasure to be undone."""

    __slots__ = ()

    def same(self, a: str, b: str, *, because: str, disclose: Disclosure = "public") -> str:
        """Decide that two entities (ids or names) are one; returns the decision's id."""
        return self._decide("same", a, b, because, disclose)

    def different(self, a: str, b: str, *, because: str, disclose: Disclosure = "public") -> str:
        """Decide that two entities are not one, whatever a rule would say; returns the id."""
        return self._decide("different", a, b, because, disclose)

    def _decide(self, verb: str, a: str, b: str, because: str, disclose: Disclosure) -> str:
        from clew.deciding import same_or_different

        with self.deciding(verb, disclose) as (db, graph):
            return same_or_different(db, graph, verb, a, b, because)

    def undo(self, identity: str, *, disclose: Disclosure = "public") -> str:
        """Take back an import, an act or a rule's decision by its id; returns the act's id."""
        from clew.deciding import undo
        from clew.graph.scene import look

        with self.writing("undo") as db:
            return undo(db, look(db, Lens(disclose=disclose)), identity)

    def protect(self, what: str, *, because: str) -> str:
        """Set an entity, a claim or a source behind the disclosure level; returns the act's id."""
        from clew.deciding import protect

        with self.deciding("protect", "public") as (db, graph):
            return protect(db, graph, "protect", what, because)

    def release(self, what: str, *, because: str, disclose: Disclosure = "case") -> str:
        """Let something protected be seen again; returns the act's id."""
        from clew.deciding import protect

        with self.deciding("release", disclose) as (db, graph):
            return protect(db, graph, "release", what, because)

    def withdraw(self, what: str, *, because: str, disclose: Disclosure = "public") -> str:
        """Take a source, an import or a claim out of every answer; returns the act's id."""
        from clew.deciding import withdraw

        with self.deciding("withdraw", disclose) as (db, graph):
            return withdraw(db, graph, what, because)

    def erase(self, what: str, *, because: str, disclose: Disclosure = "public") -> str:
        """Erase a source or a claim for good, originals and graphs with it; a tombstone stays."""
        from clew.deciding import erase
        from clew.graph.refresh import remove_all

        with self.deciding("erase", disclose) as (db, graph):
            act = erase(db, graph, self.directory.originals, what, because)
        remove_all(self.directory)
        return act

    def edit_source(
        self, source: str, facts: Mapping[str, str], *, disclose: Disclosure = "public"
    ) -> int:
        """Append corrections of what is known of a source; returns how many facts changed."""
        from clew.sourcing import edit

        with self.writing("source edit") as db:
            return edit(db, source, facts, Lens(disclose=disclose))
