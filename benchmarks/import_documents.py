"""Import and project annotated documents: how long, and how many spans a second.

    python benchmarks/import_documents.py [NUMBER OF DOCUMENTS, 2000]

The notes are generated and invented: each speaks of some of 5,000 people, companies and compounds.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import clew

FIRST = "Ana Bao Chi Dov Eda Fay Gus Han Ida Jun Kai Lea Mia Noa Oto Pia Rui Sok Tia Uma".split()
LAST = [f"{a}{b}{c}" for a in "BDKLMNPRST" for b in ("a", "e", "i", "o", "u") for c in "lmnrs"]
PLACES = 30


def person(number: int) -> str:
    """Return an invented name."""
    return f"{FIRST[number % 20]} {LAST[number // 20 % 250]}"


def write(folder: Path, number: int, chance: random.Random) -> int:
    """Write a note and its annotations; returns how many spans it has."""
    text, spans, lines = "", 0, []
    for sentence in range(PLACES // 2):
        owner = ("Person", person(chance.randrange(5000)))
        owned = ("Company", f"{chance.choice(LAST)} {chance.choice(LAST)} Holdings")
        for kind, words in (owner, owned):
            spans += 1
            lines.append(f"T{spans}\t{kind} {len(text)} {len(text) + len(words)}\t{words}")
            text += words + (" was said to own " if kind == "Person" else f" in year {sentence}. ")
        tie = sentence + 1
        lines.append(f"R{tie}\tOWNS Arg1:T{spans - 1} Arg2:T{spans}")
        lines.append(f"#{tie}\tAnnotatorNotes R{tie}\tstatus=reported; when=20{10 + sentence}")
    (folder / f"note-{number}.txt").write_text(f"{text}\n\nNote {number}.\n", encoding="utf-8")
    (folder / f"note-{number}.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return spans


def main(count: int) -> None:
    """Measure, and print a line for each measure."""
    with tempfile.TemporaryDirectory() as place:
        notes, chance = Path(place) / "notes", random.Random(3)
        notes.mkdir()
        spans = sum(write(notes, number, chance) for number in range(count))
        case = clew.create(Path(place) / "case")
        took = [_timed(lambda: case.load(notes)), _timed(lambda: case.load(notes))]
        lines = (notes / "note-0.ann").read_text(encoding="utf-8").splitlines()
        again = _timed(lambda: case.load(notes / "note-0.ann"))
        (notes / "note-0.ann").write_text("\n".join(lines[:-2]) + "\n", encoding="utf-8")
        corrected = _timed(lambda: case.load(notes / "note-0.ann"))
        protected = _timed(lambda: case.protect(_someone(case), because="measured"))
        print(f"{count} documents, {spans} spans")
        print(f"import and projection  {took[0]:7.2f} s  {spans / took[0]:9.0f} spans a second")
        print(f"the same again         {took[1]:7.2f} s")
        print(f"one file again         {again:7.2f} s")
        print(f"one file corrected     {corrected:7.2f} s")
        print(f"one person protected   {protected:7.2f} s")


def _someone(case: clew.Case) -> str:
    with case.opened() as graph:
        return next(node.id for node in graph.nodes() if "Person" in node.labels)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
