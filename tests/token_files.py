"""One invented text as brat writes it, and rebuilt from its tokens: CoNLL, JSON of tokens, TSV."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cas_files import SPAN, Mark, Marked, tsv

TEXT = (
    "Sok Vanna owns Haven Compound.\n\nHe met Lim Dara at “Golden” Bank, in Phnom Penh.\n"
    "Lim Dara runs   Golden Bank.\n"
)
NAMES = (
    ("Sok Vanna", "Person"),
    ("Haven Compound", "Compound"),
    ("Lim Dara", "Person"),
    ("Golden Bank", "Company"),
    ("Phnom Penh", "Location"),
)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PLAIN = {"“": "``", "”": "''"}

Place = tuple[int, int, str]


def places(text: str = TEXT) -> list[Place]:
    """Return where each name stands, with its kind, in order."""
    found = (
        (m.start(), m.end(), kind)
        for name, kind in NAMES
        for m in re.finditer(re.escape(name), text)
    )
    return sorted(found)


def brat(folder: Path, *lines: str, text: str = TEXT, name: str = "note") -> Path:
    """Write the faithful text with its names; further lines are of the .ann."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    marks = [
        f"T{n}\t{kind} {start} {end}\t{text[start:end]}"
        for n, (start, end, kind) in enumerate(places(text), 1)
    ]
    path = folder / f"{name}.ann"
    path.write_text("".join(f"{line}\n" for line in (*marks, *lines)), encoding="utf-8")
    return path


def conll(path: Path, text: str = TEXT) -> Path:
    """Write the text's tokens with a tag each, a sentence a line of the text."""
    tags = {at: (start, kind) for start, end, kind in places(text) for at in range(start, end)}
    lines, last = list[str](), 0
    for token in _TOKEN.finditer(text):
        if "\n" in text[last : token.start()]:
            lines.append("")
        start, kind = tags.get(token.start(), (-1, ""))
        tag = f"{'B' if token.start() == start else 'I'}-{kind}" if kind else "O"
        lines.append(f"{_PLAIN.get(token[0], token[0])} {tag}")
        last = token.end()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def tokens(path: Path, text: str = TEXT) -> Path:
    """Write the text's tokens as one object of JSON, with one relation."""
    found = list(_TOKEN.finditer(text))
    entities = [
        {
            "type": kind,
            "start": next(n for n, token in enumerate(found) if token.start() == start),
            "end": next(n for n, token in enumerate(found) if token.end() == end) + 1,
        }
        for start, end, kind in places(text)
    ]
    row = {
        "tokens": [_PLAIN.get(token[0], token[0]) for token in found],
        "entities": entities,
        "relations": [{"type": "owns", "head": 0, "tail": 1}],
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def web_anno(path: Path, text: str = TEXT) -> Path:
    """Write the text as WebAnno TSV, which does not hold what stands between its sentences."""
    marks = [Mark(SPAN, start, end, {"value": kind}) for start, end, kind in places(text)]
    path.write_text(tsv(Marked(text, marks)), encoding="utf-8")
    return path
