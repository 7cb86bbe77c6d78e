"""STIX 2.1 of traces alone: wallets, accounts, numbers, addresses and domains, and ties of two.

https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html. Many readers of STIX know no status
and take what they are given for a finding. So nothing is written of people, firms, places and
events; a tie only if it is of two traces, and adjudicated, official or reported; a trace that is no
more than planned or denied not at all. Each object is marked with a statement (section 7.2.1.3)
that it is no accusation.

The standard has no object for wallets, phone numbers and bank accounts. They have the type names
and the `value` that other tools gave them, by an extension definition of our own in the bundle
(section 7.3). A further one holds how the case stands to an object: the id to which `clew why`
answers, status, dates, and the ids of its claims and sources. Quotes and titles stay in the case,
since they name people. Ids of objects are UUIDs (version 5, in a namespace of ours) of salted ids
and values: two accounts of one name on two services are two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from unicodedata import combining, normalize
from uuid import UUID, uuid5

import orjson

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.exchange.stix_values import Json, bodies, value_of
from clew.graph.handed import HandedOn
from clew.graph.ledger.log import first_day
from clew.graph.model import Edge, Node
from clew.graph.schema import schema

#: The ties that are written.
STATED = frozenset({"adjudicated", "official", "reported"})
#: The traces that are not: nobody says that there is one.
UNSAID = frozenset({"planned", "denied"})
#: Stands for the objects of a trace with several values.
SEVERAL = "several"
_OURS = UUID("6f2b6f9e-8b53-4c4e-9d42-5c0f2a0b7c11")
#: Types that STIX 2.1 itself does not have, and what is an object's value.
_ADDED = {
    "cryptocurrency-wallet": "an address, as a source has it or shortened",
    "phone-number": "the number, as a source has it",
    "bank-account": "the number, as a source has it or masked",
}
#: The extension definition of each.
EXTENSIONS = {kind: f"extension-definition--{uuid5(_OURS, kind)}" for kind in _ADDED}
_KNOWN = f"extension-definition--{uuid5(_OURS, 'ids of Clew')}"
_MAKER = f"identity--{uuid5(_OURS, 'Clew')}"
_MARKING = f"marking-definition--{uuid5(_OURS, 'no accusation')}"
STATEMENT = (
    "That a trace or a tie is here is no accusation, and tells nothing about guilt or about who"
    " uses it: sources name it, and clew_status tells how."
)
#: The day of these definitions; a new version of them has a new one.
_DEFINED = "2026-11-22T00:00:00.000Z"
_THEN = (
    "Objects of traces and their ties in it: {}. Check it with the stix2 library:"
    ' stix2.parse(open({name}, encoding="utf-8").read(), allow_custom=True)'
)


def write(given: HandedOn, place: Place) -> Told:
    """Write the bundle, an object a line."""
    written = _Writing(given)
    with place.open() as file:
        bundle = f"bundle--{uuid5(_OURS, given.graph.handing.id(f'b{given.graph.version}'))}"
        file.write(b'{"type":"bundle","id":"%s","objects":[' % bundle.encode())
        _lines(file, _definitions(), first=True)
        _lines(file, written.traces())
        _lines(file, written.ties())
        file.write(b"\n]}\n")
    then = _THEN.format(written.types.total(), name=repr(place.single))
    more = {"objects": dict(sorted(written.types.items()))}
    return Told(lost=tuple(_sentences(written.lost)), then=then, more=more)


def _lines(file: BinaryIO, objects: Iterator[Json], *, first: bool = False) -> None:
    for one in objects:
        file.write(b"\n" if first else b",\n")
        file.write(orjson.dumps(one))
        first = False


@dataclass(slots=True)
class _Writing:
    """Makes the objects, counted in `types`; `ids` has each trace's, or SEVERAL, by salted id."""

    given: HandedOn
    ids: dict[str, str] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    def traces(self) -> Iterator[Json]:
        """Yield an object for each value of a trace."""
        for node in self.given.nodes():
            kind = schema().kind(str(node.properties.get("kind", "")))
            if kind is None or not kind.is_trace or "Source" in node.labels:
                self.lost["no trace"] += "Source" not in node.labels
                continue
            made = [] if node.properties["status"] in UNSAID else bodies(node)
            if not made:
                self.lost[f"kind {kind.name}"] += 1
                continue
            ids = [_id(body["type"], f"{node.id} {value_of(body)}") for body in made]
            self.ids[node.id] = ids[0] if len(ids) == 1 else SEVERAL
            for identity, body in zip(ids, made, strict=True):
                head = {"type": body["type"], "spec_version": "2.1", "id": identity}
                extensions: Json = {_KNOWN: _known(node)}
                if body["type"] in _ADDED:
                    extensions[EXTENSIONS[body["type"]]] = {"extension_type": "new-sco"}
                marked = {"object_marking_refs": [_MARKING], "extensions": extensions}
                self.types[body["type"]] += 1
                yield {**head, **body, **marked}

    def ties(self) -> Iterator[Json]:
        """Yield a relationship for each tie of two traces stated as more than an allegation."""
        made, changed = first_day(self.given.graph.db), self.given.last_entry
        days = {"created": _day(made), "modified": _day(max(made, changed))}  # whatever clocks did
        for edge in self.given.edges():
            start, end = self.ids.get(edge.start), self.ids.get(edge.end)
            if start is None or end is None:
                self.lost["ties of others"] += 1
            elif edge.properties["status"] not in STATED:
                self.lost["weaker ties"] += 1
            elif SEVERAL in (start, end):
                self.lost["ties of several"] += 1
            else:
                self.types["relationship"] += 1
                yield _tie(edge, start, end, days)


