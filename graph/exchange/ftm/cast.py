"""What kinds, ties and values of the vocabulary become in FollowTheMoney."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from ipaddress import ip_address

from clew.graph.exchange.ftm.model import ENTITY, Property, codes, model, value_name
from clew.graph.exchange.ftm.numbers import is_right
from clew.graph.model import Edge
from clew.graph.schema import schema as vocabulary

#: What stands for a thing that no schema fits, and for a tie that none fits.
THING, TIE = "Note", "UnknownLink"
#: Statuses under which a value or a tie may stand as stock tools read it: as what is so.
STATED = frozenset({"adjudicated", "official", "reported"})
#: A tie that is a property of the thing it starts at, and what its end must be.
AT, LOCATED, ADDRESS = "addressEntity", "LOCATED_IN", "Address"
#: What data of FollowTheMoney say of themselves and not of the tie.
OF_DATA = {"first_seen", "last_seen", "last_change", "target", "lang", "origin", "original_value"}
#: What Clew itself lists of a tie.
_LISTED = {"claims", "quotes", "claim_statuses", "claim_sources"}
#: What is no statement that something is so: stock exports leave it out.
APART = frozenset({"planned", "denied"})
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PHONE = re.compile(r"\+[1-9][0-9 ()/.-]{6,24}")
_URL = re.compile(r"https?://[^\s]+\.[^\s]+")
_EMAIL = re.compile(r"[^\s<>()\[\],;:?@\"\\]{1,64}@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_FORMS = {"number": _NUMBER, "phone": _PHONE, "url": _URL, "email": _EMAIL}
#: The type of files of no known type: stock tools hold it for none.
_NO_MIME = "application/octet-stream"


@cache
def schema_of(kind: str) -> tuple[str, bool]:
    """Return the schema of a kind, and whether it says as much as the kind."""
    words = vocabulary()
    for name in words.labels(kind):
        found = words.kinds.get(name)
        if found and found.ftm:
            return found.ftm, name == kind
    known = words.kinds.get(kind)
    nearest = (known.nearest if known else None) or THING
    return (nearest if nearest in model() else THING), False


@cache
def schema_of_tie(tie: str, start: str, end: str) -> tuple[str, bool]:
    """Return a tie's schema between two schemata, '' where none can hold it; and if it fits.

    Where the tie has no schema, or one with other ends, it is the link that says no more.
    """
    known = vocabulary().ties.get(tie)
    for name, fits in ((known.ftm if known else None, True), (TIE, False)):
        schema = model().get(name or "")
        if schema and schema.edge:
            ranges = [schema.properties[prop].range for prop in schema.edge]
            if all(model()[one].is_a(r) for one, r in zip((start, end), ranges, strict=True)):
                return schema.name, fits
    return "", False


@cache
def properties(schema: str) -> Mapping[str, Property]:
    """Return a schema's properties by the vocabulary's names of values."""
    found: dict[str, Property] = {}
    for prop in model()[schema].properties.values():
        if prop.type != ENTITY:
            found.setdefault(value_name(prop.name, schema), prop)
            found.setdefault(prop.name, prop)
    return found


def fits(prop: Property, value: str) -> bool:
    """Tell whether stock tools keep a value of this property as it is written, or but for signs."""
    return _fits(prop.type, value) and is_right(prop.full_name, value)


@lru_cache(maxsize=1 << 14)
def _fits(type: str, value: str) -> bool:
    if (listed := codes(type)) is not None:
        return value in listed
    if type == "date":
        return is_day(value)
    if type == "ip":
        return _is_address_of_internet(value)
    if type == "mimetype":
        return _MIME.fullmatch(value) is not None and value != _NO_MIME
    form = _FORMS.get(type)
    return form is None or form.fullmatch(value) is not None


def is_day(value: str) -> bool:
    """Tell whether this is a year, a month or a day of the calendar."""
    if _DATE.fullmatch(value) is None:
        return False
    try:
        return bool(date.fromisoformat(f"{value}-01-01"[:10]))
    except ValueError:
        return False


def _is_address_of_internet(value: str) -> bool:
    try:
        return bool(ip_address(value))
    except ValueError:
        return False


def is_address(edge: Edge) -> bool:
    """Tell whether a tie says no more than where something is: an address can say no more.

    One with a date or a role, disputed or only alleged, has fields of its own to say so.
    """
    own = edge.properties
    plain = own["status"] in STATED and not own.get("disputed") and own.get("certain", True)
    if edge.type != LOCATED or not plain or own.get("when"):
        return False
    return not any(isinstance(own[name], list) for name in own.keys() - _LISTED - OF_DATA)


def dates(when: str) -> dict[str, str]:
    """Return what FollowTheMoney can hold of a date: a day of its own, a beginning, an end."""
    first, slash, last = when.partition("/")
    parts = {"startDate": first, "endDate": last} if slash else {"date": first}
    return {name: day for name, day in parts.items() if is_day(day)}
