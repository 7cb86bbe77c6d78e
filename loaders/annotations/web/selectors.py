"""Selectors of a Web Annotation, as Recogito and Hypothesis write them, too.

https://www.w3.org/TR/annotation-model/#selectors. A list of selectors are alternatives for one
selection; `refinedBy` selects within what its selector selects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

#: So often may a selector be refined, and so many alternatives may one selection have.
DEEPEST = 16
MOST = 64

_CHARACTERS = re.compile(r"char=(\d{1,12}),(\d{1,12})$")  # RFC 5147
_NAME = re.compile(r"#?([\w.-]{1,100})$")
_KINDS = frozenset(
    "CssSelector DataPositionSelector FragmentSelector RangeSelector SvgSelector".split()
)


class BadAnnotation(Exception):
    """An annotation that cannot be read; the message says why, without words of it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words themselves, with what stands before and behind them."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    within: Selector | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Offsets as the tool counts them, of the whole text or of what it is `within`."""

    start: object
    end: object
    within: Selector | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From a place in a page to another, by XPath and offset; no offsets: whole elements."""

    start: str
    end: str
    start_offset: object = None
    end_offset: object = None
    within: Selector | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """From where one selection begins to where another one does."""

    start: tuple[Selector, ...]
    end: tuple[Selector, ...]
    within: Selector | None = None


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The page of a PDF, from 0, as Hypothesis names it: it tells one of several places."""

    index: int
    within: Selector | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """A selector that tells no place in a text; `kind` names it in messages."""

    kind: str
    within: Selector | None = None


Selector = Quote | Position | Range | Between | PageNumber | Other
Selection = tuple[Selector, ...]


def selection(found: object, within: Selector | None = None, depth: int = 0) -> Selection:
    """Return the alternatives that a `selector` holds; raises BadAnnotation."""
    if depth > DEEPEST:
        raise BadAnnotation("has selectors refined too often")
    if found is None:
        return ()
    entries = found if isinstance(found, list) else [found]
    if len(entries) > MOST:
        raise BadAnnotation(f"has {len(entries)} selectors for one selection")
    return tuple(one for entry in entries for one in _selector(entry, within, depth))


def _selector(entry: object, within: Selector | None, depth: int) -> Selection:
    if isinstance(entry, str):
        return (Other("an address", within),)
    if not isinstance(entry, dict):
        raise BadAnnotation("has a selector that is no object")
    made = _made(entry, within, depth)
    refined = entry.get("refinedBy")
    return (made,) if refined is None else selection(refined, made, depth + 1)


def type_of(entry: Mapping[str, Any]) -> frozenset[str]:
    """Return the types of a JSON-LD object, without what says whose words they are."""
    found = entry.get("type", entry.get("@type"))
    words = found if isinstance(found, list) else [found]
    return frozenset(plain(word) for word in words if isinstance(word, str))


@lru_cache(maxsize=1024)
def plain(word: str) -> str:
    """Return a word without what says whose it is: `oa:tagging` is `tagging`."""
    return re.split(r"[/#:]", word)[-1]


def _made(entry: Mapping[str, Any], within: Selector | None, depth: int) -> Selector:
    types = type_of(entry)
    if "TextQuoteSelector" in types:
        exact, prefix, suffix = (entry.get(name) for name in ("exact", "prefix", "suffix"))
        if not isinstance(exact, str):
            raise BadAnnotation("has a quote that is no text")
        before, behind = (one if isinstance(one, str) else "" for one in (prefix, suffix))
        return Quote(exact, before, behind, within)
    if "TextPositionSelector" in types:
        return Position(entry.get("start"), entry.get("end"), within)
    if "XPathSelector" in types:
        path = _text(entry.get("value"))
        return Range(path, path, within=within)
    if "RangeSelector" in types:
        return _range(entry, within, depth)
    if "PageSelector" in types and type(entry.get("index")) is int:
        return PageNumber(entry["index"], within)
    if "FragmentSelector" in types:
        return _fragment(entry, within)
    return Other(next(iter(types & _KINDS), "a selector that Clew does not know"), within)


def _range(entry: Mapping[str, Any], within: Selector | None, depth: int) -> Selector:
    if "startContainer" in entry:
        start, end = _text(entry["startContainer"]), _text(entry.get("endContainer"))
        return Range(start, end, entry.get("startOffset"), entry.get("endOffset"), within)
    first, last = (
        selection(entry.get(name), None, depth + 1) for name in ("startSelector", "endSelector")
    )
    if not first or not last:
        raise BadAnnotation("has a range without its two ends")
    return Between(first, last, within)


def _fragment(entry: Mapping[str, Any], within: Selector | None) -> Selector:
    value = entry.get("value")
    if isinstance(value, str):
        if found := _CHARACTERS.match(value):
            return Position(int(found[1]), int(found[2]), within)
        if found := _NAME.match(value):
            path = f"//*[@id='{found[1]}']"
            return Range(path, path, within=within)
    return Other("FragmentSelector", within)


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise BadAnnotation("has an XPath that is no text")
    return found
