"""Annotated notes for measurements, whatever tool wrote them: all names in them are invented."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from benchmarks.invented import name_of

Json = dict[str, Any]

PEOPLE, COMPANIES = 20_000, 5_000
TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Note:
    """A text with spans (start, end, label), in code points, and ties between them by index."""

    name: str
    text: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    ties: list[tuple[int, int, str]] = field(default_factory=list)


def notes(count: int, *, spans: int = 100, seed: int = 5) -> Iterator[Note]:
    """Yield notes of two spans a sentence, two ties in five sentences; an emoji in one of ten."""
    dice = random.Random(seed)
    for number in range(count):
        yield _note(number, spans // 2, dice)


def _note(number: int, sentences: int, dice: random.Random) -> Note:
    parts = [f"Note {number}, invented{' 😊' if not number % 10 else ''}.\n\n"]
    note, at = Note(f"note{number:05}", ""), len(parts[0])
    for sentence in range(sentences):
        owner, company = dice.randrange(PEOPLE), dice.randrange(COMPANIES)
        person = f"{name_of(owner)} {name_of(owner // 7)}", "Person"
        holding = f"{name_of(company * 11)} Holdings", "Company"
        for words, label in (person, holding):
            note.spans.append((at, at + len(words), label))
            parts.append(f"{words} was said to own " if label == "Person" else f"{words} by then.")
            at += len(parts[-1])
        if sentence % 5 < 2:
            note.ties.append((len(note.spans) - 2, len(note.spans) - 1, "OWNS"))
        parts.append("\n\n" if sentence % 5 == 4 else " ")
        at += len(parts[-1])
    return Note(note.name, "".join(parts), note.spans, note.ties)


def tokens_of(note: Note) -> tuple[list[tuple[int, int]], dict[int, int], dict[int, int]]:
    """Return its words and signs; which of them begins at an offset, and which ends there."""
    found = [one.span() for one in TOKEN.finditer(note.text)]
    first = {start: number for number, (start, _) in enumerate(found)}
    return found, first, {end: number for number, (_, end) in enumerate(found)}


def units(note: Note) -> list[int]:
    """Return how many UTF-16 units stand before each code point, and before the end."""
    return [0, *accumulate(1 + (sign > "\uffff") for sign in note.text)]


def parts(notes: Iterable[Note], size: int = 500) -> Iterator[list[Note]]:
    """Yield so many notes at once: those of one file."""
    rest = iter(notes)
    while some := list(islice(rest, size)):
        yield some


def write(path: Path, content: Any) -> None:
    """Write JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def arrays(folder: Path, notes: Iterable[Note], row: Callable[[Note], Json]) -> None:
    """Write an array of rows for some notes a file."""
    for number, some in enumerate(parts(notes)):
        write(folder / f"notes{number}.json", [row(note) for note in some])


def lines(folder: Path, notes: Iterable[Note], row: Callable[[Note], Json]) -> None:
    """Write a row a line for some notes a file."""
    for number, some in enumerate(parts(notes)):
        text = "".join(json.dumps(row(note), ensure_ascii=False) + "\n" for note in some)
        (folder / f"notes{number}.jsonl").write_text(text, encoding="utf-8")