def _type(words: str) -> str:
    """Return a tie's type as STIX has such: Latin letters; `related-to` for other scripts."""
    bare = "".join(s for s in normalize("NFKD", words.lower()) if not combining(s))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") if bare.isascii() else "related-to"


def _tie(edge: Edge, start: str, end: str, days: Mapping[str, str]) -> Json:
    disputed = ["disputed"] if edge.properties.get("disputed") else []
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": _id("relationship", edge.id),
        **days,
        "relationship_type": _type(edge.type) or "related-to",
        "source_ref": start,
        "target_ref": end,
        "labels": [str(edge.properties["status"]), *disputed],
        "object_marking_refs": [_MARKING],
        "extensions": {_KNOWN: _known(edge)},
    }


def _known(item: Node | Edge) -> Json:
    """Return how the case stands to an item; nothing of it names anybody."""
    own = item.properties
    told = {
        "clew_id": item.id,
        "clew_status": str(own["status"]),
        "clew_disputed": bool(own.get("disputed")),
        "clew_when": own.get("when"),
        "clew_known_from": own.get("known_from"),
        "clew_source_count": own.get("source_count"),
        "clew_claims": own.get("claims"),
        "clew_sources": list(dict.fromkeys(filter(None, own.get("claim_sources") or ()))),
    }
    kept = {name: value for name, value in told.items() if value not in (None, "", [], ())}
    return {"extension_type": "property-extension", **kept}


def _id(kind: str, words: str) -> str:
    return f"{kind}--{uuid5(_OURS, words)}"


def _day(day: str) -> str:
    return f"{day or '1970-01-01'}T00:00:00.000Z"


def _definitions() -> Iterator[Json]:
    head = {"spec_version": "2.1", "created": _DEFINED}
    yield {
        **{"type": "identity", "id": _MAKER, **head, "modified": _DEFINED},
        **{"name": "Clew", "identity_class": "system"},
    }
    yield {
        **{"type": "marking-definition", "id": _MARKING, **head, "created_by_ref": _MAKER},
        **{"definition_type": "statement", "definition": {"statement": STATEMENT}},
    }
    head["modified"] = _DEFINED
    new = "An object of the type {}, with one property of its own: value, a string (required): {}."
    told = [(EXTENSIONS[k], k, new.format(k, _ADDED[k]), "new-sco") for k in _ADDED]
    told.append((_KNOWN, "How a case of Clew stands to an object", _STANDS, "property-extension"))
    for identity, name, words, sort in told:
        own = {"created_by_ref": _MAKER, "name": name, "description": words, "schema": words}
        sorts = {"version": "1.0.0", "extension_types": [sort]}
        yield {"type": "extension-definition", "id": identity, **head, **own, **sorts}


_STANDS = (
    "clew_id: the id of the trace or tie, to which its case answers. clew_status: the strongest of"
    " what its claims are: adjudicated (a court found it), official (an authority's own act or"
    " record), reported (a source states it as fact), alleged (the source itself says so), opinion,"
    " not_stated. clew_disputed: whether a claim denies it. clew_when: of what time it is said"
    " (EDTF); clew_known_from: when it became known. clew_source_count: how many independent"
    " sources; clew_claims, clew_sources: their ids, to which the case answers, too."
)


def _sentences(lost: Counter[str]) -> Iterator[str]:
    yield (
        "STIX is of traces alone: quotes, and what claims and sources are but for their ids, stay"
        " in the case; so do all values of a trace but addresses, numbers and handles."
    )
    for what, words in _LOST.items():
        if lost[what]:
            yield words.format(lost[what])
    for what in sorted(what for what in lost if what.startswith("kind ")):
        kind = what.removeprefix("kind ")
        yield f"Left out of the kind {kind}, without an object or a value for one: {lost[what]}."


_LOST = {
    "no trace": "Left out as people, firms, places, events and whatever else is no trace: {}.",
    "ties of others": "Ties left out, since an end is not written: {}.",
    "weaker ties": "Ties left out that are not adjudicated, official or reported: {}.",
    "ties of several": "Ties left out, since an end has several values, and which is not said: {}.",
}
