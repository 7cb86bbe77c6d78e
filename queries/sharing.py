"""What several have in common: a value, a trace, a director or an agent (`ask shared`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from clew.graph.model import identical
from clew.graph.schema import schema
from clew.queries.question import Graph
from clew.queries.search import hubs

#: Who has an address, a telephone number or an e-mail address as a value.
VALUES = """\
MATCH (n:Entity)
WHERE n.address IS NOT NULL OR n.phone IS NOT NULL OR n.email IS NOT NULL
RETURN n.id, n.name, n.generic, labels(n), n.address, n.phone, n.email"""
#: Ties to what several may share; KINDS is `a:Address OR b:Address OR …`.
TIES = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.status <> 'planned' AND (type(r) IN ['ACTS_FOR', 'DIRECTOR_OF'] OR KINDS)
RETURN r.id, type(r), a.id, a.name, a.generic, labels(a), b.id, b.name, b.generic,
  labels(b)"""
#: What may be shared, in the order in which the equally rare stand.
SORTS = ("director", "agent", "phone", "email", "trace", "address")
_VALUES = ("address", "phone", "email")
_BY_TIE = {"DIRECTOR_OF": "director", "ACTS_FOR": "agent"}
_BY_KIND = {"Address": "address", "PhoneNumber": "phone", "EmailAddress": "email"}
#: Prefixes with which an international number is dialled.
_DIALLED = re.compile(r"^(?:\+|00)")


@dataclass(slots=True)
class Shared:
    """A thing in common.

    sort        see SORTS; node: its id where it is an entity, '' for a value
    words       the value as it is written most often, or the entity's name
    holders     who has it, by id: with the words of a value, or the ties with an entity
    """

    sort: str
    key: str
    node: str = ""
    words: str = ""
    holders: dict[str, list[str]] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """What they are sorted by: the rarest first."""
        return len(self.holders), SORTS.index(self.sort), self.words.casefold(), self.key


#: What is shared by whom, by sort and key.
Found = dict[tuple[str, str], Shared]


def key_of(sort: str, words: str) -> str:
    """Return what two writings of one value have in common; '' where it says too little.

    Addresses without regard to case and punctuation, numbers by their digits.
    """
    if sort == "phone":
        bare = _DIALLED.sub("", re.sub(r"[^\d+]", "", words))
        return bare if len(bare) > 4 else ""
    bare = identical(words)
    return re.sub(r"[\W_]+", " ", bare).strip() if sort == "address" else bare


def holders(graph: Graph, sorts: Sequence[str]) -> tuple[list[Shared], str]:
    """Return what two or more have of these sorts, the rarest first, and the texts asked."""
    found: Found = {}
    names: dict[str, str] = {}
    asked = []
    if set(_VALUES) & set(sorts):
        asked.append(VALUES)
        _read_values(graph, found, names, sorts)
    query = TIES.replace("KINDS", " OR ".join(_kinds()))
    _read_ties(graph, found, names, sorts, query)
    several = [one for one in found.values() if len(one.holders) > 1]
    for one in several:
        order = sorted(one.holders, key=lambda holder: (names[holder].casefold(), holder))
        one.holders = {holder: sorted(set(one.holders[holder])) for holder in order}
        if not one.node:
            written = Counter(words for own in one.holders.values() for words in own)
            one.words = min(written, key=lambda words: (-written[words], words))
    return sorted(several, key=lambda one: one.order), "\n;\n".join([*asked, query])


def _read_values(graph: Graph, found: Found, names: dict[str, str], sorts: Sequence[str]) -> None:
    for identity, name, generic, labels, *several in graph.read(VALUES).rows:
        if not _stands(name, generic, labels):
            continue
        for sort, values in zip(_VALUES, several, strict=True):
            for words in (values or ()) if sort in sorts else ():
                if key := key_of(sort, str(words)):
                    one = found.setdefault((sort, key), Shared(sort, key))
                    one.holders.setdefault(identity, []).append(str(words))
                    names[identity] = str(name)


def _read_ties(
    graph: Graph, found: Found, names: dict[str, str], sorts: Sequence[str], query: str
) -> None:
    for tie, kind, *ends in graph.read(query).rows:
        a, b = ends[:4], ends[4:]
        if a[0] == b[0] or not (_stands(*a[1:]) and _stands(*b[1:])):
            continue
        by_kind = [(_sort(a[3]), a, b), (_sort(b[3]), b, a)]
        for sort, thing, holder in [(_BY_TIE.get(kind, ""), a, b), *by_kind]:
            if sort in sorts:
                one = Shared(sort, thing[0], node=thing[0], words=str(thing[1]))
                own = found.setdefault((sort, thing[0]), one).holders
                own.setdefault(holder[0], []).append(tie)
                names[holder[0]] = str(holder[1])


def _stands(name: object, generic: object, labels: Iterable[str]) -> bool:
    """Tell whether one may share: no hub of rule 16, no class, nothing without a name."""
    return bool(name) and not generic and not hubs() & {*labels}


@cache
def _kinds() -> tuple[str, ...]:
    """Return, as conditions, that one end is an address or a trace."""
    kinds = [kind.name for kind in schema().kinds.values() if _sort([kind.name])]
    return tuple(f"{end}:{kind}" for kind in kinds for end in "ab")


def _sort(labels: Iterable[str]) -> str:
    """Return as what an entity of these kinds is shared, '' where it is not."""
    kinds = schema().kinds
    for label in labels:
        if label in _BY_KIND:
            return _BY_KIND[label]
        if label in kinds and kinds[label].is_trace:
            return "trace"
    return ""
