"""A page of HTML as a text, with the way from places in the page to places in the text.

Tools in browsers count offsets in the text of the body with all its blanks, scripts included, in
UTF-16 units, and name elements by XPath. The text that Clew keeps has one blank for a run of them,
a line for each block and no scripts; `places` leads from one to the other. The tree is made as
browsers make it, as far as pages are sound: elements that end by themselves, rows in a `tbody`.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from clew.graph.model import normal_text

#: Raise when the same page would give another text.
VERSION = "1"
#: How the ledger names this reader.
NAME = f"Clew HTML {VERSION}"

_VOID = frozenset(
    "area base br col embed frame hr img input link meta param source track wbr".split()
)
_HIDDEN = frozenset("head noscript script style template title".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li"
    " listing main menu nav ol option p plaintext pre search section summary table tbody td tfoot"
    " th thead tr ul xmp".split()
)
_END_P = _BLOCKS - frozenset(
    "body br caption html legend option tbody td tfoot th thead tr".split()
)
#: What the beginning of an element ends, and within what it looks for that.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "option": (frozenset({"option"}), frozenset({"select", "optgroup", "datalist"})),
    **{name: (frozenset({"dt", "dd"}), frozenset({"dl"})) for name in ("dt", "dd")},
    **{name: (frozenset({"td", "th"}), frozenset({"tr", "table"})) for name in ("td", "th")},
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **{
        name: (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"}))
        for name in ("thead", "tbody", "tfoot")
    },
}
_DEEPEST = 512  # as in browsers: what is deeper lies side by side
_RUN = re.compile(r"\s+|\S+")


@dataclass(slots=True)
class Element:
    """An element: what it holds, and from where to where its text goes (offsets of the content).

    children    elements, and stretches of text as pairs of offsets
    """

    name: str
    id: str = ""
    start: int = 0
    end: int = 0
    children: list[Element | tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its text, the body's content as browsers count in it, and where that stands."""

    text: str
    content: str
    places: array[int]
    body: Element


def read_page(html: str) -> Page:
    """Return the page that this HTML is; whatever is in it, it is some page."""
    builder = _Builder()
    builder.feed(normal_text(html))
    builder.close()
    return builder.page()


def looks_like_html(text: str) -> bool:
    """Say whether this text is a page of HTML, by how it begins."""
    return re.match(r"\ufeff?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html)\b",
                    text[:5000], re.IGNORECASE | re.DOTALL) is not None  # fmt: skip


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.body = Element("body")
        self.stack = [self.body]
        self.content: list[str] = []
        self.size = 0
        self.places = array("q")
        self.shown: list[str] = []
        self.length = 0
        self.hidden = self.preformatted = 0
        self.outside = self.begun = False
        self.drop_line = False
        self.open = Counter[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element, and end those that end by it."""
        self.drop_line = False
        if tag in ("html", "body"):
            self.outside = False
            self.begun |= tag == "body"
            return
        if tag == "head":
            self.outside = True
        if self.outside:
            return
        self.begun = True
        self._end_others(tag)
        identity = next((value for name, value in attrs if name == "id" and value), "")
        element = Element(tag, identity, self.size, self.size)
        self._block(tag)
        self.stack[-1].children.append(element)
        if tag not in _VOID and len(self.stack) < _DEEPEST:
            self.stack.append(element)
            self.open[tag] += 1
            self.hidden += tag in _HIDDEN
            self.preformatted += tag == "pre"
            self.drop_line = tag == "pre"
            if tag == "noscript":  # where scripts run, what is in it is text that nobody sees
                self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element: `<p/>` is `<p>`."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element and those in it; what was never begun ends nothing."""
        if tag == "head":
            self.outside = False
        elif not self.outside:
            if self.open[tag]:
                self._end(tag)
            elif tag == "p":
                self.handle_starttag("p", [])
                self._end("p")

    def handle_data(self, data: str) -> None:
        """Take text: into the content as it stands, into the shown text as it is read."""
        if self.drop_line:
            data = data.removeprefix("\n")
            self.drop_line = False
        if self.outside or not data or not (self.begun or data.strip()):
            return
        self.begun = True
        children, start = self.stack[-1].children, self.size
        self.content.append(data)
        self.size += len(data)
        last = children[-1] if children else None
        if isinstance(last, tuple) and last[1] == start:
            children[-1] = (last[0], self.size)
        else:
            children.append((start, self.size))
        self._show(data)

    def handle_comment(self, data: str) -> None:
        """Part the texts before and behind a comment, as browsers do."""
        if not self.outside:
            self.stack[-1].children.append(Element("#comment", start=self.size, end=self.size))

    def _show(self, data: str) -> None:
        if self.hidden:
            self.places.extend([self.length] * len(data))
            return
        for run in _RUN.findall(data):
            if self.preformatted or not run[0].isspace():
                self.places.extend(range(self.length, self.length + len(run)))
                self._put(run)
            else:
                self.places.append(self.length)
                if self.shown and not self.shown[-1][-1].isspace():
                    self._put(" ")
                self.places.extend([self.length] * (len(run) - 1))

    def _put(self, words: str) -> None:
        self.shown.append(words)
        self.length += len(words)

    def _block(self, tag: str) -> None:
        """Begin a line where a block begins or ends."""
        if tag not in _BLOCKS or self.hidden or not self.shown:
            return
        if self.shown[-1] == " ":
            self.shown[-1] = "\n"
        elif not self.shown[-1].endswith("\n"):
            self._put("\n")

    def _end_others(self, tag: str) -> None:
        if (
            self.open["p"]
            and tag in _END_P
            and self._open("p", frozenset({"button", "table", "td", "th"}))
        ):
            self._end("p")
        ends, within = _ENDS.get(tag, (frozenset(), frozenset()))
        for one in reversed(self.stack[1:]) if any(self.open[name] for name in ends) else ():
            if one.name in within:
                break
            if one.name in ends:
                self._end(one.name)
                break
        if tag == "tr" and self.stack[-1].name == "table":
            self.handle_starttag("tbody", [])

    def _open(self, name: str, within: frozenset[str]) -> bool:
        for one in reversed(self.stack[1:]):
            if one.name == name:
                return True
            if one.name in within:
                return False
        return False

    def _end(self, tag: str) -> None:
        while len(self.stack) > 1:
            element = self.stack.pop()
            self.open[element.name] -= 1
            element.end = self.size
            self._block(element.name)
            self.hidden -= element.name in _HIDDEN
            self.preformatted -= element.name == "pre"
            if element.name == tag:
                return

    def page(self) -> Page:
        """Return the page, its open elements ended."""
        self._end("")
        self.body.end = self.size
        self.places.append(self.length)
        return Page("".join(self.shown), "".join(self.content), self.places, self.body)
