"""Hostile files for every loader of annotations: what each is, and what is to be said of it.

`cases(outside)` gives them by name. What asks for files outside asks for those of that folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.cas_files import SPAN, cas_json, tsv, type_system, xmi
from tests.hostile_outside import (
    MARKED,
    SECRET,
    TEXT,
    Hostile,
    asking,
    binaries,
    broken_json,
    broken_xml,
    zips,
)

END = len(SECRET)
HUGE = 10**30
#: Offsets of a span of words, and whether a file that has them is told of as a whole.
OFFSETS: dict[str, tuple[Any, Any]] = {
    "negative": (-5, END),
    "beyond": (0, 9_999),
    "turned": (END, 2),
    "empty": (3, 3),
    "huge": (0, HUGE),
    "fraction": (0.5, 3.5),
    "words": ("zero", "eight"),
    "nothing": (None, None),
    "lists": ([0], {"a": 1}),
}


def cases(outside: Path) -> dict[str, Hostile]:
    """Return every case by name."""
    found: dict[str, Hostile] = {}
    for part in (
        _offsets(),
        broken_json(),
        broken_xml(outside),
        zips(outside),
        asking(outside),
        binaries(),
    ):
        for name, case in part:
            assert name not in found
            found[name] = case
    return found


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _brat(start: Any, end: Any) -> dict[str, bytes]:
    return {"a.ann": f"T1\tPerson {start} {end}\t{SECRET}\n".encode(), "a.txt": TEXT.encode()}


def _studio(start: Any, end: Any) -> dict[str, bytes]:
    value = {"start": start, "end": end, "text": SECRET, "labels": ["Person"]}
    region = {"id": "r", "type": "labels", "from_name": "l", "to_name": "text", "value": value}
    made = {"id": 1, "completed_by": 1, "result": [region]}
    return {"a.json": _packed([{"id": 1, "data": {"text": TEXT}, "annotations": [made]}])}


def _prodigy(start: Any, end: Any) -> dict[str, bytes]:
    span = {"start": start, "end": end, "label": "Person"}
    return {
        "a.jsonl": _packed({"text": TEXT, "_input_hash": 1, "answer": "accept", "spans": [span]})
    }


def _doccano(start: Any, end: Any) -> dict[str, bytes]:
    entity = {"id": 1, "label": "Person", "start_offset": start, "end_offset": end}
    return {"a.jsonl": _packed({"id": 1, "text": TEXT, "entities": [entity], "relations": []})}


def _old_doccano(start: Any, end: Any) -> dict[str, bytes]:
    return {"a.jsonl": _packed({"id": 1, "text": TEXT, "labels": [[start, end, "Person"]]})}


def _tokens(start: Any, end: Any) -> dict[str, bytes]:
    row = {"tokens": TEXT.split(), "entities": [{"type": "Peop", "start": start, "end": end}]}
    return {"a.json": _packed([{**row, "relations": [], "orig_id": 1}])}


def _dygie(start: Any, end: Any) -> dict[str, bytes]:
    row = {"doc_key": "a", "sentences": [TEXT.split()], "ner": [[[start, end, "Person"]]]}
    return {"a.jsonl": _packed(row)}


def _w3c(start: Any, end: Any) -> dict[str, bytes]:
    selector = {"type": "TextPositionSelector", "start": start, "end": end}
    body = {"type": "TextualBody", "purpose": "tagging", "value": "Person"}
    made = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "#1", "type": "Annotation"}
    target = {"source": "a.txt", "selector": selector}
    return {"a.jsonld": _packed({**made, "body": body, "target": target}), "a.txt": TEXT.encode()}


def _hypothesis(start: Any, end: Any) -> dict[str, bytes]:
    selector = {"type": "TextPositionSelector", "start": start, "end": end}
    target = [{"source": "https://example.org/a", "selector": [selector]}]
    row = {"id": "x", "uri": "https://example.org/a", "user": "acct:a@h", "tags": ["Person"]}
    more = {"created": "2024-01-01T00:00:00Z", "group": "__world__", "text": "", "target": target}
    return {"a.json": _packed({"total": 1, "rows": [{**row, **more}]}), "a.txt": TEXT.encode()}


def _xmi(start: Any, end: Any) -> dict[str, bytes]:
    made = xmi(MARKED).replace('begin="0"', f'begin="{start}"')
    made = made.replace(f'end="{END}"', f'end="{end}"', 1)
    return {"a.xmi": made.encode(), "TypeSystem.xml": type_system().encode()}


def _cas_json(start: Any, end: Any) -> dict[str, bytes]:
    made = json.loads(cas_json(MARKED))
    for one in made["%FEATURE_STRUCTURES"]:
        if one["%TYPE"] == SPAN:
            one |= {"begin": start, "end": end}
    return {"a.json": _packed(made)}


def _tsv(start: Any, end: Any) -> dict[str, bytes]:
    second = f"\t{END + 1}-{END + 5}\t"  # of the first token of a sentence all others are counted
    return {"a.tsv": tsv(MARKED).replace(second, f"\t{start}-{end}\t").encode()}


MAKERS: dict[str, Callable[[Any, Any], dict[str, bytes]]] = {
    "brat": _brat,
    "cas-json": _cas_json,
    "doccano": _doccano,
    "doccano-old": _old_doccano,
    "dygie": _dygie,
    "hypothesis": _hypothesis,
    "label-studio": _studio,
    "prodigy": _prodigy,
    "tokens": _tokens,
    "tsv": _tsv,
    "w3c": _w3c,
    "xmi": _xmi,
}


def _offsets() -> Iterator[tuple[str, Hostile]]:
    for format_, make in MAKERS.items():
        for name, (start, end) in OFFSETS.items():
            sound = (format_, name) == ("dygie", "empty")  # its ends are the last tokens
            yield f"{format_} {name}", Hostile(make(start, end), "" if sound else ".")
