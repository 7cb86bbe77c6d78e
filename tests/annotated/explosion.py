"""Writers of Prodigy's tasks and of spaCy's DocBin."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

from clew.loaders.annotations.spacy.docbin_strings import word_hash
from tests.annotated.browsers import dumped
from tests.annotated.meaning import bonds_of
from tests.annotated.note import Annotated, outer

_ORTH, _IOB, _TYPE, _SPACY = 65, 77, 78, 75


def pieces(doc: Annotated) -> list[tuple[int, int]]:
    """Return tokens, in code points: words, cut where a mark begins or ends."""
    cuts = {point for mark in doc.marks for span in mark.spans for point in span}
    found = list[tuple[int, int]]()
    for word in re.finditer(r"\S+", doc.text):
        inside = sorted(cut for cut in cuts if word.start() < cut < word.end())
        borders = [word.start(), *inside, word.end()]
        found += zip(borders, borders[1:], strict=False)
    return found


def tokens_of(doc: Annotated, number: int, tokens: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and the last token of a mark."""
    (start, end) = doc.marks[number].spans[0]
    inside = [at for at, token in enumerate(tokens) if start <= token[0] and token[1] <= end]
    return inside[0], inside[-1]


def prodigy(doc: Annotated, sort: str) -> str:
    """Return the tasks of `ner.manual`, `spans.manual` or `rel.manual`, as `db-out` gives them."""
    doc = doc.kept(lambda number: len(doc.marks[number].spans) == 1)
    if sort != "spans":
        kept = outer(doc.marks)
        doc = doc.kept(kept.__contains__)
    words = pieces(doc)
    tokens = [
        {"text": doc.text[a:b], "start": doc.at(a), "end": doc.at(b), "id": at, "ws": True}
        for at, (a, b) in enumerate(words)
    ]
    spans = list[dict[str, Any]]()
    for number, mark in enumerate(doc.marks):
        first, last = tokens_of(doc, number, words)
        start, end = (doc.at(point) for point in mark.spans[0])
        place = {"start": start, "end": end, "token_start": first, "token_end": last}
        spans.append({**place, "label": mark.kind})
    task = {"text": doc.raw, "tokens": tokens, "spans": spans, "_view_id": f"{sort}_manual"}
    if sort == "rel":
        task["relations"] = [
            {
                "head": spans[start]["token_end"],
                "child": spans[end]["token_end"],
                "head_span": spans[start],
                "child_span": spans[end],
                "label": type_,
            }
            for type_, start, end in _pairs(doc)
        ]
    who = {"_annotator_id": doc.annotator} if doc.annotator else {}
    return dumped({**task, "answer": "accept", **who, "_task_hash": 1, "_input_hash": 2}) + "\n"


def _pairs(doc: Annotated) -> list[tuple[str, int, int]]:
    pairs = [(one.type, one.start, one.end) for one in (*doc.bonds, *bonds_of(doc))]
    for chain in doc.chains:
        order = sorted(chain, key=lambda number: doc.marks[number].spans)
        pairs += [("COREF", a, b) for a, b in zip(order, order[1:], strict=False)]
    return list(dict.fromkeys(pairs))


def packed(value: Any) -> bytes:
    """Return plain data as MessagePack, with the long forms alone."""
    if isinstance(value, dict):
        parts = b"".join(packed(key) + packed(one) for key, one in value.items())
        return struct.pack(">BI", 0xDF, len(value)) + parts
    if isinstance(value, list):
        return struct.pack(">BI", 0xDD, len(value)) + b"".join(map(packed, value))
    if isinstance(value, bytes):
        return struct.pack(">BI", 0xC6, len(value)) + value
    if isinstance(value, str):
        data = value.encode()
        return struct.pack(">BI", 0xDB, len(data)) + data
    return b"\xc0" if value is None else struct.pack(">BQ", 0xCF, value)


def docbin(doc: Annotated) -> bytes:
    """Return a DocBin whose spans stand in a group, where they may overlap."""
    marks = [n for n, mark in enumerate(doc.marks) if len(mark.spans) == 1]
    words = _with_blanks(doc, pieces(doc))
    strings = sorted({doc.raw[a:b] for a, b, _ in words} | {m.kind for m in doc.marks})
    rows = b"".join(struct.pack("<4Q", word_hash(doc.raw[a:b]), s, 0, 0) for a, b, s in words)
    spans = list[bytes]()
    for number in marks:
        start, end = (doc.at(point) for point in doc.marks[number].spans[0])
        at = [n for n, (a, b, _) in enumerate(words) if start <= a and b <= end]
        entry = doc.marks[number].said.get("wikidataId", "")
        strings += [entry] if entry else []
        numbers = (0, word_hash(entry) if entry else 0, word_hash(doc.marks[number].kind))
        places = (at[0], at[-1] + 1, start, end)
        spans.append(struct.pack(">QQQllll", *numbers, *places))
    group = packed({"name": "sc", "attrs": {}, "spans": spans})
    whole = {
        "version": "0.1",
        "attrs": [_ORTH, _SPACY, _IOB, _TYPE],
        "tokens": rows,
        "spaces": bytes(space for *_, space in words),
        "lengths": struct.pack("<i", len(words)),
        "strings": strings,
        "cats": [{}],
        "flags": [{"has_unknown_spaces": 0}],
        "user_data": [None],
        "span_groups": [packed([group])],
    }
    return zlib.compress(packed(whole))


def _with_blanks(doc: Annotated, words: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Return tokens of the raw text and whether a blank follows; other gaps are tokens, too."""
    found, raw, at = list[tuple[int, int, bool]](), doc.raw, 0
    for start, end in [(doc.at(a), doc.at(b)) for a, b in words] + [(len(raw), len(raw))]:
        gap = raw[at:start]
        if gap.startswith(" ") and found:
            found[-1] = (*found[-1][:2], True)
            at, gap = at + 1, gap[1:]
        if gap:
            found.append((at, start, False))
        if end > start:
            found.append((start, end, False))
        at = end
    return found
