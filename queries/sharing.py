"""What several have in common: a value, a trace, a director or an agent (`ask shared`)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from clew.graph.model import identical
from clew.graph.protection import MASK
from clew.graph.schema import schema
from clew.queries.question import Graph
from clew.queries.search import hubs
from clew.queries.telling import own

#: Who has an address, a telephone number or an e-mail address as a value.
VALUES = """\
MATCH (n:Entity)
WHERE n.address IS NOT NULL OR n.phone IS NOT NULL OR n.email IS NOT NULL
RETURN n.id, n.name, n.generic, labels(n), 'planned' IN n.claim_statuses,
  n.address, n.phone, n.email"""
#: Ties to what several may share; KINDS is `a:Address OR b:Address OR …`.
TIES = """\
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.status <> 'planned' AND (type(r) IN ['ACTS_FOR', 'DIRECTOR_OF'] OR KINDS)
RETURN r.id, type(r), a.id, a.name, a.generic, labels(a), b.id, b.name, b.generic,
  labels(b)"""
#: What may be shared, in the order in which the equally rare stand.
SORTS = ("director", "agent", "phone", "email", "trace", "address")
_VALUES: tuple[str, ...] = ("address", "phone", "email")
_BY_TIE = {"DIRECTOR_OF": "director", "ACTS_FOR": "agent"}
_BY_KIND = {"Address": "address", "PhoneNumber": "phone", "EmailAddress": "email"}
#: Ties by which their start has an address, or a trace; of those below it is their end that has the
#: trace. To pay a wallet, to write of it or to be near an address is not to have it. What a word
#: that the vocabulary does not know means, nobody can say: it counts.
_HAS_ADDRESS = ("LOCATED_IN", "MOVED_TO", "LICENSED_AT", "LINKED_TO")
_HAS_TRACE = ("OWNS", "CONTROLS", "SIGNATORY_OF", "OPERATES", "USES", "POSTED", "LINKED_TO")
_HAD_BY = ("RECRUITS_FOR", "LINKED_TO")
#: Prefixes with which an international number is dialled.
_DIALLED = re.compile(r"^(?:\+|00)")


@dataclass(slots=True)
class Shared:
    """A thing in common.

    sort        see SORTS; node: its id where it is an entity, '' for a value
    words       the value as it is written most often, or the entity's name
    holders     who has it, by id: with the words of a value, or the ties with an entity
    vague       it is an address without a number, and may be a whole street, town or region
    """

    sort: str
    key: str
    node: str = ""
    words: str = ""
    holders: dict[str, list[str]] = field(default_factory=dict)
    vague: bool = False

    @property
    def rarity(self) -> tuple[bool, int]:
        """How rare it is: what may be a town is common, whoever is told to share it."""
        return self.vague, len(self.holders)

    @property
    def order(self) -> tuple[tuple[bool, int], int, str, str]:
        """What they are sorted by: the rarest first."""
        return self.rarity, SORTS.index(self.sort), self.words.casefold(), self.key


#: An end of a tie: id, name, whether it is a class, labels.
End = Sequence[Any]
#: What is shared by whom, by sort and key.
Found = dict[tuple[str, str], Shared]


def key_of(sort: str, words: str) -> str:
    """Return what two writings of one value have in common; '' where it says too little.

    Addresses without regard to case and punctuation, numbers by their digits. What is masked may
    be anything, and is like nothing.
    """
    if MASK in words:
        return ""
    if sort == "phone":
        digits = (sign if sign == "+" else str(int(sign)) for sign in words if _dialled(sign))
        bare = _DIALLED.sub("", "".join(digits))
        return bare if len(bare) > 4 else ""
    bare = identical(words)
    return " ".join("".join(map(_sign, bare)).split()) if sort == "address" else bare


def _dialled(sign: str) -> bool:
    return sign == "+" or sign.isdecimal()


def _sign(sign: str) -> str:
    """Return a letter, its marks and a digit as they are; what cannot be seen is nothing."""
    category = unicodedata.category(sign)
    return sign if category[0] in "LMN" else "" if category == "Cf" else " "


def is_vague(address: str, wholes: Container[str] = ()) -> bool:
    """Tell whether an address may be a whole street, town or region.

    It has no number and is in care of nobody; and it has one part or two (`Port, Elbonia`), or is
    what a longer address ends with: `wholes` holds these ends, by their keys.
    """
    key = key_of("address", address)
    if key.startswith(("c o ", "care of ")) or any(map(str.isdecimal, key)):
        return False
    return address.count(",") < 2 or key in wholes


def _wholes(address: str) -> Iterator[str]:
    """Yield what an address ends with, part by part: the street, the town, the country."""
    parts = address.split(",")
    return (key_of("address", ",".join(parts[at:])) for at in range(1, len(parts)))


def holders(graph: Graph, sorts: Sequence[str]) -> tuple[list[Shared], str]:
    """Return what two or more have of these sorts, the rarest first, and the texts asked."""
    found: Found = {}
    names: dict[str, str] = {}
    asked = []
    if set(_VALUES) & set(sorts):
        asked.append(VALUES)
        _read_values(graph, found, names, sorts)
    query = ties_text()
    _read_ties(graph, found, names, sorts, query)
    several = [one for one in found.values() if len(one.holders) > 1]
    addresses = (one for one in found.values() if one.sort == "address")
    every = (words for one in addresses for words in _written(one))
    wholes = {whole for words in every for whole in _wholes(words)}
    for one in several:
        order = sorted(one.holders, key=lambda holder: (names[holder].casefold(), holder))
        one.holders = {holder: sorted(set(one.holders[holder])) for holder in order}
        if not one.node:
            written = Counter(_written(one))
            one.words = min(written, key=lambda words: (-written[words], words))
        one.vague = one.sort == "address" and is_vague(one.words, wholes)
    return sorted(several, key=lambda one: one.order), "\n;\n".join([*asked, query])


def _written(one: Shared) -> Iterable[str]:
    """Return how those who have a thing write it."""
    return [one.words] if one.node else chain.from_iterable(one.holders.values())


def _read_values(graph: Graph, found: Found, names: dict[str, str], sorts: Sequence[str]) -> None:
    for identity, name, generic, labels, planned, *several in graph.read(VALUES).rows:
        if not _stands(name, generic, labels):
            continue
        own_values = (values or () for values in several)
        given = _stated(graph, identity) if planned else dict(zip(_VALUES, own_values, strict=True))
        for sort in (sort for sort in _VALUES if sort in sorts):
            for words in given[sort]:
                if key := key_of(sort, str(words)):
                    one = found.setdefault((sort, key), Shared(sort, key))
                    one.holders.setdefault(identity, []).append(str(words))
                    names[identity] = str(name)


def _stated(graph: Graph, identity: str) -> dict[str, list[str]]:
    """Return the values of one that are more than planned."""
    given: dict[str, list[str]] = {sort: [] for sort in _VALUES}
    for claim in own(graph.claims_about(identity)):
        says = claim["says"]
        if says.get("property") in given and claim["status"] != "planned":
            given[says["property"]].append(str(says.get("value")))
    return given


def _read_ties(
    graph: Graph, found: Found, names: dict[str, str], sorts: Sequence[str], query: str
) -> None:
    for tie, kind, *ends in graph.read(query).rows:
        a, b = ends[:4], ends[4:]
        if a[0] == b[0] or not (_stands(*a[1:]) and _stands(*b[1:])):
            continue
        for sort, (thing, name, *_), holder in _had(kind, a, b):
            if sort in sorts:
                one = Shared(sort, thing, node=thing, words=str(name))
                of = found.setdefault((sort, thing), one).holders
                of.setdefault(holder[0], []).append(tie)
                names[holder[0]] = str(holder[1])


def _had(kind: str, start: End, end: End) -> Iterator[tuple[str, End, End]]:
    """Yield what one end of a tie has in the other: as what it may be shared, the thing, who."""
    if kind in _BY_TIE:
        yield _BY_TIE[kind], start, end
    for thing, holder, kinds in ((end, start, _HAS_TRACE), (start, end, _HAD_BY)):
        sort = _sort(thing[3])
        if not sort or {"Place", "Event"} & {*holder[3]}:
            continue
        # of two traces the second is had by the first, and linked they are to each other
        if _sort(holder[3]) and (thing is start or kind == "LINKED_TO"):
            continue
        fitting = kinds if sort != "address" else _HAS_ADDRESS if thing is end else ("LINKED_TO",)
        if kind in fitting or kind not in schema().ties:
            yield sort, thing, holder


def _stands(name: object, generic: object, labels: Iterable[str]) -> bool:
    """Tell whether one may share: no hub of rule 16, no class, nothing without a name."""
    return bool(name) and not generic and not hubs() & {*labels}


@cache
def ties_text() -> str:
    """Return the text that finds the ties to what several may share."""
    kinds = [kind.name for kind in schema().kinds.values() if _sort([kind.name])]
    return TIES.replace("KINDS", " OR ".join(f"{end}:{kind}" for kind in kinds for end in "ab"))


def _sort(labels: Iterable[str]) -> str:
    """Return as what an entity of these kinds is shared, '' where it is not."""
    kinds = schema().kinds
    for label in labels:
        if label in _BY_KIND:
            return _BY_KIND[label]
        if label in kinds and kinds[label].is_trace:
            return "trace"
    return ""
