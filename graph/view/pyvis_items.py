"""A picture's nodes and ties as vis-network draws them, and in words: one text for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.view.look import Stroke, kind_words, look, status_words
from clew.graph.view.picture import Json, Picture
from clew.graph.view.safe_text import QUOTE, safe

#: Letters in a line of a node's and of a tie's label, and lines; the whole stands in the title.
LETTERS, TIE_LETTERS, LINES = 24, 32, 2
#: What is drawn dashed or dotted: pixels of line and of gap.
DASHES: Mapping[str, tuple[int, ...]] = {"solid": (), "dashed": (10, 6), "dotted": (2, 5)}
#: Shapes that vis-network has of its own, for whoever takes the network elsewhere; our page draws
#: the outline of shapes.yaml.
_NEAREST = {
    "hexagon": "hexagon",
    "diamond": "diamond",
    "triangle": "triangle",
    "turned": "triangleDown",
    "rectangle": "square",
    "round-rectangle": "square",
}
#: How far parallel ties bow from one another, and at most from the straight line.
_BOW, _MOST_BOW = 0.35, 0.9


def stroke_of(status: str) -> Stroke:
    """Return how a status is drawn; an unknown one like what is not stated."""
    strokes = look().strokes
    return strokes.get(status, strokes["not_stated"])


def status_of(item: Node | Edge) -> str:
    """Return the status of a node or a tie; none is `not_stated`."""
    return str(item.properties.get("status") or "not_stated")


def phrase(kind: str) -> str:
    """Return a tie as words between its ends."""
    return safe(schema().phrase(kind))


def drawn_node(
    node: Node, title: tuple[str, str], at: tuple[float, float], picture: Picture
) -> Json:
    """Return a node as vis-network takes it: a class or unnamed group has a broken border."""
    kind = str(node.properties.get("kind") or "")
    shape = look().shape(kind)
    asked = node.id in picture.focus
    told: Json = {
        "label": "\n".join(line for part in title for line in _cut(part, LETTERS)),
        "shape": _NEAREST.get(shape.outline, "dot"),
        "outline": shape.outline,
        "color": {"background": shape.fill, "border": shape.line},
        "size": 20 if asked else 13,
        "borderWidth": 4 if asked else 2,
        "x": at[0],
        "y": at[1],
        "title": _node_title(node, title, picture),
    }
    if node.properties.get("generic"):
        told["shapeProperties"] = {"borderDashes": [4, 3]}
    return told


def drawn_ties(
    picture: Picture, names: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[Edge, Json]]:
    """Yield every tie with the line of its status; parallel ones fan out, loops grow."""
    pairs = [frozenset((edge.start, edge.end)) for edge in picture.edges]
    together, before = Counter(pairs), Counter[frozenset[str]]()
    for edge, pair in zip(picture.edges, pairs, strict=True):
        bowed = _bowed(edge, before[pair], together[pair])
        before[pair] += 1
        yield edge, {**_line(edge), **bowed, "title": _tie_title(edge, picture, names)}


def _line(edge: Edge) -> Json:
    status = status_of(edge)
    stroke = stroke_of(status)
    arrows: Json = {"to": {"enabled": not schema().is_symmetric(edge.type)}}
    if stroke.cross:
        arrows["middle"] = {"enabled": True, "type": "bar"}
    sign = "× " if stroke.cross else "? " if edge.properties.get("disputed") else ""
    words = "\n".join(_cut(f"{sign}{phrase(edge.type)}", TIE_LETTERS))
    return {
        "id": edge.id,
        "label": f"{words}\n({', '.join([status_words(status), *_marks(edge)])})",
        "arrows": arrows,
        "dashes": list(DASHES[stroke.line]) or False,
        "width": stroke.width,
    }


def _cut(text: str, letters: int) -> list[str]:
    return wrap(safe(text), letters, max_lines=LINES, placeholder="…")


def _bowed(edge: Edge, place: int, together: int) -> Json:
    """Return the curve of a pair's n-th tie: the first is straight, the others take sides in turn.

    A curve is told with `enabled`, or the network's own `smooth: false` would win, and parallel
    ties would hide one another.
    """
    if edge.start == edge.end:
        return {"selfReference": {"size": 18 + 12 * place, "angle": 0.8}}
    if not place:
        return {}
    step = min(_BOW, _MOST_BOW / max(1, together // 2))
    side = "curvedCW" if (place % 2 == 1) == (edge.start < edge.end) else "curvedCCW"
    roundness = round(step * ((place + 1) // 2), 3)
    return {"smooth": {"enabled": True, "type": side, "roundness": roundness}}


def _tie_title(edge: Edge, picture: Picture, names: Mapping[str, tuple[str, str]]) -> str:
    """Return a tie in words: who, what, whom; status and date; what it rests on."""
    told = edge.properties
    bounds = " to ".join(str(told[name]) for name in ("valid_from", "valid_to") if told.get(name))
    when = told.get("when") or bounds or "undated"
    said = f"says {told['attribution']}" if told.get("attribution") else ""
    facts = [status_words(status_of(edge)), *_marks(edge), when, said, _sources(edge)]
    ends = (safe(names[edge.start][0]), safe(names[edge.end][0]))
    arrow = "—" if schema().is_symmetric(edge.type) else "→"
    return _lines(f"{ends[0]} — {phrase(edge.type)} {arrow} {ends[1]}", facts, edge, picture)


def _node_title(node: Node, title: tuple[str, str], picture: Picture) -> str:
    """Return a node in words: its name, kind and status; what it rests on."""
    told = node.properties
    since = f"known since {told['known_from']}" if told.get("known_from") else ""
    facts = [kind_words(str(told.get("kind") or "")), status_words(status_of(node))]
    facts += [*_marks(node), since, _sources(node)]
    return _lines(" · ".join(safe(part) for part in title if part), facts, node, picture)


def _marks(item: Node | Edge) -> list[str]:
    words = {
        "generic": "a class or an unnamed group",
        "disputed": "disputed",
        "computed": "computed",
        "unconfirmed": "same name, not confirmed",
    }
    return [said for name, said in words.items() if item.properties.get(name)]


def _sources(item: Node | Edge) -> str:
    count = item.properties.get("source_count") or 0
    return f"{count} source{'' if count == 1 else 's'}"


def _lines(head: str, facts: Iterable[object], item: Node | Edge, picture: Picture) -> str:
    """Return head, facts, and the strongest claim with its source; how many more there are."""
    claims = list(picture.evidence.get(item.id, ()))
    more = len(claims) - 1
    rest = [f"and {more} more claim{'' if more == 1 else 's'}"] if more > 0 else []
    said = _claim(claims[0]) if claims else _quote(item.properties)
    return "\n".join(line for line in (head, _listed(facts), *said, *rest) if line)


def _claim(claim: Json) -> list[str]:
    if claim.get("protected"):
        return ["protected"]
    source: Json = claim.get("source") or {}
    where = [source.get(name) for name in ("title", "publisher", "published")]
    return [*_quote(claim), _listed(where)]


def _quote(told: Mapping[str, Any]) -> list[str]:
    return [f"“{safe(told['quote'], QUOTE)}”"] if told.get("quote") else []


def _listed(parts: Iterable[object]) -> str:
    return " · ".join(safe(part) for part in parts if part)
