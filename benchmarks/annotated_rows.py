"""Invented notes as rows of JSON: one function a tool."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.annotated import Json, Note, arrays, lines, tokens_of, units


def label_studio(folder: Path, notes: Iterable[Note]) -> None:
    """Arrays of tasks, 500 a file."""
    arrays(folder, notes, _task)


def _task(note: Note) -> Json:
    at = units(note)
    common = {"from_name": "label", "to_name": "text", "origin": "manual"}
    results: list[Json] = [
        {
            "id": f"s{number}",
            "type": "labels",
            **common,
            "value": {
                "start": at[start],
                "end": at[end],
                "text": note.text[start:end],
                "labels": [label],
            },
        }
        for number, (start, end, label) in enumerate(note.spans)
    ]
    results += [
        {
            "type": "relation",
            "from_id": f"s{start}",
            "to_id": f"s{end}",
            "direction": "right",
            "labels": [label],
        }
        for start, end, label in note.ties
    ]
    number = int(note.name.removeprefix("note"))
    annotation = {"id": number, "completed_by": 1, "was_cancelled": False, "result": results}
    return {"id": number, "data": {"text": note.text}, "annotations": [annotation]}


def doccano(folder: Path, notes: Iterable[Note]) -> None:
    """A row a note, with entities and relations."""
    lines(folder, notes, _doccano)


def _doccano(note: Note) -> Json:
    entities = [
        {"id": number, "label": label, "start_offset": start, "end_offset": end}
        for number, (start, end, label) in enumerate(note.spans)
    ]
    relations = [
        {"id": number, "from_id": start, "to_id": end, "type": label}
        for number, (start, end, label) in enumerate(note.ties)
    ]
    return {"text": note.text, "entities": entities, "relations": relations}


def prodigy(folder: Path, notes: Iterable[Note]) -> None:
    """A row a note, with tokens, spans and relations, as `rel.manual` writes them."""
    lines(folder, notes, _prodigy)


def _prodigy(note: Note) -> Json:
    tokens, first, last = tokens_of(note)
    spans = [
        {
            "start": start,
            "end": end,
            "token_start": first[start],
            "token_end": last[end],
            "label": label,
        }
        for start, end, label in note.spans
    ]
    rows = [
        {"text": note.text[start:end], "start": start, "end": end, "id": number, "ws": False}
        for number, (start, end) in enumerate(tokens)
    ]
    relations = [
        {
            "head": spans[start]["token_end"],
            "child": spans[end]["token_end"],
            "head_span": spans[start],
            "child_span": spans[end],
            "label": label,
        }
        for start, end, label in note.ties
    ]
    told = {"spans": spans, "relations": relations, "answer": "accept"}
    return {"text": note.text, "tokens": rows, **told}


def tokens(folder: Path, notes: Iterable[Note]) -> None:
    """A row a note, with token indices (the form of SciERC and DyGIE)."""
    lines(folder, notes, _scierc)


def _scierc(note: Note) -> Json:
    words, first, last = tokens_of(note)
    ner = [[first[start], last[end], label] for start, end, label in note.spans]
    relations = [[*ner[start][:2], *ner[end][:2], label] for start, end, label in note.ties]
    said = [note.text[start:end] for start, end in words]
    return {"doc_key": note.name, "sentences": [said], "ner": [ner], "relations": [relations]}
