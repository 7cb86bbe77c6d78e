"""Leaving a server's database: what is this case's goes, and nothing else does."""

from __future__ import annotations

from clew.graph.errors import StoreError
from clew.graph.stores.address import Address, Credentials
from clew.graph.stores.neo4j_empty import drops, empty
from clew.graph.stores.neo4j_link import Link
from clew.graph.stores.neo4j_mark import Held, counts, look, swap

#: What a push makes.
_CONSTRAINTS = (
    "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties WHERE properties = ['id']"
    " AND labelsOrTypes IN [['Entity'], ['Source']] RETURN name"
)
_INDEXES = (
    "SHOW INDEXES YIELD name, type, entityType, properties WHERE type = 'RANGE'"
    " AND entityType = 'NODE' AND properties = ['name'] RETURN name"
)
_OTHERS = "At {place} is {what} now, which was left as it is."


def held_at(place: Address, who: Credentials | None) -> Held | None:
    """Return the mark of a database as its leader has it; None where it bears none."""
    link = Link(place, who)
    try:
        return link.write(look)
    finally:
        link.close()


def leave(place: Address, who: Credentials | None, case: str, but: Held | None = None) -> bool:
    """Take away all that a case left in a database, its indexes, constraints and mark too.

    Returns whether anything was there. `but`: the mark of a database that is to stay, reached by
    another address. Raises StoreError where data of others or another case's mark is there, which
    stays; CaseBusy where another process writes.
    """
    link = Link(place, who)
    try:
        held = link.write(look)
        if held is not None and held == but:
            return False
        if held is None:
            if any(link.read(counts)):
                raise StoreError(_OTHERS.format(place=place, what="data of others"))
            return False
        if held.mark.case != case:
            raise StoreError(_OTHERS.format(place=place, what="another case's graph"))
        mine = swap(link, held, held.mark, "pushing")  # whoever wrote there has ended with this
        assert mine
        empty(link, mine)
        link.schema(link.read(lambda tx: drops(tx, _CONSTRAINTS, _INDEXES)))
        swap(link, mine, None, "whole")
        return True
    finally:
        link.close()
