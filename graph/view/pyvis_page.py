"""A picture through pyvis: a network, and the page that it is written as; nothing is fetched.

pyvis's own writers fetch scripts and run texts of the data (a title with `href` is enough). They
are never called: the page is ours, made of pyvis's copy of vis-network under a content security
policy of hashes, with the data as inert JSON and titles as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache as kept
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from clew.graph.errors import UsageError
from clew.graph.view import svg
from clew.graph.view.data import as_text
from clew.graph.view.layout import positions
from clew.graph.view.look import look
from clew.graph.view.page import policy, static
from clew.graph.view.picture import NO_ACCUSATION, Json, Picture, counts
from clew.graph.view.pyvis_items import drawn_node, drawn_ties, status_of
from clew.graph.view.safe_text import safe
from clew.graph.view.saving import Drawn
from clew.graph.view.titles import titles

if TYPE_CHECKING:
    from clew.graph.view.pyvis_network import Network

#: Above so many nodes pyvis is no help (viz.md: measured).
MOST_NODES = 1000
INSTALL = "python -m pip install pyvis==0.3.2"
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"


def check(nodes: int) -> None:
    """Raise UsageError above MOST_NODES nodes."""
    if nodes > MOST_NODES:
        raise UsageError(
            f"pyvis draws at most {MOST_NODES:,} nodes and here are {nodes:,}: narrow what is "
            "asked, or let `clew view` write the picture"
        )


def network(picture: Picture, drawn: Drawn | None = None) -> Network:
    """Return a picture as a pyvis network: every node in its place, every tie kept.

    drawn   where the picture's layout is kept, and what must not be written over
    Raises UsageError where pyvis is not installed, and above MOST_NODES nodes.
    """
    check(len(picture.nodes))
    try:
        from clew.graph.view.pyvis_network import Network
    except ModuleNotFoundError as error:
        if error.name != "pyvis":
            raise
        raise UsageError(f"pyvis is not installed: {INSTALL}") from None
    made = Network(picture, drawn)
    cache = drawn.layouts if drawn else None
    names = {identity: one[:2] for identity, one in titles(picture.nodes).items()}
    places = positions(picture, cache=cache)
    for node in picture.nodes:
        made.add_node(node.id, **drawn_node(node, names[node.id], places[node.id], picture))
    for edge, tie in drawn_ties(picture, names):
        made.add_edge(edge.start, edge.end, **tie)
    return made


def page(picture: Picture) -> str:
    """Return the page of a picture; raises UsageError (see `network`)."""
    return str(network(picture).to_html())


def written(
    picture: Picture, nodes: Sequence[Json], ties: Sequence[Json], options: Mapping[str, Any]
) -> str:
    """Return the page of what a network holds now: texts with LF, inert whatever was added."""
    numbers = {node["id"]: number for number, node in enumerate(nodes)}
    data = {
        "nodes": [_numbered(node, id=number) for number, node in enumerate(nodes)],
        "edges": [
            _numbered(tie, **{"id": number, "from": numbers[tie["from"]], "to": numbers[tie["to"]]})
            for number, tie in enumerate(ties)
        ],
        "outlines": look().outlines,
        "options": options,
    }
    style, library, script = static("pyvis/page.css"), _library(), static("pyvis/page.js")
    text = (
        _head(picture, policy((library, script), style, fonts=False), style)
        + _body(picture, nodes, ties)
        + f'<script type="application/json" id="data">{as_text(data)}</script>\n'
        + f"<script>{library}</script>\n<script>{script}</script>\n</body>\n</html>\n"
    )
    return text.encode(errors="replace").decode()  # halves of characters have no bytes


def _numbered(item: Json, **ids: int) -> Json:
    """Return an item as the page's script reads it; its title stands in the page, as text."""
    return {**{name: value for name, value in item.items() if name != "title"}, **ids}


@kept
def _library() -> str:
    """Return pyvis's own copy of vis-network, with its licence notice."""
    place = files("pyvis").joinpath(_LIBRARY)
    if not place.is_file():
        raise UsageError(f"this pyvis has no vis-network 9.1.2: {INSTALL}")
    text = place.read_text(encoding="utf-8").replace("\r\n", "\n")
    if "</script" in text.lower():
        raise UsageError(f"this pyvis holds a script that ends itself: {INSTALL}")
    return text


def _head(picture: Picture, allowed: str, style: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{allowed}">
<meta name="referrer" content="no-referrer">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(picture.title)}</title>
<style>{style}</style>
</head>
"""


def _body(picture: Picture, nodes: Sequence[Json], ties: Sequence[Json]) -> str:
    counted = counts(len(nodes), len(ties))
    legend = "".join(f"<li>{sign}{escape(word)}</li>" for sign, word in _legend(picture))
    return f"""<body>
<h1><bdi>{_text(picture.title)}</bdi></h1>
<figure>
<div id="network" role="application" aria-label="{counted}; in words below"></div>
<figcaption><ul class="legend" aria-label="Legend">{legend}</ul>
<strong>{_text(NO_ACCUSATION)}</strong>
Lens: {_text(picture.lens)}. Ledger of {_text(picture.last_entry)}.</figcaption>
</figure>
<div id="told" role="status" aria-live="polite"></div>
{_list("edges", "ties", ties)}
{_list("nodes", "nodes", nodes)}
{_remarks(picture)}
"""


def _legend(picture: Picture) -> list[tuple[str, str]]:
    """Return what the shapes and lines of this picture mean: a swatch and words each."""
    kinds = [(look().shape(str(node.properties.get("kind"))).key, node) for node in picture.nodes]
    nodes = [
        {"look": key, **({"generic": True} if node.properties.get("generic") else {})}
        for key, node in kinds
    ]
    ties = [
        {
            "status": status_of(edge),
            **({"disputed": True} if edge.properties.get("disputed") else {}),
        }
        for edge in picture.edges
    ]
    items = svg.legend_items({"nodes": nodes, "edges": ties})
    return [(item[0], item[1]) for item in items]


def _list(identity: str, called: str, items: Sequence[Json]) -> str:
    told = (item.get("title") or item.get("label") or "" for item in items)
    rows = "".join(f"<li>{_lines(text)}</li>\n" for text in told)
    head = f"<summary>All {called} in words ({len(items):,})</summary>"
    return f'<details>{head}<ol id="{identity}">\n{rows}</ol></details>'


def _remarks(picture: Picture) -> str:
    told = (("What is not known", picture.not_known), ("Notes", picture.notes))
    return "".join(
        f"<h2>{head}</h2>\n<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>\n"
        for head, lines in told
        if lines
    )


def _lines(text: object) -> str:
    return "\n".join(_text(line) for line in str(text).split("\n"))


def _text(text: object) -> str:
    return escape(safe(text))
