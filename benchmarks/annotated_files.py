"""Invented notes as brat, CoNLL, W3C and Hypothesis files: one function a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.annotated import Json, Note, parts, tokens_of, write


def brat(folder: Path, notes: Iterable[Note]) -> None:
    """A text and its .ann beside it for each note."""
    for note in notes:
        lines = [
            f"T{number}\t{label} {start} {end}\t{note.text[start:end]}\n"
            for number, (start, end, label) in enumerate(note.spans)
        ]
        for number, (start, end, label) in enumerate(note.ties):
            lines.append(f"R{number}\t{label} Arg1:T{start} Arg2:T{end}\n")
        (folder / f"{note.name}.txt").write_text(note.text, encoding="utf-8")
        (folder / f"{note.name}.ann").write_text("".join(lines), encoding="utf-8")


def conll(folder: Path, notes: Iterable[Note]) -> None:
    """Words and IOB2 tags in two columns, 500 notes a file."""
    for number, some in enumerate(parts(notes)):
        lines = [line for note in some for line in _columns(note)]
        (folder / f"notes{number}.conll").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _columns(note: Note) -> Iterator[str]:
    words, first, last = tokens_of(note)
    tags = ["O"] * len(words)
    for start, end, label in note.spans:
        for at in range(first[start], last[end] + 1):
            tags[at] = f"{'B' if at == first[start] else 'I'}-{label}"
    yield "-DOCSTART- O"
    yield ""
    for (start, end), tag in zip(words, tags, strict=True):
        yield f"{note.text[start:end]} {tag}"
        if note.text[start:end] == ".":
            yield ""


def w3c(folder: Path, notes: Iterable[Note]) -> None:
    """A text and a page of annotations for each note; ties as linking bodies are left out."""
    for note in notes:
        (folder / f"{note.name}.txt").write_text(note.text, encoding="utf-8")
        items = [_w3c(note, number) for number in range(len(note.spans))]
        page = {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "AnnotationPage",
            "items": items,
        }
        write(folder / f"{note.name}.jsonld", page)


def _w3c(note: Note, number: int) -> Json:
    start, end, label = note.spans[number]
    quote = {"type": "TextQuoteSelector", "exact": note.text[start:end]}
    quote |= {"prefix": note.text[max(0, start - 20) : start], "suffix": note.text[end : end + 20]}
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    return {
        "id": f"urn:{note.name}:{number}",
        "type": "Annotation",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": label},
        "target": {"source": f"{note.name}.txt", "selector": [quote, place]},
    }


def hypothesis(folder: Path, notes: Iterable[Note]) -> None:
    """The texts, and rows of the API: 100 notes a file."""
    for note in (notes := list(notes)):
        (folder / f"{note.name}.txt").write_text(note.text, encoding="utf-8")
    for number in range(0, len(notes), 100):
        rows = [_hypothesis(n, at) for n in notes[number : number + 100] for at in range(100)]
        write(folder / f"rows{number}.json", {"total": len(rows), "rows": rows})


def _hypothesis(note: Note, number: int) -> Json:
    said = _w3c(note, number)
    uri = f"https://invented.example/{note.name}.txt"
    return {
        "id": f"{note.name}x{number}",
        "uri": uri,
        "user": "acct:ana@invented.example",
        "text": "",
        "tags": [said["body"]["value"]],
        "target": [{"source": uri, "selector": said["target"]["selector"]}],
    }
