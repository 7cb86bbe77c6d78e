"""Rows as people and programs read them: a table, JSON, JSON lines, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from clew.graph.model import Edge, Node, Path
from clew.queries.cypher import plain as as_json
from clew.queries.render import HIDDEN, plain

Row = Mapping[str, Any]

#: A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: A table in a file or a pipe is never folded.
WIDE = 100_000
#: How far a column of words may be folded, and what lies between columns.
NARROW, GAP = 12, 2
#: JSON leaves these as they are; a terminal that the text is shown on would obey them.
_ESCAPED = {code: f"\\u{code:04x}" for code in HIDDEN if code >= 0x20}


def written(
    columns: Sequence[str], rows: Sequence[Row], form: str, *, width: int | None = None
) -> str:
    """Return rows as `table`, `json`, `jsonl`, `csv` or `md`.

    A table is folded to `width` (None: not at all); nodes, edges and paths are words in a table and
    in Markdown, and the JSON of product.md elsewhere.
    """
    if form == "json":
        return dumps([as_json(row) for row in rows])
    if form == "jsonl":
        return "".join(dumps(as_json(row), indent=None) for row in rows)
    if form == "csv":
        return as_csv(columns, rows)
    return as_markdown(columns, rows) if form == "md" else as_table(columns, rows, width)


def dumps(value: Any, indent: int | None = 2) -> str:
    """Return JSON text with its line end; only what drives or turns a terminal is escaped."""
    text = json.dumps(_finite(value), ensure_ascii=False, indent=indent, default=_iso)
    return text.translate(_ESCAPED) + "\n"


def _finite(value: Any) -> Any:
    """Put null where JSON has no number."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, Mapping):
        return {name: _finite(part) for name, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, (list, tuple)) else value


def _iso(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return CSV (RFC 4180, LF); no cell is a formula, what is no text or number is JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_unformulated(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    structured = isinstance(value, (Node, Edge, Path, list, tuple, Mapping))
    text = dumps(as_json(value), indent=None).rstrip("\n") if structured else _iso(value)
    return _unformulated(_no_controls(text))


def _no_controls(text: str) -> str:
    """Return a text whose lines are kept, and with nothing in them that drives a terminal."""
    return "\n".join(plain(line) for line in text.splitlines()) if "\n" in text else plain(text)


def _unformulated(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def as_markdown(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return a Markdown table; what would be markup or HTML is escaped."""
    from clew.queries.render import marked

    lines = [_line([marked(column) for column in columns]), _line(["---"] * len(columns))]
    lines += [_line([marked(words(row.get(column))) for column in columns]) for row in rows]
    return "\n".join(lines) + "\n" if columns else ""


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_table(columns: Sequence[str], rows: Sequence[Row], width: int | None = None) -> str:
    """Return a table in plain text, folded to `width`; too wide a one has a line for each cell."""
    names = [plain(column) for column in columns]
    cells = [[plain(words(row.get(column))) for column in columns] for row in rows]
    if not names:
        return ""
    widths = _widths([names, *cells], (width or WIDE) - GAP * (len(names) - 1))
    return _folded(names, cells, widths) if widths else _records(names, cells)


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the widths of columns that fit into the room, the widest folded first; [] if none."""
    from rich.cells import cell_len

    least = [max(_least(line[at]) for line in lines) for at in range(len(lines[0]))]
    widths = [max(cell_len(line[at]) for line in lines) for at in range(len(least))]
    if sum(least) > room:
        return []
    while sum(widths) > room:
        foldable = (at for at in range(len(widths)) if widths[at] > least[at])
        widths[max(foldable, key=lambda at: widths[at])] -= 1
    return widths


def _least(cell: str) -> int:
    """Return how narrow a cell may be: ids are whole, since they are there to be copied."""
    from rich.cells import cell_len

    return len(cell) if _is_id(cell) else min(cell_len(cell), NARROW)


def _records(names: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a line for each cell, and a blank one after each row."""
    longest = max(map(len, names))
    rows = (
        "".join(f"{name:<{longest}}  {cell}\n" for name, cell in zip(names, row, strict=True))
        for row in cells
    )
    return "\n".join(rows)


def _folded(names: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for name, wide in zip(names, widths, strict=True):
        table.add_column(Text(name), overflow="fold", width=wide)
    for row in cells:
        table.add_row(*map(Text, row))
    out = io.StringIO()
    Console(file=out, width=2 * WIDE, color_system=None, legacy_windows=False).print(table)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _is_id(cell: str) -> bool:
    """Tell whether a cell is one to copy, which is never folded: `m`, `e`, `i`… and 32 digits."""
    return len(cell) == 33 and cell.isalnum()


def words(value: Any) -> str:
    """Return a value as a reader is told it: a node by name and kind, an edge by what it says."""
    for kind, tell in _WORDS:
        if isinstance(value, kind):
            return tell(value)
    return "" if value is None else _iso(value)


def _node(node: Node) -> str:
    from clew.queries.paths import display

    if "Source" in node.labels:
        return str(node.properties.get("title") or node.id)
    return f"{display(node)} ({node.properties.get('kind', node.labels[0])})"


def _edge(edge: Edge) -> str:
    said = [edge.type, str(edge.properties.get("status", "")), str(edge.properties.get("when", ""))]
    return f"[{' '.join(part for part in said if part)}]"


def _path(path: Path) -> str:
    parts = [_node(path.nodes[0])] if path.nodes else []
    for edge, node in zip(path.edges, path.nodes[1:], strict=True):
        out = edge.end == node.id
        parts.append(f"—{_edge(edge)}→ {_node(node)}" if out else f"←{_edge(edge)}— {_node(node)}")
    return " ".join(parts)


def _list(value: Sequence[Any]) -> str:
    return ", ".join(words(part) for part in value)


def _map(value: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {words(part)}" for name, part in value.items())


_WORDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (Node, _node),
    (Edge, _edge),
    (Path, _path),
    ((list, tuple), _list),
    (Mapping, _map),
)
