"""The one annotated document of the tests, read from brat without the loader."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.annotated.note import Annotated, Bond, Happening, Mark

FOLDER = Path(__file__).resolve().parents[1] / "data" / "one-document"
_FLAGS = {"Protected": "protected", "Generic": "generic", "Negation": "negated"}


@cache
def one_document() -> Annotated:
    """Return the document of `tests/data/one-document`."""
    text = (FOLDER / "note.txt").read_text("utf-8")
    return parsed(text, (FOLDER / "note.ann").read_text("utf-8").splitlines())


def parsed(text: str, lines: list[str]) -> Annotated:
    """Return what the lines of an .ann say of a text."""
    rows = [line.split("\t") for line in lines]
    marks = [row for row in rows if row[0].startswith("T")]
    number = {row[0]: at for at, row in enumerate(marks)}
    number |= {row[0]: number[_ends(row[1])[0][1]] for row in rows if row[0].startswith("E")}
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        _tell(row, said)
    found = list[Mark]()
    for row in marks:
        kind, _, places = row[1].partition(" ")
        spans = tuple((int(a), int(b)) for a, b in re.findall(r"(\d+) (\d+)", places))
        mine = dict(said.get(row[0], {}))
        found.append(Mark(kind, spans, mine, mine.pop("note", "")))
    bonds = list[Bond]()
    for row in (row for row in rows if row[0].startswith("R")):
        mine = dict(said.get(row[0], {}))
        start, end = (number[target] for _, target in _ends(row[1])[:2])
        bonds.append(Bond(row[1].split()[0], start, end, mine, mine.pop("note", "")))
    events = [
        Happening(number[row[0]], tuple((role, number[to]) for role, to in _ends(row[1])[1:]))
        for row in rows
        if row[0].startswith("E")
    ]
    chains = [tuple(number[one] for one in row[1].split()[1:]) for row in rows if row[0] == "*"]
    return Annotated(text, tuple(found), tuple(bonds), tuple(events), tuple(chains), "anna")


def _ends(words: str) -> list[tuple[str, str]]:
    """Return (role, target) of each argument, an event's trigger first."""
    return re.findall(r"(\S+):(\S+)", words)


def _tell(row: list[str], said: dict[str, dict[str, str]]) -> None:
    """Take what an attribute, an identifier or a note says."""
    words = row[1].split()
    if row[0].startswith("A"):
        name = _FLAGS.get(words[0], words[0].lower())
        said.setdefault(words[1], {})[name] = words[2] if len(words) > 2 else "true"
    elif row[0].startswith("N"):
        said.setdefault(words[1], {})["wikidataId"] = words[2].partition(":")[2]
    elif row[0].startswith("#"):
        for part in row[2].split("; "):
            key, equals, value = part.partition("=")
            mine = said.setdefault(words[1], {})
            mine[key if equals else "note"] = value if equals else part
