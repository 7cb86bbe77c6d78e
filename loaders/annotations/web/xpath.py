"""Places in a page by XPath, as tools in browsers write them: `/div[1]/p[2]`, `//*[@id='x']/p`.

Read are steps by name or `*`, `text()`, `//`, and the predicates `[2]` and `[@id='…']`. A path
begins at the page (`/html/body/…`) or, as Hypothesis and AnnotatorJS write it, at the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from clew.loaders.annotations.offsets import BadOffset, utf16
from clew.loaders.annotations.web.anchoring import NoPlace
from clew.loaders.annotations.web.counting import Span
from clew.loaders.annotations.web.selectors import Range
from clew.loaders.texts.html import Element, Page

_STEP = re.compile(
    r"(//?|^)(?:\w+:)?([\w-]+\(\)|[\w-]+|\*)"
    r"((?:\[\s*(?:\d{1,9}|@id\s*=\s*(?:'[^']*'|\"[^\"]*\"))\s*\])*)"
)
_PREDICATE = re.compile(r"\[\s*(?:(\d+)|@id\s*=\s*['\"]([^'\"]*)['\"])\s*\]")
_LONGEST, _MOST = 4_000, 100_000
_Node = Element | Span


def span_in(page: Page, wanted: Range) -> Span:
    """Return what a range comes to, as offsets of the page's content; raises NoPlace."""
    start = _place(page, wanted.start, wanted.start_offset, end=False)
    end = _place(page, wanted.end, wanted.end_offset, end=True)
    if start >= end:
        raise NoPlace("its range ends where it begins or before")
    return start, end


def _place(page: Page, path: str, offset: object, *, end: bool) -> int:
    node = _node(page.body, path)
    low, high = (node.start, node.end) if isinstance(node, Element) else node
    if offset is None:
        return high if end else low
    try:
        return low + utf16(page.content[low:high]).point(offset)
    except BadOffset as bad:
        raise NoPlace(f"{bad} (in the element of its range)") from None


def _node(body: Element, path: str) -> _Node:
    steps = list(_steps(path))
    if [name for _, name, _ in steps[:2]] == ["html", "body"]:
        steps = steps[2:]
    nodes: list[_Node] = [body]
    for deep, name, predicates in steps:
        found = (one for node in nodes for one in _found(node, deep, name, predicates))
        nodes = list({id(one): one for one in islice(found, _MOST)}.values())
    if not nodes:
        raise NoPlace("the element that its XPath names is not in the page")
    return nodes[0]


def _steps(path: str) -> Iterator[tuple[bool, str, str]]:
    at, path = 0, path.strip().removeprefix(".")
    if len(path) > _LONGEST:
        raise NoPlace(f"its XPath has {len(path)} characters")
    while at < len(path) and path != "/":
        step = _STEP.match(path, at)
        if step is None:
            raise NoPlace("its XPath is of a kind that Clew does not read")
        yield step[1] == "//", step[2].lower(), step[3]
        at = step.end()


def _found(node: _Node, deep: bool, name: str, predicates: str) -> Iterator[_Node]:
    if not isinstance(node, Element):
        return
    for parent in _all(node) if deep else (node,):
        found = [child for child in parent.children if _fits(child, name)]
        for number, identity in _PREDICATE.findall(predicates):
            if number:
                found = found[int(number) - 1 : int(number)] if int(number) else []
            else:
                found = [one for one in found if isinstance(one, Element) and one.id == identity]
        yield from found


def _all(node: Element) -> Iterable[Element]:
    """Yield an element and all in it, in the order of the page."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(one for one in reversed(here.children) if isinstance(one, Element))


def _fits(child: _Node, name: str) -> bool:
    if not isinstance(child, Element):
        return name == "text()"
    return child.name == name or (name == "*" and child.name != "#comment")
