"""What the bodies of a W3C annotation say: tags, comments, links, what a thing is elsewhere.

https://www.w3.org/TR/annotation-model/#bodies-and-targets. A body's purpose rules, else the
annotation's motivation; text with neither is a comment. Of a choice the first is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clew.loaders.annotations.web.marks import Marked
from clew.loaders.annotations.web.selectors import DEEPEST, BadAnnotation, plain, type_of

ELSEWHERE = "bodies that are not in the file"
_TAGS = frozenset({"tagging", "classifying"})
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*:\S+$")
_LABELS = ("label", "predicate", "relation", "property", "name")
_LONGEST = 100_000


def listed(found: object) -> list[Any]:
    """Return what stands where JSON-LD allows one value or several; nothing for null."""
    if isinstance(found, dict) and (inner := found.get("@list", found.get("@set"))) is not None:
        found = inner
    return found if isinstance(found, list) else [] if found is None else [found]


def first(entry: Mapping[str, Any], *names: str) -> Any:
    """Return the value under the first of these names that is there, None where none is."""
    for name in names:
        if (found := entry.get(name)) is not None:
            return found
    return None


def words(found: object) -> frozenset[str]:
    """Return motivations or purposes as plain words: `oa:tagging` is `tagging`."""
    entries = [one.get("id") if isinstance(one, dict) else one for one in listed(found)]
    return frozenset(plain(one) for one in entries if isinstance(one, str))


def read_bodies(entry: Mapping[str, Any], marked: Marked, motives: frozenset[str]) -> int:
    """Add to an annotation what its bodies say; returns how many are elsewhere."""
    away = 0
    bodies = listed(first(entry, "body", "bodies", "hasBody", "oa:hasBody"))
    for body in bodies:
        for one in _each(body, 0):
            away += not _take(one, marked, motives)
    if (value := entry.get("bodyValue")) is not None:
        _say(_text(value), motives, marked)
    return away


def _each(body: object, depth: int) -> Iterator[object]:
    if depth > DEEPEST:
        raise BadAnnotation("has bodies within bodies, too deep")
    types = type_of(body) if isinstance(body, dict) else frozenset[str]()
    if isinstance(body, dict) and types & {"Choice", "List", "Composite", "Independents"}:
        inner = listed(first(body, "items", "item"))
        for one in inner[:1] if "Choice" in types else inner:
            yield from _each(one, depth + 1)
    else:
        yield body


def _take(body: object, marked: Marked, motives: frozenset[str]) -> bool:
    """Take what a body says; returns False for one that is elsewhere."""
    if isinstance(body, str):
        if not _ADDRESS.match(body) and not ("linking" in motives and body):
            _say(body, motives, marked)
            return True
        return _refer(body, "", motives, marked)
    if not isinstance(body, dict):
        raise BadAnnotation("has a body that is neither text nor object")
    purposes = words(body.get("purpose")) or motives
    value = first(body, "value", "chars", "rdf:value")
    if isinstance(value, dict) and isinstance(value.get("label"), str):  # Recogito Studio
        marked.identities.extend(_strings(value.get("id")))
        value = value["label"]
    address = first(body, "source", "id", "@id")
    if isinstance(address, dict):
        address = first(address, "id", "@id")
    if "linking" in purposes and "linking" in words(body.get("purpose")):
        to = address if isinstance(address, str) and body.get("source") else value or address
        return _refer(_text(to), _label(body), purposes, marked)
    if value is not None:
        for one in listed(value):
            _say(_text(one), purposes, marked)
        return True
    return isinstance(address, str) and _refer(address, _label(body), purposes, marked)


def _say(value: str, purposes: frozenset[str], marked: Marked) -> None:
    """Take a body that is text."""
    if "identifying" in purposes:
        marked.identities.append(value)
    elif purposes & _TAGS or "linking" in purposes:
        marked.tags.append(value)
    elif value.strip():
        marked.comments.append(value)


def _refer(address: str, label: str, purposes: frozenset[str], marked: Marked) -> bool:
    """Take a body that is an address."""
    if "linking" in purposes:
        marked.links.append((label, address))
    elif "identifying" in purposes:
        marked.identities.append(address)
    elif purposes & _TAGS:
        marked.tags.append(label or re.split(r"[/#:]", address.rstrip("/#"))[-1])
    else:
        return False
    return True


def _label(body: Mapping[str, Any]) -> str:
    for name in _LABELS:
        for one in listed(body.get(name)):
            if isinstance(one, str) and one.strip():
                return one.strip()
    return ""


def _strings(found: object) -> list[str]:
    return [one for one in listed(found) if isinstance(one, str)]


def _text(found: object) -> str:
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise BadAnnotation("has a body whose value is no text")
    text = str(found)
    if len(text) > _LONGEST:
        raise BadAnnotation(f"has a body of {len(text)} characters, more than {_LONGEST}")
    return text
