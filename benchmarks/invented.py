"""A generated network as annotated notes: no name or tie in it is anybody's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

KINDS = ("Person", "Person", "Company", "Company", "Compound")
TIES = {
    "OWNS": ("LegalEntity", "Company"),
    "DIRECTOR_OF": ("LegalEntity", "Company"),
    "OPERATES": ("Company", "Compound"),
    "LINKED_TO": ("LegalEntity", "Compound"),
    "FAMILY_OF": ("Person", "Person"),
    "REPORTED_ON": ("Person", "LegalEntity"),
}
STATUSES = ("official", "reported", "alleged")
PARTS = ("ban", "cor", "del", "fen", "gol", "hal", "jun", "kar", "lim", "mor", "nus", "pra", "tam")


def notes(folder: Path, ties: int, *, per_note: int = 100, seed: int = 7) -> int:
    """Write notes that hold so many ties between half as many entities; returns how many notes."""
    dice = random.Random(seed)
    things = [
        (f"{name_of(number)} {name_of(number // 7)}", _kind(number)) for number in range(ties // 2)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    count = -(-ties // per_note)
    for number in range(count):
        text, marks = _note(dice, things, number, min(per_note, ties - number * per_note))
        (folder / f"note{number:05}.txt").write_text(text, encoding="utf-8")
        (folder / f"note{number:05}.ann").write_text(marks, encoding="utf-8")
    return count


def _kind(number: int) -> str:
    return KINDS[number % len(KINDS)]


def name_of(number: int) -> str:
    """Return the invented word of four syllables that has this number."""
    syllables = []
    for _ in range(4):
        number, rest = divmod(number, len(PARTS))
        syllables.append(PARTS[rest])
    return "".join(syllables).capitalize()


def _note(
    dice: random.Random, things: list[tuple[str, str]], number: int, ties: int
) -> tuple[str, str]:
    text, marks = f"Note {number}, generated; all of it is invented.\n", list[str]()
    for at in range(1, ties + 1):
        tie = dice.choice(list(TIES))
        ends = [_end(dice, things, kind) for kind in TIES[tie]]
        for place, (name, kind) in enumerate(ends):
            mark = f"T{2 * at + place}"
            marks.append(f"{mark}\t{kind} {len(text)} {len(text) + len(name)}\t{name}")
            text += f"{name} {tie} " if not place else f"{name}.\n"
        marks.append(f"R{at}\t{tie} Arg1:T{2 * at} Arg2:T{2 * at + 1}")
        marks.append(f"#{at}\tAnnotatorNotes R{at}\tstatus={dice.choice(STATUSES)}")
    return text, "".join(f"{mark}\n" for mark in marks)


def _end(dice: random.Random, things: list[tuple[str, str]], kind: str) -> tuple[str, str]:
    wanted = ("Person", "Company") if kind == "LegalEntity" else (kind,)
    return next(thing for thing in _draws(dice, things) if thing[1] in wanted)


def _draws(dice: random.Random, things: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Draw things, some far more often than others, as sources do."""
    while True:
        yield things[int(len(things) * dice.random() ** 2)]
