"""What tells of one person alone: where somebody protected lives, is called, holds office.

A home's address without its tie is no tie less: whoever knows the town knows whose it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from clew.graph.identity.resolve import Identity
from clew.graph.ledger.read import Reading
from clew.graph.model import SAME_AS
from clew.graph.schema import Schema

#: Kinds that tell whose they are, beside all traces (phones, accounts, wallets, vehicles).
TELLING = ("Address", "Position", "Sanction", "StateMeasure", "Charge", "Exemption")


def belongings(
    rows: Iterable[Reading], identity: Identity, secret: set[str], schema: Schema
) -> set[str]:
    """Return the references of what is tied to protected things (`secret`) alone.

    Things of telling kinds that are tied to each other count as one. A tie to a country, an
    authority or a place is no other owner; one to anything else that is not protected is, and what
    has it stays: it is known by somebody public.
    """
    entity = identity.entity
    hidden = {entity[ref] for ref in secret if ref in entity}
    kinds: dict[str, set[str]] = defaultdict(set)
    ties: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.shape == "mention" and row.subject in entity:
            kinds[entity[row.subject]].add(row.relation)
        elif row.shape == "tie" and row.relation != SAME_AS:
            ends = [entity[ref] for ref in (row.subject, row.object) if ref in entity]
            for one, other in (ends, ends[::-1]) if len(ends) == 2 else ():
                ties[one].add(other)
    telling = {own for own in kinds if all(_tells(kind, schema) for kind in kinds[own])} - hidden
    public = {own for own in kinds.keys() - telling - hidden if not _is_common(kinds[own], schema)}
    found: set[str] = set()
    for group in _groups(telling, ties):
        beside = set().union(*(ties[own] for own in group))
        if beside & hidden and not beside & public:
            found |= group
    return {ref for own in found for ref in identity.members[own]}


def _tells(kind: str, schema: Schema) -> bool:
    known = schema.kinds.get(kind)
    return known is not None and (known.is_trace or any(schema.is_a(kind, t) for t in TELLING))


def _is_common(kinds: Iterable[str], schema: Schema) -> bool:
    """Tell whether many are tied to a thing of these kinds without belonging to it."""
    known = [schema.kinds[kind] for kind in kinds if kind in schema.kinds]
    return bool(known) and all(kind.hub or schema.root(kind.name) == "Place" for kind in known)


def _groups(telling: set[str], ties: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Yield telling things that are tied to each other, however far."""
    left = set(telling)
    while left:
        group, waiting = set[str](), [next(iter(left))]
        while waiting:
            one = waiting.pop()
            if one in left:
                left.remove(one)
                group.add(one)
                waiting += ties.get(one, set()) & left
        yield group
