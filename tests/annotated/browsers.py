"""Writers of what Label Studio and doccano export."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.annotated.meaning import FLAGS, bonds_of, values_of
from tests.annotated.note import Annotated, Mark, lowest


def dumped(found: object) -> str:
    """Return JSON as tools write it."""
    return json.dumps(found, ensure_ascii=False)


def everything(doc: Annotated, number: int) -> dict[str, str]:
    """Return what is said of a mark, with the values that its roles come to."""
    return {**dict(values_of(doc, number)), **doc.marks[number].said}


def _place(doc: Annotated, mark: Mark) -> dict[str, Any]:
    (start, end) = mark.spans[0]
    words = doc.raw[doc.at(start) : doc.at(end)]
    return {"start": doc.at16(start), "end": doc.at16(end), "text": words}


def _whole(doc: Annotated) -> Annotated:
    """Return the document with the marks of one piece: no region has several."""
    return doc.kept(lambda number: len(doc.marks[number].spans) == 1)


def label_studio(doc: Annotated) -> str:
    """Return the JSON export of a project with one task."""
    doc = _whole(doc)
    results = list[Any]()
    for number, mark in enumerate(doc.marks):
        head = {"id": f"region{number}", "to_name": "text"}
        place = _place(doc, mark)
        region: dict[str, Any] = {**head, "from_name": "label", "type": "labels"}
        region["value"] = {**place, "labels": [mark.kind]}
        if wikidata := mark.said.get("wikidataId"):
            region["meta"] = {"text": [f"Wikidata:{wikidata}"]}
        results.append(region)
        for name, kind, value in _controls(doc, number):
            result = {**head, "from_name": name, "type": kind}
            results.append({**result, "value": {**place, **value}})
    for type_, start, end in _relations(doc):
        ends = {"from_id": f"region{start}", "to_id": f"region{end}"}
        results.append({"type": "relation", "direction": "right", "labels": [type_], **ends})
    told = {"id": 7, "completed_by": doc.annotator or None, "result": results}
    task = {"id": 1, "data": {"text": doc.raw}, "annotations": [told], "predictions": []}
    return dumped([task])


def _controls(doc: Annotated, number: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (name, type, value) of what is chosen and typed for a region."""
    said, note = everything(doc, number), doc.marks[number].note
    found = list[tuple[str, str, dict[str, Any]]]()
    for key, value in said.items():
        if key in FLAGS:
            name = "handling" if key != "negated" else "negated"
            word = key if key != "negated" else "yes"
            found.append((name, "choices", {"choices": [word]}))
        elif key == "status":
            found.append((key, "choices", {"choices": [value]}))
        elif key != "wikidataId":
            found.append((key, "textarea", {"text": [value]}))
    return [*found, ("note", "textarea", {"text": [note]})] if note else found


def _relations(doc: Annotated) -> list[tuple[str, int, int]]:
    """Return relations as (type, start, end), those between sames and of events, too."""
    pairs = [(one.type, one.start, one.end) for one in (*doc.bonds, *bonds_of(doc))]
    for chain in doc.chains:
        order = sorted(chain, key=lambda number: doc.marks[number].spans)
        pairs += [("same_as", a, b) for a, b in zip(order, order[1:], strict=False)]
    return list(dict.fromkeys(pairs))


def label_studio_min(doc: Annotated) -> str:
    """Return the JSON-MIN export: regions on the same words are one, relations are not in it."""
    doc = replace(_whole(doc), happenings=())
    said: dict[str, list[Any]] = {}
    for number in sorted(lowest(doc.marks)):
        place = _place(doc, doc.marks[number])
        said.setdefault("label", []).append({**place, "labels": [doc.marks[number].kind]})
        for name, _, value in _controls(doc, number):
            said.setdefault(name, []).append({**place, **value})
        if wikidata := doc.marks[number].said.get("wikidataId"):
            said.setdefault("notes", []).append({**place, "text": [f"Wikidata:{wikidata}"]})
    row = {"text": doc.raw, "id": 1, **said, "annotator": doc.annotator or None}
    more = {"annotation_id": 7, "created_at": "2026-01-01", "updated_at": "", "lead_time": 2.5}
    return dumped([{**row, **more}])


def doccano(doc: Annotated) -> str:
    """Return the JSONL export with relations."""
    doc = _whole(doc)
    entities = [
        {"id": number, "label": mark.kind, **_offsets(doc, mark)}
        for number, mark in enumerate(doc.marks, 1)
    ]
    relations = [
        {"id": number, "from_id": start + 1, "to_id": end + 1, "type": type_}
        for number, (type_, start, end) in enumerate(_relations(doc), 1)
    ]
    row = {"id": 1, "text": doc.raw, "entities": entities, "relations": relations, "Comments": []}
    return dumped(row) + "\n"


def _offsets(doc: Annotated, mark: Mark) -> dict[str, int]:
    (start, end) = mark.spans[0]
    return {"start_offset": doc.at16(start), "end_offset": doc.at16(end)}


def doccano_labels(doc: Annotated) -> str:
    """Return the older JSONL, with `labels` as triples."""
    places = [(_offsets(doc, mark), mark.kind) for mark in _whole(doc).marks]
    labels = [[place["start_offset"], place["end_offset"], kind] for place, kind in places]
    return dumped({"id": 1, "text": doc.raw, "labels": labels}) + "\n"
