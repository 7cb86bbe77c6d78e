"""The writer of `ftm`: entities as JSON lines that stock FollowTheMoney reads.

Each source is a Document, each node an entity, each tie a relation whose `proof` names its sources;
where something is stands at the thing itself, as `addressEntity`.
A designation names the targets that an authority's own record gives; one that is only alleged
stands as a designation of its own, which says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from clew.graph.exchange.formats import Told
from clew.graph.exchange.ftm.cast import ADDRESS, AT, LOCATED, is_address
from clew.graph.exchange.ftm.drafts import Draft, Drafts
from clew.graph.exchange.ftm.model import OWN, model
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Node

_THEN = "Check it with followthemoney: ftm validate -i {name} -o FILE"
_STATUS = "Status stands in the fields of relations (`summary`, `role`, `status`): read them."


def write(given: HandedOn, place: Place) -> Told:
    """Write the entities."""
    drafts, held = Drafts(), dict[str, tuple[Draft, set[str]]]()
    at = _Addresses(given.edges_to(LOCATED, ADDRESS))
    with place.open() as file:
        for item, claims in given.with_claims():
            sources = _sources(item)
            if isinstance(item, Node) and "Source" in item.labels:
                _line(file, drafts.source(item), {item.id})
            elif isinstance(item, Node):
                draft = drafts.node(item, claims)
                for edge in at.of(item):
                    if AT in model()[draft.schema].properties:
                        draft.add(AT, edge.end)
                        sources |= _sources(edge)
                if draft.schema == "Sanction":
                    held[item.id] = (draft, sources)
                else:
                    _line(file, draft, sources)
            elif (tie := drafts.relation(item, claims)) and tie.id != item.start:
                if tie.schema != "Sanction" or _is_own(tie, item, held):
                    _line(file, tie, sources)
        for draft, sources in held.values():
            if not any(cell.prop == "entity" for cell in draft.cells):
                drafts.lost["designations without a target", ""] += 1
            _line(file, draft, sources)
    return told(drafts, place)


class _Addresses:
    """Where things are, in the order of the things: what stands at them and has no line."""

    def __init__(self, edges: Iterator[Edge]) -> None:
        self._edges = filter(is_address, edges)
        self._next = next(self._edges, None)

    def of(self, node: Node) -> Iterator[Edge]:
        """Yield the ties to the addresses of a node."""
        while self._next and self._next.start == node.id:
            yield self._next
            self._next = next(self._edges, None)


def told(drafts: Drafts, place: Place, then: str = "") -> Told:
    """Return what the format cannot say: in sentences, and for the manifest by what it became."""
    apart = ((status, len(claims)) for status, claims in sorted(drafts.apart.items()) if claims)
    left = (f"Left out: {count} {status} statements." for status, count in apart)
    lost = [_STATUS, *left, *_sentences(drafts.lost)]
    cast = {f"{what} as {name}": n for (what, name), n in sorted(drafts.lost.items()) if name}
    return Told(lost=tuple(lost), then=then or _THEN.format(name=place.single), more={"cast": cast})


def _sentences(lost: Counter[tuple[str, str]]) -> Iterator[str]:
    for (what, name), count in sorted(lost.items()):
        if name:
            sort, _, word = what.partition(" ")
            named = f"of the kind {word}" if sort == "kind" else f"ties {word}"
            yield f"{count} {named} {'is' if count == 1 else 'are'} written as {name}."
        elif what.endswith("as words"):
            yield f"{count} {what}: no property there may hold them."
        else:
            yield f"{what.capitalize()}: {count}."


def _is_own(draft: Draft, edge: Edge, held: dict[str, tuple[Draft, set[str]]]) -> bool:
    """Let a designation name its target; tell of one that is only said so, and stands alone."""
    whole = held[edge.end][0]
    if draft.id == edge.end:
        whole.cells.extend(draft.cells)
        return False
    told = ("authority", "program", "country")
    draft.cells.extend(cell for cell in whole.cells if cell.prop in told)
    return True


def _sources(item: Node | Edge) -> set[str]:
    return {one for one in item.properties.get("claim_sources", ()) if one}


def _line(file: BinaryIO, draft: Draft, sources: set[str]) -> None:
    values = draft.values()
    caption = next(iter(values.get("name", values.get("title", ()))), draft.schema)
    entity: dict[str, Any] = {
        "id": draft.id,
        "caption": caption,
        "schema": draft.schema,
        "properties": values,
        "datasets": sorted({*map(dataset, sources), *draft.datasets}),
        "referents": sorted({*draft.referents}),
    }
    file.write(orjson.dumps(entity, option=orjson.OPT_APPEND_NEWLINE))


def dataset(source: str) -> str:
    """Return what a source is called among data sets: small letters, digits and `_`.

    Things that stand by their ties alone have none: what they are called is the case's own word.
    """
    return f"clew_{source}" if source else OWN
