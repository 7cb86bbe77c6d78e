"""Inline SVG: the ways of a picture as rows of steps, and the swatches of its legend.

Everything reads the page's data, whose texts are safe (see `data.py`), and is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from clew.graph.view.look import Stroke, look, status_words

Json = dict[str, Any]
Step = tuple[Json, Json, Json]
#: Pixels: a node's column, the gap that a step's line takes, a row; and how much is drawn.
_CELL, _GAP, _ROW = 170, 190, 104
_MOST_ROWS, _LETTERS = 6, 24
#: What a line of a status is made of, in pixels of ink and gap.
_DASHES = {"dashed": "9 6", "dotted": "2 5"}


def drawn(data: Json) -> str:
    """Return the first ways of a picture as SVG, one a row; without ways, ties of its focus."""
    if data["gathered"]:
        return ""
    rows = [_steps(data, way) for way in data["ways"]] or [[step] for step in _loose(data)]
    if not rows:
        return ""
    shown = rows[:_MOST_ROWS]
    width = max(len(row) for row in shown) * (_CELL + _GAP) + _CELL
    height = len(shown) * _ROW
    parts = [_row(row, at * _ROW) for at, row in enumerate(shown)]
    rest = len(rows) - len(shown)
    what = "paths" if data["ways"] else "ties"
    more = f"<p class=more>{rest} more {what} stand in words below.</p>" if rest else ""
    return (
        f'<svg class="ways" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="The {what}, drawn; in words below.">{"".join(parts)}</svg>{more}'
    )


def shape_swatch(key: str) -> str:
    """Return a small picture of a kind's shape."""
    return _swatch(26, _shape(key, 13, 10, 8))


def stroke_swatch(status: str) -> str:
    """Return a small picture of a status's line."""
    return _swatch(44, _line(look().strokes[status], 2, 42, 10))


def mark_swatch() -> str:
    """Return a small picture of the mark of a disputed tie."""
    return _swatch(44, _line(look().strokes["reported"], 2, 42, 10) + _mark("?", 22, 10))


def class_swatch() -> str:
    """Return a small picture of a node that is a class and no named thing."""
    ring = (
        '<ellipse cx="13" cy="10" rx="8" ry="8" fill="#fff" stroke="#444" stroke-dasharray="3 2"/>'
    )
    return _swatch(26, ring)


def _swatch(width: int, inner: str) -> str:
    return f'<svg class="swatch" width="{width}" height="20" aria-hidden="true">{inner}</svg>'


def _steps(data: Json, way: Json) -> list[Step]:
    nodes = [data["nodes"][at] for at in way["nodes"]]
    edges = [data["edges"][at] for at in way["edges"]]
    return list(zip(nodes, edges, nodes[1:], strict=False))


def _loose(data: Json) -> list[Step]:
    """Return the ties as steps, those of the focus first."""
    focus, nodes = set(data["focus"]), data["nodes"]
    near = sorted(data["edges"], key=lambda e: not focus & {e["start"], e["end"]})
    return [(nodes[edge["start"]], edge, nodes[edge["end"]]) for edge in near]


def _row(row: Sequence[Step], top: float, at: str = "") -> str:
    parts = []
    for number, (near, edge, far) in enumerate(row):
        left = _CELL / 2 + number * (_CELL + _GAP)
        right = left + _CELL + _GAP
        parts.append(_tie(edge, near, left + 24, right - 24, top + 34))
        if not number:
            parts.append(_node(near, left, top + 34))
        parts.append(_node(far, right, top + 34))
    return f"<g>{''.join(parts)}</g>"


def _node(node: Json, x: float, y: float) -> str:
    lines = _wrapped(node["name"], 2) + _wrapped(node.get("beside", ""), 1)
    texts = [
        f'<text x="{x:g}" y="{y + 34 + 15 * at:g}" class="name">{escape(line)}</text>'
        for at, line in enumerate(lines)
    ]
    title = f"<title>{escape(node['name'])}</title>"
    return (
        f"<g>{title}{_shape(node['look'], x, y, 17, generic='generic' in node)}{''.join(texts)}</g>"
    )


