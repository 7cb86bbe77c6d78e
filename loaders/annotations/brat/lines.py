"""One line of a brat standoff file as an item; https://brat.nlplab.org/standoff.html."""

from __future__ import annotations

import re
from collections.abc import Callable

from clew.graph.model import Spans
from clew.loaders.annotations.brat.conf import Declared
from clew.loaders.items import Attribute, Event, Identifier, Item, Mention, Note, Same, Tie

_ID = re.compile(r"(?:[TREAMN#]\d{1,15}\w{0,4}|\*)$")
_OFFSETS = re.compile(r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*$")
_NUMBER = re.compile(r"(?<=\D)\d+$")


class BadLine(Exception):
    """A line that is no standoff annotation; the message says why, without words of the line."""


def read_line(line: str, number: int, known: Declared) -> Item:
    """Return the item of this line; raises BadLine."""
    identifier, _, rest = line.partition("\t")
    if not _ID.match(identifier):
        raise BadLine("begins with no brat id (T, R, E, A, M, N or # with a number, or *) and tab")
    head, tab, tail = rest.partition("\t")
    words = head.split()
    if len(words) < _LEAST[identifier[0]]:
        raise BadLine(f"{identifier} is cut short")
    if identifier[0] == "T":
        return _mention(identifier, number, head, tail if tab else None)
    if identifier[0] == "R":
        return _tie(identifier, number, words, known)
    return _READ[identifier[0]](identifier, number, words, tail)


#: How many words the second column of each kind of line has at least.
_LEAST = {"T": 1, "R": 3, "E": 1, "A": 2, "M": 2, "N": 3, "#": 2, "*": 3}


def _mention(identifier: str, number: int, head: str, words: str | None) -> Item:
    label, _, offsets = head.strip().partition(" ")
    if not _OFFSETS.match(offsets):
        raise BadLine(f"{identifier} has no offsets of the form `0 5` or `0 5;16 23`")
    if words is None:
        raise BadLine(f"{identifier} is cut short: the words it covers are missing")
    spans = _spans(offsets)
    if any(start >= end for start, end in spans):
        raise BadLine(f"{identifier} has a fragment that ends where it begins or before")
    if any(after[0] < before[1] for before, after in zip(spans, spans[1:], strict=False)):
        raise BadLine(f"{identifier} has fragments that overlap or are out of order")
    return Mention(id=identifier, label=label, line=number, spans=spans, words=words)


def _spans(offsets: str) -> Spans:
    pairs = (part.split(" ") for part in offsets.split(";"))
    return tuple((int(start), int(end)) for start, end in pairs)


def _arguments(identifier: str, words: list[str]) -> list[tuple[str, str]]:
    pairs = [word.rpartition(":") for word in words]
    if any(not (role and target) for role, _, target in pairs):
        raise BadLine(f"{identifier} has an argument that is not of the form `Role:T1`")
    return [(role, target) for role, _, target in pairs]


def _tie(identifier: str, number: int, words: list[str], known: Declared) -> Item:
    label, arguments = words[0], _arguments(identifier, words[1:])
    if len(arguments) != 2:
        raise BadLine(f"{identifier} has {len(arguments)} arguments, a relation has two")
    (first, start), (second, end) = arguments
    if known.reversed(label, first, second):
        start, end = end, start
    if label in known.symmetric:
        return Same(id=identifier, label=label, line=number, members=(start, end))
    return Tie(id=identifier, label=label, line=number, start=start, end=end)


def _event(identifier: str, number: int, words: list[str], _: str) -> Item:
    (label, trigger), *roles = _arguments(identifier, words)
    # brat numbers what stands more than once: Theme, Theme2, Theme3
    plain = tuple((_NUMBER.sub("", role), target) for role, target in roles)
    return Event(id=identifier, label=label, line=number, trigger=trigger, roles=plain)


def _attribute(identifier: str, number: int, words: list[str], tail: str) -> Item:
    value = " ".join([*words[2:], *tail.split()]) or "true"
    return Attribute(id=identifier, line=number, target=words[1], name=words[0], value=value)


def _identifier(identifier: str, number: int, words: list[str], _: str) -> Item:
    scheme, _, value = words[2].partition(":")
    if not (scheme and value):
        raise BadLine(f"{identifier} names no entry of the form `Wikidata:Q42`")
    return Identifier(id=identifier, line=number, target=words[1], scheme=scheme, value=value)


def _note(identifier: str, number: int, words: list[str], tail: str) -> Item:
    return Note(id=identifier, label=words[0], line=number, target=words[1], text=tail.strip())


def _same(_: str, number: int, words: list[str], tail: str) -> Item:
    members = (*words[1:], *tail.split())
    if len(set(members)) < len(members):
        raise BadLine("names one annotation twice in a set of what is the same")
    return Same(id=f"*{number}", label=words[0], line=number, members=members)


_READ: dict[str, Callable[[str, int, list[str], str], Item]] = {
    "E": _event,
    "A": _attribute,
    "M": _attribute,
    "N": _identifier,
    "#": _note,
    "*": _same,
}
