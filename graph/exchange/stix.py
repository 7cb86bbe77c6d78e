"""STIX 2.1 of traces alone: wallets, accounts, numbers, addresses and domains, and ties of two.

https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html. A reader of STIX knows no status and
takes what it is given for a finding. So nothing is written of people, firms, places and events; a
tie only if it is of two traces, and adjudicated, official or reported; a trace that is no more
than planned or denied not at all.

The standard has no object for wallets, phone numbers and bank accounts. They have the type names
and the `value` that other tools gave them, by an extension definition of our own in the bundle
(section 7.3); it also carries the id to which `clew why` answers. Ids of objects are UUIDs (version
5, in a namespace of ours) of salted ids, and not of values: two accounts of one name on two
services are two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from shlex import quote
from typing import Any, BinaryIO
from uuid import UUID, uuid5

import orjson

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Node
from clew.graph.schema import schema

Json = dict[str, Any]
#: The ties that are written.
STATED = frozenset({"adjudicated", "official", "reported"})
#: The traces that are not: nobody says that there is one.
UNSAID = frozenset({"planned", "denied"})
_OURS = UUID("6f2b6f9e-8b53-4c4e-9d42-5c0f2a0b7c11")
#: Types that STIX 2.1 itself does not have, and what is an object's value.
_ADDED = {
    "cryptocurrency-wallet": "the address, or the name of the wallet",
    "phone-number": "the number, as a source has it",
    "bank-account": "the number, as a source has it or masked",
}
#: The extension definition of each.
EXTENSIONS = {kind: f"extension-definition--{uuid5(_OURS, kind)}" for kind in _ADDED}
_KNOWN = f"extension-definition--{uuid5(_OURS, 'ids of Clew')}"
_MAKER = f"identity--{uuid5(_OURS, 'Clew')}"
#: The day of these definitions; a new version of them has a new one.
_DEFINED = "2026-11-22T00:00:00.000Z"
#: Labels of a host, in whatever script: no sign in them that has a meaning in an address.
_LABEL = r"(?!-)[^\s./\\:;,?#@<>()\[\]\"'`]"
_DOMAIN = re.compile(rf"(?:{_LABEL}{{1,63}}\.)+(?!\d){_LABEL}{{2,63}}\.?")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_THEN = "Check it with the stix2 library: stix2.parse(open({name}).read())"


def write(given: HandedOn, place: Place) -> Told:
    """Write the bundle, an object a line."""
    lost, types = Counter[str](), dict[str, str]()
    day = f"{given.last_entry or '1970-01-01'}T00:00:00.000Z"
    with place.open() as file:
        bundle = f"bundle--{uuid5(_OURS, given.graph.handing.id(f'b{given.graph.version}'))}"
        file.write(b'{"type":"bundle","id":"%s","objects":[' % bundle.encode())
        _lines(file, _definitions(), first=True)
        _lines(file, _objects(given, types, lost))
        _lines(file, _ties(given, types, lost, day))
        file.write(b"\n]}\n")
    return Told(lost=tuple(_sentences(lost)), then=_THEN.format(name=repr(quote(place.single))))


def _lines(file: BinaryIO, objects: Iterator[Json], *, first: bool = False) -> None:
    for one in objects:
        file.write(b"\n" if first else b",\n")
        file.write(orjson.dumps(one))
        first = False


def _objects(given: HandedOn, types: dict[str, str], lost: Counter[str]) -> Iterator[Json]:
    """Yield an object for each trace; `types` has the type of each by its salted id."""
    for node in given.nodes():
        kind = schema().kind(str(node.properties.get("kind", "")))
        if kind is None or not kind.is_trace or "Source" in node.labels:
            lost["no trace"] += "Source" not in node.labels
            continue
        make = _MAKE.get(kind.name)
        made = None if node.properties["status"] in UNSAID or not make else make(node)
        if made is None:
            lost[f"kind {kind.name}"] += 1
            continue
        types[node.id] = made["type"]
        extensions: Json = {_KNOWN: {"extension_type": "property-extension", "clew_id": node.id}}
        if made["type"] in _ADDED:
            extensions[EXTENSIONS[made["type"]]] = {"extension_type": "new-sco"}
        head = {"type": made["type"], "spec_version": "2.1", "id": _id(made["type"], node.id)}
        yield {**head, **made, "extensions": extensions}


def _ties(given: HandedOn, types: dict[str, str], lost: Counter[str], day: str) -> Iterator[Json]:
    """Yield a relationship for each tie of two traces that is stated as more than an allegation."""
    for edge in given.edges():
        ends = [types.get(end) for end in (edge.start, edge.end)]
        if None in ends:
            lost["ties of others"] += 1
        elif edge.properties["status"] not in STATED:
            lost["weaker ties"] += 1
        else:
            yield _tie(edge, types, day)


def _tie(edge: Edge, types: dict[str, str], day: str) -> Json:
    known = {"extension_type": "property-extension", "clew_id": edge.id}
    known["clew_status"] = str(edge.properties["status"])
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": _id("relationship", edge.id),
        "created": day,
        "modified": day,
        "relationship_type": re.sub(r"[^a-z0-9]+", "-", edge.type.lower()).strip("-"),
        "source_ref": _id(types[edge.start], edge.start),
        "target_ref": _id(types[edge.end], edge.end),
        "extensions": {_KNOWN: known},
    }


def _id(kind: str, salted: str) -> str:
    return f"{kind}--{uuid5(_OURS, salted)}"


def _said(node: Node, *names: str) -> str:
    """Return the first value that a node has under one of these names; '' for none."""
    for name in names:
        own = node.properties.get(name)
        first = own[0] if isinstance(own, list) and own else own
        if isinstance(first, str) and first.strip():
            return first.strip()
    return ""


def _valued(kind: str, *names: str) -> Callable[[Node], Json | None]:
    """Return what makes an object of one value."""

    def make(node: Node) -> Json | None:
        value = "" if node.properties.get("generic") else _said(node, *names)
        return {"type": kind, "value": value} if value else None

    return make


def _site(node: Node) -> Json | None:
    value = _said(node, "name", "website")
    if _URL.fullmatch(value):
        return {"type": "url", "value": value}
    return {"type": "domain-name", "value": value} if _DOMAIN.fullmatch(value) else None


def _mail(node: Node) -> Json | None:
    value = _said(node, "name", "email")
    return {"type": "email-addr", "value": value} if _EMAIL.fullmatch(value) else None


def _account(node: Node) -> Json | None:
    login = "" if node.properties.get("generic") else _said(node, "username", "name")
    service = _said(node, "service").lower()
    more = {"account_type": service} if service else {}
    return {"type": "user-account", "account_login": login, **more} if login else None


_MAKE: dict[str, Callable[[Node], Json | None]] = {
    "CryptoWallet": _valued("cryptocurrency-wallet", "cryptoAddress", "name"),
    "BankAccount": _valued("bank-account", "iban", "accountNumber", "name"),
    "PhoneNumber": _valued("phone-number", "name", "phone"),
    "UserAccount": _account,
    "EmailAddress": _mail,
    "InternetDomain": _site,
}


def _definitions() -> Iterator[Json]:
    head = {"spec_version": "2.1", "created": _DEFINED, "modified": _DEFINED}
    yield {"type": "identity", "id": _MAKER, **head, "name": "Clew", "identity_class": "system"}
    new = "An object of the type {}, with one property of its own: value, a string (required): {}."
    known = (
        "clew_id: the id of the object or tie in an export of Clew, to which its case answers."
        " clew_status: of a tie, adjudicated (a court found it), official (an authority's own act"
        " or record) or reported (a source states it as fact)."
    )
    told = [(EXTENSIONS[k], k, new.format(k, _ADDED[k]), "new-sco") for k in _ADDED]
    told.append((_KNOWN, "Ids and statuses of Clew", known, "property-extension"))
    for identity, name, words, sort in told:
        own = {"created_by_ref": _MAKER, "name": name, "description": words, "schema": words}
        sorts = {"version": "1.0.0", "extension_types": [sort]}
        yield {"type": "extension-definition", "id": identity, **head, **own, **sorts}


def _sentences(lost: Counter[str]) -> Iterator[str]:
    yield (
        "STIX is of traces alone: quotes, sources and dates, and the statuses of traces, are not in"
        " it; nor is any further name or value of one."
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
}