def _tie(edge: Json, near: Json, left: float, right: float, y: float) -> str:
    middle = (left + right) / 2
    status = status_words(edge["status"])
    words = f"{status}, disputed" if "disputed" in edge else status
    stroke = look().strokes[edge["status"]]
    parts = [_line(stroke, left, right, y)]
    if not edge["tie"]["symmetric"]:
        forward = edge["start"] == near["at"]
        parts.append(_head(right if forward else left, y, 1 if forward else -1))
    if "disputed" in edge and not stroke.cross:
        parts.append(_mark("?", middle, y))
    parts.append(
        f'<text x="{middle:g}" y="{y - 10:g}" class="tie">{escape(_cut(edge["phrase"], 34))}</text>'
    )
    when = f", {edge['when']}" if edge.get("when") else ""
    told = escape(_cut(words + when, 38))
    parts.append(f'<text x="{middle:g}" y="{y + 20:g}" class="status">{told}</text>')
    return "".join(parts)


def _line(stroke: Stroke, left: float, right: float, y: float) -> str:
    dash = f' stroke-dasharray="{_DASHES[stroke.line]}"' if stroke.line in _DASHES else ""
    line = (
        f'<path d="M{left:g} {y:g}H{right:g}" class="line" stroke-width="{stroke.width:g}"{dash}/>'
    )
    return line + (_mark("×", (left + right) / 2, y) if stroke.cross else "")


def _mark(sign: str, x: float, y: float) -> str:
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="7.5" class="mark"/>'
        f'<text x="{x:g}" y="{y + 4.5:g}" class="sign">{sign}</text>'
    )


def _head(x: float, y: float, way: int) -> str:
    back = x - 11 * way
    return f'<path d="M{x:g} {y:g}L{back:g} {y - 5:g}V{y + 5:g}z" class="head"/>'


def _shape(key: str, x: float, y: float, size: float, *, generic: bool = False) -> str:
    known = look().shapes[key]
    dash = ' stroke-dasharray="4 3"' if generic else ""
    paint = f'fill="{known.fill}" stroke="{known.line}" stroke-width="2"{dash}'
    if known.outline == "ellipse":
        return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{size:g}" ry="{size:g}" {paint}/>'
    if known.outline == "round-rectangle":
        box = (
            f'x="{x - size:g}" y="{y - size * 0.8:g}" width="{2 * size:g}" height="{1.6 * size:g}"'
        )
        return f'<rect {box} rx="{size / 3:.3g}" {paint}/>'
    corners = look().outlines[known.outline]
    points = zip(corners[::2], corners[1::2], strict=True)
    path = " ".join(f"{x + dx * size:.4g},{y + dy * size:.4g}" for dx, dy in points)
    return f'<polygon points="{path}" {paint}/>'


def _wrapped(text: str, most: int) -> list[str]:
    """Return a text in at most so many lines, broken at blanks where there are any."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and len(line) + len(words[0]) < _LETTERS:
            line += f" {words.pop(0)}"
        lines.append(_cut(line, _LETTERS + 2))
    if words:
        lines[-1] = _cut(lines[-1], _LETTERS + 1).rstrip("…") + "…"
    return lines


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


#: What a line is in the legend where it is no status.
_STROKES = {"gathered": "many ties between two groups, counted"}


class Entry(NamedTuple):
    """A line of the legend; `data`: which shape, status or mark it is of, for the script."""

    swatch: str
    words: str
    data: str


def legend(data: Json) -> str:
    """Return the legend as items of a list, in HTML: what the picture uses, and nothing else."""
    entries = (
        f"<li data-{entry.data}>{entry.swatch}{escape(entry.words)}" for entry in legend_items(data)
    )
    return "".join(entries)


def legend_items(data: Json) -> Iterable[Entry]:
    """Yield everything that the picture uses, and nothing else."""
    table = look()
    used: dict[str, str] = {}
    for node in data["nodes"]:
        used.setdefault(table.shapes[node["look"]].word, node["look"])
    for word, key in sorted(used.items()):
        yield Entry(shape_swatch(key), word, f'shape="{key}"')
    if any("generic" in node for node in data["nodes"]):
        yield Entry(class_swatch(), "a class or unnamed group", "dashed")
    statuses = {edge["status"] for edge in data["edges"]}
    for status in table.strokes:
        if status in statuses:
            words = _STROKES.get(status, status_words(status))
            yield Entry(stroke_swatch(status), words, f'status="{status}"')
    if any("disputed" in edge for edge in data["edges"]):
        yield Entry(mark_swatch(), "disputed: a source denies it", 'mark="?"')
