"""What of an entity or a tie may be read as a fact: its kinds, its values, the tie itself.

A claim lets what it says be a plain triple by its status (`names.FACTS`), unless its source has
taken it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from clew.graph.exchange.rdf import claims as c
from clew.graph.exchange.rdf.block import Pair
from clew.graph.exchange.rdf.names import ACCUSING, FACTS
from clew.graph.handed import HandedOn, whole_id
from clew.graph.model import Edge, Evidence, Node
from clew.graph.remarks import WITHDREW
from clew.graph.schema import schema

_ANY_TAKEN_BACK = "SELECT 1 FROM act WHERE verb = 'correct' AND detail LIKE '%withdrew%' LIMIT 1"
_HAPPENED = "Event"


def lets(claim: Evidence) -> bool:
    """Tell whether a claim lets what it says be a plain triple."""
    known = claim.content
    if known["status"] not in FACTS:
        return False
    said = (*known.get("corrections", ()), *(known.get("source") or {}).get("corrections", ()))
    return all(one["what"] != WITHDREW for one in said)


def unsaid(node: Node, claims: Sequence[Evidence]) -> frozenset[str]:
    """Return the kinds that a node is in no plain triple: no claim says them firmly enough.

    These are kinds that accuse, and what happened: to be an arrest is that somebody was arrested.
    Of an event whose status nobody stated that of its ties tells (rule 18).
    """
    doubted = frozenset(label for label in node.labels if label in ACCUSING or _happened(label))
    if not doubted:
        return doubted
    labels = schema().labels
    told = [one for one in claims if "kind" in one.content.get("says", ())]
    firm = {kind for one in told if lets(one) for kind in labels(one.content["says"]["kind"])}
    stated = any(one.content["status"] != "not_stated" for one in told)
    if not stated and node.properties["status"] in FACTS:
        firm |= doubted - ACCUSING
    return doubted - firm


def _happened(label: str) -> bool:
    return label != _HAPPENED and schema().is_a(label, _HAPPENED)


def values(given: HandedOn, node: Node, claims: Iterable[Evidence]) -> list[Pair]:
    """Return the values that claims of a node, as the case has them, give it as plain triples."""
    hidden = partial(given.graph.handing.hidden, ids=partial(whole_id, given.graph))
    found: dict[Pair, None] = {}
    for claim in claims:
        says = claim.content.get("says", {})
        if "value" in says and lets(claim):
            found[c.value(says["property"], hidden(says["value"]), node.labels[0])] = None
    return [*found]


def ties(given: HandedOn) -> Iterator[tuple[Edge, bool]]:
    """Yield every tie, and whether it is a plain triple.

    Only where some source of the case took something back are the claims of each tie looked at.
    """
    if given.graph.db.execute(_ANY_TAKEN_BACK).fetchone() is None:
        yield from ((edge, edge.properties["status"] in FACTS) for edge in given.edges())
        return
    items = given.graph.items
    for own, edge in zip(items.identities(Edge), given.edges(), strict=True):
        firm = edge.properties["status"] in FACTS
        yield edge, firm and any(map(lets, items.evidence_about(own)))
